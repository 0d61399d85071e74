"""Who works in an office, and letting more people in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction import clock
from auction.models import Appointment, Duty, Role, User
from auction.rules.refusal import Refusal
from auction.services import accounts, inviting, inviting_verifiers
from web.errors import told
from web.extensions import db
from web.links import absolute
from web.login import signed_in
from web.people_forms import InviteForm, VerifierForm


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in an office, and what he does there."""

    user: User
    duties: tuple[Duty, ...]
    since: datetime

    @property
    def name(self) -> str:
        """What the others call him."""
        return self.user.name or self.user.email


def colleagues(session: Session, office_id: int) -> list[Colleague]:
    """Return the people of an office, by name."""
    at_work = select(Appointment.user_id).where(
        Appointment.office_id == office_id, Appointment.ended_at.is_(None)
    )
    people = session.scalars(
        select(User)
        .where(User.id.in_(at_work))
        .options(selectinload(User.appointments))
        .order_by(User.name, User.email)
    )
    return [_colleague(user, office_id) for user in people]


def former_posts(session: Session, office_id: int) -> list[Appointment]:
    """Return the duties that have ended in an office, the last ones first."""
    return list(
        session.scalars(
            select(Appointment)
            .where(
                Appointment.office_id == office_id, Appointment.ended_at.is_not(None)
            )
            .options(joinedload(Appointment.user))
            .order_by(Appointment.ended_at.desc(), Appointment.id.desc())
        )
    )


def send_invitation(form: InviteForm, *, office_id: int) -> str | None:
    """Invite whom a form names; return what happened, or say at it what is wrong."""
    if not form.is_right():
        return None
    try:
        letter = inviting.invite(
            db.session(),
            office_id=office_id,
            by_id=signed_in().id,
            email=form.email.data,
            duties=form.chosen(),
            link=lambda word: absolute("invitations.show", word=word),
            now=clock.now(),
        )
    except AT_THE_ADDRESS as refusal:
        form.refuse("email", told(refusal))
        return None
    return _what_happens_with(letter.email)


def send_to_verifier(form: VerifierForm) -> str | None:
    """Invite whom a form names as a verifier; return what happened, as above."""
    if not form.is_right():
        return None
    try:
        letter = inviting_verifiers.invite_verifier(
            db.session(),
            operator_id=signed_in().id,
            email=form.email.data,
            link=lambda word: absolute("invitations.show", word=word),
            now=clock.now(),
        )
    except AT_THE_ADDRESS as refusal:
        form.refuse("email", told(refusal))
        return None
    return _what_happens_with(letter.email)


AT_THE_ADDRESS: tuple[type[Refusal], ...] = (
    accounts.EmailUnreadable,
    inviting.AlreadyInvited,
    inviting.WorksHere,
    inviting_verifiers.AccountHasTask,
)


def _what_happens_with(email: str) -> str:
    if current_app.config["MAIL"] is not None:
        return f"The invitation is on its way to {email}."
    written = f"The invitation for {email} is written. This site sends no mail: "
    if signed_in().role is Role.OPERATOR:
        return f"{written}the letter lies in your outbox. Please hand it on."
    return (
        f"{written}the letter lies in the operator's outbox, and the operator has to "
        "hand it on."
    )


def _colleague(user: User, office_id: int) -> Colleague:
    held = user.duties_in(office_id)
    posts = [post for post in user.appointments if post.office_id == office_id]
    return Colleague(
        user,
        tuple(duty for duty in Duty if duty in held),
        min(post.appointed_at for post in posts if post.ended_at is None),
    )
