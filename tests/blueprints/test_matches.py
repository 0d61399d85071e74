"""A priority purchaser matches the price, from the button to the receipt."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Bid, BidKind, Lot, Paddle, TrailRow
from auction.money import Money
from auction.services.bidding import match_bid
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
    sign_in,
)
from tests.keys import RING, give_keys
from tests.moving_clock import NOON
from tests.services.bidding_rooms import bid, limit

KEY = "0123456789abcdef0123456789abcdef"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def lot(session: Session) -> Lot:
    """Make a lot of a bank where priority purchasers may match, and maxima bid."""
    catalogue = make_catalogue(session, "bank-claims")
    return make_lot(
        session, catalogue, starting_price=Money(100_00), increment=Money(10_00)
    )


@pytest.fixture
def petra(session: Session, client: FlaskClient, lot: Lot) -> Paddle:
    """Register Petra, a priority purchaser of the first rank, and sign her in."""
    petra = make_bidder(session, "Petra")
    paddle = make_paddle(session, lot, petra)
    paddle.priority_rank = 1
    session.commit()
    sign_in(client, petra)
    return paddle


def send(client: FlaskClient, lot: Lot, amount: str, key: str = KEY) -> TestResponse:
    form = {"amount": amount, "idempotency_key": key}
    return client.post(f"/lots/{lot.id}/matches", data=form)


def test_the_button_says_what_it_does(
    client: FlaskClient, lot: Lot, petra: Paddle, session: Session
) -> None:
    assert petra.priority_rank == 1
    assert "as priority purchaser" not in client.get(f"/lots/{lot.id}").text
    bid(session, make_paddle(session, lot), 100_00)

    page = client.get(f"/lots/{lot.id}").text

    assert f"Match EUR{NBSP}100.00 as priority purchaser" in page
    assert "everybody without priority must bid more" in page


@pytest.mark.usefixtures("petra")
def test_it_is_asked_before_it_binds(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    other = make_paddle(session, lot)
    bid(session, other, 100_00)

    page = client.get(f"/lots/{lot.id}/matches/new?seen=100.00").text

    assert f"the price that bidder {other.number} has bid" in page
    assert "one hundred euros" in page
    assert 'name="amount" value="100.00"' in page


def test_a_match_leads_at_the_same_price_and_is_marked(
    client: FlaskClient, lot: Lot, petra: Paddle, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)

    answer = send(client, lot, "100.00")

    assert answer.status_code == 303
    receipt = client.get(answer.location).text
    assert "You lead" in receipt
    assert "At the same price" in receipt
    session.refresh(lot)
    assert (lot.price, lot.leader_id) == (Money(100_00), petra.id)
    record = client.get(f"/lots/{lot.id}/bids").text
    assert "(priority, rank 1)" in record
    assert "at the same price" in record
    row = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert row is not None
    assert row.action == "match"
    assert '"rank":1' in row.entry


def test_a_maximum_answers_a_match_and_may_be_matched_again(
    app: Flask, client: FlaskClient, lot: Lot, petra: Paddle, session: Session
) -> None:
    give_keys(app)
    limit(session, make_paddle(session, lot), 120_00)

    send(client, lot, "100.00", key="1" * 32)
    session.refresh(lot)
    assert (lot.price, lot.leader_id == petra.id) == (Money(110_00), False)
    send(client, lot, "110.00", key="2" * 32)
    send(client, lot, "120.00", key="3" * 32)

    session.refresh(lot)
    assert (lot.price, lot.leader_id) == (Money(120_00), petra.id)
    kinds = session.scalars(select(Bid.kind).order_by(Bid.sequence)).all()
    assert kinds == [BidKind.AUTOMATIC, BidKind.MATCH] * 3


@pytest.mark.usefixtures("petra")
def test_a_price_that_has_moved_is_not_matched(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)
    bid(session, make_paddle(session, lot), 150_00)

    asked = client.get(f"/lots/{lot.id}/matches/new?seen=100.00")
    sent = send(client, lot, "100.00")

    for answer in (asked, sent):
        assert answer.status_code == 409
        assert f"the price is now EUR{NBSP}150.00" in answer.text
    assert session.scalars(select(Bid.kind).distinct()).all() == [BidKind.PLACED]


def test_an_ordinary_bidder_has_no_button_and_no_way_round(
    app: Flask, lot: Lot, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)
    client, bela = app.test_client(), make_bidder(session, "Bela")
    make_paddle(session, lot, bela)
    sign_in(client, bela)

    assert "as priority purchaser" not in client.get(f"/lots/{lot.id}").text
    assert client.get(f"/lots/{lot.id}/matches/new?seen=100.00").status_code == 403
    assert send(client, lot, "100.00").status_code == 403
    rows = session.scalars(select(TrailRow.action)).all()
    assert rows.count("match refused") == 1


@pytest.mark.usefixtures("petra")
def test_the_same_form_twice_is_one_match(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)

    first, again = send(client, lot, "100.00"), send(client, lot, "100.00")

    assert first.location == again.location
    assert lot.bid_count == 2


def test_a_form_used_for_a_bid_is_not_used_for_a_match(
    lot: Lot, petra: Paddle, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)
    receipt = bid(session, petra, 110_00)
    key = session.get_one(Bid, receipt.bid_id).idempotency_key

    with pytest.raises(Exception, match="already used"):
        match_bid(
            session,
            lot_id=lot.id,
            user_id=petra.user_id,
            amount=Money(110_00),
            received_at=NOON,
            idempotency_key=key,
            ring=RING,
        )


def test_nobody_matches_without_a_number(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    bid(session, make_paddle(session, lot), 100_00)
    sign_in(client, make_bidder(session))

    assert client.get(f"/lots/{lot.id}/matches/new?seen=100.00").status_code == 403
    assert send(client, lot, "100.00").status_code == 403
