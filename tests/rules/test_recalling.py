"""A seller acts only on a ground from the terms, and tells everybody why."""

import pytest

from auction.rules.procedure import Ground
from auction.rules.recalling import (
    LONGEST,
    GroundMissing,
    GroundTooLate,
    PublicTextMissing,
    check_ground,
    check_public_text,
    grounds_that_hold,
)
from tests.rules.shipped import shipped_procedure

SETTLED = Ground("settlement", "The parties have settled.", after_first_bid=True)
MISLISTED = Ground("listing-error", "It was listed wrongly.", after_first_bid=False)
GROUNDS = (SETTLED, MISLISTED)


def test_before_the_first_bid_every_ground_holds() -> None:
    assert grounds_that_hold(GROUNDS, has_bids=False) == GROUNDS
    assert check_ground(GROUNDS, "listing-error", has_bids=False) == MISLISTED


def test_after_the_first_bid_some_grounds_hold_no_longer() -> None:
    assert grounds_that_hold(GROUNDS, has_bids=True) == (SETTLED,)
    assert check_ground(GROUNDS, "settlement", has_bids=True) == SETTLED
    with pytest.raises(GroundTooLate, match="no longer holds once somebody has bid"):
        check_ground(GROUNDS, "listing-error", has_bids=True)


@pytest.mark.parametrize("code", ["", "price-too-low", "SETTLEMENT"])
def test_a_ground_that_the_terms_do_not_name_is_refused(code: str) -> None:
    with pytest.raises(GroundMissing, match="choose one of the grounds"):
        check_ground(GROUNDS, code, has_bids=False)


def test_no_shipped_court_may_recall_because_the_price_is_low() -> None:
    codes = {ground.code for ground in shipped_procedure().recall.grounds}

    assert not any("price" in code for code in codes)


def test_the_public_text_is_kept_without_the_spaces_around_it() -> None:
    assert check_public_text("\n The debtor has paid. ") == "The debtor has paid."


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_recall_without_a_reason_is_refused(text: str) -> None:
    with pytest.raises(PublicTextMissing, match="the reason that everybody will read"):
        check_public_text(text)


@pytest.mark.parametrize("text", ["too short", "x" * (LONGEST + 1)])
def test_a_reason_that_is_too_short_or_too_long_is_told_the_bounds(text: str) -> None:
    with pytest.raises(PublicTextMissing, match="between 10 and 2000 characters"):
        check_public_text(text)


def test_a_reason_at_the_bounds_is_taken() -> None:
    assert check_public_text("x" * 10) == "x" * 10
    assert check_public_text("x" * LONGEST) == "x" * LONGEST
