"""By when the deposits of a lot are due back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from auction.models import Lot, Paddle

AT_ONCE = timedelta(0)


def release_deposits(
    session: Session, lot: Lot, *, at: datetime, but: int | None = None
) -> datetime | None:
    """Note by when deposits are due back, and return it; None on a lot without one.

    Those of everybody registered whose deposit is not due already, but for the paddle
    ``but``. The span counts from ``at``; terms that name none mean at once.
    """
    if lot.deposit is None:
        return None
    due_at = at + (lot.catalogue.procedure.deposit_release or AT_ONCE)
    waiting = (Paddle.lot_id == lot.id, Paddle.release_due_at.is_(None))
    others = () if but is None else (Paddle.id != but,)
    session.execute(
        update(Paddle).where(*waiting, *others).values(release_due_at=due_at)
    )
    return due_at
