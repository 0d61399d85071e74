"""The maxima of a lot, under seal: they are opened only to work out the next bids.

What is sealed is a random salt and the amount, always of one length. Their digest
stands in the trail from the first moment, and is opened there once the maximum is used
up, so that anybody can see that the site bid as it was told.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from auction.models import Lot, Maximum, Paddle
from auction.money import Money
from auction.rules.proxy import Limit
from auction.sealing import KeyRing, SealBroken
from auction.services import notifying, trail

log = logging.getLogger(__name__)

DIGITS = 20  # as many for every amount: its length must not give it away
ACTIVE = (
    select(Maximum)
    .join(Maximum.paddle)
    .options(contains_eager(Maximum.paddle))
    .where(
        Maximum.lot_id == bindparam("lot_id"),
        Maximum.replaced_at.is_(None),
        Maximum.cancelled_at.is_(None),
        Maximum.used_up_at.is_(None),
        Maximum.unreadable_at.is_(None),
        Paddle.barred_at.is_(None),
        Paddle.unsecured_at.is_(None),
    )
    .order_by(Maximum.id)
)


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A maximum whose seal was opened; it is never written down like that."""

    row: Maximum
    amount: Money
    salt: str

    @property
    def limit(self) -> Limit:
        """The maximum as the rules see it."""
        return Limit(self.row.paddle_id, self.amount)


def active(
    session: Session, lot: Lot, *, ring: KeyRing | None, now: datetime
) -> list[Opened]:
    """Return the maxima that bid on a locked lot, the earliest first.

    One whose seal is broken bids no more: the trail, the log and its owner are told.
    """
    if not lot.catalogue.procedure.maxima:
        return []
    rows = session.scalars(ACTIVE, {"lot_id": lot.id}).all()
    if rows and ring is None:
        raise TypeError("Somebody has set a maximum on this lot: the keys are needed.")
    found = []
    for row in rows:
        try:
            found.append(opened(row, ring=ring))  # type: ignore[arg-type]
        except SealBroken:
            _set_aside(session, lot, row, now=now)
    return found


def opened(row: Maximum, *, ring: KeyRing) -> Opened:
    """Open the seal of a maximum; ``SealBroken`` where it does not hold."""
    plain = ring.open(row.sealed, bound_to=_bound_to(row.lot_id, row.paddle_id))
    salt, _, amount = plain.decode().partition("\n")
    return Opened(row, Money(int(amount)), salt)


def new_maximum(
    paddle: Paddle,
    *,
    amount: Money,
    ring: KeyRing,
    received_at: datetime,
    idempotency_key: str,
) -> Opened:
    """Return a new maximum, under seal."""
    salt = secrets.token_hex(16)
    plain = f"{salt}\n{amount.minor:0{DIGITS}}".encode()
    row = Maximum(
        lot_id=paddle.lot_id,
        paddle_id=paddle.id,
        paddle=paddle,
        sealed=ring.seal(plain, bound_to=_bound_to(paddle.lot_id, paddle.id)),
        received_at=received_at,
        idempotency_key=idempotency_key,
    )
    return Opened(row, amount, salt)


def commitment(maximum: Opened) -> str:
    """Bind the site to a maximum without telling it: SHA-256 over salt and amount."""
    paddle = maximum.row.paddle
    told = f"{maximum.salt}\n{paddle.lot_id}\n{paddle.number}\n{maximum.amount.minor}"
    return hashlib.sha256(told.encode()).hexdigest()


def use_up(
    session: Session, lot: Lot, maxima: Sequence[Opened], *, now: datetime
) -> None:
    """End the maxima that can bid no more, and open them in the trail."""
    for one in maxima:
        leads = lot.leader_id == one.row.paddle_id
        if leads and lot.price is not None and one.amount >= lot.price:
            continue
        one.row.used_up_at = now
        trail.record(
            session,
            lot,
            action="maximum used up",
            actor=f"paddle {one.row.paddle.number}",
            at=now,
            amount=one.amount,
            salt=one.salt,
        )


def _set_aside(session: Session, lot: Lot, row: Maximum, *, now: datetime) -> None:
    row.unreadable_at = now
    log.error("A maximum on lot %s cannot be read and bids no more.", lot.id)
    trail.record(
        session,
        lot,
        action="maximum unreadable",
        actor=f"paddle {row.paddle.number}",
        at=now,
    )
    notifying.tell(
        session,
        row.paddle.user,
        lot,
        kind="maximum unreadable",
        subject=f"Your maximum no longer bids: {lot.title}",
        text=(
            f"The site could not read your maximum on lot {lot.number}, "
            f"“{lot.title}”: what was stored had been damaged or changed. It bids for "
            "you no more. Bids that were made stand. Please set a new maximum, or bid "
            "yourself; the office and the site's operator can see that this happened, "
            "but not your amount."
        ),
        now=now,
    )


def _bound_to(lot_id: int, paddle_id: int) -> str:
    return f"lot {lot_id} paddle {paddle_id}"
