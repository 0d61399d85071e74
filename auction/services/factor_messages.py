"""What a person is told about the second factor of his account."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from auction.models import User
from auction.services.notifying import tell


class Message(NamedTuple):
    """What a person is told who has a second factor."""

    subject: str
    text: str


ON = Message(
    "Your second factor is on",
    "From now on signing in asks for a code of your app. Every other browser was "
    "signed out.",
)
OFF = Message(
    "Your second factor is off",
    "Signing in asks only for your password now. Every other browser was signed out.",
)
RESET = Message(
    "Your second factor was reset",
    "The operator of the site has taken your second factor and its recovery codes "
    "away. Sign in with your password and set it up anew.",
)
LOCKED = Message(
    "Somebody gave wrong codes for your account",
    "Five wrong codes in a row were given for your account, by somebody who knows its "
    "password. No code is taken for a while.",
)
CODE_USED = Message(
    "A recovery code of yours was used",
    "Somebody signed in or confirmed with one of your recovery codes. You have {left} "
    "left; new ones are made on the page of your account.",
)
IF_NOT_YOU = "If that was not you, change your password and tell the site's operator."


def tell_of_factor(
    session: Session, user: User, message: Message, *, now: datetime, left: int = 0
) -> None:
    """Tell somebody what became of his second factor, within the transaction of it."""
    tell(
        session,
        user,
        None,
        kind="second_factor",
        subject=message.subject,
        text=f"{message.text.format(left=left)}\n\n{IF_NOT_YOU}",
        now=now,
    )
