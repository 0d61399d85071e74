"""How far a new office has come with its first sale."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from auction.models import Appointment, Catalogue, Duty, Lot
from auction.rules.lifecycle import PUBLIC, LotStatus


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first steps of an office, and which of them are done."""

    has_catalogue: bool
    has_lots: bool
    has_second_person: bool  # somebody else may approve
    has_submitted: bool
    has_announced: bool


def beginning(session: Session, *, office_id: int, person_id: int) -> Beginning:
    """Return how far an office has come, as one of its officers sees it."""
    lots = Lot.office_id == office_id
    second = (
        Appointment.office_id == office_id,
        Appointment.duty == Duty.APPROVER,
        Appointment.ended_at.is_(None),
        Appointment.user_id != person_id,
    )
    row = session.execute(
        select(
            exists().where(Catalogue.office_id == office_id),
            exists().where(lots),
            exists().where(*second),
            exists().where(lots, Lot.status != LotStatus.DRAFT),
            exists().where(lots, Lot.status.in_(PUBLIC)),
        )
    ).one()
    return Beginning(*(bool(done) for done in row))
