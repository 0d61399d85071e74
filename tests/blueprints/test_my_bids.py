"""A bidder's own lots: what he bid, and how it stands."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Paddle, Reminder, User
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from tests.factories import make_bidder, make_lot, make_paddle, sign_in
from tests.moving_clock import NOON


def bid_on(session: Session, lot: Lot, user: User) -> None:
    make_paddle(session, lot, user)
    session.refresh(lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=user.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key=f"form-{lot.bid_count}",
    )
    session.refresh(lot)


def end(session: Session, lot: Lot, status: LotStatus) -> None:
    lot.status = status
    session.commit()


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/my-bids").location == "/sign-in?next=/my-bids"


def test_somebody_new_is_told_where_to_begin(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    assert "You have not registered for a lot yet." in client.get("/my-bids").text


def test_a_lot_that_somebody_registered_for_shows_his_number(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    paddle = make_paddle(session, make_lot(session), anna)
    sign_in(client, anna)

    (row,) = rows_of(client.get("/my-bids").text)

    assert row[:5] == ["Example lot", str(paddle.number), "–", "–", "Open"]  # noqa: RUF001


def test_the_leader_leads_and_the_other_is_outbid(
    client: FlaskClient, session: Session
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session)
    for bidder in (anna, boris, anna):
        bid_on(session, lot, bidder)

    standings = {user.id: row_for(client, user) for user in (anna, boris)}

    assert standings[anna.id][2:5] == [euros("420.00"), euros("420.00"), "You lead"]
    assert standings[boris.id][2:5] == [
        euros("410.00"),
        euros("420.00"),
        "You are outbid",
    ]


@pytest.mark.parametrize(
    ("status", "of_leader", "of_other"),
    [
        (LotStatus.STAYED, "You lead, stayed", "Stayed"),
        (LotStatus.SUSPENDED, "You lead, suspended", "Suspended"),
        (LotStatus.DEFAULTED, "You did not pay", "The buyer did not pay"),
        (LotStatus.SOLD, "You won", "Sold"),
        (LotStatus.PASSED, "Passed", "Passed"),
        (LotStatus.RECALLED, "Recalled", "Recalled"),
        (LotStatus.VOIDED, "Voided", "Voided"),
    ],
)
def test_everybody_reads_how_it_ended_for_him(
    client: FlaskClient,
    session: Session,
    status: LotStatus,
    of_leader: str,
    of_other: str,
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session)
    for bidder in (boris, anna):
        bid_on(session, lot, bidder)
    end(session, lot, status)

    assert row_for(client, anna)[4] == of_leader
    assert row_for(client, boris)[4] == of_other


def test_nobody_sees_the_lots_of_somebody_else(
    client: FlaskClient, session: Session
) -> None:
    other = make_bidder(session)
    lot = make_lot(session, title="Example of another")
    bid_on(session, lot, other)
    session.add(Reminder(lot_id=lot.id, user_id=other.id, set_at=NOON))
    sign_in(client, make_bidder(session))

    page = client.get("/my-bids")

    assert "Example of another" not in page.text
    number = session.scalars(select(Paddle.number)).one()
    assert str(number) not in page.text


def test_watched_lots_stand_beside_the_bids(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    lot = make_lot(session, title="Example forest")
    session.add(Reminder(lot_id=lot.id, user_id=anna.id, set_at=NOON))
    sign_in(client, anna)

    page = client.get("/my-bids").text

    assert "Lots that I watch" in page
    assert "Example forest" in page


def test_the_page_is_not_kept_by_anybody(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))

    assert client.get("/my-bids").headers["Cache-Control"] == "no-store"


def row_for(client: FlaskClient, user: User) -> list[str]:
    sign_in(client, user)
    (row,) = rows_of(client.get("/my-bids").text)
    return row


def rows_of(page: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        ]
        for row in rows
    ]


def euros(figures: str) -> str:
    return f"EUR\N{NBSP}{figures}"


@pytest.mark.parametrize(
    ("status", "columns", "told"),
    [
        (LotStatus.OPEN, {}, "02 Mar 2026, 13:00:00 UTC"),
        (LotStatus.RECALLED, {"ended_at": NOON}, "Ended 02 Mar 2026, 12:00:00 UTC"),
        (LotStatus.SUSPENDED, {}, "Rests"),
        (LotStatus.STAYED, {"stayed_until": NOON}, "Rests until 02 Mar 2026, 12:00"),
    ],
)
def test_everybody_reads_when_his_lot_ends_or_ended(
    client: FlaskClient,
    session: Session,
    status: LotStatus,
    columns: dict[str, datetime],
    told: str,
) -> None:
    anna, lot = make_bidder(session), make_lot(session)
    make_paddle(session, lot, anna)
    for name, value in columns.items():
        setattr(lot, name, value)
    end(session, lot, status)
    sign_in(client, anna)

    (row,) = rows_of(client.get("/my-bids").text)

    assert row[5].startswith(told)
