"""The emergency brake: one lot, an office's lots or all lots of the site, at once.

A stop is a moment, not a state. It suspends every lot that is announced or open now,
lot by lot; each goes on when its office resumes it. No second person is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, EmergencyStop, Lot
from auction.rules.acting import EMERGENCY, check_moment, is_running
from auction.rules.grounds import check_public_text
from auction.rules.lifecycle import LIVE, RESTING, LotStatus
from auction.rules.refusal import Refusal
from auction.services.doing import do
from auction.services.each import each_lot
from auction.services.notifying import tell_officers
from auction.services.officers import (
    ACTING,
    check_duty,
    lot_for_officer,
    office_name,
)
from auction.services.operators import check_operator
from auction.services.transaction import atomic, lot_for_change

STOPPABLE = LIVE - RESTING
OPERATOR = "operator"  # in the trail

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What pulling the brake led to."""

    stop_id: int
    lots: int
    left: int  # still running: pull again


def stop_lot(
    session: Session, *, lot_id: int, officer_id: int, reason: str, clock: Clock
) -> Stopped:
    """Stop one lot, as an officer of its office."""
    stop_id = _pull_for_lot(
        session, lot_id=lot_id, officer_id=officer_id, reason=reason, now=clock()
    )
    return _stop(session, stop_id, Lot.id == lot_id, clock)


def stop_office(
    session: Session, *, office_id: int, officer_id: int, reason: str, clock: Clock
) -> Stopped:
    """Stop all lots of an office, as one of its officers."""
    stop_id = _pull_for_office(
        session, office_id=office_id, officer_id=officer_id, reason=reason, now=clock()
    )
    return _stop(session, stop_id, Lot.office_id == office_id, clock)


def stop_site(
    session: Session, *, operator_id: int, reason: str, clock: Clock
) -> Stopped:
    """Stop all lots of all offices, as the operator."""
    stop_id = _pull_for_site(
        session, operator_id=operator_id, reason=reason, now=clock()
    )
    return _stop(session, stop_id, Lot.id.is_not(None), clock)


def count_running(
    session: Session, which: ColumnElement[bool], *, now: datetime
) -> dict[LotStatus, int]:
    """Count the lots that a stop would stop now, by their state."""
    rows = session.execute(
        select(Lot.status, func.count())
        .where(which, Lot.status.in_(STOPPABLE), Lot.closes_at > now)
        .group_by(Lot.status)
    )
    return {row[0]: row[1] for row in rows}


def obstacle(lot: Lot, *, now: datetime) -> Refusal | None:
    """Return why one lot cannot be stopped as it stands, or None."""
    try:
        check_moment(ActKind.SUSPENSION, lot.standing, now)
    except Refusal as refusal:
        return refusal
    return None


@atomic
def _pull_for_lot(
    session: Session, *, lot_id: int, officer_id: int, reason: str, now: datetime
) -> int:
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_moment(ActKind.SUSPENSION, lot.standing, now)
    return _note(session, officer_id, reason, now, lot_id=lot_id, office=lot.office_id)


@atomic
def _pull_for_office(
    session: Session, *, office_id: int, officer_id: int, reason: str, now: datetime
) -> int:
    check_duty(session, officer_id=officer_id, office_id=office_id)
    return _note(session, officer_id, reason, now, office=office_id)


@atomic
def _pull_for_site(
    session: Session, *, operator_id: int, reason: str, now: datetime
) -> int:
    check_operator(session, operator_id)
    return _note(session, operator_id, reason, now)


def _note(
    session: Session,
    person_id: int,
    reason: str,
    now: datetime,
    *,
    lot_id: int | None = None,
    office: int | None = None,
) -> int:
    stop = EmergencyStop(
        lot_id=lot_id,
        office_id=office,
        reason=check_public_text(reason),
        pulled_by_id=person_id,
        pulled_at=now,
    )
    session.add(stop)
    session.flush()
    return stop.id


def _stop(
    session: Session, stop_id: int, which: ColumnElement[bool], clock: Clock
) -> Stopped:
    is_announced = case((Lot.status == LotStatus.OPEN, 0), else_=1)
    running = (
        select(Lot.id)
        .where(which, Lot.status.in_(STOPPABLE))
        .order_by(is_announced, Lot.closes_at, Lot.id)  # what ends first, first
    )

    def stop_one(session: Session, *, lot_id: int, now: datetime) -> bool:  # noqa: ARG001
        return _stop_one(session, lot_id=lot_id, stop_id=stop_id, clock=clock)

    stopped = each_lot(session, running, stop_one, now=clock())
    _tell_offices(session, stop_id=stop_id, now=clock())
    left = count_running(session, which, now=clock())
    return Stopped(stop_id, stopped, sum(left.values()))


@atomic
def _tell_offices(session: Session, *, stop_id: int, now: datetime) -> None:
    stop = session.get_one(EmergencyStop, stop_id)
    met = session.execute(
        select(Lot.office_id, func.count())
        .join(Act, Act.lot_id == Lot.id)
        .where(Act.stop_id == stop_id)
        .group_by(Lot.office_id)
    ).all()
    who = "The operator of the site" if stop.office_id is None else "A colleague"
    for office_id, lots in met:
        tell_officers(
            session,
            office_id=office_id,
            duties=ACTING,
            but=stop.pulled_by_id,
            subject="Emergency stop",
            text=(
                f"{who} has stopped {lots} {'lot' if lots == 1 else 'lots'} of your "
                f"office.\n\nReason: {stop.reason}\n\nThey are suspended until you "
                "resume them at your desk, under Emergency stop."
            ),
            now=now,
        )


@atomic
def _stop_one(session: Session, *, lot_id: int, stop_id: int, clock: Clock) -> bool:
    lot = lot_for_change(session, lot_id)
    now = clock()  # under the lock: its end may have passed since the stop was pulled
    if not is_running(lot.standing, now):
        return False
    stop = session.get_one(EmergencyStop, stop_id)
    act = Act(
        lot=lot,
        kind=ActKind.SUSPENSION,
        ground=EMERGENCY,
        public_text=stop.reason,
        asked_by_id=stop.pulled_by_id,
        asked_at=stop.pulled_at,
        stop_id=stop.id,
    )
    session.add(act)
    session.flush()
    actor = OPERATOR if stop.office_id is None else office_name(lot)
    do(session, lot, act, actor=actor, now=now)
    stop.lots_stopped += 1
    return True
