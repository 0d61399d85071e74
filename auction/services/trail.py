"""Keeping the trail."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from auction.models import Lot, TrailRow
from auction.money import Money

BEGINNING = "0" * 64  # what the first digest of every lot is chained to
HEAD = (
    select(TrailRow.sequence, TrailRow.digest)
    .where(TrailRow.lot_id == bindparam("lot_id"))
    .order_by(TrailRow.sequence.desc())
    .limit(1)
)


def record(
    session: Session,
    lot: Lot,
    *,
    action: str,
    actor: str,
    at: datetime,
    **content: object,
) -> TrailRow:
    """Add a row to a lot's trail, within the caller's transaction and lock."""
    session.flush()  # so that the row names the version that it leads to
    head = session.execute(HEAD, {"lot_id": lot.id}).first()
    sequence, previous = (head.sequence + 1, head.digest) if head else (1, BEGINNING)
    entry = canonical(
        {
            "lot": lot.id,
            "sequence": sequence,
            "version": lot.version,
            "at": at,
            "actor": actor,
            "action": action,
            "content": content,
        }
    )
    row = TrailRow(
        lot_id=lot.id,
        sequence=sequence,
        at=at,
        actor=actor,
        action=action,
        entry=entry,
        digest=digest(previous, entry),
    )
    session.add(row)
    return row


def canonical(entry: object) -> str:
    """Write an entry in the one way that has one digest: sorted, tight JSON."""
    return json.dumps(
        entry,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=_plain,
    )


def digest(previous: str, entry: str) -> str:
    """Chain an entry to the row before it: SHA-256, in hex."""
    return hashlib.sha256(f"{previous}\n{entry}".encode()).hexdigest()


def first_broken(rows: Iterable[TrailRow]) -> int | None:
    """Return the sequence of the first row that does not fit, or None."""
    previous = BEGINNING
    for expected, row in enumerate(rows, start=1):
        if row.sequence != expected or row.digest != digest(previous, row.entry):
            return expected
        previous = row.digest
    return None


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"The trail cannot hold {type(value).__name__}.")
