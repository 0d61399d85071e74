"""Letting verifiers in and out: the operator invites them, and lets them go."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Invitation, Role, User
from auction.rules.refusal import NotThere, OutOfStep
from auction.services import accounts
from auction.services.inviting import (
    LASTS,
    AlreadyInvited,
    InvitationUnknown,
    InvitationUsed,
)
from auction.services.mailing import write_mail
from auction.services.operators import check_operator
from auction.services.signing_in import end_all
from auction.services.transaction import atomic


class AccountHasTask(OutOfStep):
    """There is an account with this address, which bids or sells. Use another one."""


class NotAVerifier(NotThere):
    """There is no such verifier."""


@atomic
def invite_verifier(
    session: Session,
    *,
    operator_id: int,
    email: str,
    link: Callable[[str], str],
    now: datetime,
) -> Invitation:
    """Write somebody a letter that makes him a verifier: an invitation to no office."""
    check_operator(session, operator_id)
    address = accounts.read_email(email)
    if session.scalar(select(User.id).where(User.email == address)):
        raise AccountHasTask
    if address in {one.email for one in open_to_verifiers(session, now=now)}:
        raise AlreadyInvited

    word = secrets.token_urlsafe(32)
    invitation = Invitation(
        office_id=None,
        email=address,
        duties=[],
        token=accounts.digest(word),
        invited_by_id=operator_id,
        invited_at=now,
        expires_at=now + LASTS,
    )
    session.add(invitation)
    write_mail(
        session,
        to=address,
        subject="Invitation to verify who bids",
        text="The operator of the auction site invites you to be a verifier: you look "
        "at the papers of people who want to bid, and say whether they are who they "
        "say. Who verifies neither bids nor works for an office that sells.\n\n"
        f"Please open this page to accept. It is good once, until "
        f"{now + LASTS:%d %b %Y, %H:%M} (UTC):\n\n{link(word)}\n\n"
        "If this letter is not for you, you need not do anything.\n",
        now=now,
        is_private=False,
    )
    session.flush()
    return invitation


@atomic
def withdraw_from_verifier(
    session: Session, *, invitation_id: int, operator_id: int, now: datetime
) -> None:
    """Take an invitation back that nobody has accepted yet."""
    check_operator(session, operator_id)
    invitation = session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.office_id is not None:
        raise InvitationUnknown
    if invitation.accepted_at is not None:
        raise InvitationUsed
    invitation.withdrawn_at = invitation.withdrawn_at or now


@atomic
def let_go(
    session: Session, *, verifier_id: int, operator_id: int, now: datetime
) -> None:
    """Close a verifier's account, in every browser; what he decided stays."""
    check_operator(session, operator_id)
    verifier = session.get(User, verifier_id, with_for_update=True)
    if verifier is None or verifier.role is not Role.VERIFIER or verifier.closed_at:
        raise NotAVerifier
    verifier.closed_at = now
    end_all(session, user_id=verifier_id, now=now)


def verifiers(session: Session) -> list[User]:
    """Return who verifies now, by name."""
    found = session.scalars(
        select(User)
        .where(User.role == Role.VERIFIER, User.closed_at.is_(None))
        .order_by(User.name, User.id)
    )
    return list(found)


def open_to_verifiers(session: Session, *, now: datetime) -> list[Invitation]:
    """Return the invitations of verifiers that are still good, the newest first."""
    found = session.scalars(
        select(Invitation)
        .where(
            Invitation.office_id.is_(None),
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.id.desc())
    )
    return list(found)
