"""Spreading the ends of a catalogue's lots, while they are in preparation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.rules.lifecycle import ENDED, PREPARING, LotStatus
from auction.rules.refusal import OutOfStep
from auction.rules.staggering import (
    EndBeforeOpening,
    check_seconds,
    hints,
    spread,
)
from auction.services.drafting import catalogue_for_change
from auction.services.officers import check_duty
from auction.services.transaction import atomic, lot_for_change


class NothingToSpread(OutOfStep):
    """This catalogue has no drafts whose ends could be spread."""


class WaitsForApproval(OutOfStep):
    """Some lots are submitted or approved: take them back before you move ends."""


@atomic
def spread_ends(
    session: Session,
    *,
    catalogue_id: int,
    officer_id: int,
    first_end: datetime,
    seconds: int,
) -> int:
    """Let the drafts of a catalogue end one after another; return how many there are.

    In the order of their numbers, from ``first_end`` on, ``seconds`` apart: 0 for all
    together. Lots that are added later go on from there.
    """
    catalogue = catalogue_for_change(session, catalogue_id)
    check_duty(
        session,
        officer_id=officer_id,
        office_id=catalogue.office_id,
    )
    check_seconds(seconds)
    drafts = drafts_of(session, catalogue)
    ends = spread(first_end, seconds=seconds, lots=len(drafts))
    for draft, end in zip(drafts, ends, strict=True):
        lot = lot_for_change(session, draft.id)
        if end <= lot.opens_at:
            raise EndBeforeOpening(number=lot.number)
        lot.closes_at = lot.scheduled_close = end
    catalogue.closes_at, catalogue.stagger_seconds = first_end, seconds
    return len(drafts)


def drafts_of(session: Session, catalogue: Catalogue) -> Sequence[Lot]:
    """Return the drafts whose ends can be spread, in their order, or refuse."""
    lots = session.scalars(
        select(Lot)
        .where(Lot.catalogue_id == catalogue.id, Lot.status.in_(PREPARING))
        .order_by(Lot.number)
    ).all()
    if any(lot.status is not LotStatus.DRAFT for lot in lots):
        raise WaitsForApproval
    if not lots:
        raise NothingToSpread
    return lots


def first_end(session: Session, catalogue: Catalogue) -> datetime | None:
    """Return when the first of a catalogue's lots ends, if it has any."""
    ends = select(func.min(Lot.scheduled_close))
    return session.scalar(ends.where(Lot.catalogue_id == catalogue.id))


def hints_of(session: Session, catalogue: Catalogue) -> list[str]:
    """Return what an office should know of the ends, while lots are in preparation.

    What bids have moved is no fault: there the rules fix the end.
    """
    lots = session.execute(
        select(Lot.number, Lot.scheduled_close, Lot.status)
        .where(Lot.catalogue_id == catalogue.id, Lot.status.not_in(ENDED))
        .order_by(Lot.number)
    ).all()
    if not any(status in PREPARING for _, _, status in lots):
        return []
    ends = [(number, end) for number, end, _ in lots]
    return hints(ends, seconds=catalogue.stagger_seconds)
