"""What is forgotten of people who have left, once the law lets go of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from auction.models import Barring, Deposit, Identity, Mail, User
from auction.services.transaction import atomic

ADDRESSES_KEPT = timedelta(days=7)  # of mails that went out, for who runs the site
AT_ONCE = 200


@atomic
def forget_addresses(session: Session, *, now: datetime) -> int:
    """Forget where private mails went that nobody here has as his address any more."""
    old = now - ADDRESSES_KEPT
    strangers = session.scalars(
        select(Mail.id)
        .where(
            Mail.is_private,
            Mail.recipient != "",
            or_(Mail.sent_at <= old, Mail.given_up_at <= old),
            ~exists().where(User.email == Mail.recipient),
        )
        .limit(AT_ONCE)
    ).all()
    session.execute(update(Mail).where(Mail.id.in_(strangers)).values(recipient=""))
    return len(strangers)


@atomic
def forget_left(session: Session, *, now: datetime, kept_for: timedelta) -> int:
    """Forget who people were who left so long ago; a bar knows its own still."""
    left = session.scalars(
        select(User.id)
        .where(
            User.closed_at <= now - kept_for,
            or_(User.left_as.is_not(None), User.name != ""),
        )
        .limit(AT_ONCE)
    ).all()
    known = select(Barring.fingerprint).where(Barring.fingerprint.is_not(None))
    of_them = Identity.user_id.in_(left)
    session.execute(update(Identity).where(of_them).values(name="", address=""))
    session.execute(
        update(Identity)
        .where(of_them, Identity.fingerprint.not_in(known))
        .values(fingerprint=None)
    )
    session.execute(
        update(Deposit)
        .where(Deposit.user_id.in_(left))
        .values(refund_name="", refund_iban="", refund_bic="")
    )
    session.execute(update(User).where(User.id.in_(left)).values(left_as=None, name=""))
    return len(left)
