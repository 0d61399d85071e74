"""Everybody can read what the seller may do to a lot, and on whose word."""

from dataclasses import replace

import pytest

from auction.rules.plain_acts import EMERGENCY, acts_in_words
from auction.rules.procedure import ActTerms, Ground, Procedure
from auction.services.procedures import shipped
from tests.rules.shipped import shipped_procedure

COURT = shipped_procedure("court-first-round")
BANK = shipped_procedure("bank-claims")
MOVABLES = shipped_procedure("movables")


def told(procedure: Procedure) -> str:
    return "\n".join(acts_in_words(procedure))


@pytest.mark.parametrize("name", shipped())
def test_every_ground_of_every_shipped_procedure_is_told(name: str) -> None:
    terms = shipped_procedure(name)
    grounds = [
        ground
        for act in (terms.recall, terms.stay, terms.suspension, terms.voiding)
        for ground in (*act.grounds, *terms.default.grounds)
    ]

    assert all(ground.text in told(terms) for ground in grounds)


def test_it_says_which_grounds_hold_until_the_close_and_which_until_a_bid() -> None:
    until_the_close, until_a_bid = [
        rule
        for rule in acts_in_words(COURT)
        if rule.startswith("The seller may recall")
    ]

    assert "The parties have settled." in until_the_close
    assert "wrongly" not in until_the_close
    assert until_a_bid.endswith("The lot was described or listed wrongly.")


def test_it_says_which_grounds_need_a_bid() -> None:
    (suspension,) = [r for r in acts_in_words(COURT) if "may suspend the lot," in r]

    always, once_bid = suspension.split("And once somebody has bid:")
    assert "objection" in always
    assert "out of line" in once_bid


def test_a_ground_that_ends_with_the_first_bid_says_so_for_every_act() -> None:
    early = Ground("early", "It was too early.", after_first_bid=False)

    sentences = told(replace(MOVABLES, stay=ActTerms((early,))))

    assert "And until the first bid: It was too early." in sentences


def test_it_says_where_two_must_agree_and_where_a_document_is_published() -> None:
    assert "agree to a recall, and the document on which it rests" in told(COURT)
    assert "Two officers must agree to a stay." in told(COURT)
    assert "Two officers must agree to a recall." in told(BANK)
    assert "Two officers" not in told(MOVABLES)
    alone = replace(COURT, voiding=replace(COURT.voiding, persons=1))
    assert "The document on which an annulment rests is published." in told(alone)


def test_a_procedure_without_grounds_knows_no_recall_and_no_other_act() -> None:
    none = ActTerms()
    bare = replace(
        COURT, recall=none, stay=none, suspension=none, voiding=none, default=none
    )

    assert "The seller cannot recall a lot." in told(bare)
    for words in ("may recall", "put the sale off", "may annul", "in default"):
        assert words not in told(bare)
    assert EMERGENCY in told(bare)


def test_it_says_how_a_lot_goes_on_and_within_which_time() -> None:
    left = "with the time that was left, and with at least 30 minutes"

    assert f"{left}, within 5 days after the cause has ended." in told(COURT)
    assert f"{left}." in told(MOVABLES)


def test_it_says_what_a_buyer_loses_who_does_not_pay() -> None:
    assert "After a default: The buyer's deposit is forfeited." in told(COURT)
    assert "may not bid when the lot is offered again" in told(COURT)
    assert "forfeited" not in told(MOVABLES)
    assert "may not bid" not in told(replace(COURT, buyer_barred=False))


def test_it_says_by_when_deposits_are_given_back() -> None:
    assert "given back within 3 days after the end to all but the winner" in told(BANK)
    assert "Deposits are given back" not in told(MOVABLES)
