"""Rights of priority: claimed in time, confirmed before the opening, or lost.

Fa Shi [2016] No. 18, articles 16, 19 and 21: whoever is not confirmed before bidding
begins is a bidder like everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auction.rules.lifecycle import LotStatus
from auction.rules.plain_text import check_text
from auction.rules.refusal import OutOfStep, Refusal
from auction.rules.registration_terms import PriorityGround, PriorityTerms

LONGEST_EXPLANATION = 2_000  # characters


class NoPriorityHere(OutOfStep):
    """In this procedure nobody has a right of priority."""


class GroundMissing(Refusal):
    """Please choose why you have a right of priority."""


class ExplanationMissing(Refusal):
    """Please explain why you have this right."""


class ClaimTooLate(OutOfStep):
    """A right of priority had to be claimed earlier. You bid like everybody else."""


class PriorityOver(OutOfStep):
    """This can no longer be decided: bidding has begun."""


class ClaimState(StrEnum):
    """What became of a claim."""

    WAITS = "waits"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    LAPSED = "lapsed"  # nobody had confirmed it when bidding began


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as the rules see it."""

    confirmed: bool
    declined: bool
    rank: int | None
    reason: str = ""


def claims_until(terms: PriorityTerms, *, opens_at: datetime) -> datetime:
    """Return the moment from which no right of priority can be claimed any more."""
    return opens_at - terms.claim_until


def may_claim(
    terms: PriorityTerms | None,
    *,
    status: LotStatus,
    opens_at: datetime,
    now: datetime,
) -> bool:
    """Say whether a right of priority can be claimed now."""
    if terms is None or has_begun(status, opens_at=opens_at, now=now):
        return False
    return now < claims_until(terms, opens_at=opens_at)


def check_claim(
    terms: PriorityTerms | None,
    *,
    ground: str,
    explanation: str,
    status: LotStatus,
    opens_at: datetime,
    now: datetime,
) -> PriorityGround:
    """Return the ground of a claim that can be taken, or refuse it."""
    if terms is None:
        raise NoPriorityHere
    if not may_claim(terms, status=status, opens_at=opens_at, now=now):
        raise ClaimTooLate
    found = terms.ground(ground)
    if found is None:
        raise GroundMissing
    if not explanation.strip():
        raise ExplanationMissing
    check_text(explanation, called="The explanation", longest=LONGEST_EXPLANATION)
    return found


def check_decision(status: LotStatus, *, opens_at: datetime, now: datetime) -> None:
    """Refuse to confirm or decline a claim once bidding has begun."""
    if has_begun(status, opens_at=opens_at, now=now):
        raise PriorityOver


def has_begun(status: LotStatus, *, opens_at: datetime, now: datetime) -> bool:
    """Say whether bidding has begun, or the time for it has come."""
    waiting = (LotStatus.ANNOUNCED, LotStatus.STAYED, LotStatus.SUSPENDED)
    return status not in waiting or now >= opens_at


def state_of(claim: Claim, *, begun: bool) -> ClaimState:
    """Say what became of a claim."""
    if claim.confirmed:
        return ClaimState.CONFIRMED
    if claim.declined:
        return ClaimState.DECLINED
    return ClaimState.LAPSED if begun else ClaimState.WAITS


def told(claim: Claim, *, begun: bool) -> str:
    """Tell the one who claims it what became of it, in a sentence."""
    ordinary = "You bid like everybody else."
    return {
        ClaimState.CONFIRMED: (
            f"Your right of priority is confirmed, with rank {claim.rank}."
        ),
        ClaimState.WAITS: (
            "Your right of priority waits for the verifier. It counts only if it is "
            "confirmed before bidding begins."
        ),
        ClaimState.DECLINED: (
            f"Your right of priority was not confirmed: {claim.reason} {ordinary}"
        ),
        ClaimState.LAPSED: (
            "Your right of priority was not confirmed before bidding began. " + ordinary
        ),
    }[state_of(claim, begun=begun)]
