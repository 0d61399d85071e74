"""The cashier sees which deposits are due back: numbers, amounts, moments, no names."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import ActKind, Duty, Lot, Paddle, Role
from auction.money import Money
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_plain_catalogue,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.officers import act_on

DESK = "/desk/example-court/deposits"


def lot_with_two(session: Session, **columns: object) -> tuple[Lot, Paddle, Paddle]:
    """Make a lot of the time when numbers were given without a deposit in the books."""
    columns = {"deposit": Money(40_00), "title": "Example mill"} | columns
    columns.setdefault("catalogue", make_plain_catalogue(session))
    lot = make_lot(session, **columns)  # type: ignore[arg-type]
    leader = make_paddle(session, lot, make_bidder(session, "Zacharias"))
    other = make_paddle(session, lot, make_bidder(session, "Ottilie"))
    place_bid(
        session,
        lot_id=lot.id,
        user_id=leader.user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    return lot, leader, other


def test_after_the_hammer_the_losers_deposits_are_due_and_the_winners_is_kept(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot, winner, other = lot_with_two(session)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    moving_clock.move(timedelta(hours=2))
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    page = client.get(DESK).text

    assert cells_of(page) == [
        str(other.number),
        "EUR\N{NBSP}40.00",
        "03 Mar 2026, 13:00:00 UTC",
    ]
    assert f"Kept: bidder <strong>{winner.number}</strong>, who bought the lot." in page


def test_after_a_recall_all_are_due(client: FlaskClient, session: Session) -> None:
    lot, leader, other = lot_with_two(session)
    act_on(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    page = client.get(DESK).text

    assert {*cells_of(page)[::3]} == {str(leader.number), str(other.number)}
    assert "Kept" not in page


def test_a_term_that_has_passed_says_so(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    act_on(session, lot_with_two(session)[0], ActKind.RECALL)
    moving_clock.move(timedelta(days=2))
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    assert "03 Mar 2026, 12:00:00 UTC, past" in cells_of(client.get(DESK).text)


def test_the_deposit_of_a_buyer_in_default_is_kept(
    client: FlaskClient, session: Session
) -> None:
    lot, buyer, _ = lot_with_two(session)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused")
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    page = client.get(DESK).text

    assert f"{buyer.number}</strong>, who bought the lot and did not pay." in page


def test_before_the_end_the_page_shows_no_number(
    client: FlaskClient, session: Session
) -> None:
    lot, leader, other = lot_with_two(session)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    for kind in (None, ActKind.SUSPENSION):
        if kind:
            act_on(session, lot, kind)
        page = client.get(DESK).text
        assert "No lot with a deposit has ended yet." in page
        assert str(leader.number) not in page
        assert str(other.number) not in page


def test_the_page_names_nobody(client: FlaskClient, session: Session) -> None:
    lot, leader, _ = lot_with_two(session)
    act_on(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    page = client.get(DESK).text

    assert "Zacharias" not in page
    assert leader.user.email not in page


def test_lots_without_a_deposit_and_lots_of_others_are_not_there(
    client: FlaskClient, session: Session
) -> None:
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    free, *_ = lot_with_two(session, deposit=None, title="Example without")
    theirs, *_ = lot_with_two(session, catalogue=elsewhere, title="Example of others")
    for lot in (free, theirs):
        act_on(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    page = client.get(DESK).text

    assert "Example without" not in page
    assert "Example of others" not in page


@pytest.mark.parametrize(
    ("duty", "status"),
    [
        (Duty.CASHIER, 200),
        (Duty.AUDITOR, 200),
        (Duty.DRAFTER, 403),
        (Duty.APPROVER, 403),
    ],
)
def test_deposits_are_for_the_cashier_and_the_auditor(
    client: FlaskClient, session: Session, duty: Duty, status: int
) -> None:
    sign_in(client, make_officer(session, duties=[duty]))

    assert client.get(DESK).status_code == status
    linked = DESK in client.get("/desk/example-court/lots").text
    assert linked is (status == 200)


def test_to_everybody_else_the_room_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    make_office(session)
    assert client.get(DESK).location == f"/sign-in?next={DESK}"
    elsewhere = make_office(session, "another-court")
    for person in (
        make_bidder(session),
        make_officer(session, elsewhere),
        make_user(session, role=Role.OPERATOR),
        make_user(session, role=Role.AUDITOR),
    ):
        sign_in(client, person)
        assert client.get(DESK).status_code == 404


def cells_of(page: str) -> list[str]:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]
