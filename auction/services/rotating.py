"""Sealing everything anew with the newest key: may be stopped anywhere, and run again.

Until the old keys are removed, a value opens with whichever key it was sealed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from auction.models import Identity, IdentityPaper, Maximum, User
from auction.sealing import KeyRing, SealBroken, key_number
from auction.services import leaving
from auction.services.identifying import bound_to
from auction.services.transaction import atomic

AT_ONCE = 100  # rows in one transaction, so that bids need not wait for all of them


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column that lies under seal, and what each of its values is bound to."""

    model: Any
    column: InstrumentedAttribute[Any]
    bound_to: Callable[[Any], str]

    @property
    def name(self) -> str:
        """What it is called in the database."""
        return f"{self.model.__tablename__}.{self.column.key}"


# Whatever else is sealed in a table gets its line here, or loses its key one day.
SEALED: Sequence[SealedColumn] = (
    SealedColumn(User, User.totp_seed, lambda user: f"user {user.id} totp"),
    SealedColumn(User, User.left_as, leaving.bound_to),
    SealedColumn(Identity, Identity.number, bound_to),
    SealedColumn(
        Maximum,
        Maximum.sealed,
        lambda maximum: f"lot {maximum.lot_id} paddle {maximum.paddle_id}",
    ),
)


@dataclass
class Tally:
    """What came of sealing anew."""

    done: int = 0
    broken: int = 0  # its key is not here, or it was changed

    def add(self, other: Tally) -> None:
        """Count what another part came to."""
        self.done += other.done
        self.broken += other.broken


def reseal_columns(session: Session, ring: KeyRing) -> Tally:
    """Seal every value anew that an older key has sealed, some at a time."""
    tally = Tally()
    for sealed in SEALED:
        ids = _not_newest(session, sealed, ring)
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            tally.add(_reseal(session, sealed=sealed, ids=some, ring=ring))
    return tally


def reseal_papers(
    session: Session, *, is_newest: Callable[[str], bool], reseal: Callable[..., None]
) -> Tally:
    """Seal every paper anew whose file an older key has sealed, one by one."""
    tally = Tally()
    for paper_id, file in _papers(session):
        if not is_newest(file):
            tally.add(_reseal_paper(session, paper_id=paper_id, reseal=reseal))
    return tally


def key_numbers(session: Session) -> Iterator[int]:
    """Return the number of the key of every value that is sealed in the database."""
    for sealed in SEALED:
        for _, number in _numbers(session, sealed):
            if number is not None:
                yield number


def files_of_papers(session: Session) -> list[str]:
    """Return the files of all papers that still exist."""
    return [file for _, file in _papers(session)]


@atomic
def _reseal(
    session: Session, *, sealed: SealedColumn, ids: Sequence[int], ring: KeyRing
) -> Tally:
    tally = Tally()
    rows = session.scalars(
        select(sealed.model)
        .where(sealed.model.id.in_(ids), sealed.column.is_not(None))
        .order_by(sealed.model.id)
        .with_for_update(of=sealed.model)
        .execution_options(populate_existing=True)
    )
    for row in rows:
        bound = sealed.bound_to(row)
        try:
            plain = ring.open(getattr(row, sealed.column.key), bound_to=bound)
        except SealBroken:
            tally.broken += 1
            continue
        setattr(row, sealed.column.key, ring.seal(plain, bound_to=bound))
        tally.done += 1
    return tally


@atomic
def _reseal_paper(
    session: Session, *, paper_id: int, reseal: Callable[..., None]
) -> Tally:
    paper = session.get_one(IdentityPaper, paper_id, with_for_update=True)
    if paper.deleted_at is not None:  # whoever deletes it holds this lock too
        return Tally()
    try:
        reseal(paper.file, user_id=paper.user_id)
    except (SealBroken, FileNotFoundError):
        return Tally(broken=1)
    return Tally(done=1)


def _not_newest(session: Session, sealed: SealedColumn, ring: KeyRing) -> list[int]:
    return [
        row_id for row_id, number in _numbers(session, sealed) if number != ring.newest
    ]


def _numbers(
    session: Session, sealed: SealedColumn
) -> Iterator[tuple[int, int | None]]:
    rows = session.execute(
        select(sealed.model.id, sealed.column)
        .where(sealed.column.is_not(None))
        .order_by(sealed.model.id)
    )
    for row_id, value in rows:
        yield row_id, _number(value)


def _number(value: bytes) -> int | None:
    try:
        return key_number(value)
    except SealBroken:
        return None


def _papers(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(IdentityPaper.id, IdentityPaper.file)
        .where(IdentityPaper.deleted_at.is_(None))
        .order_by(IdentityPaper.id)
    )
    return [(paper_id, file) for paper_id, file in rows]
