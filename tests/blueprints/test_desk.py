"""The office's desk: who sees it, and what stands on it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from auction.models import ActKind, Duty, Lot, LotViews, Role
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.officers import ACTING
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON
from tests.officers import ask_for

LOTS = "/desk/example-court/lots"


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/desk").location == "/sign-in?next=/desk"


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR, Role.OPERATOR])
def test_the_desk_is_for_officers(
    client: FlaskClient, session: Session, role: Role
) -> None:
    sign_in(client, make_user(session, role=role))

    answer = client.get("/desk")

    assert answer.status_code == 403
    assert "The desk is for the officers of an office that sells." in answer.text


def test_an_officer_sees_the_lots_of_his_office_and_no_others(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session, title="Example steel mill")
    make_lot(session, title="Example draft", status=LotStatus.DRAFT)
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    make_lot(session, elsewhere, title="Example of others")
    sign_in(client, make_officer(session))

    page = client.get("/desk/example-court/lots").text

    assert "Example steel mill" in page
    assert "Example draft" in page
    assert "Example of others" not in page


def test_lots_stand_under_their_catalogue_the_newest_first(
    client: FlaskClient, session: Session
) -> None:
    spring, autumn = make_catalogue(session), make_catalogue(session)
    for title, catalogue in [("A1", spring), ("B1", autumn), ("A2", spring)]:
        make_lot(session, catalogue, title=f"Example {title}")
    sign_in(client, make_officer(session))

    page = client.get("/desk/example-court/lots").text

    assert re.findall(r"Example (\w\d)<", page) == ["B1", "A1", "A2"]
    assert page.count("<table") == 2  # though both catalogues have the same title


def test_the_desk_counts_views_registrations_and_bids(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    session.add(LotViews(lot_id=lot.id, views=1234))
    bid = make_paddle(session, lot)
    make_paddle(session, lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=bid.user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    sign_in(client, make_officer(session))

    cells = cells_of(client.get("/desk/example-court/lots").text)

    assert cells[2:7] == ["Open", "EUR\N{NBSP}400.00", "1", "2", "1234"]


def test_the_desk_tells_nothing_about_who_bids(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bidder = make_bidder(session, "Zacharias")
    make_paddle(session, lot, bidder)
    sign_in(client, make_officer(session))

    page = client.get("/desk/example-court/lots").text

    assert "Zacharias" not in page
    assert bidder.email not in page


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (LotStatus.DRAFT, []),
        (LotStatus.ANNOUNCED, ["recall", "stay", "suspension"]),
        (LotStatus.OPEN, ["recall", "stay", "suspension"]),
        (LotStatus.STAYED, ["recall", "resumption"]),
        (LotStatus.SUSPENDED, ["recall", "resumption"]),
        (LotStatus.SOLD, ["voiding", "default"]),
        (LotStatus.PASSED, []),
        (LotStatus.RECALLED, []),
        (LotStatus.VOIDED, []),
        (LotStatus.DEFAULTED, []),
    ],
)
def test_the_desk_offers_what_may_be_done_now(
    client: FlaskClient, session: Session, status: LotStatus, acts: list[str]
) -> None:
    lot = make_lot(session, status=status)
    sign_in(client, make_officer(session))

    page = client.get("/desk/example-court/lots").text

    assert re.findall(rf'href="/lots/{lot.id}/(\w+)"', page) == acts


def test_an_office_without_lots_reads_what_to_do(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    assert "Your office has no lots yet." in client.get("/desk/example-court/lots").text


def cells_of(page: str) -> list[str]:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def test_a_long_list_of_lots_comes_page_by_page(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session)
    first = make_lot(session, catalogue, title="Example lot 001")
    copies = {
        column.key: getattr(first, column.key)
        for column in inspect(Lot).columns
        if column.key not in {"id", "number", "title"}
    }
    session.execute(
        insert(Lot),
        [copies | {"number": n, "title": f"Example lot {n:03}"} for n in range(2, 102)],
    )
    session.commit()
    sign_in(client, make_officer(session))

    one = client.get("/desk/example-court/lots").text
    two = client.get("/desk/example-court/lots?page=2").text

    assert "Example lot 100<" in one
    assert "Example lot 101<" not in one
    assert "Page 1 of 2" in one
    assert re.findall(r"Example lot (\d+)<", two) == ["101"]


@pytest.mark.parametrize("duty", list(Duty))
def test_acts_are_offered_to_those_alone_who_may_act(
    client: FlaskClient, session: Session, duty: Duty
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session, duties=[duty]))

    pages = [client.get(LOTS).text, client.get(f"/lots/{lot.id}").text]

    may_act = duty in ACTING
    for page in pages:
        assert (f"/lots/{lot.id}/recall" in page) is may_act
    assert (f"/lots/{lot.id}/stop" in pages[1]) is may_act
    assert "Documents of this lot" in pages[1]


def test_what_waits_for_a_second_person_is_not_offered_again(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}").text

    assert "waits for a second person" in page
    assert f"/lots/{lot.id}/recall" not in page
    assert f"/lots/{lot.id}/stay" in page


def test_a_draft_without_a_price_says_so(client: FlaskClient, session: Session) -> None:
    make_lot(session, status=LotStatus.DRAFT, starting_price=Money(0))
    sign_in(client, make_officer(session))

    assert "Not yet said" in client.get(LOTS).text
