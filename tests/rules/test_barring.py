"""Terms of bars are read, and what people write about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auction.rules.barring import (
    BarGround,
    BarringTerms,
    BarScope,
    GroundMissing,
    OpenBids,
    TermUnfit,
    is_in_force,
    months_after,
    read_ground,
    read_term,
    read_text,
)
from auction.rules.plain_acts import acts_in_words
from auction.rules.procedure import ProcedureInvalid
from auction.rules.refusal import Refusal
from tests.rules.shipped import shipped_procedure

NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)
LINE = 'scope = "chain"\n'


def test_a_bank_bars_from_all_of_its_sales_for_two_years() -> None:
    terms = shipped_procedure("bank-claims").barring

    assert terms == BarringTerms(24, BarScope.OFFICE, OpenBids.VOID)
    assert terms.until(NOW) == datetime(2028, 8, 31, 12, tzinfo=UTC)


def test_a_court_bars_from_the_same_thing_for_good_and_bids_stand() -> None:
    terms = shipped_procedure("court-first-round").barring

    assert terms == BarringTerms()
    assert terms.until(NOW) is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('scope = "site"', "barring.scope must be chain or office"),
        ('scope = "town"', "barring.scope must be one of"),
        ('open_bids = "gone"', "barring.open_bids must be one of"),
        ("months = 0", "at least 1"),
        ("months = 121", "at most 120"),
        ("days = 3", "barring.days is not a key"),
    ],
)
def test_a_mistake_is_named_by_its_key(wrong: str, told: str) -> None:
    changes = {LINE: f"{wrong}\n"}
    if wrong.startswith("open_bids"):
        changes = {'open_bids = "stand"': wrong}

    with pytest.raises(ProcedureInvalid, match=told):
        shipped_procedure("court-first-round", changes)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bank-claims", "may not bid on any lot of this seller, for 24 months."),
        ("bank-claims", "are void, the lot goes on with those of the others"),
        ("court-first-round", "may not bid when the lot is offered again."),
        ("court-first-round", "those that were placed stand."),
    ],
)
def test_it_is_told_in_plain_words(name: str, sentence: str) -> None:
    assert sentence in "\n".join(acts_in_words(shipped_procedure(name)))


@pytest.mark.parametrize(
    ("months", "day"),
    [(1, (2026, 9, 30)), (4, (2026, 12, 31)), (6, (2027, 2, 28)), (24, (2028, 8, 31))],
)
def test_a_term_ends_on_the_same_day_or_the_last_of_its_month(
    months: int, day: tuple[int, int, int]
) -> None:
    assert months_after(NOW, months) == datetime(*day, 12, tzinfo=UTC)


def test_a_bar_is_over_in_the_moment_of_its_end_and_when_it_is_lifted() -> None:
    second = timedelta(seconds=1)

    assert is_in_force(until=None, lifted_at=None, now=NOW)
    assert is_in_force(until=NOW + second, lifted_at=None, now=NOW)
    assert not is_in_force(until=NOW, lifted_at=None, now=NOW)
    assert not is_in_force(until=None, lifted_at=NOW, now=NOW)


@pytest.mark.parametrize(("typed", "months"), [("", None), (" 12 ", 12), ("120", 120)])
def test_a_term_is_read(typed: str, months: int | None) -> None:
    assert read_term(typed) == months


@pytest.mark.parametrize(
    "typed", ["0", "121", "-1", "1.5", "a year", "\uff11\uff12", "9" * 99]
)
def test_what_is_no_term_is_refused(typed: str) -> None:
    with pytest.raises(TermUnfit, match="from 1 to 120"):
        read_term(typed)


def test_grounds_and_texts_are_read() -> None:
    assert read_ground("collusion") is BarGround.COLLUSION
    with pytest.raises(GroundMissing):
        read_ground("")
    assert read_text(" He did not pay. ") == "He did not pay."
    for typed in ("short", " " * 50, "x" * 2_001):
        with pytest.raises(Refusal):
            read_text(typed)
