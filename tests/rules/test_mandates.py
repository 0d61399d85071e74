"""Powers of attorney: until when they are filed."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from auction.rules.lifecycle import LotStatus
from auction.rules.mandates import (
    LotOver,
    MandateState,
    TooLateToFile,
    check_takes_mandates,
    filed_until,
    state_of,
)
from auction.rules.refusal import Refusal
from auction.rules.registration_terms import RegistrationTerms
from tests.moving_clock import NOON
from tests.rules.shipped import shipped_procedure

OPENS = NOON + timedelta(days=10)
SECOND = timedelta(seconds=1)
PROCEDURE = replace(shipped_procedure(), registration=None)
FIVE_DAYS = RegistrationTerms(mandate_until=timedelta(days=5))
STRICT = replace(PROCEDURE, registration=FIVE_DAYS)


@pytest.mark.parametrize(
    ("is_strict", "status", "before_opening", "refusal"),
    [
        (False, LotStatus.ANNOUNCED, SECOND, None),
        (False, LotStatus.ANNOUNCED, 0 * SECOND, TooLateToFile),
        (False, LotStatus.OPEN, -SECOND, TooLateToFile),
        (True, LotStatus.ANNOUNCED, timedelta(days=5) + SECOND, None),
        (True, LotStatus.ANNOUNCED, timedelta(days=5), TooLateToFile),
        (True, LotStatus.ANNOUNCED, SECOND, TooLateToFile),
        (False, LotStatus.SUSPENDED, SECOND, TooLateToFile),
        (False, LotStatus.RECALLED, SECOND, LotOver),
        (False, LotStatus.SOLD, -SECOND, LotOver),
    ],
)
def test_a_power_is_filed_before_the_opening_or_as_the_procedure_says(
    *,
    is_strict: bool,
    status: LotStatus,
    before_opening: timedelta,
    refusal: type[Refusal] | None,
) -> None:
    procedure = STRICT if is_strict else PROCEDURE
    expected = pytest.raises(refusal) if refusal else nullcontext()

    with expected:
        check_takes_mandates(
            procedure, status, opens_at=OPENS, now=OPENS - before_opening
        )


def test_the_page_says_the_same_moment() -> None:
    assert filed_until(PROCEDURE, OPENS) == OPENS
    assert filed_until(STRICT, OPENS) == OPENS - timedelta(days=5)


def test_what_was_decided_waits_no_more() -> None:
    assert state_of(confirmed_at=None, declined_at=None) is MandateState.WAITS
    assert state_of(confirmed_at=NOON, declined_at=None) is MandateState.CONFIRMED
    assert state_of(confirmed_at=None, declined_at=NOON) is MandateState.DECLINED
