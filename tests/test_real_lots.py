"""What real courts and banks published, from their list to a bid on each lot."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from auction.models import Lot, OfficeKind
from auction.money import plain_figures
from auction.rules.lifecycle import LotStatus
from auction.services.applying import apply_for
from auction.services.bidding import place_bid
from auction.services.opening import open_due_lots
from tests.factories import (
    announce,
    make_bidder,
    make_catalogue,
    make_office,
    sign_in,
)
from tests.moving_clock import NOON
from tests.qualifying import qualify

LIST = Path(__file__).parents[2] / "shared/realdata/zh_lots/lots_normalized.json"
CATEGORIES = {
    "debt claim": "loan",
    "vehicle": "vehicle",
    "机动车": "vehicle",
    "other": "goods",
}
DAY = timedelta(days=1)
ANNOUNCED = NOON - 60 * DAY
# The list leaves out what a court must publish, and not every lot was a court's.
UNSAID = ("fields", "documents", "reserve_floor", "deposit", "notice", "duration")
DEVIATION = f"\n[deviation]\nallowed = {list(UNSAID)}\n".replace("'", '"')
REASON = "The list does not say it."
EVERY = 20  # of the lots, one is bid on through the site itself

pytestmark = [
    pytest.mark.skipif(not LIST.exists(), reason="the real lots are not here"),
    pytest.mark.timeout(300),  # hundreds of pages and bids, beside other tests
]


def translated(lot: dict[str, Any]) -> dict[str, Any]:
    """Name the keys of the published list as our columns; add what it leaves out."""
    prices = (lot["start_price"], lot["current_price"], lot["appraisal"])
    start = next(price for price in prices if price is not None)
    opens_at, closes_at = moments(lot)
    return {
        "external_id": lot["ext_id"],
        "title": lot["title"],
        "category": CATEGORIES.get(lot["category"], "real_estate"),
        "region": lot["city"],
        "round": lot["round"],
        "description": lot["seller"] or lot["title"],
        "valuation": lot["appraisal"],
        "starting_price": start,
        "increment": lot["increment"] or max(1, round(start / 100)),
        "deposit": lot["deposit"],
        "opens_at": opens_at.isoformat(),
        "closes_at": closes_at.isoformat(),
    }


def moments(lot: dict[str, Any]) -> tuple[datetime, datetime]:
    """Move a lot's times by whole days, so that it is open at noon."""
    if not lot["start"] or not lot["end"]:
        return NOON - timedelta(hours=1), NOON + DAY
    start, end = (datetime.fromisoformat(lot[key]) for key in ("start", "end"))
    days = DAY * ((NOON - end) // DAY + 1)
    return min(start + days, NOON), end + days


def import_all(app: Flask, slug: str, file: Path) -> str:
    words = ["import-lots", str(file), "--catalogue", slug]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    return result.output


def bid_on_the_site(client: FlaskClient, lot: Lot) -> None:
    """Register and bid as a person does."""
    catalogue = lot.catalogue
    amount = plain_figures(
        lot.next_bid, currency=catalogue.currency, locale=catalogue.locale
    )
    form = {"amount": amount, "idempotency_key": uuid4().hex, "confirmed": "1"}
    client.post(f"/lots/{lot.id}/registration")
    answer = client.post(f"/lots/{lot.id}/bids", data=form)
    assert answer.status_code == 303, answer.text


def bid_on_all(session: Session, lot_ids: list[int]) -> None:
    user_id = make_bidder(session, "Bela").id
    for lot_id in lot_ids:
        qualify(session, lot_id=lot_id, user_id=user_id)
        apply_for(session, lot_id=lot_id, user_id=user_id, now=NOON)
        place_bid(
            session,
            lot_id=lot_id,
            user_id=user_id,
            amount=session.get_one(Lot, lot_id).next_bid,
            received_at=NOON,
            idempotency_key=f"lot-{lot_id}",
        )


def listed(client: FlaskClient) -> set[int]:
    """Walk through the pages of the list; return the lots that are on them."""
    found: set[int] = set()
    for page in range(1, 100):
        text = client.get(f"/lots?page={page}").text
        links = {int(number) for number in re.findall(r'href="/lots/(\d+)"', text)}
        if links <= found:
            break
        found |= links
    return found


def test_real_lots_are_imported_published_looked_at_and_bid_on(
    app: Flask, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    published = json.loads(LIST.read_text(encoding="utf-8"))
    file = tmp_path / "lots.json"
    file.write_text(json.dumps([translated(lot) for lot in published]))
    catalogue = make_catalogue(
        session,
        office=make_office(session, "example-bank", kind=OfficeKind.BANK),
        published_at=None,
        currency_code="CNY",
        time_zone="Asia/Shanghai",
    )
    slug, lowest = catalogue.slug, catalogue.procedure_text
    catalogue.procedure_text = lowest + DEVIATION
    session.commit()

    assert f"{len(published)} lots added" in import_all(app, slug, file)
    assert f"{len(published)} already there" in import_all(app, slug, file)
    session.execute(update(Lot).values(deviations=dict.fromkeys(UNSAID, REASON)))
    announce(session, catalogue, at=ANNOUNCED)
    assert open_due_lots(session, now=NOON) == len(published)

    lots = session.scalars(select(Lot).order_by(Lot.number)).all()
    assert [lot.title for lot in lots] == [lot["title"].strip() for lot in published]
    lot_ids = [lot.id for lot in lots]
    for lot_id, title in [(lot.id, lot.title) for lot in lots]:
        page = client.get(f"/lots/{lot_id}")
        assert page.status_code == 200
        assert title in page.text
    assert listed(client) == set(lot_ids)
    assert lots[0].title in client.get(f"/lots?q={lots[0].title[:6]}").text

    anna = make_bidder(session, "Anna")
    sign_in(client, anna)
    for lot in lots[::EVERY]:
        qualify(session, lot_id=lot.id, user_id=anna.id)
        bid_on_the_site(client, lot)
    bid_on_all(session, lot_ids)

    session.expire_all()
    assert {lot.status for lot in lots} == {LotStatus.OPEN}
    assert [lot.bid_count for lot in lots[::EVERY]] == [2] * len(lots[::EVERY])
    assert all(lot.bid_count >= 1 and lot.price for lot in lots)
