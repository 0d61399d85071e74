"""Who is barred, from what and until when; and what he says against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Identity,
    IdentityState,
    Lot,
    Paddle,
    Registration,
)
from auction.rules.barring import BarScope

KNOWN = (IdentityState.SUBMITTED, IdentityState.ACCEPTED)


def find_bar(session: Session, lot: Lot, user_id: int, now: datetime) -> Barring | None:
    """Return what keeps somebody from a lot now: of those there are, the longest.

    The account counts, and so does the person: whoever shows the papers of somebody
    who is barred, with another account, is barred as well.
    """
    of_person = or_(
        Barring.user_id == user_id,
        Barring.fingerprint.in_(_fingerprints(lot, user_id)),
    )
    found = session.scalars(
        select(Barring)
        .where(of_person, in_force(now), covers(lot))
        .order_by(Barring.until.is_(None).desc(), Barring.until.desc(), Barring.id)
    )
    return found.first()


def bars_of(session: Session, user_id: int) -> Sequence[Barring]:
    """Return all bars of a person, ended ones too, the newest first."""
    own = select(Identity.fingerprint).where(
        Identity.user_id == user_id,
        Identity.state.in_(KNOWN),
        Identity.fingerprint.is_not(None),
    )
    return session.scalars(
        select(Barring)
        .where(or_(Barring.user_id == user_id, Barring.fingerprint.in_(own)))
        .order_by(Barring.id.desc())
    ).all()


def bar(
    session: Session,
    *,
    user_id: int,
    scope: BarScope,
    ground: str,
    text: str,
    now: datetime,
    until: datetime | None = None,
    lot: Lot | None = None,
    paddle: Paddle | None = None,
    office_id: int | None = None,
    by_id: int | None = None,
) -> Barring:
    """Bar somebody, within the caller's transaction.

    ``lot`` is on which it happened: of its chain he is barred, or of its office. His
    open bids are looked after lot by lot, by ``open_bids``.
    """
    found = Barring(
        user_id=user_id,
        fingerprint=_fingerprint_of(session, user_id, lot),
        lot_id=lot.chain_id if lot and scope is BarScope.CHAIN else None,
        office_id=office_id if scope is BarScope.OFFICE else None,
        paddle_id=paddle.id if paddle else None,
        ground=ground,
        text=text,
        barred_at=now,
        barred_by_id=by_id,
        until=until,
    )
    session.add(found)
    session.flush()
    return found


def in_force(now: datetime) -> ColumnElement[bool]:
    """Say whether a bar holds now, in the database's words."""
    return and_(
        Barring.lifted_at.is_(None), or_(Barring.until.is_(None), Barring.until > now)
    )


def covers(lot: Lot) -> ColumnElement[bool]:
    """Say whether a bar is one from this lot, in the database's words."""
    return or_(
        Barring.lot_id == lot.chain_id,
        Barring.office_id == lot.office_id,
        and_(Barring.lot_id.is_(None), Barring.office_id.is_(None)),
    )


def _fingerprints(lot: Lot, user_id: int) -> Select[tuple[str | None]]:
    """Select who somebody is: himself, and for whom he registers for this lot."""
    as_whom = select(Registration.identity_id).where(
        Registration.lot_id == lot.id, Registration.user_id == user_id
    )
    return select(Identity.fingerprint).where(
        Identity.user_id == user_id,
        Identity.state.in_(KNOWN),
        Identity.fingerprint.is_not(None),
        or_(Identity.is_principal.is_(False), Identity.id.in_(as_whom)),
    )


def _fingerprint_of(session: Session, user_id: int, lot: Lot | None) -> str | None:
    """Return as whom he took part in a lot; else who he is himself."""
    accepted = select(Identity).where(
        Identity.user_id == user_id, Identity.state == IdentityState.ACCEPTED
    )
    if lot is not None:
        took_part = session.scalars(
            select(Identity)
            .join(Registration, Registration.identity_id == Identity.id)
            .where(Registration.lot_id == lot.id, Registration.user_id == user_id)
        ).first()
        if took_part is not None:
            return took_part.fingerprint
    own = session.scalars(
        accepted.where(Identity.is_principal.is_(False)).order_by(Identity.id.desc())
    ).first()
    return own.fingerprint if own is not None else None
