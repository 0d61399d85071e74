"""Telling those who took part in earlier attempts that there is another one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Paddle, Reminder, User
from auction.services.barring import find_bar
from auction.services.notifying import tell


def tell_of_next_attempt(session: Session, lot: Lot, *, now: datetime) -> int:
    """Tell who registered for an earlier attempt, or followed it, of the next one.

    Within the caller's transaction; returns how many were told. Who is barred is not.
    """
    if lot.previous_id is None:
        return 0
    catalogue = lot.catalogue
    text = (
        f"“{lot.title}” is offered again: it is lot {lot.number} of "
        f"{catalogue.title}. Bidding opens on {catalogue.tell(lot.opens_at)}, at a "
        f"starting price of {catalogue.tell(lot.starting_price)}.\n\n"
        "A registration for an earlier attempt does not count for this one."
    )
    people = _people_of_earlier_attempts(session, lot, now)
    for user in people:
        tell(
            session,
            user,
            lot,
            kind="offered again",
            subject=f"Offered again: {lot.title}",
            text=text,
            now=now,
        )
    return len(people)


def _people_of_earlier_attempts(
    session: Session, lot: Lot, now: datetime
) -> list[User]:
    earlier = select(Lot.id).where(
        (Lot.id == lot.chain_id) | (Lot.first_id == lot.chain_id), Lot.id != lot.id
    )
    registered = select(Paddle.user_id).where(Paddle.lot_id.in_(earlier))
    reminded = select(Reminder.user_id).where(Reminder.lot_id.in_(earlier))
    users = select(User).where(User.id.in_(registered.union(reminded)))
    return [
        user
        for user in session.scalars(users.order_by(User.id))
        if find_bar(session, lot, user.id, now) is None
    ]
