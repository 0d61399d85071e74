"""The first account of an installation: its operator's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Role, User
from auction.rules.refusal import NotThere
from auction.services import accounts
from auction.services.transaction import atomic


class AlreadySetUp(NotThere):
    """This site has been set up already."""


def is_set_up(session: Session) -> bool:
    """Say whether anybody has an account here."""
    return session.scalar(select(User.id).limit(1)) is not None


def set_up(
    session: Session, *, email: str, name: str, password: str, now: datetime
) -> User:
    """Open the operator's account, if nobody has one yet."""
    operator = User(
        email=accounts.read_email(email),
        name=accounts.tidy_name(name),
        password_hash=accounts.hashed(password, about=(email, name)),
        role=Role.OPERATOR,
        registered_at=now,
    )
    return _begin(session, operator)


@atomic
def _begin(session: Session, operator: User) -> User:
    if is_set_up(session):
        raise AlreadySetUp
    return accounts.keep(session, operator)
