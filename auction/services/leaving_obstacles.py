"""What keeps somebody from closing his account, each thing as a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Bid,
    Deposit,
    Identity,
    IdentityState,
    Lot,
    Maximum,
    Paddle,
    Role,
    User,
)
from auction.rules import leaving
from auction.rules.balance import balance_due_at
from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.payment_account import in_groups
from auction.services.barring import KNOWN, in_force

STAFF = (Role.VERIFIER, Role.AUDITOR, Role.OPERATOR)


def obstacles(session: Session, user: User, *, now: datetime) -> list[str]:
    """Return what stands in the way; nothing, where the account may be closed."""
    return [
        *_posts(session, user),
        *_bids(session, user),
        *_sold(session, user, now=now),
        *_deposits(session, user),
        *_bars(session, user, now=now),
    ]


def hold_staff(session: Session, role: Role) -> None:
    """Let one after the other leave of those who run the site, so that one stays."""
    if role in STAFF:
        session.execute(
            select(User.id)
            .where(User.role == role)
            .order_by(User.id)
            .with_for_update(key_share=True)
        )


def has_bought(session: Session, user: User) -> bool:
    """Say whether papers of a sale carry somebody's name."""
    bought = exists().where(
        Lot.leader_id == Paddle.id,
        Paddle.user_id == user.id,
        Lot.status.in_((LotStatus.SOLD, LotStatus.DEFAULTED, LotStatus.VOIDED)),
    )
    return bool(session.scalar(select(bought)))


def shows(user: User) -> ColumnElement[bool]:
    """Choose the identities by which a bar knows somebody again in another account."""
    return and_(
        Identity.user_id == user.id,
        Identity.is_principal.is_(False),
        Identity.state.in_((*KNOWN, IdentityState.REPLACED)),
        Identity.fingerprint.is_not(None),
    )


def _posts(session: Session, user: User) -> Iterator[str]:
    for office in user.offices:
        yield leaving.HAS_DUTIES.format(office=office.name)
    if user.role in STAFF:
        others = exists().where(
            User.role == user.role, User.closed_at.is_(None), User.id != user.id
        )
        if not session.scalar(select(others)):
            yield leaving.IS_LAST.format(role=user.role.value)


def _bids(session: Session, user: User) -> Iterator[str]:
    bid = exists().where(Bid.paddle_id == Paddle.id, Bid.voided_at.is_(None))
    maximum = exists().where(
        Maximum.paddle_id == Paddle.id,
        Maximum.replaced_at.is_(None),
        Maximum.cancelled_at.is_(None),
        Maximum.used_up_at.is_(None),
        Maximum.unreadable_at.is_(None),
    )
    live = Lot.status.in_(tuple(LIVE))
    for lot in _lots(session, user, live, bid):
        yield _told(leaving.HAS_BID, lot)
    for lot in _lots(session, user, live, ~bid, maximum):
        yield _told(leaving.SETS_MAXIMUM, lot)


def _sold(session: Session, user: User, *, now: datetime) -> Iterator[str]:
    sold = Lot.status == LotStatus.SOLD
    for lot in _lots(session, user, sold, Lot.leader_id == Paddle.id):
        if not _is_settled(lot, now):
            yield _told(leaving.HAS_WON, lot)
    bound = Paddle.stays_bound_at.is_not(None)
    for lot in _lots(session, user, sold, bound, Lot.leader_id != Paddle.id):
        if not _is_settled(lot, now):
            yield _told(leaving.STAYS_BOUND, lot)


def _is_settled(lot: Lot, now: datetime) -> bool:
    if lot.ended_at is None:
        return False
    due_at = balance_due_at(lot.catalogue.procedure, ended_at=lot.ended_at)
    return leaving.is_settled(ended_at=lot.ended_at, due_at=due_at, now=now)


def _deposits(session: Session, user: User) -> Iterator[str]:
    there = session.scalars(
        select(Deposit.reference)
        .where(
            Deposit.user_id == user.id,
            Deposit.state.in_(tuple(leaving.OPEN_DEPOSITS)),
        )
        .order_by(Deposit.id)
    )
    for reference in there:
        yield leaving.HAS_DEPOSIT.format(reference=in_groups(reference))


def _bars(session: Session, user: User, *, now: datetime) -> Iterator[str]:
    is_known = exists().where(shows(user))
    bar = exists().where(
        Barring.user_id == user.id, Barring.fingerprint.is_(None), in_force(now)
    )
    if session.scalar(select(bar & ~is_known)):
        yield leaving.IS_BARRED


def _lots(session: Session, user: User, *conditions: ColumnElement[bool]) -> list[Lot]:
    mine = (
        select(Lot)
        .join(Paddle, Paddle.lot_id == Lot.id)
        .where(Paddle.user_id == user.id, *conditions)
        .order_by(Lot.id)
    )
    return list(session.scalars(mine))


def _told(sentence: str, lot: Lot) -> str:
    return sentence.format(number=lot.number, title=lot.title)
