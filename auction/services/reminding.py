"""Watching a lot: who does is reminded of its opening and its close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Lot, Reminder, User
from auction.rules.lifecycle import LotStatus
from auction.rules.reminders import CLOSING, LAST_HOUR, OPENING, Reminding
from auction.services.notifying import tell
from auction.services.transaction import atomic, lot_for_change

AT_ONCE = 200  # people; then whatever opens or closes has its turn

# Late bids move the end of a lot by minutes: people are reminded of the announced end.
MOMENTS = {
    OPENING: (LotStatus.ANNOUNCED, Lot.opens_at, Reminder.told_of_opening_at),
    CLOSING: (LotStatus.OPEN, Lot.scheduled_close, Reminder.told_of_closing_at),
    LAST_HOUR: (LotStatus.OPEN, Lot.scheduled_close, Reminder.told_of_closing_at),
}


@atomic
def remind(session: Session, *, lot_id: int, user_id: int, now: datetime) -> None:
    """Note that somebody watches a lot; once is enough."""
    lot_for_change(session, lot_id)  # twice at once must not fail
    if session.get(Reminder, (lot_id, user_id)) is None:
        session.add(Reminder(lot_id=lot_id, user_id=user_id, set_at=now))


@atomic
def forget(session: Session, *, lot_id: int, user_id: int) -> None:
    """Watch a lot no more."""
    session.execute(
        delete(Reminder).where(Reminder.lot_id == lot_id, Reminder.user_id == user_id)
    )


def remind_due(
    session: Session, *, now: datetime, calendar: Callable[[Lot], str]
) -> int:
    """Remind whoever is due to be reminded; return how many were.

    Safe to run late, as often as you like and by several processes at once.
    ``calendar`` writes the file that goes with the mail.
    """
    return sum(
        _remind_some(session, reminding, now=now, calendar=calendar)
        for reminding in MOMENTS
        if _is_any_due(session, reminding, now)
    )


def _is_any_due(session: Session, reminding: Reminding, now: datetime) -> bool:
    found = session.execute(_due(reminding, now).limit(1)).first() is not None
    session.rollback()
    return found


@atomic
def _remind_some(
    session: Session,
    reminding: Reminding,
    *,
    now: datetime,
    calendar: Callable[[Lot], str],
) -> int:
    _, moment, told_at = MOMENTS[reminding]
    rows = session.execute(
        _due(reminding, now)
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .limit(AT_ONCE)
        .with_for_update(of=Reminder, skip_locked=True)
    ).all()
    told = 0
    for reminder, lot, user in rows:
        setattr(reminder, told_at.key, now)  # or seen to be none that he needs
        at: datetime = getattr(lot, moment.key)
        if reminding.is_due(at, watched_since=reminder.set_at, now=now):
            told += tell(
                session,
                user,
                lot,
                kind=reminding.kind,
                subject=_subject(reminding, lot),
                text=_text(reminding, lot),
                now=now,
                once=f"{reminding.name}, {at.isoformat()}, lot {lot.id}",
                calendar=calendar(lot),
            )
    return told


def _due(reminding: Reminding, now: datetime) -> Select[tuple[Reminder, Lot, User]]:
    status, moment, told_at = MOMENTS[reminding]
    earliest, latest = reminding.moments(now)
    # Whoever was told within the window was told of this; before it, of another one.
    untold = or_(told_at.is_(None), told_at < now - reminding.late)
    return (
        select(Reminder, Lot, User)
        .join(Lot, Lot.id == Reminder.lot_id)
        .join(User, User.id == Reminder.user_id)
        .where(Lot.status == status, moment.between(earliest, latest), untold)
        .where(User.closed_at.is_(None))
        .order_by(moment, Reminder.lot_id, Reminder.user_id)
    )


def _subject(reminding: Reminding, lot: Lot) -> str:
    if reminding is OPENING:
        return f"Opens soon: {lot.title}"
    if lot.waits_for_first_bid:
        return f"Last day for a first bid: {lot.title}"
    return f"Closes soon: {lot.title}"


def _text(reminding: Reminding, lot: Lot) -> str:
    tell, named = lot.catalogue.tell, f"Lot {lot.number}, “{lot.title}”"
    if reminding is OPENING:
        return (
            f"{named}, which you watch, opens on {tell(lot.opens_at)} and closes on "
            f"{tell(lot.closes_at)}. To bid you need a bidder number: register in "
            "time, because a deposit may take days to arrive."
        )
    if lot.waits_for_first_bid:
        return (
            f"Nobody has bid on {named}, which you watch. If nobody does before "
            f"{tell(lot.closes_at)}, it passes. The first bid: {tell(lot.next_bid)}."
        )
    return (
        f"{named}, which you watch, closes on {tell(lot.closes_at)}. The next bid "
        f"must be {tell(lot.next_bid)} or more."
    )
