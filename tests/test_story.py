"""The story that the whole house is for, over HTTP, on a moving clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from itertools import product
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act, Lot, OfficeKind, User
from auction.money import Money
from auction.rules.categories import TITLES, Category
from auction.services import acting
from auction.services.closing import close_due_lots
from auction.services.opening import open_due_lots
from tests.factories import (
    announce,
    make_bidder,
    make_catalogue,
    make_draft,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.qualifying import qualify
from web import counting
from web.extensions import db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
REASON = "The debtor has settled with the bank; the claim is no longer for sale."
HOUR = timedelta(hours=1)
LOAN = {
    "debtor": "An example",
    "debtor_status": "In insolvency",
    "cut_off_date": "2026-01-31",
    "principal": 1_500_000_00,
    "total_claim": 1_600_000_00,
    "collateral": "Mortgage",
    "litigation": "None",
}
AGREED = {  # the bank's own terms, from which it may deviate
    "notice": "All who have seen the data room asked for an early day.",
    "duration": "All who have seen the data room asked for one session.",
}


def tick(app: Flask, clock: MovingClock) -> None:
    """Let the clockwork do what is due."""
    with app.app_context():
        open_due_lots(db.session(), now=clock.now())
        close_due_lots(db.session(), now=clock.now())
        counting.flush()


def signed_in(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, user)
    return client


def look(client: FlaskClient, lot_id: int, *, visitor: int) -> None:
    page = client.get(
        f"/lots/{lot_id}",
        headers={"User-Agent": BROWSER},
        environ_base={"REMOTE_ADDR": f"10.1.{visitor // 250}.{visitor % 250 + 1}"},
    )
    assert page.status_code == 200


def get_ready(session: Session, people: Iterable[User], lots: Iterable[Lot]) -> None:
    """Let people show, declare and pay all that the lots ask of a bidder."""
    for person, lot in product(people, lots):
        qualify(session, lot_id=lot.id, user_id=person.id)


def register(client: FlaskClient, lot_id: int) -> int:
    """Get a bidder number, and read it off the page."""
    answer = client.post(f"/lots/{lot_id}/registration", follow_redirects=True)
    found = re.search(r"bidder number[^0-9]*(\d{4,})", answer.text)
    assert found, answer.text
    return int(found[1])


def bid(client: FlaskClient, lot_id: int, amount: str) -> int:
    """Bid as a person does: the amount, the page that asks, the yes."""
    asked = client.post(f"/lots/{lot_id}/bids", data={"amount": amount})
    assert "binding" in asked.text
    form = {"amount": amount, "idempotency_key": uuid4().hex, "confirmed": "1"}
    placed = client.post(f"/lots/{lot_id}/bids", data=form)
    assert placed.status_code == 303, placed.text
    assert client.get(placed.location).status_code == 200
    return placed.status_code


def live(client: FlaskClient, lot: Lot, *, version: int = 0) -> str:
    return client.get(f"/lots/{lot.id}/live?v={version}").text


def test_the_main_job(
    app: Flask, session: Session, client: FlaskClient, moving_clock: MovingClock
) -> None:
    # An asset manager publishes a catalogue with three bad loans.
    manager = make_office(
        session,
        "example-asset-management",
        name="Example Asset Management",
        kind=OfficeKind.ASSET_MANAGER,
    )
    seller = make_officer(session, manager)
    loans = make_catalogue(session, "bank-claims", office=manager, published_at=None)
    mill, brooms, third = [
        make_draft(
            session,
            loans,
            category=Category.LOAN,
            fields=LOAN,
            deviations=AGREED,
            title=title,
            starting_price=Money(1_000_000_00),
            deposit=Money(100_000_00),
            increment=Money(10_000_00),
            opens_at=NOON + HOUR,
            closes_at=NOON + closes_in,
        )
        for title, closes_in in (
            ("Claim against an example steel mill", 3 * HOUR),
            ("Claim against an example broom and candle factory", 4 * HOUR),
            ("Claim against an example sawmill", 5 * HOUR),
        )
    ]
    announce(session, loans, at=moving_clock.now())
    assert "broom and candle factory" in client.get(f"/catalogues/{loans.slug}").text

    # People look, thousands of times, and every look is counted.
    for visitor in range(1_000):
        for lot in (mill, brooms, third):
            look(client, lot.id, visitor=visitor)
    tick(app, moving_clock)
    counted = re.sub(r"\D", "", counters(client, mill)["views"])
    assert counted == "1000"

    # They show who they are, declare, pay, register, get bidder numbers, and bid.
    bidders = make_bidder(session, "Anna"), make_bidder(session, "Bela")
    get_ready(session, bidders, (mill, brooms, third))
    anna, bela = (signed_in(app, bidder) for bidder in bidders)
    numbers = {
        (name, lot.id): register(person, lot.id)
        for name, person in (("Anna", anna), ("Bela", bela))
        for lot in (mill, brooms, third)
    }
    moving_clock.move(HOUR)
    tick(app, moving_clock)
    anna, bela = (signed_in(app, bidder) for bidder in bidders)
    bid(anna, mill.id, "1000000")
    bid(bela, mill.id, "1010000")
    bid(anna, brooms.id, "1000000")
    bid(bela, third.id, "1000000")
    assert str(numbers["Bela", mill.id]) in live(client, mill)

    # The first two are knocked down in the hours after opening.
    moving_clock.move(2 * HOUR + timedelta(seconds=3))
    tick(app, moving_clock)
    assert "Sold" in live(client, mill)
    assert "1,010,000.00" in live(client, mill)
    moving_clock.move(HOUR)
    tick(app, moving_clock)
    assert "Sold" in live(client, brooms)
    anna, bela = (signed_in(app, bidder) for bidder in bidders)
    won = bela.get(f"/lots/{mill.id}/mine").text
    assert "won" in won
    assert "won" not in anna.get(f"/lots/{mill.id}/mine").text

    # The third is recalled by the seller while it is open, with a reason that
    # everybody can read, and its bids no longer count.
    seen = session.get_one(Lot, third.id).version
    ground = next(g.code for g in loans.procedure.recall.grounds if g.after_first_bid)
    officer = signed_in(app, seller)
    recalled = officer.post(
        f"/lots/{third.id}/recall", data={"ground": ground, "public_text": REASON}
    )
    assert recalled.status_code == 303, recalled.text
    assert "Open" in live(client, third, version=seen - 1)  # it takes two
    with app.app_context():
        acting.confirm(
            db.session(),
            act_id=session.scalars(select(Act.id)).one(),
            officer_id=make_officer(session, manager).id,
            now=moving_clock.now(),
        )
    told = live(client, third, version=seen)
    assert "Recalled" in told
    assert REASON in told
    assert "Void" in client.get(f"/lots/{third.id}/bids").text
    late = {"amount": "1010000", "idempotency_key": uuid4().hex, "confirmed": "1"}
    refused = anna.post(f"/lots/{third.id}/bids", data=late)
    assert refused.status_code == 409
    assert "recalled" in refused.text

    # A court and a bank run catalogues of their own, with lots of every category.
    court, bank = make_office(session), make_office(session, "example-bank")
    sales = [
        make_catalogue(session, "movables", office=court),
        make_catalogue(session, "court-first-round", office=bank),
    ]
    for place, category in enumerate(Category):
        make_lot(session, sales[place % 2], category=category)
    for category in Category:
        page = client.get(f"/lots?category={category.value}")
        assert page.status_code == 200
        assert TITLES[category] in page.text


def counters(client: FlaskClient, lot: Lot) -> dict[str, str]:
    """Read the public counters off the lot's page."""
    page = client.get(f"/lots/{lot.id}", headers={"User-Agent": "a bot"}).text
    found = re.findall(r'data-counter="(\w+)"[^>]*>\s*([\d,.\s]+)', page)
    return {name: value.strip() for name, value in found}
