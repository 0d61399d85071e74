"""What an office may do to an announced lot: which act, when, on whose word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auction.rules.balance import balance_due_at
from auction.rules.bidding import Standing
from auction.rules.grounds import (
    Circumstances,
    check_ground,
    check_public_text,
    grounds_that_hold,
)
from auction.rules.lifecycle import ENDED, LIVE, PREPARING, RESTING, LotStatus
from auction.rules.procedure import ActTerms, Procedure
from auction.rules.refusal import OutOfStep, Refusal

EMERGENCY = "emergency-stop"  # the one ground that needs not be in the terms
EMERGENCY_TEXT = "An emergency: the sale had to be stopped at once."
FURTHEST = timedelta(days=5 * 366)  # a date beyond that is a slip of the pen


class ActKind(StrEnum):
    """What an office may do to a lot once it is announced."""

    RECALL = "recall"
    STAY = "stay"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    VOIDING = "voiding"
    DEFAULT = "default"


class AlreadyDone(OutOfStep):
    """This has already been done."""


class TooLate(OutOfStep):
    """This lot has closed: that can no longer be done."""


class NotNow(OutOfStep):
    """This cannot be done to a lot in this state."""


class NotInTheTerms(OutOfStep):
    """The rules of this sale do not know this act."""


class NoGroundHolds(OutOfStep):
    """None of the grounds that the rules of this sale name for this holds now."""


class DocumentMissing(Refusal):
    """Please attach the document on which this rests: the rules of this sale ask so."""


class DateOutOfReach(Refusal):
    """Please give a date that is still to come, within the next five years."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer wants done to a lot; ``until`` is a stay's expected end."""

    kind: ActKind
    public_text: str
    ground: str | None = None
    until: datetime | None = None
    has_document: bool = False


POSSIBLE: Mapping[ActKind, frozenset[LotStatus]] = {
    ActKind.RECALL: LIVE,
    ActKind.STAY: LIVE - RESTING,
    ActKind.SUSPENSION: LIVE - RESTING,
    ActKind.RESUMPTION: RESTING,
    ActKind.VOIDING: frozenset({LotStatus.SOLD}),
    ActKind.DEFAULT: frozenset({LotStatus.SOLD}),
}
DONE: Mapping[ActKind, tuple[LotStatus, str]] = {
    ActKind.RECALL: (LotStatus.RECALLED, "This lot has already been recalled."),
    ActKind.STAY: (LotStatus.STAYED, "This lot is already stayed."),
    ActKind.SUSPENSION: (LotStatus.SUSPENDED, "This lot is already suspended."),
    ActKind.VOIDING: (LotStatus.VOIDED, "This sale is already void."),
    ActKind.DEFAULT: (LotStatus.DEFAULTED, "This default has already been declared."),
}
TOO_LATE = {
    ActKind.RECALL: "This lot has closed: it can no longer be recalled.",
    ActKind.STAY: "This lot has closed: it can no longer be stayed.",
    ActKind.SUSPENSION: "This lot has closed: it can no longer be suspended.",
}
NOT_NOW = {
    ActKind.STAY: "This lot is suspended; resume it first, then stay it.",
    ActKind.SUSPENSION: "This lot is stayed: nobody can bid on it anyway.",
    ActKind.RESUMPTION: "Only a lot that is stayed or suspended can be resumed.",
    ActKind.VOIDING: "Only a sale can be voided, and this lot is not sold.",
    ActKind.DEFAULT: "Only a buyer can be in default, and this lot is not sold.",
}


def check_wish(
    wish: Wish, standing: Standing, procedure: Procedure, *, now: datetime
) -> ActTerms:
    """Return the terms of what an officer wants, or refuse it as things stand now."""
    check_moment(wish.kind, standing, now)
    check_public_text(wish.public_text)
    terms = _known_terms(procedure, wish.kind, standing.status)
    if wish.kind is ActKind.RESUMPTION:
        return terms
    check_ground(
        terms.grounds, wish.ground or "", circumstances(procedure, standing, now=now)
    )
    if terms.document and not wish.has_document:
        raise DocumentMissing
    _check_date(wish, now)
    return terms


def check_possible(
    kind: ActKind, standing: Standing, procedure: Procedure, *, now: datetime
) -> None:
    """Refuse an act that nobody could do as things stand, whatever he wrote."""
    check_moment(kind, standing, now)
    terms = _known_terms(procedure, kind, standing.status)
    if kind is ActKind.RESUMPTION:
        return
    now_holding = circumstances(procedure, standing, now=now)
    if not grounds_that_hold(terms.grounds, now_holding):
        raise NoGroundHolds


def check_moment(kind: ActKind, standing: Standing, now: datetime) -> None:
    """Refuse an act that comes too late, twice, or in a state that does not allow it.

    At the end exactly it is too late, as it is for a bid; the hammer need not have
    fallen.
    """
    status = standing.status
    if status in PREPARING:
        raise NotNow("This lot is not announced yet.")
    if kind in DONE and status is DONE[kind][0]:
        raise AlreadyDone(DONE[kind][1])
    is_over = status in ENDED or (status not in RESTING and now >= standing.closes_at)
    if is_over and kind in TOO_LATE:
        raise TooLate(TOO_LATE[kind])
    if status not in POSSIBLE[kind]:
        raise NotNow(NOT_NOW[kind])


def is_running(standing: Standing, now: datetime) -> bool:
    """Say whether an emergency stop would suspend a lot."""
    return standing.status in LIVE - RESTING and now < standing.closes_at


def offered(procedure: Procedure, status: LotStatus) -> tuple[ActKind, ...]:
    """Return the acts that the terms know and that the state of a lot allows."""
    return tuple(
        kind
        for kind in ActKind
        if status in POSSIBLE[kind]
        and (kind is ActKind.RESUMPTION or terms_of(procedure, kind, status).grounds)
    )


def explains(kind: ActKind, status: LotStatus) -> bool:
    """Say whether an act of this kind is why a lot is in a state."""
    return kind in DONE and DONE[kind][0] is status


def has_lapsed(kind: ActKind, status: LotStatus) -> bool:
    """Say whether an act that was asked for can never be done any more."""
    return status in ENDED and status not in POSSIBLE[kind]


def terms_of(procedure: Procedure, kind: ActKind, status: LotStatus) -> ActTerms:
    """Return the terms of an act; who resumes needs as many as who put the lot to rest.

    Otherwise one person could undo alone what two have decided.
    """
    if kind is ActKind.RESUMPTION:
        rested = ActKind.STAY if status is LotStatus.STAYED else ActKind.SUSPENSION
        return ActTerms(persons=terms_of(procedure, rested, status).persons)
    terms = {
        ActKind.RECALL: procedure.recall,
        ActKind.STAY: procedure.stay,
        ActKind.SUSPENSION: procedure.suspension,
        ActKind.VOIDING: procedure.voiding,
        ActKind.DEFAULT: procedure.default,
    }
    return terms[kind]


def circumstances(
    procedure: Procedure, standing: Standing, *, now: datetime
) -> Circumstances:
    """Return what the grounds depend on, as a lot stands."""
    due_at = balance_due_at(procedure, ended_at=standing.closes_at)
    return Circumstances(
        has_bids=standing.bid_count > 0,
        term_over=now >= (due_at or standing.closes_at),
    )


def ground_text(procedure: Procedure, kind: ActKind, code: str | None) -> str:
    """Return what people read for the code of a ground; nothing where there is none."""
    if code == EMERGENCY:
        return EMERGENCY_TEXT
    if code is None or kind is ActKind.RESUMPTION:
        return ""
    grounds = terms_of(procedure, kind, LotStatus.OPEN).grounds
    return next((ground.text for ground in grounds if ground.code == code), "")


def _known_terms(procedure: Procedure, kind: ActKind, status: LotStatus) -> ActTerms:
    terms = terms_of(procedure, kind, status)
    if kind is not ActKind.RESUMPTION and not terms.grounds:
        raise NotInTheTerms
    return terms


def _check_date(wish: Wish, now: datetime) -> None:
    if wish.until is None:
        return
    if wish.kind is not ActKind.STAY or not now < wish.until <= now + FURTHEST:
        raise DateOutOfReach
