"""Closing one's account: what stands in its way, and what is left of it.

What the law wants kept stays, under numbers: bids, papers of sales, books, the trail.
The row of the account stays, too, because they point to it. Its e-mail address is free
for a new account.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Identity,
    InspectionBooking,
    Invitation,
    Lot,
    MailedLink,
    MailStop,
    Newcomer,
    Notice,
    Paddle,
    RecoveryCode,
    Registration,
    RegistrationState,
    Reminder,
    Role,
    SavedSearch,
    SignIn,
    User,
)
from auction.rules.leaving import CannotLeave
from auction.rules.lifecycle import LIVE
from auction.sealing import KeyRing
from auction.services import signing_in, tries
from auction.services.applying import give_deposit_back
from auction.services.leaving_obstacles import (
    has_bought,
    hold_staff,
    obstacles,
    shows,
)
from auction.services.mailing import write_mail
from auction.services.second_factor import check_own
from auction.services.transaction import atomic, lot_for_change

NAMELESS = "A closed account"
DELETED = (SavedSearch, Reminder, MailStop, RecoveryCode, MailedLink, Notice, SignIn)


def close_account(session: Session, *, word: str, ring: KeyRing, now: datetime) -> None:
    """Close the account of whom a browser belongs to, or say what stands in the way.

    The person is locked, then the lots on which he may bid: a bid that comes at the
    same moment is first, and keeps the account open, or finds it closed.
    """
    phc = signing_in.nobodys_hash()  # slow, so before the lock, not under it
    _close(session, word=word, ring=ring, phc=phc, now=now)


@atomic
def _close(
    session: Session, *, word: str, ring: KeyRing, phc: str, now: datetime
) -> None:
    seen = signing_in.sign_in_of(session, word=word, now=now)
    if seen is not None:
        hold_staff(session, seen.user.role)
    _, user = signing_in.locked_sign_in(session, word=word, now=now)
    check_own(user)
    for lot_id in _lots(session, user):
        lot_for_change(session, lot_id)
    if why := obstacles(session, user, now=now):
        raise CannotLeave(why)

    _withdraw(session, user, now=now)
    _keep_bars(session, user)
    _say_goodbye(session, user, now=now)
    _erase(session, user, ring=ring, phc=phc, now=now)


def left_as(user: User, *, ring: KeyRing) -> dict[str, Any]:
    """Return who somebody was who has left, as his bidder numbers are bound to it."""
    if user.left_as is None:
        return {}
    told: dict[str, Any] = json.loads(ring.open(user.left_as, bound_to=bound_to(user)))
    return told


def bound_to(user: User) -> str:
    """Return what the seal of a closed account's name is bound to."""
    return f"user {user.id} left as"


def _lots(session: Session, user: User) -> list[int]:
    numbered = select(Paddle.lot_id).where(Paddle.user_id == user.id)
    asked = select(Registration.lot_id).where(
        Registration.user_id == user.id, Registration.state == RegistrationState.ASKED
    )
    wanted = or_(
        Lot.id.in_(asked), (Lot.id.in_(numbered)) & (Lot.status.in_(tuple(LIVE)))
    )
    return list(session.scalars(select(Lot.id).where(wanted).order_by(Lot.id)))


def _withdraw(session: Session, user: User, *, now: datetime) -> None:
    """Take back what was asked for; no money has come in for it."""
    asked = session.scalars(
        select(Registration)
        .where(
            Registration.user_id == user.id,
            Registration.state == RegistrationState.ASKED,
        )
        .order_by(Registration.lot_id)
    )
    for registration in asked.all():
        registration.state = RegistrationState.WITHDRAWN
        give_deposit_back(session, registration, now)
    session.execute(
        update(InspectionBooking)
        .where(
            InspectionBooking.user_id == user.id,
            InspectionBooking.cancelled_at.is_(None),
        )
        .values(cancelled_at=now)
    )


def _keep_bars(session: Session, user: User) -> None:
    """Let bars of the account hold for the person: another account shows his papers."""
    known = session.scalar(
        select(Identity.fingerprint)
        .where(shows(user))
        .order_by(Identity.id.desc())
        .limit(1)
    )
    session.execute(
        update(Barring)
        .where(Barring.user_id == user.id, Barring.fingerprint.is_(None))
        .values(fingerprint=known)
    )


def _say_goodbye(session: Session, user: User, *, now: datetime) -> None:
    write_mail(
        session,
        to=user.email,
        subject="Your account is closed",
        text="Your account is closed, as you wished; you are signed out everywhere. "
        "What could be deleted is deleted; bids, papers of sales and books stay for as "
        "long as the law wants, under your bidder numbers.\n\nThis is the last mail to "
        "you. If it was not you, tell the site's operator at once.",
        now=now,
        is_private=True,
        kind="account closed",
    )


def _erase(
    session: Session, user: User, *, ring: KeyRing, phc: str, now: datetime
) -> None:
    took_part = bool(session.scalar(select(exists().where(Paddle.user_id == user.id))))
    if took_part:
        user.left_as = ring.seal(_who(session, user), bound_to=bound_to(user))
    else:
        _forget_identities(session, user)
    session.execute(
        update(InspectionBooking)
        .where(InspectionBooking.user_id == user.id)
        .values(visitor="")
    )
    session.execute(
        update(Invitation)
        .where(Invitation.email == user.email, Invitation.accepted_at.is_not(None))
        .values(email=_nobody(user))
    )
    session.execute(
        delete(Newcomer).where(
            Newcomer.email == user.email, Newcomer.opened_at.is_not(None)
        )
    )
    for key in (f"code {user.id}", f"proof {user.id}"):
        tries.forget_wrong(session, key)
    for model in DELETED:
        session.execute(delete(model).where(model.user_id == user.id))
    # An officer's acts, and papers of sales, carry the name for as long as they stay.
    if user.role is Role.BIDDER and not has_bought(session, user):
        user.name = NAMELESS
    user.email = _nobody(user)
    user.password_hash = phc
    user.totp_seed = user.totp_since = user.totp_step = None
    user.email_confirmed_at = None
    user.closed_at = now


def _who(session: Session, user: User) -> bytes:
    """Return what the commitments in the trail are over, before it is deleted."""
    shown = session.scalars(
        select(Identity).where(Identity.user_id == user.id).order_by(Identity.id)
    )
    return json.dumps(
        {
            "email": user.email,
            "name": user.name,
            "identities": [
                {"id": one.id, "name": one.name, "address": one.address}
                for one in shown
            ],
        },
        ensure_ascii=False,
    ).encode()


def _forget_identities(session: Session, user: User) -> None:
    """Forget who somebody is who never took part; a bar still knows him."""
    barred = select(Barring.fingerprint).where(Barring.user_id == user.id)
    session.execute(update(Identity).where(Identity.user_id == user.id).values(name=""))
    session.execute(
        update(Identity)
        .where(
            Identity.user_id == user.id,
            Identity.fingerprint.not_in(barred.where(Barring.fingerprint.is_not(None))),
        )
        .values(fingerprint=None)
    )


def _nobody(user: User) -> str:
    return f"closed-{user.id}@closed.invalid"  # RFC 6761: nobody has it
