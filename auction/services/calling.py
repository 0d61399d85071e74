"""Letters between the two officers whose word an act needs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act, Appointment, Duty, Lot, User
from auction.rules.act_words import NAMES
from auction.services.mailing import write_mail


def call_second_person(session: Session, lot: Lot, act: Act, *, now: datetime) -> None:
    """Ask everybody who may confirm an act to look at it."""
    appointed = select(Appointment.user_id).where(
        Appointment.office_id == lot.office_id,
        Appointment.duty == Duty.APPROVER,
        Appointment.ended_at.is_(None),
    )
    others = select(User).where(User.id.in_(appointed), User.id != act.asked_by_id)
    for officer in session.scalars(others.order_by(User.id)):
        write_mail(
            session,
            to=officer.email,
            subject=f"Waits for you: {NAMES[act.kind]} of {lot.title}",
            text=(
                f"A colleague has asked for the {NAMES[act.kind]} of lot {lot.number}, "
                f"{lot.title}. It needs a second person: please confirm or decline it "
                "at your desk, under Acts. Until then nothing has happened to the lot."
            ),
            now=now,
            is_private=True,  # until it is done it is nobody else's business
        )


def answer_asker(session: Session, lot: Lot, act: Act, *, now: datetime) -> None:
    """Tell who asked for an act that the second person has declined it, and why."""
    reason = f"\n\nRemark: {act.remark}" if act.remark else ""
    write_mail(
        session,
        to=act.asked_by.email,
        subject=f"Declined: {NAMES[act.kind]} of {lot.title}",
        text=(
            f"The second person has declined the {NAMES[act.kind]} of lot "
            f"{lot.number}, {lot.title}. Nothing has happened to the lot.{reason}"
        ),
        now=now,
        is_private=True,
    )
