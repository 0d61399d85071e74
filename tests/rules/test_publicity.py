"""Who may be told what about a lot, and when."""

import pytest

from auction.rules.lifecycle import LIVE, PREPARING, LotStatus
from auction.rules.publicity import (
    names_winner_to_all,
    names_winner_to_seller,
    shows_bids,
)
from tests.rules.examples import procedure

OPEN_TO_ALL = procedure(winner_public=True, winner_to_seller=True, bids_public=True)
DISCREET = procedure(winner_public=False, winner_to_seller=True, bids_public=False)
SECRET = procedure(winner_public=False, winner_to_seller=False)


@pytest.mark.parametrize("status", sorted(LIVE | PREPARING | {LotStatus.PASSED}))
def test_before_the_hammer_nobody_is_named(status: LotStatus) -> None:
    assert not names_winner_to_all(OPEN_TO_ALL, status)
    assert not names_winner_to_seller(OPEN_TO_ALL, status)


def test_the_buyer_is_published_only_where_the_procedure_says_so() -> None:
    assert names_winner_to_all(OPEN_TO_ALL, LotStatus.SOLD)
    assert not names_winner_to_all(DISCREET, LotStatus.SOLD)


def test_the_seller_learns_the_buyer_unless_the_procedure_forbids_it() -> None:
    assert names_winner_to_seller(DISCREET, LotStatus.SOLD)
    assert names_winner_to_seller(DISCREET, LotStatus.DEFAULTED)
    assert not names_winner_to_seller(SECRET, LotStatus.SOLD)


@pytest.mark.parametrize("status", [LotStatus.VOIDED, LotStatus.RECALLED])
def test_what_no_longer_counts_names_nobody(status: LotStatus) -> None:
    assert not names_winner_to_all(OPEN_TO_ALL, status)
    assert not names_winner_to_seller(OPEN_TO_ALL, status)


def test_one_who_did_not_pay_is_not_published() -> None:
    assert not names_winner_to_all(OPEN_TO_ALL, LotStatus.DEFAULTED)


def test_bids_can_always_be_read_after_the_end() -> None:
    assert shows_bids(OPEN_TO_ALL, LotStatus.OPEN)
    assert not shows_bids(DISCREET, LotStatus.OPEN)
    assert shows_bids(DISCREET, LotStatus.PASSED)
