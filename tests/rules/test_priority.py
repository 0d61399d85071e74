"""A right of priority is claimed in time and confirmed before bidding, or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.lifecycle import LotStatus
from auction.rules.plain_text import TextUnfit
from auction.rules.priority import (
    Claim,
    ClaimTooLate,
    ExplanationMissing,
    GroundMissing,
    NoPriorityHere,
    PriorityOver,
    check_claim,
    check_decision,
    told,
)
from auction.rules.refusal import Refusal
from auction.rules.registration_terms import PriorityGround, PriorityTerms
from tests.moving_clock import NOON

CO_OWNER = PriorityGround("co-owner", "Co-owner of the thing.", 1)
TERMS = PriorityTerms((CO_OWNER,), timedelta(days=3))
IN_TIME = NOON + timedelta(days=3, microseconds=1)
CLAIM = Claim(confirmed=False, declined=False, rank=None)


def claim(**differences: object) -> PriorityGround:
    """Claim as a co-owner, in time, unless told otherwise."""
    usual: dict[str, object] = {
        "ground": "co-owner",
        "explanation": "I own the other half.",
        "status": LotStatus.ANNOUNCED,
        "opens_at": IN_TIME,
        "now": NOON,
    }
    return check_claim(TERMS, **usual | differences)  # type: ignore[arg-type]


def test_a_claim_in_time_is_taken_with_its_ground() -> None:
    assert claim() is CO_OWNER


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"opens_at": NOON + timedelta(days=3)}, ClaimTooLate),
        ({"opens_at": NOON}, ClaimTooLate),
        ({"status": LotStatus.OPEN}, ClaimTooLate),
        ({"status": LotStatus.SOLD}, ClaimTooLate),
        ({"ground": "cousin"}, GroundMissing),
        ({"explanation": " \n"}, ExplanationMissing),
        ({"explanation": "x" * 2001}, TextUnfit),
    ],
)
def test_a_claim_that_is_late_or_says_too_little_is_refused(
    differences: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        claim(**differences)


def test_where_the_procedure_knows_no_priority_nobody_can_claim_it() -> None:
    with pytest.raises(NoPriorityHere):
        check_claim(
            None,
            ground="co-owner",
            explanation="I own the other half.",
            status=LotStatus.ANNOUNCED,
            opens_at=IN_TIME,
            now=NOON,
        )


@pytest.mark.parametrize(
    ("status", "opens_in", "over"),
    [
        (LotStatus.ANNOUNCED, timedelta(microseconds=1), False),
        (LotStatus.STAYED, timedelta(hours=1), False),
        (LotStatus.ANNOUNCED, timedelta(0), True),
        (LotStatus.OPEN, timedelta(hours=1), True),
        (LotStatus.RECALLED, timedelta(hours=1), True),
    ],
)
def test_a_claim_is_decided_before_bidding_begins_or_not_at_all(
    status: LotStatus, opens_in: timedelta, *, over: bool
) -> None:
    if over:
        with pytest.raises(PriorityOver):
            check_decision(status, opens_at=NOON + opens_in, now=NOON)
    else:
        check_decision(status, opens_at=NOON + opens_in, now=NOON)


@pytest.mark.parametrize(
    ("claimed", "begun", "words"),
    [
        (Claim(confirmed=True, declined=False, rank=2), True, "confirmed, with rank 2"),
        (CLAIM, False, "waits for the verifier"),
        (CLAIM, True, "before bidding began. You bid like everybody else"),
        (
            Claim(confirmed=False, declined=True, rank=None, reason="No deed."),
            False,
            "not confirmed: No deed. You bid like everybody else",
        ),
    ],
)
def test_its_holder_is_told_what_became_of_it(
    claimed: Claim, words: str, *, begun: bool
) -> None:
    assert words in told(claimed, begun=begun)
