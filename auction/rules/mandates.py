"""Powers of attorney: until when they are filed, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.procedure import Procedure
from auction.rules.refusal import OutOfStep


class MandateState(StrEnum):
    """How far a power of attorney has come for its lot."""

    WAITS = "waits"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class TooLateToFile(OutOfStep):
    """It is too late to file a power of attorney. You can still bid for yourself."""


class LotOver(OutOfStep):
    """This lot has ended: a power of attorney changes nothing any more."""


def filed_until(procedure: Procedure, opens_at: datetime) -> datetime:
    """Return the moment from which it is too late: the opening, or as it is said."""
    terms = procedure.registration
    before = terms.mandate_until if terms else None
    return opens_at - before if before else opens_at


def takes_mandates(
    procedure: Procedure, status: LotStatus, *, opens_at: datetime, now: datetime
) -> bool:
    """Say whether a power of attorney can be filed for a lot now."""
    return status is LotStatus.ANNOUNCED and now < filed_until(procedure, opens_at)


def check_takes_mandates(
    procedure: Procedure, status: LotStatus, *, opens_at: datetime, now: datetime
) -> None:
    """Refuse a power of attorney that comes too late, or to a lot that has ended."""
    if status not in LIVE:
        raise LotOver
    if not takes_mandates(procedure, status, opens_at=opens_at, now=now):
        raise TooLateToFile


def state_of(
    *, confirmed_at: datetime | None, declined_at: datetime | None
) -> MandateState:
    """Return how far a power of attorney has come."""
    if confirmed_at is not None:
        return MandateState.CONFIRMED
    return MandateState.DECLINED if declined_at is not None else MandateState.WAITS
