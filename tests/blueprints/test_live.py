"""What watchers of a lot are told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import ActKind, Lot
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services import bidding
from tests.factories import make_bidder, make_lot, make_paddle, sign_in
from tests.moving_clock import NOON, MovingClock
from tests.officers import act_on
from web import live

OBJECTION = "An objection is being looked into."
REASON = "The debtor has paid the whole debt to the bank."


def bid(session: Session, lot: Lot, minor: int) -> int:
    """Bid as somebody new; return his number."""
    paddle = make_paddle(session, lot)
    bidding.place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(minor),
        received_at=NOON,
        idempotency_key=f"form-{minor}",
    )
    live.forget(lot.id)  # as after a third of a second
    return paddle.number


def test_a_watcher_who_has_seen_it_is_sent_nothing(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}/live?v={lot.version}&pace=10")

    assert answer.status_code == 204
    assert answer.data == b""


def test_a_bid_reaches_the_watcher_with_his_next_poll(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    seen = lot.version
    assert client.get(f"/lots/{lot.id}/live?v={seen}").status_code == 204

    number = bid(session, lot, 400_00)

    panel = client.get(f"/lots/{lot.id}/live?v={seen}")
    assert panel.status_code == 200
    assert "EUR\N{NO-BREAK SPACE}400.00" in panel.text
    assert "EUR\N{NO-BREAK SPACE}410.00" in panel.text
    assert str(number) in panel.text


def test_the_panel_has_no_cookie_and_may_be_kept_for_a_second(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    for version in (lot.version, 0):
        answer = client.get(f"/lots/{lot.id}/live?v={version}")

        assert answer.headers["Cache-Control"] == "public, max-age=1"
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers


def test_everybody_is_sent_the_same_bytes(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    leader = make_bidder(session)
    make_paddle(session, lot, leader)
    sign_in(client, leader)

    stranger = app.test_client().get(f"/lots/{lot.id}/live?v=0")
    live.forget_all()
    himself = client.get(f"/lots/{lot.id}/live?v=0")

    assert himself.data == stranger.data
    assert "Vary" not in himself.headers
    assert "Set-Cookie" not in himself.headers


def test_the_panel_does_not_change_while_the_lot_does_not(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    before = client.get(f"/lots/{lot.id}/live?v=0").data

    moving_clock.move(timedelta(minutes=5))
    live.forget_all()

    assert client.get(f"/lots/{lot.id}/live?v=0").data == before


@pytest.mark.parametrize(
    ("before_the_end", "pace"),
    [
        (timedelta(hours=1), 10),
        (timedelta(minutes=10), 2),
        (timedelta(minutes=1), 1),
        (timedelta(seconds=-1), 1),
    ],
)
def test_the_nearer_the_end_the_faster_the_pace(
    client: FlaskClient, session: Session, before_the_end: timedelta, pace: int
) -> None:
    lot = make_lot(session, closes_at=NOON + before_the_end)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    assert f'hx-trigger="every {pace}s"' in panel
    assert f"v={lot.version}&amp;pace={pace}" in panel


def test_a_watcher_at_the_old_pace_is_told_the_new_one(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    address = f"/lots/{lot.id}/live?v={lot.version}&pace=10"
    assert client.get(address).status_code == 204

    moving_clock.at = lot.closes_at - timedelta(minutes=9)

    answer = client.get(address)
    assert answer.status_code == 200
    assert 'hx-trigger="every 2s"' in answer.text


@pytest.mark.parametrize("pace", ["", "fast", "9" * 5_000])
def test_a_pace_that_nobody_set_gets_the_panel(
    client: FlaskClient, session: Session, pace: str
) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}/live?v={lot.version}&pace={pace}")

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "status",
    [LotStatus.SOLD, LotStatus.PASSED, LotStatus.RECALLED, LotStatus.VOIDED],
)
def test_polling_ends_with_the_lot(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status, ended_at=NOON)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    assert f'id="lot-{lot.id}-live"' in panel
    assert "hx-" not in panel
    assert "data-countdown" not in panel


def test_a_recall_and_its_reason_reach_the_watcher(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bid(session, lot, 400_00)
    seen = lot.version

    act_on(session, lot, ActKind.RECALL, public_text=REASON)
    live.forget(lot.id)

    panel = client.get(f"/lots/{lot.id}/live?v={seen}").text
    assert "Recalled" in panel
    assert REASON in panel
    assert "Current bid" not in panel


def test_a_suspended_lot_is_still_watched(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    act_on(session, lot, ActKind.SUSPENSION, public_text=OBJECTION)
    live.forget(lot.id)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text
    assert OBJECTION in panel
    assert 'hx-trigger="every 10s"' in panel
    assert "data-countdown" not in panel


def test_what_is_said_aloud_is_a_whole_sentence(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    number = bid(session, lot, 400_00)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    said = re.search(r'data-announce="([^"]*)"', panel)
    assert said
    assert said[1].startswith("Open. ")
    assert f"bidder {number}" in said[1]
    assert "400.00" in said[1]
    assert said[1].endswith(".")


def test_a_draft_and_a_lot_that_never_was_are_not_there(
    client: FlaskClient, session: Session
) -> None:
    draft = make_lot(session, status=LotStatus.DRAFT)

    for lot_id in (draft.id, 999_999_999, 10**30):
        assert client.get(f"/lots/{lot_id}/live").status_code == 404


def test_nothing_is_typed_inside_a_part_that_is_swapped(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bidder = make_bidder(session)
    make_paddle(session, lot, bidder)
    sign_in(client, bidder)

    for part in ("live", "mine", "record"):
        fragment = client.get(f"/lots/{lot.id}/{part}?v=0").text
        assert 'name="amount"' not in fragment
        assert "<html" not in fragment


def test_the_bid_record_is_the_same_for_everybody_too(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bid(session, lot, 400_00)
    sign_in(client, make_bidder(session))

    mine = client.get(f"/lots/{lot.id}/record")
    yours = app.test_client().get(f"/lots/{lot.id}/record")

    assert mine.data == yours.data
    for answer in (mine, yours):
        assert answer.headers["Cache-Control"] == "public, max-age=1"
        assert "Vary" not in answer.headers
        assert "Set-Cookie" not in answer.headers
