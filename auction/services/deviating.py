"""Setting a check of the procedure aside, where it may be, for a published reason."""

from __future__ import annotations

from sqlalchemy.orm import Session

from auction.models import Duty, Lot
from auction.rules.checks import DEVIABLE
from auction.rules.grounds import check_public_text
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.officers import lot_for_officer
from auction.services.transaction import atomic


class MayNotDeviate(Refusal):
    """The rules of this sale do not let the office deviate here."""


class NoLongerADraft(OutOfStep):
    """Only a draft can be changed in this way."""


@atomic
def deviate(
    session: Session, *, lot_id: int, officer_id: int, check: str, reason: str
) -> Lot:
    """Set one check of a draft aside; the reason is published with the lot."""
    lot = _draft(session, lot_id, officer_id)
    if check not in DEVIABLE & lot.catalogue.procedure.may_deviate:
        raise MayNotDeviate
    lot.deviations = {**lot.deviations, check: check_public_text(reason)}
    return lot


@atomic
def comply(session: Session, *, lot_id: int, officer_id: int, check: str) -> Lot:
    """Let a check count again that the office had set aside."""
    lot = _draft(session, lot_id, officer_id)
    lot.deviations = {k: v for k, v in lot.deviations.items() if k != check}
    return lot


def _draft(session: Session, lot_id: int, officer_id: int) -> Lot:
    lot = lot_for_officer(
        session, lot_id=lot_id, officer_id=officer_id, duties=(Duty.DRAFTER,)
    )
    if lot.status is not LotStatus.DRAFT:
        raise NoLongerADraft
    return lot
