"""Measure the site beside what it stands on, in one run, and print the ratios."""

from __future__ import annotations

import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Lock
from time import perf_counter

from flask import Flask
from sqlalchemy import func, select

from auction.models import Bid, Lot
from bench import lists, statements, strangers, uploads
from bench.bidder import Bidder
from bench.load import Figure, figure, hammer
from bench.site import PASSWORD, fill, prepared, served
from web.extensions import db

SECONDS = 8.0
BIDDERS = 20


def main() -> None:
    """Run every measurement and print them side by side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/bench.sqlite"
        app = prepared(url, folder)
        lots = fill(app, lots=200, bidders=BIDDERS, closes_in=timedelta(days=1))
        with served(url, target="bench.bare:application") as port:
            bare = hammer(port, f"/lots/{lots[0]}/live", seconds=SECONDS, expect=204)
        print(f"bare Flask route, 204        {bare}")
        with served(url) as port:
            reads(port, app, lots, bare)
            bids = storm_of_bids(port, lots[2])
        durable = bare_transactions(folder / "bare.sqlite")
        print(f"bare durable SQLite commits  {durable}")
        print(f"accepted bids, one lot       {bids}   {ratio(bids, durable)} of those")
        with app.app_context():
            kept = db.session.scalar(select(func.count(Bid.id)))
        print(f"bids acknowledged {bids.answers}, in the database {kept}")
    for part in (lists, uploads, statements, strangers):
        part.show()


def reads(port: int, app: Flask, lots: list[int], bare: Figure) -> None:
    """Measure what people look at, and print it beside the bare route."""
    with app.app_context():
        version = db.session.scalar(select(Lot.version).where(Lot.id == lots[0]))
    pages = {
        "unchanged polls": (f"/lots/{lots[0]}/live?v={version}", 204),
        "lot page": (f"/lots/{lots[1]}", 200),
        "catalogue page, 200 lots": ("/catalogues/bench", 200),
        "list of lots": ("/lots", 200),
        "home page": ("/", 200),
    }
    for what, (path, expect) in pages.items():
        found = hammer(port, path, seconds=SECONDS, expect=expect)
        print(f"{what:<28} {found}   {ratio(found, bare)} of the bare route")


def ratio(one: Figure, other: Figure) -> str:
    """Return how many times the other's rate the one's is."""
    return f"{one.per_second / other.per_second:.2f}"


def storm_of_bids(port: int, lot_id: int) -> Figure:
    """Let everybody bid on one lot as fast as he is answered; count what was taken."""
    bidders = [
        Bidder(port, f"b{number}@example.com", PASSWORD)
        for number in range(1, BIDDERS + 1)
    ]
    for bidder in bidders:
        bidder.sign_in()
        bidder.register(lot_id)
    amounts = count(100)
    lock = Lock()
    end = perf_counter() + SECONDS

    def bid(bidder: Bidder) -> list[float]:
        spans = []
        while (start := perf_counter()) < end:
            with lock:
                amount = next(amounts) * 1000
            start = perf_counter()
            if bidder.bid(lot_id, str(amount)):
                spans.append(perf_counter() - start)
        return spans

    with ThreadPoolExecutor(BIDDERS) as pool:
        taken = [span for spans in pool.map(bid, bidders) for span in spans]
    return figure(taken, seconds=SECONDS)


def bare_transactions(path: Path) -> Figure:
    """Commit one small row after another, durably, with nothing else around it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bids (id INTEGER PRIMARY KEY, amount INTEGER)")
    spans = []
    end = perf_counter() + SECONDS
    while (start := perf_counter()) < end:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bids (amount) VALUES (1)")
        connection.execute("COMMIT")
        spans.append(perf_counter() - start)
    return figure(spans, seconds=SECONDS)


if __name__ == "__main__":
    main()
