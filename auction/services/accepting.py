"""Accepting an invitation: as a newcomer, or with the account that one has."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Role, User
from auction.rules.refusal import NotAllowed, OutOfStep
from auction.services import accounts, appointing
from auction.services.inviting import InvitationUnknown, InvitationUsed
from auction.services.offices import office_for_change
from auction.services.transaction import atomic


class InvitationWithdrawn(OutOfStep):
    """This invitation was withdrawn. Please ask the office that sent it."""


class InvitationExpired(OutOfStep):
    """This invitation was good for 14 days, which are over. Ask for another."""


class ForSomebodyElse(NotAllowed):
    """This invitation is for {email}. Please sign out, and open its link again."""


class AccountThere(OutOfStep):
    """There is an account with this address already. Please sign in with it first."""


class NoVerifiersAccount(OutOfStep):
    """The account of {email} has another task. Ask for another address."""


class NoOfficersAccount(OutOfStep):
    """The account of {email} is not an officer's. Ask for another address."""


def open_invitation(session: Session, *, word: str, now: datetime) -> Invitation:
    """Return the invitation of a link, or say why it is not good any more."""
    found = session.scalars(
        select(Invitation)
        .where(Invitation.token == accounts.digest(word))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise InvitationUnknown
    if found.accepted_at is not None:
        raise InvitationUsed
    if found.withdrawn_at is not None:
        raise InvitationWithdrawn
    if now >= found.expires_at:
        raise InvitationExpired
    return found


def accept_as_newcomer(
    session: Session, *, word: str, name: str, password: str, now: datetime
) -> User:
    """Open an officer's account for whom an invitation is for, or a verifier's."""
    invitation = open_invitation(session, word=word, now=now)
    office = invitation.office
    about = (invitation.email, name, office.name if office else "")
    phc = accounts.hashed(password, about=about)  # slow, so before the locks
    return _accept_as_newcomer(session, word=word, name=name, phc=phc, now=now)


@atomic
def accept(session: Session, *, word: str, user_id: int, now: datetime) -> User:
    """Give an officer who is signed in the duties that he was invited to."""
    invitation = _locked(session, word=word, now=now)
    user = session.get_one(User, user_id)
    if user.email != invitation.email:
        raise ForSomebodyElse(email=invitation.email)
    if invitation.office_id is None:
        raise NoVerifiersAccount(email=invitation.email)
    if user.role is not Role.OFFICER:
        raise NoOfficersAccount(email=invitation.email)
    return _let_in(session, invitation, user, now=now)


@atomic
def _accept_as_newcomer(
    session: Session, *, word: str, name: str, phc: str, now: datetime
) -> User:
    invitation = _locked(session, word=word, now=now)
    known = session.scalar(select(User).where(User.email == invitation.email))
    if known is not None:
        if known.role is Role.OFFICER:
            raise AccountThere
        raise NoOfficersAccount(email=invitation.email)
    user = User(
        email=invitation.email,
        name=accounts.tidy_name(name),
        password_hash=phc,
        role=Role.VERIFIER if invitation.office_id is None else Role.OFFICER,
        registered_at=now,
    )
    accounts.keep(session, user)
    return _let_in(session, invitation, user, now=now)


def _let_in(
    session: Session, invitation: Invitation, user: User, *, now: datetime
) -> User:
    if invitation.office_id is not None:
        appointing.give(
            session,
            user,
            office_id=invitation.office_id,
            duties=[Duty(word) for word in invitation.duties],
            by_id=invitation.invited_by_id,
            now=now,
        )
    invitation.accepted_at = now
    # The letter with the link was sent to this address.
    user.email_confirmed_at = user.email_confirmed_at or now
    return user


def _locked(session: Session, *, word: str, now: datetime) -> Invitation:
    found = open_invitation(session, word=word, now=now)
    # Who withdraws it holds the same lock.
    if found.office_id is not None:
        office_for_change(session, found.office_id)
    else:
        session.refresh(found, with_for_update=True)
    return open_invitation(session, word=word, now=now)
