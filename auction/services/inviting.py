"""Invitations: a letter with a link that is good once lets somebody into an office."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Office, Role, User
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.services import accounts, appointing
from auction.services.appointing import MANAGING, NoDuty
from auction.services.mailing import write_mail
from auction.services.officers import check_duty
from auction.services.offices import office_for_change
from auction.services.transaction import atomic

LASTS = timedelta(days=14)


class OfficeInvitesItself(NotAllowed):
    """This office has an approver, and invites its people itself."""


class AlreadyInvited(OutOfStep):
    """There is an open invitation for this address. Please withdraw it first."""


class WorksHere(OutOfStep):
    """Somebody with this address works here already. Please change his duties."""


class InvitationUnknown(NotThere):
    """There is no such invitation. Please copy the whole address from the letter."""


class InvitationUsed(OutOfStep):
    """This invitation has been used. Please sign in with the account that it made."""


@atomic
def invite(
    session: Session,
    *,
    office_id: int,
    by_id: int,
    email: str,
    duties: Iterable[Duty],
    link: Callable[[str], str],
    now: datetime,
) -> Invitation:
    """Write somebody a letter that lets him into an office.

    An approver of the office may, and the operator as long as it has none. ``link``
    turns the secret word into the address of a page; only the letter holds the word.
    """
    office = office_for_change(session, office_id)
    inviter = _check_may_invite(session, office_id, by_id)
    address = accounts.read_email(email)
    wanted = [duty for duty in Duty if duty in frozenset(duties)]
    if not wanted:
        raise NoDuty
    _check_is_new(session, office_id, address, now)

    word = secrets.token_urlsafe(32)
    invitation = Invitation(
        office_id=office_id,
        email=address,
        duties=[duty.value for duty in wanted],
        token=accounts.digest(word),
        invited_by_id=by_id,
        invited_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    write_mail(
        session,
        to=address,
        subject=f"Invitation to {office.name}",
        text=_letter(office, inviter, wanted, link=link(word), until=now + LASTS),
        now=now,
        is_private=False,
    )
    session.flush()
    return invitation


@atomic
def withdraw(
    session: Session, *, invitation_id: int, office_id: int, by_id: int, now: datetime
) -> Invitation:
    """Take an invitation back that nobody has accepted yet.

    An approver of the office may, and the operator.
    """
    office_for_change(session, office_id)
    if session.get_one(User, by_id).role is not Role.OPERATOR:
        check_duty(session, officer_id=by_id, office_id=office_id, duties=MANAGING)
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.office_id != office_id:
        raise InvitationUnknown
    if invitation.accepted_at is not None:
        raise InvitationUsed
    invitation.withdrawn_at = invitation.withdrawn_at or now
    return invitation


def open_invitations(
    session: Session, *, office_id: int, now: datetime
) -> list[Invitation]:
    """Return an office's invitations that are still good, the newest first."""
    return list(
        session.scalars(
            select(Invitation)
            .where(
                Invitation.office_id == office_id,
                Invitation.accepted_at.is_(None),
                Invitation.withdrawn_at.is_(None),
                Invitation.expires_at > now,
            )
            .order_by(Invitation.id.desc())
        )
    )


def _check_may_invite(session: Session, office_id: int, by_id: int) -> str:
    person = session.get_one(User, by_id)
    if person.role is not Role.OPERATOR:
        check_duty(session, officer_id=by_id, office_id=office_id, duties=MANAGING)
        return person.name or person.email
    if appointing.approvers(session, office_id):
        raise OfficeInvitesItself
    return "The operator of the site"


def _check_is_new(
    session: Session, office_id: int, address: str, now: datetime
) -> None:
    waiting = open_invitations(session, office_id=office_id, now=now)
    if address in {invitation.email for invitation in waiting}:
        raise AlreadyInvited
    known = session.scalar(select(User).where(User.email == address))
    if known is not None and known.works_for(office_id):
        raise WorksHere


def _letter(
    office: Office, inviter: str, duties: list[Duty], *, link: str, until: datetime
) -> str:
    tasks = "\n".join(f"- {duty}: {appointing.IN_WORDS[duty]}" for duty in duties)
    local = until.astimezone(office.zone)
    return (
        f"{inviter} invites you to work for {office.name} on its auction site.\n\n"
        f"What you would do there:\n{tasks}\n\n"
        f"Please open this page to accept. It is good once, until "
        f"{local:%d %b %Y, %H:%M} ({office.time_zone}):\n\n{link}\n\n"
        "If this letter is not for you, you need not do anything.\n"
    )
