"""Moving an account to another address: the new one confirms, the old one is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, MailedLink, User
from auction.rules.refusal import Refusal
from auction.services import accounts
from auction.services.accounts import person_for_change
from auction.services.mailed_links import AddressTaken, end_links, make_link, until
from auction.services.mailing import write_mail
from auction.services.notifying import tell
from auction.services.second_factor import check_own
from auction.services.transaction import atomic

CHANGE = LinkPurpose.CHANGE_EMAIL


class SameAddress(Refusal):
    """This is the address that your account has."""


@atomic
def ask_to_change(
    session: Session,
    *,
    user_id: int,
    email: str,
    link: Callable[[str], str],
    is_private: bool,
    now: datetime,
) -> None:
    """Write to the new address; the account moves there by the link in that letter.

    Whoever has an account with that address is told; whoever asks is not.
    """
    user = person_for_change(session, user_id)
    check_own(user)
    address = accounts.read_email(email)
    if address == user.email:
        raise SameAddress
    end_links(session, user, now=now)
    taken = session.scalar(select(User.id).where(User.email == address)) is not None
    write_mail(
        session,
        to=address,
        subject="Your e-mail address on the auction site",
        text=_taken() if taken else _letter(session, user, address, link, now),
        now=now,
        is_private=is_private,
        kind="change address",
    )


def move(session: Session, link: MailedLink, *, now: datetime) -> None:
    """Move an account to the address of a link, within a lock on its person."""
    user = link.owner
    tell(
        session,  # while the old address is his: it is told, too
        user,
        None,
        kind="address",
        subject="Your e-mail address was changed",
        text=f"Your account has a new e-mail address: {link.email}. You sign in with "
        "it from now on.\n\nIf that was not you, tell the site's operator at once.",
        now=now,
    )
    session.flush()
    user.email = link.email
    try:
        session.flush()
    except IntegrityError:
        raise AddressTaken from None


def _letter(
    session: Session,
    user: User,
    address: str,
    link: Callable[[str], str],
    now: datetime,
) -> str:
    word = make_link(session, user.id, purpose=CHANGE, email=address, now=now)
    return (
        "Somebody, probably you, wants to use this address for an account on this "
        "site from now on. To say yes, open this page and press its button. It is "
        f"good once, until {until(CHANGE, now=now)}:\n\n{link(word)}\n\n"
        "If that was not you, you need not do anything.\n"
    )


def _taken() -> str:
    return (
        "Somebody, perhaps you, wanted to use this address for another account on this "
        "site. It has one already, so nothing was changed. Use another address for the "
        "other account.\n\nIf that was not you, you need not do anything.\n"
    )
