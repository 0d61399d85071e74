"""Everybody is told the same of an act."""

from datetime import datetime

import pytest

from auction.rules.act_words import BARRED, MEANING, NAMES, SUBJECTS, Outcome, letter
from auction.rules.acting import ActKind
from tests.moving_clock import NOON

REASON = "The parties have come to terms."


def tell(at: datetime) -> str:
    return f"{at:%d %b, %H:%M}"


def write(kind: ActKind, outcome: Outcome, ground: str = "") -> str:
    return letter(kind, outcome, ground=ground, public_text=REASON, tell=tell)


@pytest.mark.parametrize("kind", list(ActKind))
def test_every_act_has_its_words(kind: ActKind) -> None:
    assert NAMES[kind]
    assert SUBJECTS[kind]
    assert write(kind, Outcome()) == f"{MEANING[kind]}\n\nReason: {REASON}"


def test_a_letter_says_what_the_act_means_for_bids_dates_and_deposits() -> None:
    stayed = write(ActKind.STAY, Outcome(expected_until=NOON), "It was stayed.")
    resumed = write(ActKind.RESUMPTION, Outcome(opens_at=NOON, closes_at=NOON))
    recalled = write(ActKind.RECALL, Outcome(deposits_by=NOON))
    defaulted = write(
        ActKind.DEFAULT, Outcome(forfeit="All is lost.", buyer_barred=True)
    )

    assert "expected to rest until 02 Mar, 12:00" in stayed
    assert "Ground: It was stayed." in stayed
    assert "Bidding opens at 02 Mar, 12:00." in resumed
    assert "Bidding closes at 02 Mar, 12:00." in resumed
    assert "no longer bind anybody" in recalled
    assert "Deposits are given back by 02 Mar, 12:00." in recalled
    assert "All is lost." in defaulted
    assert BARRED in defaulted
