"""May I bid? Anybody may ask, without an account, and nothing is kept."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LIVE, PUBLIC, LotStatus
from tests.factories import (
    START,
    make_bidder,
    make_catalogue,
    make_draft,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.moving_clock import NOON


@pytest.mark.parametrize("status", sorted(PUBLIC))
def test_the_page_of_a_lot_leads_to_the_question_until_it_has_ended(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status, ended_at=NOON, price=START)

    page = client.get(f"/lots/{lot.id}").text

    assert (f'href="/lots/{lot.id}/eligibility"' in page) is (status in LIVE)


def test_who_may_bid_is_led_on(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session, deposit=Money(1_000_00))
    said = {"kind": "natural", "country": "AT", "of_age": "yes"}
    account = f'href="/register?next=/lots/{lot.id}"'
    register = f'href="/lots/{lot.id}/registration"'

    visitor, refused = (
        ask(client, lot.id, **said),
        ask(client, lot.id, **said | {"of_age": "no"}),
    )
    sign_in(client, make_bidder(session))
    bidder = ask(client, lot.id, **said)

    assert "a verifier looks at your papers and the deposit of EUR" in visitor
    assert account in visitor
    assert register not in visitor
    assert f"{account}>Open" not in refused
    assert register in bidder
    assert account not in bidder


def test_nobody_is_led_on_where_registration_is_over(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.PASSED, ended_at=NOON)

    page = ask(client, lot.id, kind="company", country="AT")

    assert "A company from Austria: yes" in page
    assert "/register?next=" not in page
    assert "the deposit of" not in page


def test_a_visitor_sees_the_rules_before_he_says_anything(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_catalogue(session, "bank-claims"))

    page = client.get(f"/lots/{lot.id}/eligibility").text

    assert "Companies and natural persons of 18 years or more may bid." in page
    assert "I am none of these: the debtor and companies affiliated with it." in page
    assert "Rule: Customary terms of asset managers" in page
    assert "nothing of this is kept" in page
    assert 'id="answer"' not in page


def test_a_company_from_abroad_is_told_yes_with_these_papers(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session, "example-bank", country="AT")
    lot = make_lot(session, make_catalogue(session, "bank-claims", office=office))

    page = ask(client, lot.id, kind="company", country="BR")

    assert (
        "A company from Brazil: yes, with these papers, if you can declare what follows"
    ) in page
    assert "An extract from the register of companies" in page
    assert "A certified translation of every paper" in page
    assert "I am at least 18" not in page


def test_a_company_at_home_needs_no_translation(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session, "example-bank", country="AT")
    lot = make_lot(session, make_catalogue(session, "bank-claims", office=office))

    page = ask(client, lot.id, kind="company", country="AT")

    answer = page.partition('id="declaration"')[0]
    assert "A company from Austria: yes" in answer
    assert "A certified translation" not in answer


def test_a_foreign_bidder_is_told_no_and_because_of_which_rule(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, eligibility={"residence_only": "EU"})

    page = ask(client, lot.id, kind="natural", country="BR", of_age="yes")

    answer = page.partition("</section>")[0]
    assert "A person from Brazil: no." in answer
    assert "Only who lives in the European Union may bid. You named Brazil." in answer
    assert "The office&#39;s terms for this lot" in answer
    assert "Papers to bring" not in answer


def test_a_minor_is_told_no(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)

    page = ask(client, lot.id, kind="natural", country="AT", of_age="no")

    assert "A person from Austria: no." in page
    assert "A bidder must be at least 18 years old." in page


def test_who_does_not_say_his_age_is_told_that_it_depends(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    page = ask(client, lot.id, kind="natural", country="AT")

    assert "it depends on what you have not said yet" in page


def test_a_licence_that_the_lot_needs_is_asked(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(
        session,
        make_catalogue(session, "bank-claims"),
        eligibility={"licence": "financial_institution"},
    )

    without = ask(client, lot.id, kind="company", country="AT")
    having = ask(
        client,
        lot.id,
        kind="company",
        country="AT",
        licence="financial_institution",
    )

    assert "Only who holds a licence as a financial institution may bid." in without
    assert "A company from Austria: no." in without
    assert "A company from Austria: yes" in having


def test_a_sale_under_old_terms_is_open_to_everybody(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, "movables")
    text = catalogue.procedure_text
    first, last = text.index("[eligibility]"), text.index("[publicity]")
    catalogue.procedure_text = text[:first] + text[last:]
    lot = make_lot(session, catalogue)

    page = client.get(f"/lots/{lot.id}/eligibility").text

    assert "Whoever has an account may bid." in page
    assert "<select" not in page
    assert "Whoever has an account may bid." in client.get(f"/lots/{lot.id}").text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": "", "country": "AT"}, "Please say whether it is a person or"),
        ({"kind": "cat", "country": "AT"}, "Please say whether it is a person or"),
        ({"kind": "company", "country": ""}, "Please choose a country."),
        ({"kind": "company", "country": "<b>"}, "Please choose a country."),
        (
            {"kind": "natural", "country": "AT", "nationality": "EU"},
            "Please choose a country.",
        ),
    ],
)
def test_what_is_missing_is_asked_again(
    client: FlaskClient, session: Session, said: dict[str, str], sentence: str
) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}/eligibility", query_string=said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert "<b>" not in answer.text


def test_the_lot_page_tells_how_the_lot_is_narrowed(
    client: FlaskClient, session: Session
) -> None:
    parties = "the debtor and the guarantors of this claim"
    lot = make_lot(
        session, category=Category.LOAN, eligibility={"parties": f"{parties}."}
    )

    page = client.get(f"/lots/{lot.id}").text

    assert f"{parties}, and anybody who acts for them." in page


def test_asking_writes_nothing_but_how_often_somebody_asks(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    lot_id, written = lot.id, []

    def note(*args: object) -> None:
        statement = str(args[2])
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            written.append(statement)

    engine = session.get_bind()
    session.commit()
    event.listen(engine, "before_cursor_execute", note)
    ask(client, lot_id, kind="company", country="BR")
    event.remove(engine, "before_cursor_execute", note)

    changed = [one for one in written if "INSERT" in one or "UPDATE" in one]
    assert [one for one in changed if "INTO tries" not in one] == []


def test_a_draft_is_asked_by_its_office_only(
    client: FlaskClient, session: Session
) -> None:
    draft = make_draft(session)

    assert client.get(f"/lots/{draft.id}/eligibility").status_code == 404
    assert client.get("/lots/999999/eligibility").status_code == 404
    sign_in(client, make_officer(session, draft.office))
    assert client.get(f"/lots/{draft.id}/eligibility").status_code == 200


def ask(client: FlaskClient, lot_id: int, **said: str) -> str:
    answer = client.get(f"/lots/{lot_id}/eligibility", query_string=said)
    assert answer.status_code == 200, answer.text
    return answer.text
