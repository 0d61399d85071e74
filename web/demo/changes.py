"""What the demo's offices corrected after they had announced it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.services.changing import change_lot, digest_of
from web.demo.people import Cast
from web.demo.plans import moment_of
from web.demo.story import Event

FILE = Path(__file__).parent / "changes.toml"


def events(
    lots: Mapping[str, tuple[int, str]], *, cast: Cast, now: datetime
) -> Iterator[Event]:
    """Tell what is changed; ``lots`` are id and office, by their name."""
    for told in tomllib.loads(FILE.read_text(encoding="utf-8"))["changes"]:
        lot_id, office = lots[told["lot"]]
        change = partial(
            _change,
            lot_id=lot_id,
            officer_id=cast.officers[office],
            typed={told["entry"]: told["to"]},
            reason=told["reason"],
        )
        yield Event(moment_of(told["at"], now), change)


def _change(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    typed: Mapping[str, str],
    reason: str,
    now: datetime,
) -> None:
    change_lot(
        session,
        lot_id=lot_id,
        officer_id=officer_id,
        typed=typed,
        seen=digest_of(session.get_one(Lot, lot_id)),
        reason=reason,
        now=now,
    )
