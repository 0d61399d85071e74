"""What a visitor is told of a sell-off: before its first bid, and after it."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from web import live

DAY = timedelta(days=1)


def sell_off(session: Session, status: LotStatus = LotStatus.OPEN) -> Lot:
    catalogue = make_catalogue(session, "sell-off")
    return make_lot(
        session,
        catalogue,
        status=status,
        opens_at=NOON if status is LotStatus.OPEN else NOON + DAY,
        closes_at=NOON + 60 * DAY,
    )


def first_bid(session: Session, lot: Lot) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    live.forget(lot.id)


def countdown(panel: str) -> str:
    found = re.search(r'oh-countdown">(.+?) <time[^>]*datetime="([^"]+)"', panel)
    assert found, panel
    return f"{found[1]}: {found[2]}"


def test_before_the_first_bid_the_panel_says_what_it_starts(
    client: FlaskClient, session: Session
) -> None:
    lot = sell_off(session)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    assert "No bid yet: <strong>the first bid starts 24 hours.</strong>" in panel
    assert "No bid yet: the first bid starts 24 hours." in panel  # said aloud
    assert "Without a bid it passes" in panel
    assert countdown(panel) == "Left for a first bid: 2026-05-01T12:00:00+00:00"


def test_after_the_first_bid_the_panel_counts_down_to_the_new_end(
    client: FlaskClient, session: Session
) -> None:
    lot = sell_off(session)
    seen = lot.version
    address = f"/lots/{lot.id}/live?v={seen}&pace=10"
    assert client.get(address).status_code == 204

    first_bid(session, lot)

    panel = client.get(address).text
    assert countdown(panel) == "Time left: 2026-03-03T12:00:00+00:00"
    assert "the first bid starts" not in panel
    assert "0 extensions" in panel


def test_watchers_ask_more_often_as_the_new_end_comes_near(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = sell_off(session)
    first_bid(session, lot)

    for before, pace in [(timedelta(hours=1), 10), (timedelta(minutes=5), 2)]:
        moving_clock.at = NOON + DAY - before
        panel = client.get(f"/lots/{lot.id}/live?v=0").text
        assert f'hx-trigger="every {pace}s"' in panel


def test_an_announced_sell_off_says_how_its_end_is_found(
    client: FlaskClient, session: Session
) -> None:
    lot = sell_off(session, LotStatus.ANNOUNCED)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    assert "Closes 24 hours after the first bid; without one it passes" in panel


def test_lists_do_not_tell_the_windows_end_as_the_lots(
    client: FlaskClient, session: Session
) -> None:
    lot = sell_off(session)

    assert "the first bid sets the end, by" in client.get("/lots").text
    first_bid(session, lot)
    assert "the first bid sets the end" not in client.get("/lots?sort=newest").text


def test_who_is_about_to_make_the_first_bid_is_told_what_it_starts(
    client: FlaskClient, session: Session
) -> None:
    lot, bidder = sell_off(session), make_bidder(session)
    make_paddle(session, lot, bidder)
    sign_in(client, bidder)

    page = client.get(f"/lots/{lot.id}/bids/new?amount=400").text
    mine = client.get("/my-bids").text

    assert "24 hours after this bid, which is the first" in page
    assert "24 hours after the first bid" in mine


def test_the_page_of_a_sell_off_states_its_rules(
    client: FlaskClient, session: Session
) -> None:
    page = client.get(f"/lots/{sell_off(session).id}").text

    assert "; it closes 24 hours after the first bid" in page
    assert "The first bid starts 24 hours: the lot closes 24 hours after it." in page


def test_a_calendar_is_told_when_the_window_ends(
    client: FlaskClient, session: Session
) -> None:
    lot = sell_off(session)
    address = f"/lots/{lot.id}/reminder.ics"

    assert "SUMMARY:Last day for a first bid: Example lot" in client.get(address).text
    first_bid(session, lot)

    entry = client.get(address).text
    assert "SUMMARY:Closing: Example lot" in entry
    assert "DTSTART:20260303T120000Z" in entry
