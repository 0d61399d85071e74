"""Letters between the two officers whose word an act needs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Act, Duty, Lot
from auction.rules.act_words import NAMES
from auction.services.notifying import tell, tell_officers


def call_second_person(session: Session, lot: Lot, act: Act, *, now: datetime) -> None:
    """Ask everybody who may confirm an act to look at it."""
    name = NAMES[act.kind]
    tell_officers(
        session,
        office_id=lot.office_id,
        duties=(Duty.APPROVER,),
        but=act.asked_by_id,
        subject=f"Waits for you: {name} of {lot.title}",
        text=(
            f"A colleague has asked for the {name} of lot {lot.number}, {lot.title}. "
            "It needs a second person: please confirm or decline it at your desk, "
            "under Acts. Until then nothing has happened to the lot."
        ),
        now=now,
    )


def answer_asker(session: Session, lot: Lot, act: Act, *, now: datetime) -> None:
    """Tell who asked for an act that the second person has declined it, and why."""
    name, remark = NAMES[act.kind], f"\n\nRemark: {act.remark}" if act.remark else ""
    tell(
        session,
        act.asked_by,
        lot,
        kind="act declined",
        subject=f"Declined: {name} of {lot.title}",
        text=(
            f"The second person has declined the {name} of lot {lot.number}, "
            f"{lot.title}. Nothing has happened to the lot.{remark}"
        ),
        now=now,
    )
