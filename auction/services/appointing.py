"""Who does what in an office: duties are given and ended.

An office's approvers look after its people. The operator ends the duties of somebody
who left; he gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Appointment, Duty, Office, Role, User
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services.notifying import tell
from auction.services.officers import check_duty
from auction.services.offices import office_for_change
from auction.services.operators import check_operator
from auction.services.signing_in import end_all
from auction.services.transaction import atomic

MANAGING = (Duty.APPROVER,)  # look after an office's people and its settings
IN_WORDS: Mapping[Duty, str] = {
    Duty.DRAFTER: "prepares lots and hands them in for approval",
    Duty.APPROVER: "approves what somebody else has drafted, and looks after the "
    "office's people and settings",
    Duty.CASHIER: "keeps the deposits and payments",
    Duty.AUDITOR: "sees what the office does, and changes nothing",
}


class NoDuty(Refusal):
    """Please choose at least one duty."""


class NotAnOfficer(OutOfStep):
    """This account is not an officer's. Please use another e-mail address."""


class NotAColleague(NotThere):
    """Nobody of that name works in this office."""


class LastApprover(OutOfStep):
    """Make somebody else an approver first: one must look after the people."""


@atomic
def appoint(
    session: Session,
    *,
    office_id: int,
    user_id: int,
    duties: Iterable[Duty],
    by_id: int | None,
    now: datetime,
) -> User:
    """Give an officer duties in an office, beside those that he has anywhere.

    ``by_id`` is who gives them; None for whoever runs the machine.
    """
    office_for_change(session, office_id)
    user = session.get_one(User, user_id)
    give(session, user, office_id=office_id, duties=duties, by_id=by_id, now=now)
    end_all(session, user_id=user.id, now=now)
    return user


@atomic
def set_duties(
    session: Session,
    *,
    office_id: int,
    user_id: int,
    manager_id: int,
    duties: Iterable[Duty],
    now: datetime,
) -> User:
    """Let an approver say what a colleague does from now on; nothing lets him go."""
    office = office_for_change(session, office_id)
    manager = check_duty(
        session, officer_id=manager_id, office_id=office_id, duties=MANAGING
    )
    user = _colleague(session, user_id=user_id, office_id=office_id)
    held, wanted = user.duties_in(office_id), frozenset(duties)
    if wanted == held:
        return user
    others = approvers(session, office_id) - {user.id}
    if Duty.APPROVER in held - wanted and not others:
        raise LastApprover

    _end(session, user, office_id, duties=held - wanted, by_id=manager.id, now=now)
    if wanted:
        give(
            session,
            user,
            office_id=office_id,
            duties=wanted,
            by_id=manager.id,
            now=now,
        )
    if user is not manager:  # his own browser gets a new word
        end_all(session, user_id=user.id, now=now)
    _tell(session, user, office, by=manager.name or manager.email, now=now)
    return user


@atomic
def dismiss(
    session: Session, *, office_id: int, user_id: int, operator_id: int, now: datetime
) -> User:
    """Let the operator end everything that a person does in an office.

    Even the last approver's: when he has left, the operator invites the next one.
    """
    office = office_for_change(session, office_id)
    operator = check_operator(session, operator_id)
    user = _colleague(session, user_id=user_id, office_id=office_id)

    held = user.duties_in(office_id)
    _end(session, user, office_id, duties=held, by_id=operator.id, now=now)
    end_all(session, user_id=user.id, now=now)
    _tell(session, user, office, by="The operator of the site", now=now)
    return user


def give(
    session: Session,
    user: User,
    *,
    office_id: int,
    duties: Iterable[Duty],
    by_id: int | None,
    now: datetime,
) -> None:
    """Give an officer the duties that he lacks, within a lock on the office."""
    wanted = frozenset(duties)
    if user.role is not Role.OFFICER:
        raise NotAnOfficer
    if not wanted:
        raise NoDuty
    user.appointments += [
        Appointment(
            office_id=office_id, duty=duty, appointed_at=now, appointed_by_id=by_id
        )
        for duty in Duty
        if duty in wanted - user.duties_in(office_id)
    ]
    session.flush()


def approvers(session: Session, office_id: int) -> frozenset[int]:
    """Return the ids of those who approve in an office now."""
    return frozenset(
        session.scalars(
            select(Appointment.user_id).where(
                Appointment.office_id == office_id,
                Appointment.duty == Duty.APPROVER,
                Appointment.ended_at.is_(None),
            )
        )
    )


def gaps(duties: Iterable[frozenset[Duty]]) -> list[str]:
    """Say what an office cannot do, given the duties of each of its people."""
    people = list(duties)
    drafters = [at for at, held in enumerate(people) if Duty.DRAFTER in held]
    deciders = [at for at, held in enumerate(people) if Duty.APPROVER in held]
    told = []
    if not drafters:
        told.append("Nobody here is a drafter: no lot can be prepared.")
    if not deciders:
        told.append(
            "Nobody here is an approver: no lot can be approved, and nobody looks "
            "after the people of the office."
        )
    if drafters and deciders and len({*drafters, *deciders}) == 1:
        told.append(
            "Only one person drafts and approves, and nobody approves what he drafted "
            "himself: a second person is needed."
        )
    return told


def _colleague(session: Session, *, user_id: int, office_id: int) -> User:
    user = session.get(User, user_id)
    if user is None or not user.works_for(office_id):
        raise NotAColleague
    return user


def _end(
    session: Session,
    user: User,
    office_id: int,
    *,
    duties: frozenset[Duty],
    by_id: int,
    now: datetime,
) -> None:
    for post in user.appointments:
        ends = post.duty in duties and post.ended_at is None
        if ends and post.office_id == office_id:
            post.ended_at, post.ended_by_id = now, by_id
    session.flush()


def _tell(
    session: Session, user: User, office: Office, *, by: str, now: datetime
) -> None:
    held = user.duties_in(office.id)
    duties = ", ".join(duty for duty in Duty if duty in held) or "none any more"
    tell(
        session,
        user,
        None,
        kind="duties",
        subject=f"Your duties at {office.name} have changed",
        text=f"{by} has changed what you do at {office.name}.\n\n"
        f"Your duties there are now: {duties}.",
        now=now,
    )
