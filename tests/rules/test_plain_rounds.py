"""Who thinks of waiting for the next round can read what it may cost, and when."""

import pytest

from auction.rules.plain_rounds import rounds_in_words
from tests.rules.shipped import shipped_procedure


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        (
            "court-first-round",
            "at a starting price that is at most 20 % lower, and opens within 30 days",
        ),
        (
            "court-second-round",
            "at no lower starting price, and is announced within 15 days",
        ),
        (
            "bank-claims",
            "at a starting price that the seller sets anew",
        ),
    ],
)
def test_what_may_follow_is_told_in_a_sentence(procedure: str, told: str) -> None:
    sentence = f"A lot that passes may be offered again, {told}."

    assert rounds_in_words(shipped_procedure(procedure)) == (sentence,)


def test_nothing_is_told_where_nothing_follows() -> None:
    assert rounds_in_words(shipped_procedure("sell-off")) == ()
