"""Keeping the trail."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, TrailRow
from auction.money import Money
from auction.trail_verifier import (
    BEGINNING,
    NO_ROW,
    Checkpoint,
    Fault,
    digest,
    line_of,
)
from auction.trail_verifier import faults as verify

LABEL = "has another label."  # its columns do not say what its entry says
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


def first_broken(rows: Iterable[TrailRow]) -> int | None:
    """Return the sequence of the first row of a lot that does not fit, or None."""
    found = verify(line_of(row.digest, row.entry).encode() for row in rows)
    return found[0].sequence if found else None


def lines(session: Session, lot_id: int | None = None) -> Iterator[str]:
    """Return the trail of a lot, or of all, as it is given away: a row to a line."""
    for row in _rows(session, lot_id):
        yield line_of(row.digest, row.entry)


def faults(session: Session, kept: Iterable[Checkpoint] = ()) -> list[Fault]:
    """Return what does not fit in the trails of this site: chains, columns, ends."""
    labels = (
        Fault(row.lot_id, row.sequence, f"Lot {row.lot_id}: row {row.sequence} {LABEL}")
        for row in _rows(session, None)
        if not _says_the_same(row)
    )
    told = verify((line.encode() for line in lines(session)), kept)
    return [*labels, *(replace(fault, line=0) for fault in told)]


def checkpoint_of(session: Session, bid: Bid) -> Checkpoint | None:
    """Return what a bidder can keep, to show later that his bid is where it was."""
    rows = select(TrailRow).where(
        TrailRow.lot_id == bid.lot_id,
        TrailRow.actor == f"paddle {bid.paddle.number}",
        TrailRow.at == bid.received_at,
    )
    for row in session.scalars(rows):
        if json.loads(row.entry)["content"].get("bid") == bid.sequence:
            return Checkpoint(row.lot_id, row.sequence, row.digest)
    return None


def _rows(session: Session, lot_id: int | None) -> Iterator[TrailRow]:
    found = select(TrailRow).order_by(TrailRow.lot_id, TrailRow.sequence)
    if lot_id is not None:
        found = found.where(TrailRow.lot_id == lot_id)
    yield from session.scalars(found.execution_options(yield_per=1000))


def _says_the_same(row: TrailRow) -> bool:
    """Compare a row's columns with its entry; one that cannot be read is no label."""
    try:
        said = json.loads(row.entry)
        written = [said[n] for n in ("lot", "sequence", "actor", "action", "at")]
    except NO_ROW:
        return True
    columns = [row.lot_id, row.sequence, row.actor, row.action, _plain(row.at)]
    return written == columns


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"The trail cannot hold {type(value).__name__}.")
