"""Whatever people do, in any order: our rules and a second opinion agree.

Twenty thousand steps in every run, half a million with ``make soak``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from auction.money import Money
from auction.rules.bidding import BidKind, BidRefused, Standing, take_bid
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.lifecycle import LotStatus
from auction.rules.priority_match import take_match
from auction.rules.procedure import FirstBid, Procedure, StepKind
from auction.rules.proxy import Limit, Taken, answer, check_cancelling, take_maximum
from auction.rules.registration_terms import PriorityGround, PriorityTerms
from tests.moving_clock import NOON
from tests.rules.examples import procedure
from tests.rules.reference_sale import WINDOW, ReferenceSale

SECOND = timedelta(seconds=1)
LENGTH = 2_000  # seconds from the opening to the end
STEPS = 60  # of one sale at most: Hypothesis ends some earlier
SALES = 100  # of one test
ENOUGH = 50  # steps of a sale, on average
MOST_EXTENSIONS = 6
RANKS = {"Petra": 1, "Paul": 2, "Pia": 2}
PEOPLE = ["Anna", "Bela", "Cleo", *RANKS]
BANDS = (Band(Money(0), Money(1)), Band(Money(30), Money(5)), Band(Money(90), Money(7)))

people = st.sampled_from(PEOPLE)
ACTS = st.sampled_from(["suspended", "suspended", "suspended", "recalled"])
near = st.integers(-8, 25)  # amounts about the minimum


class Sales(RuleBasedStateMachine):
    """One lot, in two books: by our rules and by the reference."""

    steps: ClassVar[int] = 0

    @initialize(exactly=st.booleans(), by_table=st.booleans(), step=st.integers(1, 6))
    def begin(self, *, exactly: bool, by_table: bool, step: int) -> None:
        self.terms = terms(exactly=exactly, by_table=by_table)
        self.lot = Standing(
            status=LotStatus.OPEN,
            opens_at=NOON,
            closes_at=NOON + LENGTH * SECOND,
            scheduled_close=NOON + LENGTH * SECOND,
            starting_price=Money(10),
            increment=None if by_table else Money(step),
        )
        self.other = ReferenceSale(
            start=10,
            end=LENGTH,
            step=lambda at: self.lot.step_from(Money(at), self.terms).minor,
            exactly=exactly,
            most_extensions=MOST_EXTENSIONS,
            ranks=RANKS,
        )
        self.rows: list[Taken] = []
        self.limits: list[Limit] = []
        self.barred: set[int] = set()

    @rule(who=people, above=near)
    def bids(self, who: str, above: int) -> None:
        amount = self.other.minimum + above
        paddle = PEOPLE.index(who)

        def ours() -> list[Taken]:
            after = take_bid(
                self.lot,
                self.terms,
                paddle_id=paddle,
                amount=Money(amount),
                received_at=self.at,
                is_new_bidder=self._is_new(paddle),
                sure=True,
            )
            placed = Taken(paddle, Money(amount), BidKind.PLACED, after)
            return [placed, *self._answers(after)]

        self._both(paddle, ours, self.other.bid(who, amount))

    @rule(who=people, above=near)
    def sets_a_maximum(self, who: str, above: int) -> None:
        amount = self.other.minimum + above
        limit = Limit(PEOPLE.index(who), Money(amount))

        def ours() -> list[Taken]:
            taken = take_maximum(
                self.lot,
                self.terms,
                [one for one in self._active() if one.paddle_id != limit.paddle_id],
                limit=limit,
                capped_by=self._capped_by(limit.paddle_id),
                received_at=self.at,
                is_new_bidder=self._is_new(limit.paddle_id),
            )
            others = [o for o in self.limits if o.paddle_id != limit.paddle_id]
            self.limits = [*others, limit]
            return taken

        self._both(limit.paddle_id, ours, self.other.maximum(who, amount))

    @rule(who=people)
    def matches(self, who: str) -> None:
        paddle, leader = PEOPLE.index(who), self.lot.leader_id

        def ours() -> list[Taken]:
            price = self.lot.price or Money(0)
            after = take_match(
                self.lot,
                self.terms,
                paddle_id=paddle,
                rank=RANKS.get(who),
                leader_rank=None if leader is None else RANKS.get(PEOPLE[leader]),
                seen=price,
                received_at=self.at,
                is_new_bidder=self._is_new(paddle),
            )
            matched = Taken(paddle, price, BidKind.MATCH, after)
            return [matched, *self._answers(after, to_a_match=True)]

        self._both(paddle, ours, self.other.match(who))

    @rule(who=people)
    def wants_to_cancel(self, who: str) -> None:
        try:
            check_cancelling(self.lot, paddle_id=PEOPLE.index(who))
        except BidRefused:
            assert not self.other.cancel(who)
        else:
            assert self.other.cancel(who)

    @precondition(lambda self: len(self.barred) < 2)
    @rule(who=people, really=st.integers(0, 9))
    def is_barred(self, who: str, really: int) -> None:
        if really == 0:
            self.barred.add(PEOPLE.index(who))
            self.other.bar(who)

    @rule(seconds=st.integers(1, 200))
    def time_passes(self, seconds: int) -> None:
        self.other.now += seconds

    @rule(really=st.integers(0, 19), state=ACTS)
    def the_office_acts(self, really: int, state: str) -> None:
        if self.lot.status is LotStatus.SUSPENDED:
            self._move("open")
        elif really == 0:
            self._move(state)

    @invariant()
    def both_books_say_the_same(self) -> None:
        Sales.steps += 1
        leader = self.lot.leader_id
        assert (None if leader is None else PEOPLE[leader]) == self.other.leader
        assert (self.lot.price and self.lot.price.minor) == self.other.price
        assert self.lot.closes_at == NOON + self.other.end * SECOND
        assert self.lot.extensions == self.other.extensions <= MOST_EXTENSIONS

    @invariant()
    def no_price_falls_and_only_a_better_right_holds_it(self) -> None:
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            if after.kind is BidKind.PLACED:
                assert after.amount > before.amount
            assert after.amount >= before.amount
        assert self.lot.bid_count == len(self.rows)
        assert self.lot.bidder_count == len({row.paddle_id for row in self.rows})

    @invariant()
    def nobody_pays_more_than_his_maximum(self) -> None:
        for limit in self._active():
            assert limit.paddle_id == self.lot.leader_id
            assert self.lot.price is not None
            assert limit.amount >= self.lot.price

    @property
    def at(self):  # type: ignore[no-untyped-def] # noqa: ANN201
        return NOON + self.other.now * SECOND

    def _both(self, paddle, ours, theirs) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        """Let ours do it unless somebody is barred, which the caller has to know."""
        try:
            taken = [] if paddle in self.barred else ours()
        except BidRefused:
            assert not theirs
            return
        assert theirs or paddle in self.barred
        self.rows += taken
        self.lot = taken[-1].standing if taken else self.lot
        self.limits = [o for o in self.limits if o.paddle_id == self.lot.leader_id]

    def _active(self) -> list[Limit]:
        return [one for one in self.limits if one.paddle_id not in self.barred]

    def _answers(self, after: Standing, *, to_a_match: bool = False) -> list[Taken]:
        return answer(
            after,
            self.terms,
            self._active(),
            received_at=self.at,
            to_a_match=to_a_match,
        )

    def _capped_by(self, paddle: int) -> Money | None:
        if not self.rows or self.rows[-1].kind is not BidKind.AUTOMATIC:
            return None
        others = (row.amount for row in self.rows if row.paddle_id != paddle)
        return max(others, default=None)

    def _is_new(self, paddle: int) -> bool:
        return all(row.paddle_id != paddle for row in self.rows)

    def _move(self, state: str) -> None:
        self.lot = replace(self.lot, status=LotStatus(state))
        self.other.state = state


def terms(*, exactly: bool, by_table: bool) -> Procedure:
    soft = ClosingRule(
        ClosingKind.FROM_BID,
        WINDOW * SECOND,
        WINDOW * SECOND,
        max_extensions=MOST_EXTENSIONS,
    )
    return procedure(
        first_bid=FirstBid.EXACTLY if exactly else FirstBid.AT_LEAST,
        step=StepKind.TABLE if by_table else StepKind.FIXED,
        bands=BANDS if by_table else (),
        multiples=False,
        maxima=True,
        priority=PriorityTerms((PriorityGround("any", "Any.", 1),), 60 * SECOND),
        closing=soft,
    )


def play(sales: int) -> None:
    chosen = settings(
        max_examples=sales,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    before = Sales.steps
    run_state_machine_as_test(Sales, settings=chosen)
    assert Sales.steps - before >= sales * ENOUGH


@pytest.mark.parametrize("part", range(4))
def test_our_rules_agree_with_the_second_opinion(part: int) -> None:  # noqa: ARG001
    play(SALES)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(10))
def test_they_agree_over_half_a_million_steps(part: int) -> None:  # noqa: ARG001
    play(10 * SALES)
