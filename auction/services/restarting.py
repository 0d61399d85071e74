"""Letting the lots of an emergency stop go on, each by the ordinary act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Lot
from auction.rules.acting import EMERGENCY
from auction.rules.grounds import check_public_text
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services import acting
from auction.services.officers import check_duty


@dataclass(frozen=True, slots=True)
class Resumed:
    """What became of the lots of a stop that an office wanted to go on."""

    going_on: int = 0
    waiting: int = 0  # for a second person
    refused: int = 0


def resume_stopped(
    session: Session,
    *,
    stop_id: int,
    office_id: int,
    officer_id: int,
    public_text: str,
    now: datetime,
) -> Resumed:
    """Let an office's lots of a stop go on, each by the ordinary act of resuming."""
    check_duty(session, officer_id=officer_id, office_id=office_id)
    check_public_text(public_text)
    lot_ids = session.scalars(
        stopped_lots(stop_id, office_id).with_only_columns(Lot.id)
    ).all()
    going_on = waiting = refused = 0
    for lot_id in lot_ids:
        try:
            act = acting.ask_for(
                session,
                lot_id=lot_id,
                officer_id=officer_id,
                kind=ActKind.RESUMPTION,
                public_text=public_text,
                now=now,
            )
        except Refusal:
            refused += 1  # resumed meanwhile, or asked for already
        else:
            going_on += act.done_at is not None
            waiting += act.done_at is None
    return Resumed(going_on, waiting, refused)


def stopped_lots(stop_id: int, office_id: int) -> Select[tuple[Lot]]:
    """Select the lots of an office that a stop has suspended and that still rest."""
    acts = select(Act.lot_id).where(Act.stop_id == stop_id)
    return (
        select(Lot)
        .where(
            Lot.id.in_(acts),
            Lot.office_id == office_id,
            Lot.status == LotStatus.SUSPENDED,
            Lot.reason_code == EMERGENCY,
        )
        .order_by(Lot.catalogue_id, Lot.number)
    )
