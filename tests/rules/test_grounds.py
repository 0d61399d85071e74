"""A seller acts only on a ground from the terms, and tells everybody why."""

import pytest

from auction.rules.grounds import (
    LONGEST,
    Circumstances,
    GroundMissing,
    GroundTooEarly,
    GroundTooLate,
    PublicTextMissing,
    TermNotOver,
    check_ground,
    check_public_text,
    grounds_that_hold,
)
from auction.rules.procedure import Ground
from tests.rules.shipped import shipped_procedure

SETTLED = Ground("settlement", "The parties have settled.")
MISLISTED = Ground("listing-error", "It was listed wrongly.", after_first_bid=False)
FRENZY = Ground("frenzy", "The price is out of line.", before_first_bid=False)
UNPAID = Ground("unpaid", "The buyer has not paid.", after_balance_term=True)
GROUNDS = (SETTLED, MISLISTED, FRENZY, UNPAID)
BEFORE = Circumstances(has_bids=False)
AFTER = Circumstances(has_bids=True)
LATER = Circumstances(has_bids=True, term_over=True)


@pytest.mark.parametrize(
    ("now", "holding"),
    [
        (BEFORE, (SETTLED, MISLISTED)),
        (AFTER, (SETTLED, FRENZY)),
        (LATER, (SETTLED, FRENZY, UNPAID)),
    ],
)
def test_which_grounds_hold_depends_on_the_bids_and_the_buyers_time(
    now: Circumstances, holding: tuple[Ground, ...]
) -> None:
    assert grounds_that_hold(GROUNDS, now) == holding
    assert [check_ground(GROUNDS, ground.code, now) for ground in holding] == [*holding]


def test_after_the_first_bid_some_grounds_hold_no_longer() -> None:
    with pytest.raises(GroundTooLate, match="no longer holds once somebody has bid"):
        check_ground(GROUNDS, "listing-error", AFTER)


def test_without_a_bid_no_price_is_out_of_line() -> None:
    with pytest.raises(GroundTooEarly, match="does not hold before somebody has bid"):
        check_ground(GROUNDS, "frenzy", BEFORE)


def test_a_buyer_who_has_still_time_to_pay_has_not_failed_to() -> None:
    with pytest.raises(TermNotOver, match="while the buyer has still time to pay"):
        check_ground(GROUNDS, "unpaid", AFTER)


@pytest.mark.parametrize("code", ["", "price-too-low", "SETTLEMENT"])
def test_a_ground_that_the_terms_do_not_name_is_refused(code: str) -> None:
    with pytest.raises(GroundMissing, match="choose one of the grounds"):
        check_ground(GROUNDS, code, BEFORE)


def test_no_shipped_court_may_recall_because_the_price_is_low() -> None:
    codes = {ground.code for ground in shipped_procedure().recall.grounds}

    assert not any("price" in code for code in codes)


def test_the_public_text_is_kept_without_the_spaces_around_it() -> None:
    assert check_public_text("\n The debtor has paid. ") == "The debtor has paid."


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_a_reason_must_be_given(text: str) -> None:
    with pytest.raises(PublicTextMissing, match="give the reason that everybody"):
        check_public_text(text)


@pytest.mark.parametrize("text", ["Short.", "x" * (LONGEST + 1)])
def test_a_reason_is_neither_a_word_nor_a_book(text: str) -> None:
    with pytest.raises(PublicTextMissing, match="between 10 and 2000 characters"):
        check_public_text(text)
