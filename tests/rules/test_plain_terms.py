"""Everybody can read for what a lot was checked before it was announced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from auction.rules.plain_terms import terms_in_words
from auction.rules.procedure import Procedure
from tests.rules.shipped import shipped_procedure

COURT = shipped_procedure("court-first-round")
BANK = shipped_procedure("bank-claims")
MOVABLES = shipped_procedure("movables")
SELL_OFF = shipped_procedure("sell-off")


def terms(procedure: Procedure) -> str:
    return "\n".join(terms_in_words(procedure))


def test_a_court_tells_all_of_its_terms() -> None:
    assert terms_in_words(COURT) == (
        (
            "A lot is announced at least 30 days before it opens; movables, at least "
            "15 days."
        ),
        "Bidding is open for at least 24 hours.",
        "The reserve is at least 70 % of the valuation.",
        "The deposit is 5 % to 20 % of the starting price.",
        "Published with every lot: Valuation report.",
    )


def test_a_bank_says_that_it_may_deviate() -> None:
    assert "Where a lot deviates from these terms, its page says so, and why." in (
        terms(BANK)
    )
    assert "deviates" not in terms(COURT)


def test_what_is_not_asked_for_is_not_told() -> None:
    nothing = replace(MOVABLES, may_deviate=frozenset())

    assert terms_in_words(nothing) == ()


@pytest.mark.parametrize(
    ("procedure", "changes", "said"),
    [
        (COURT, {"notice_days_movable": 30}, "at least 30 days before it opens."),
        (COURT, {"notice_days_movable": 1}, "movables, at least 1 day."),
        (COURT, {"closes_on_working_day": True}, "The announced end is on a working"),
        (COURT, {"min_duration": timedelta(days=20)}, "for at least 20 days."),
        (COURT, {"deposit_percent_min": None}, "The deposit is at most 20 % of"),
        (COURT, {"deposit_percent_max": None}, "The deposit is at least 5 % of"),
        (COURT, {"deposit_percent_max": Decimal(5)}, "The deposit is 5 % of the"),
        (SELL_OFF, {}, "A first bid may be placed for at least 60 days."),
    ],
)
def test_each_term_is_a_sentence(
    procedure: Procedure, changes: dict[str, Any], said: str
) -> None:
    assert said in terms(replace(procedure, **changes))


def test_a_prepayment_is_told_elsewhere() -> None:
    assert "deposit" not in terms(SELL_OFF)
