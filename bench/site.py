"""A real site to load: its own database, its own servers, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from auction import clock
from auction.models import Duty, Lot, OfficeKind, Role
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lot_sheet import LotSheet
from auction.services import (
    accounts,
    announcing,
    approving,
    cataloguing,
    offices,
    opening,
    submitting,
)
from auction.services.offices import Profile
from bench.terms import numbers_at_once
from web.extensions import db

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "only-for-the-benchmark"  # noqa: S105 - it opens nothing else
DAY = timedelta(days=1)


def prepared(url: str, folder: Path) -> Flask:
    """Return an app on a new database with the current schema."""
    app = create_app(
        {
            "SECRET_KEY": "bench" * 8,
            "SQLALCHEMY_DATABASE_URI": url,
            "UPLOADS": str(folder / "uploads"),
            "IMPORTS": str(folder / "imports"),
        }
    )
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return app


def fill(app: Flask, *, lots: int, bidders: int, closes_in: timedelta) -> list[int]:
    """Put an open catalogue and bidders into the site; return the ids of the lots."""
    now = clock.now()
    with app.app_context():
        session = db.session()
        office = offices.add_office(
            session,
            slug="bench",
            profile=Profile(name="Bench", kind=OfficeKind.COURT, region="North"),
        )
        office_id = office.id
        catalogue = cataloguing.create_catalogue(
            session,
            office_id=office_id,
            slug="bench",
            title="Bench",
            procedure="movables",
            currency="EUR",
            locale="en",
            time_zone="UTC",
        )
        catalogue_id = catalogue.id
        catalogue.procedure_text = numbers_at_once(catalogue.procedure_text)
        session.commit()
        for number in range(1, lots + 1):
            cataloguing.add_lot(
                session,
                catalogue_id=catalogue_id,
                sheet=sheet(number, opens_at=now, closes_in=closes_in),
            )
        announce(session, office_id=office_id, catalogue_id=catalogue_id, now=now)
        opening.open_due_lots(session, now=clock.now())
        for number in range(1, bidders + 1):
            accounts.add_person(
                session,
                email=f"b{number}@example.com",
                password=PASSWORD,
                name="",
                role=Role.BIDDER,
                office_id=None,
                is_example=True,
                now=now,
            )
        return list(session.scalars(select(Lot.id).order_by(Lot.id)))


def announce(
    session: Session, *, office_id: int, catalogue_id: int, now: datetime
) -> None:
    """Bring the drafts of a catalogue to the public, as two officers do."""
    drafter, approver = [
        accounts.add_person(
            session,
            email=f"{duty}-{catalogue_id}@office.example",
            password=PASSWORD,
            name="",
            role=Role.OFFICER,
            office_id=office_id,
            is_example=True,
            now=now,
            duties=(duty,),
        ).id
        for duty in (Duty.DRAFTER, Duty.APPROVER)
    ]
    submission = submitting.submit(
        session, catalogue_id=catalogue_id, officer_id=drafter, now=now
    )
    approving.approve(
        session,
        submission_id=submission.id,
        officer_id=approver,
        digest=submission.digest,
        now=now,
    )
    while announcing.announce_due_lots(session, now=now):
        pass


def sheet(number: int, *, opens_at: datetime, closes_in: timedelta) -> LotSheet:
    """Return the sheet of one more lot."""
    return LotSheet(
        external_id=f"B-{number}",
        title=f"Lot {number}",
        category=Category.GOODS,
        region="North",
        location="",
        round="first",
        description="A lot to *measure* with.\n\n" * 5,
        valuation=None,
        starting_price=Money(100_00),
        reserve=None,
        increment=None,
        deposit=None,
        opens_at=opens_at,
        closes_at=opens_at + closes_in,
        fields={"kind": "Example goods"},
    )


@contextmanager
def served(
    url: str,
    *,
    threads: int = 16,
    target: str = "wsgi:application",
    settings: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Serve the site, or another application, and say on which port."""
    port = free_port()
    server = start(url, port=port, threads=threads, target=target, settings=settings)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def start(
    url: str,
    *,
    port: int,
    threads: int = 16,
    target: str = "wsgi:application",
    settings: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start one server process on a port."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "RATE_LIMITS": "no",  # nobody bids as fast as these do
        "SECRET_KEY": "bench" * 8,
        "THREADS": str(threads),
        "LOG_LEVEL": "warning",
        "PYTHONPATH": str(ROOT),
    }
    environment |= settings or {}
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--port", str(port), "--workers", "1", "--blocking-threads", str(threads)),
        *("--log-level", "warning", target),
    ]
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def wait_for(port: int, *, seconds: float = 30) -> None:
    """Wait until a server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as wire:
                wire.request("GET", "/healthz")
                wire.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Nothing answers on port {port}.")


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        port: int = wire.getsockname()[1]
        return port
