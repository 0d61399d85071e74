"""What somebody may see of his own maximum, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Maximum, Paddle
from auction.money import Money
from auction.sealing import KeyRing, SealBroken
from auction.services import limits


@dataclass(frozen=True, slots=True, repr=False)
class OwnMaximum:
    """A maximum as its owner sees it; no amount where it cannot be read."""

    id: int
    amount: Money | None
    received_at: datetime
    is_active: bool
    is_used_up: bool
    is_unreadable: bool


def own_maximum(
    session: Session, paddle: Paddle, *, ring: KeyRing
) -> OwnMaximum | None:
    """Return the newest maximum of somebody, for his own eyes only."""
    row = session.scalars(
        select(Maximum)
        .where(Maximum.paddle_id == paddle.id)
        .order_by(Maximum.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else as_own(row, ring=ring)


def as_own(row: Maximum, *, ring: KeyRing) -> OwnMaximum:
    """Open a maximum for its owner."""
    try:
        amount = limits.opened(row, ring=ring).amount
    except SealBroken:
        amount = None
    return OwnMaximum(
        id=row.id,
        amount=amount,
        received_at=row.received_at,
        is_active=row.is_active,
        is_used_up=row.used_up_at is not None,
        is_unreadable=amount is None or row.unreadable_at is not None,
    )
