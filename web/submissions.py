"""Reading a submission's form, and what its pages show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Catalogue, Lot
from auction.rules import lot_cells, lot_numbers
from auction.rules.checks import blocking
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services.checking import findings_of
from auction.services.submissions import WrongLot
from web.submission_forms import AT_ONCE, CHOSEN, EVERY, SubmissionForm


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of a catalogue: how many there are, and those with something wrong."""

    count: int
    wrong: Sequence[WrongLot]

    @property
    def ready(self) -> int:
        """How many pass every check."""
        return self.count - len(self.wrong)


class NoLots(Refusal):
    """There are no drafts with these numbers in this catalogue."""


class TimeUnreadable(Refusal):
    """Please say when the lots are announced, like 2026-03-02 10:00."""


def drafts_of(session: Session, catalogue: Catalogue, *, at: datetime) -> Drafts:
    """Check all drafts of a catalogue as if they were announced at a moment."""
    lots = session.scalars(
        select(Lot)
        .where(Lot.catalogue_id == catalogue.id, Lot.status == LotStatus.DRAFT)
        .options(
            joinedload(Lot.catalogue, innerjoin=True),
            selectinload(Lot.photos),
            selectinload(Lot.documents),
            selectinload(Lot.previous),
        )
        .order_by(Lot.number)
    ).all()
    found = [(lot, blocking(findings_of(lot, announced_at=at))) for lot in lots]
    wrong = [WrongLot(lot.id, lot.number, lot.title, b) for lot, b in found if b]
    return Drafts(len(lots), wrong)


def read_moment(form: SubmissionForm, catalogue: Catalogue) -> datetime | None:
    """Return when the lots are announced; None for as soon as they are approved."""
    if form.when.data == AT_ONCE:
        return None
    try:
        at = lot_cells.moment(form.announce_at.data or "", zone=catalogue.zone)
    except Refusal as wrong:
        raise TimeUnreadable(str(wrong)) from wrong
    if at is None:
        raise TimeUnreadable
    return at


def read_lots(
    session: Session, form: SubmissionForm, catalogue: Catalogue, *, at: datetime
) -> Collection[int] | None:
    """Return the ids of the lots that are meant; None for all drafts."""
    if form.which.data == EVERY:
        return None
    mine = select(Lot.id).where(
        Lot.catalogue_id == catalogue.id, Lot.status == LotStatus.DRAFT
    )
    if form.which.data != CHOSEN:
        wrong = {lot.lot_id for lot in drafts_of(session, catalogue, at=at).wrong}
        return [lot_id for lot_id in session.scalars(mine) if lot_id not in wrong]
    ranges = lot_numbers.read_numbers(form.lots.data or "")
    is_named = or_(
        *(and_(Lot.number >= first, Lot.number <= last) for first, last in ranges)
    )
    found = session.scalars(mine.where(is_named)).all()
    if not found:
        raise NoLots
    return found
