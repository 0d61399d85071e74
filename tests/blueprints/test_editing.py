"""An officer fills in a draft, step by step, without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, Role, TrailRow, User
from auction.money import Money
from auction.rules.categories import FIELDS, Category, Field
from auction.rules.lifecycle import LotStatus
from auction.rules.lot_steps import Step
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_user,
    sign_in,
)

BASICS = {"title": "A mill", "category": "loan", "region": "North", "location": "Here"}


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_draft(session)


def make_draft(session: Session, **columns: Any) -> Lot:
    catalogue = make_catalogue(session, published_at=None)
    return make_lot(session, catalogue, status=LotStatus.DRAFT, **columns)


def address(lot: Lot, step: str) -> str:
    return f"/desk/{lot.office.slug}/lots/{lot.id}/{step}"


def save(
    client: FlaskClient, lot: Lot, step: str, typed: dict[str, Any], **more: Any
) -> Any:
    form = {"version": lot.version, "then": "stay", **typed, **more}
    return client.post(address(lot, step), data=form)


def errors(page: str) -> dict[str, str]:
    found = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page)
    return dict(found)


def wrong_people(session: Session) -> list[tuple[User, int]]:
    office = make_office(session)
    return [
        (make_bidder(session), 404),
        (make_user(session, role=Role.OPERATOR), 404),
        (make_officer(session, make_office(session, "another-court")), 404),
        (make_officer(session, office, duties=[Duty.CASHIER]), 403),
        (make_officer(session, office, duties=[Duty.AUDITOR]), 403),
    ]


@pytest.mark.parametrize("duty", [Duty.DRAFTER, Duty.APPROVER])
def test_an_officer_saves_the_basics_and_goes_on(
    client: FlaskClient, session: Session, lot: Lot, duty: Duty
) -> None:
    sign_in(client, make_officer(session, duties=[duty]))

    answer = save(client, lot, "basics", BASICS, then="continue")

    assert answer.status_code == 303
    assert answer.location == address(lot, "price")
    assert (lot.title, lot.region, lot.location) == ("A mill", "North", "Here")


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, lot: Lot) -> None:
    assert "/sign-in" in client.get(address(lot, "basics")).location
    assert "/sign-in" in save(client, lot, "basics", BASICS).location


@pytest.mark.parametrize("step", Step)
def test_nobody_else_edits_a_draft(
    client: FlaskClient, session: Session, lot: Lot, step: str
) -> None:
    for person, code in wrong_people(session):
        sign_in(client, person)
        assert client.get(address(lot, step)).status_code == code
        assert save(client, lot, step, BASICS).status_code == code
        session.expire_all()
        assert lot.title == "Example lot"


@pytest.mark.parametrize("status", list(LotStatus)[1:])
def test_only_a_draft_is_edited(
    client: FlaskClient, session: Session, lot: Lot, status: LotStatus
) -> None:
    lot.status = status
    sign_in(client, make_officer(session))

    answer = save(client, lot, "basics", BASICS)

    assert answer.status_code == 409
    assert "Only a draft can be edited." in answer.text
    assert client.get(address(lot, "basics")).status_code == 409
    assert lot.title == "Example lot"


def test_what_can_be_read_is_saved_and_the_rest_stays_as_it_was_typed(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))

    typed = {"valuation": "9,000.00", "deposit": "much", "closes_at": "tomorrow"}
    answer = save(client, lot, "price", typed)

    assert answer.status_code == 422
    assert "Saved, except what is marked" in answer.text
    assert set(errors(answer.text)) >= {"deposit", "closes_at"}
    assert 'value="much"' in answer.text
    assert re.search(r'id="closes_at"[^>]*type="text" value="tomorrow"', answer.text)
    assert lot.valuation == Money(9000_00)
    assert lot.deposit is None

    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    mended = save(client, lot, "price", {"deposit": "900"}, version=version[1])
    assert mended.status_code == 303
    assert lot.deposit == Money(900_00)


def test_amounts_and_times_are_those_of_the_catalogue_and_the_page_says_so(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(
        session, published_at=None, locale="de", time_zone="Europe/Berlin"
    )
    lot = make_lot(session, catalogue, status=LotStatus.DRAFT)
    sign_in(client, make_officer(session))

    page = client.get(address(lot, "price")).text
    typed = {"starting_price": "1.250,50", "closes_at": "2026-03-30T18:00"}
    assert save(client, lot, "price", typed).status_code == 303

    assert "written like 1.250,00" in page
    assert "Europe/Berlin, now CET (UTC+1)" in page
    assert lot.starting_price == Money(1250_50)
    assert lot.closes_at.isoformat() == "2026-03-30T16:00:00+00:00"
    assert lot.scheduled_close == lot.closes_at
    assert 'value="1.250,50"' in client.get(address(lot, "price")).text


@pytest.mark.parametrize(
    ("procedure", "typed", "where", "said"),
    [
        ("court-first-round", {"increment": "0"}, "increment", "above 0"),
        ("bank-claims", {"reserve": "5"}, "reserve", "below the starting price"),
        (
            "movables",
            {"closes_at": "2026-03-02T09:00"},
            "closes_at",
            "after the opening",
        ),
    ],
)
def test_terms_that_do_not_fit_together_are_not_saved(
    client: FlaskClient,
    session: Session,
    procedure: str,
    typed: dict[str, str],
    where: str,
    said: str,
) -> None:
    catalogue = make_catalogue(session, procedure, published_at=None)
    lot = make_lot(session, catalogue, status=LotStatus.DRAFT)
    before = lot.said(where)
    sign_in(client, make_officer(session))

    answer = save(client, lot, "price", typed)

    assert said in errors(answer.text)[where]
    session.expire_all()
    assert lot.said(where) == before


def test_a_number_of_the_office_stands_once_in_a_catalogue(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    make_lot(session, lot.catalogue, status=LotStatus.DRAFT, external_id="EX-1")
    sign_in(client, make_officer(session))

    answer = save(client, lot, "basics", {"external_id": "EX-1", "title": "A mill"})

    said = errors(answer.text)["external_id"]
    assert said == "Lot 2 of this catalogue has this number already."
    assert (lot.external_id, lot.title) == (None, "A mill")


def test_a_form_that_is_behind_is_refused_and_shows_what_is_stored(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    old = lot.version
    sign_in(client, make_officer(session))
    save(client, lot, "basics", {"title": "Theirs", "region": "South"})

    answer = save(
        client, lot, "basics", {"title": "Mine", "region": "South"}, version=old
    )

    assert answer.status_code == 409
    assert "Somebody has changed this lot since you opened the form." in answer.text
    assert errors(answer.text)["title"] == "Now stored: Theirs"
    assert "region" not in errors(answer.text)
    assert 'value="Mine"' in answer.text
    assert lot.title == "Theirs"

    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version
    save(client, lot, "basics", {"title": "Mine"}, version=version[1])
    assert lot.title == "Mine"


@pytest.mark.parametrize("version", [{"version": ""}, {"version": "x"}])
def test_a_form_without_its_version_is_behind(
    client: FlaskClient, session: Session, lot: Lot, version: dict[str, str]
) -> None:
    sign_in(client, make_officer(session))

    assert save(client, lot, "basics", {"title": "Mine"}, **version).status_code == 409


def test_a_form_sent_twice_is_saved_once_and_refused_never(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    old = lot.version
    sign_in(client, make_officer(session))

    for _ in range(2):
        answer = save(client, lot, "basics", {"title": "Mine"}, version=old)
        assert answer.status_code == 303

    assert lot.version == old + 1


def test_another_category_asks_before_it_drops_answers(
    client: FlaskClient, session: Session
) -> None:
    told = {"debtor": "Example Mill", "defects": "None known"}
    lot = make_draft(session, fields=told)
    sign_in(client, make_officer(session))
    typed = {"title": "A van", "category": "vehicle"}

    answer = save(client, lot, "basics", typed)

    assert "would be lost: Debtor." in errors(answer.text)["category"]
    assert (lot.category, lot.title) == (Category.LOAN, "A van")

    save(client, lot, "basics", typed, may_lose_fields="yes")
    assert lot.category == Category.VEHICLE
    assert lot.fields == {"defects": "None known"}


def test_a_category_without_answers_changes_at_once(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))

    assert save(client, lot, "basics", {"category": "forest"}).status_code == 303
    assert lot.category == Category.FOREST


def test_the_description_is_saved_and_shown_as_it_will_be_read(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))

    answer = save(
        client, lot, "description", {"description": "Two **ovens**"}, then="preview"
    )

    assert answer.location == address(lot, "description") + "?preview=yes#preview"
    page = client.get(answer.location).text
    assert "<strong>ovens</strong>" in page
    assert lot.description == "Two **ovens**"
    assert 'id="preview"' not in client.get(address(lot, "description")).text


def test_a_section_is_saved_and_one_stays_there(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))

    answer = save(client, lot, "details", {"field.debtor": "Mill"}, then="debtor")
    away = save(client, lot, "details", {}, then="https://elsewhere.example")

    assert answer.location == address(lot, "details") + "#debtor"
    assert away.location == address(lot, "details")


def test_an_answer_that_is_emptied_is_gone(
    client: FlaskClient, session: Session
) -> None:
    lot = make_draft(session, fields={"debtor": "Mill", "insolvency": "Opened"})
    sign_in(client, make_officer(session))

    save(client, lot, "details", {"field.insolvency": " "})

    assert lot.fields == {"debtor": "Mill"}


def test_a_lot_narrows_who_may_bid_and_the_page_says_so(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, "bank-claims", published_at=None)
    lot = make_lot(session, catalogue, status=LotStatus.DRAFT)
    sign_in(client, make_officer(session))
    empty = client.get(address(lot, "bidders")).text
    typed = {
        "eligibility.kinds": "company",
        "eligibility.licence": "financial_institution",
        "eligibility.residence_only": "Switzerland, eu",
        "eligibility.residence_never": "Atlantis",
        "eligibility.parties": "The debtor and the guarantors of this claim.",
    }

    answer = save(client, lot, "bidders", typed)

    assert "Companies and natural persons of 18 years or more may bid." in empty
    assert answer.status_code == 422
    assert "no country called Atlantis" in answer.text
    session.refresh(lot)
    assert lot.eligibility == {
        "kinds": "company",
        "licence": "financial_institution",
        "residence_only": "CH, EU",
        "parties": "The debtor and the guarantors of this claim.",
    }
    assert "Only companies may bid." in client.get(address(lot, "bidders")).text
    save(client, lot, "bidders", {"eligibility.kinds": ""})
    session.refresh(lot)
    assert "kinds" not in lot.eligibility


def test_a_lot_that_admits_nobody_is_not_submitted(
    client: FlaskClient, session: Session
) -> None:
    lot = make_draft(session)
    sign_in(client, make_officer(session))
    typed = {"eligibility.residence_only": "AT", "eligibility.residence_never": "EU"}

    save(client, lot, "bidders", typed)

    assert "Nobody may bid" in client.get(address(lot, "bidders")).text
    assert "Nobody may bid" in client.get(address(lot, "check")).text


def test_drafts_leave_no_trail(client: FlaskClient, session: Session, lot: Lot) -> None:
    sign_in(client, make_officer(session))

    save(client, lot, "basics", BASICS)

    assert session.query(TrailRow).count() == 0


def test_a_draft_is_previewed_by_its_office_and_says_so(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    assert client.get(f"/lots/{lot.id}").status_code == 404
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}").text

    assert "Only your office sees this page" in page
    assert f'href="{address(lot, "basics")}"' in page


def test_the_desk_leads_from_a_draft_to_its_editor(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))

    assert address(lot, "basics") in client.get("/desk/example-court/lots").text


SAMPLES = {
    "text": "Text of {name}",
    "long_text": "First line of {name}\r\nSecond line",
    "number": "1234.5",
    "integer": "1234",
    "year": "1987",
    "date": "2025-11-13",
    "money": "4,321.00",
    "balance": "-4,321.00",
    "flag": "yes",
}
SHOWN = {
    "number": "1234.5",
    "integer": "1234",
    "money": "4,321.00",
    "balance": "-4,321.00",
    "flag": "Yes",
    "date": "13 Nov 2025",
}


def sample(field: Field) -> str:
    if field.options:
        return field.options[-1].code
    return SAMPLES[field.kind].format(name=field.name)


def shown(field: Field) -> str:
    if field.options:
        return field.options[-1].label
    return SHOWN.get(field.kind, sample(field).partition("\r")[0])


@pytest.mark.parametrize("category", Category)
def test_the_form_of_a_category_fills_the_page_of_the_lot(
    client: FlaskClient, session: Session, category: Category
) -> None:
    lot = make_draft(session, category=category)
    sign_in(client, make_officer(session))
    fields = FIELDS[category]

    empty = client.get(address(lot, "details")).text
    answer = save(
        client, lot, "details", {f"field.{one.name}": sample(one) for one in fields}
    )

    assert answer.status_code == 303, errors(answer.text)
    filled = client.get(address(lot, "details")).text
    for field in fields:
        assert f'name="field.{field.name}"' in empty
        assert is_filled(filled, field), field.name
    lot.status = LotStatus.ANNOUNCED
    check_public_page(client.application.test_client().get(f"/lots/{lot.id}").text, lot)


def is_filled(page: str, field: Field) -> bool:
    at = page.index(f'name="field.{field.name}"')
    return sample(field).partition("\r")[0] in page[at:] and (
        field.kind != "flag" or "checked" in page[at:]
    )


def check_public_page(page: str, lot: Lot) -> None:
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]*)", page))
    for field in FIELDS[lot.category]:
        if field.is_public:
            assert shown(field) in facts[field.label.replace("'", "&#39;")], field.name
        else:
            assert field.label not in facts
            assert shown(field) not in page
