"""Offering again at the desk: choose lots, see what is proposed, make the drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Catalogue, Duty, Lot
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    sign_in,
)
from tests.moving_clock import NOON
from tests.services.chains import DAY, again, over, sale

ROOM = "/desk/example-court/relisting"


@pytest.fixture
def first_round(session: Session) -> Catalogue:
    return make_catalogue(
        session, slug="spring", title="Example spring sale", time_zone="Europe/Vienna"
    )


def drafter(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))


def values(page: str) -> dict[str, str]:
    """Return what stands in the fields of a page's form."""
    form = page.partition('method="post" action="/desk')[2]
    inputs = re.findall(r"<input[^>]+>", form)
    found = {}
    for tag in inputs:
        name = re.search(r' name="([^"]*)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name and (' type="radio"' not in tag or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


def send(client: FlaskClient, lots: Iterable[Lot], **changes: str) -> TestResponse:
    """Send the form as it was proposed, with some changes."""
    numbers = [str(lot.id) for lot in lots]
    query = "&".join(f"lot={number}" for number in numbers)
    form = values(client.get(f"{ROOM}/spring/new?{query}").text)
    return client.post(f"{ROOM}/spring/new", data=form | {"lot": numbers} | changes)


def rows(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    found = [re.sub(r"<[^>]+>", " ", row) for row in body.split("</tr>")[:-1]]
    return [" ".join(row.replace("\N{NBSP}", " ").split()) for row in found]


def count_lots(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count(Lot.id))) or 0


def test_the_room_names_catalogues_with_lots_that_can_go_on(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    over(session, first_round)
    over(session, first_round)
    over(session, first_round, status=LotStatus.RECALLED)
    make_lot(session, make_catalogue(session, title="Example autumn sale"))
    drafter(client, session)

    page = client.get(ROOM).text

    assert "Example spring sale" in page
    assert "2 passed, 1 recalled" in page
    assert "Example autumn sale" not in page


def test_the_room_reminds_of_terms_that_end_soon(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    over(session, first_round, title="Example quarry", ended_at=NOON - 10 * DAY)
    over(session, first_round, title="Example mill", ended_at=NOON - 16 * DAY)
    drafter(client, session)

    page = client.get(ROOM).text

    missed, soon = rows(page)
    assert missed.startswith("Example mill")
    assert "missed" in missed
    assert "07 Mar 2026, 13:00:00 CET (UTC+1) in 5 days" in soon
    assert soon.endswith("Offer again : Example quarry")


def test_lots_are_chosen_by_the_stage_that_follows(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    passed = over(session, first_round)
    unpaid = over(session, first_round, status=LotStatus.DEFAULTED)
    followed = over(session, first_round)
    again(session, followed)
    drafter(client, session)

    page = client.get(f"{ROOM}/spring").text

    second, first = page.split("<legend")[1:]
    assert "Court auction, second round" in second
    assert "Court auction, first round" in first
    assert re.findall(r'value="(\d+)" (checked)?', second) == [
        (str(passed.id), "checked")
    ]
    assert re.findall(r'value="(\d+)" (checked)?', first) == [(str(unpaid.id), "")]


def test_the_proposal_shows_prices_dates_and_the_term(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round, title="Example mill")
    drafter(client, session)

    page = client.get(f"{ROOM}/spring/new?lot={lot.id}").text

    assert rows(page) == ["1 Example mill EUR 1,000.00 EUR 800.00 EUR 800.00 EUR 80.00"]
    assert "A notice of 15 days" in page
    assert "must be announced by" in page
    assert "13 days are left" in page
    assert values(page) == {
        "lot": str(lot.id),
        "sale": "new",
        "title": "Example spring sale, second round",
        "slug": "spring-second-round",
        "opens_at": "2026-03-18 13:00",
        "first_end": "2026-03-19 13:00",
        "seconds": "60",
    }


@pytest.mark.parametrize(
    ("title", "slug", "status", "proposed"),
    [
        (
            "Court auctions, first round (example)",
            "court-first-round",
            LotStatus.PASSED,
            ("Court auctions, second round (example)", "court-second-round"),
        ),
        (
            "First round of May",
            "first-round-may",
            LotStatus.PASSED,
            ("Second round of May", "second-round-may"),
        ),
        ("May sale", "may", LotStatus.DEFAULTED, ("May sale, again", "may-again")),
        (
            "May sale, first round",
            "x" * 80,
            LotStatus.PASSED,
            ("May sale, second round", "x" * 77),
        ),
    ],
)
def test_the_catalogue_that_follows_is_named_after_the_last_one(
    client: FlaskClient,
    session: Session,
    title: str,
    slug: str,
    status: LotStatus,
    proposed: tuple[str, str],
) -> None:
    lot = over(session, make_catalogue(session, title=title, slug=slug), status=status)
    drafter(client, session)

    page = client.get(f"{ROOM}/{slug}/new?lot={lot.id}").text

    assert (values(page)["title"], values(page)["slug"]) == proposed


def test_a_short_name_that_is_taken_gets_a_number(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    make_catalogue(session, slug="spring-second-round")
    lot = over(session, first_round)
    drafter(client, session)

    page = client.get(f"{ROOM}/spring/new?lot={lot.id}").text

    assert values(page)["slug"] == "spring-second-round-2"


def test_the_drafts_are_made_as_proposed_and_corrected(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lots = [over(session, first_round), over(session, first_round)]
    drafter(client, session)

    answer = send(client, lots, title="Example summer sale", seconds="30")

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "2 drafts are made" in page
    made = session.scalars(
        select(Catalogue).where(Catalogue.slug == "spring-second-round")
    ).one()
    assert (made.title, made.stagger_seconds) == ("Example summer sale", 30)
    drafts = session.scalars(
        select(Lot).where(Lot.catalogue_id == made.id).order_by(Lot.number)
    ).all()
    assert [draft.previous_id for draft in drafts] == [lot.id for lot in lots]
    assert f"{drafts[1].closes_at:%Y-%m-%d %H:%M:%S}" == "2026-03-19 12:00:30"


def test_the_drafts_may_go_into_a_catalogue_in_preparation(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot, coming = over(session, first_round), sale(session)
    coming.title = "Example coming sale"
    session.commit()
    drafter(client, session)

    page = client.get(f"{ROOM}/spring/new?lot={lot.id}").text
    answer = send(client, [lot], sale=str(coming.id), title="", slug="")

    assert "Example coming sale (in preparation)" in page
    assert answer.status_code == 303
    draft = session.scalars(select(Lot).where(Lot.previous_id == lot.id)).one()
    assert draft.catalogue_id == coming.id


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": " "}, "title", "must not be empty"),
        ({"slug": "Spring Sale"}, "slug", "small letters, digits and hyphens"),
        ({"slug": "spring"}, "slug", "already a catalogue called spring"),
        ({"opens_at": "soon"}, "opens_at", "like 2026-03-02 10:00"),
        ({"first_end": "2026-03-01 10:00"}, "first_end", "must be after the opening"),
        ({"seconds": "-5"}, "seconds", "from 0 to 3600"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(
    client: FlaskClient,
    session: Session,
    first_round: Catalogue,
    changes: dict[str, str],
    field: str,
    said: str,
) -> None:
    lot = over(session, first_round)
    drafter(client, session)

    answer = send(client, [lot], **changes)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert values(answer.text)[field] == changes[field]
    assert count_lots(session) == 1


@pytest.mark.parametrize("chosen", ["", "9999999", "somewhere"])
def test_a_catalogue_that_was_not_offered_is_refused(
    client: FlaskClient, session: Session, first_round: Catalogue, chosen: str
) -> None:
    lot = over(session, first_round)
    elsewhere = make_office(session, "another-court")
    make_catalogue(session, "court-second-round", office=elsewhere, published_at=None)
    drafter(client, session)

    answer = send(client, [lot], sale=chosen)

    assert answer.status_code == 422
    assert "Please choose a catalogue." in answer.text
    assert count_lots(session) == 1


def test_a_lot_that_is_offered_again_already_leads_to_its_next_attempt(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round)
    drafter(client, session)
    first = send(client, [lot])
    draft = session.scalars(select(Lot).where(Lot.previous_id == lot.id)).one()

    again_ = client.post(f"{ROOM}/spring/new", data={"lot": str(lot.id)})
    page = client.get(f"{ROOM}/spring/new?lot={lot.id}")

    assert first.status_code == 303
    for answer in (again_, page):
        assert answer.status_code == 409
        assert "Lot 1 is already offered again." in answer.text
        assert f'href="/lots/{draft.id}"' in answer.text
    assert count_lots(session) == 2


def test_nothing_chosen_and_too_much_chosen_are_said(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round)
    drafter(client, session)

    none = client.get(f"{ROOM}/spring/new")
    many = client.get(f"{ROOM}/spring/new?" + "&".join([f"lot={lot.id}"] * 201))

    assert none.status_code == many.status_code == 422
    assert "Please choose at least one lot." in none.text
    assert "at most 200 lots" in many.text


def test_lots_of_different_stages_are_not_offered_together(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    passed = over(session, first_round)
    unpaid = over(session, first_round, status=LotStatus.DEFAULTED)
    drafter(client, session)

    answer = client.get(f"{ROOM}/spring/new?lot={passed.id}&lot={unpaid.id}")

    assert answer.status_code == 422
    assert "do not go on together" in answer.text


@pytest.mark.parametrize("status", [LotStatus.OPEN, LotStatus.SOLD, LotStatus.DRAFT])
def test_a_lot_that_is_not_over_is_refused(
    client: FlaskClient, session: Session, first_round: Catalogue, status: LotStatus
) -> None:
    lot = over(session, first_round, status=status)
    drafter(client, session)

    answer = client.get(f"{ROOM}/spring/new?lot={lot.id}")

    assert answer.status_code == 409
    assert "can be offered again" in answer.text


def test_a_term_that_was_missed_is_said(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round, ended_at=NOON - 40 * DAY)
    drafter(client, session)

    page = client.get(f"{ROOM}/spring/new?lot={lot.id}").text

    assert "The term can no longer be kept" in page


def test_lots_of_others_and_lots_that_never_were_are_not_there(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    elsewhere = make_office(session, "another-court")
    theirs = over(session, make_catalogue(session, office=elsewhere, slug="theirs"))
    other_catalogue = over(session)
    over(session, first_round)
    drafter(client, session)

    for number in (theirs.id, other_catalogue.id, 9_999_999):
        for answer in (
            client.get(f"{ROOM}/spring/new?lot={number}"),
            client.post(f"{ROOM}/spring/new", data={"lot": str(number)}),
        ):
            assert answer.status_code == 404
    assert client.get(f"{ROOM}/theirs").status_code == 404
    assert client.get(f"{ROOM}/theirs/new?lot={theirs.id}").status_code == 404
    assert client.get(f"{ROOM}/spring/new?lot={10**40}").status_code == 422
    assert count_lots(session) == 3


def test_who_does_not_prepare_lots_may_look_but_not_offer(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round, ended_at=NOON - 10 * DAY)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER, Duty.AUDITOR]))

    room = client.get(ROOM)

    assert room.status_code == 200
    assert f"{ROOM}/spring" not in room.text
    assert client.get(f"{ROOM}/spring").status_code == 403
    assert client.get(f"{ROOM}/spring/new?lot={lot.id}").status_code == 403
    assert (
        client.post(f"{ROOM}/spring/new", data={"lot": str(lot.id)}).status_code == 403
    )
    assert count_lots(session) == 1


def test_strangers_bidders_and_other_offices_do_not_get_in(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round)
    addresses = (ROOM, f"{ROOM}/spring", f"{ROOM}/spring/new?lot={lot.id}")
    assert all("/sign-in" in client.get(path).location for path in addresses)

    elsewhere = make_office(session, "another-court")
    for person in (make_bidder(session), make_officer(session, elsewhere)):
        sign_in(client, person)
        assert {client.get(path).status_code for path in addresses} == {404}
        sent = client.post(f"{ROOM}/spring/new", data={"lot": str(lot.id)})
        assert sent.status_code == 404
        client.post("/sign-out")
    assert count_lots(session) == 1


def test_the_desk_leads_here_from_its_lots_and_from_a_lots_page(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    waiting, followed = over(session, first_round), over(session, first_round)
    again(session, followed)
    drafter(client, session)

    desk = client.get("/desk/example-court/lots").text
    pages = [client.get(f"/lots/{lot.id}").text for lot in (waiting, followed)]

    assert f'href="{ROOM}/spring"' in desk
    assert f'href="{ROOM}/spring/new?lot={waiting.id}"' in desk
    assert f'href="{ROOM}/spring/new?lot={followed.id}"' not in desk
    assert "Offer this lot again" in pages[0]
    assert "Offer this lot again" not in pages[1]


def test_a_catalogue_at_the_desk_leads_here_when_lots_of_it_can_go_on(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    drafter(client, session)
    address = "/desk/example-court/catalogues/spring"
    link = f'href="{ROOM}/spring"'

    assert link not in client.get(address).text
    over(session, first_round)
    assert link in client.get(address).text


def test_nobody_learns_here_who_bid(
    client: FlaskClient, session: Session, first_round: Catalogue
) -> None:
    lot = over(session, first_round, status=LotStatus.OPEN, closes_at=NOON + DAY)
    bidder = make_bidder(session, "Zacharias")
    paddle = make_paddle(session, lot, bidder)
    lot.status, lot.price, lot.leader_id = LotStatus.DEFAULTED, Money(1), paddle.id
    session.commit()
    drafter(client, session)

    for path in (ROOM, f"{ROOM}/spring", f"{ROOM}/spring/new?lot={lot.id}"):
        page = client.get(path).text
        assert "Zacharias" not in page
        assert bidder.email not in page
