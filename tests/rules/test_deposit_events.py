"""Every event of a deposit balances, and nothing goes below zero."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules import ledger
from auction.rules.deposit_life import MOVES, DepositState
from auction.rules.ledger import Account, Balances, Entry, Event

ASKED = Money(40_00)
CENT = Money(1)
SUM = Money(100)
State = DepositState
Verb = Callable[[Balances], list[Entry]]


class Book:
    """The entries of one deposit, written one event after the other."""

    def __init__(self) -> None:
        self.entries = events.requested(ASKED)

    def write(self, *verbs: Verb) -> Book:
        for verb in verbs:
            self.entries += verb(self.stand)
        return self

    @property
    def stand(self) -> Balances:
        return ledger.balances(self.entries)

    @property
    def state(self) -> DepositState:
        return ledger.state_of(self.entries)

    def on(self, *accounts: Account) -> list[int]:
        return [self.stand[account].minor for account in accounts]


def pay(amount: Money = ASKED) -> Verb:
    return lambda stand: events.received(amount, stand)


def order(amount: Money = ASKED) -> Verb:
    return lambda stand: events.ordered(amount, stand)


def back(amount: Money = ASKED) -> Verb:
    return lambda stand: events.returned(amount, stand)


def bounce(amount: Money = ASKED) -> Verb:
    return lambda stand: events.bounced(amount, stand)


def cancel(amount: Money = ASKED) -> Verb:
    return lambda stand: events.order_cancelled(amount, stand)


def reverse(amount: Money = ASKED) -> Verb:
    return lambda stand: events.reversed_by_bank(amount, stand)


def by_hand(amount: Money = ASKED) -> Verb:
    return lambda stand: events.received(amount, stand, source=Account.ON_PAPER)


def correct(amount: Money = ASKED) -> Verb:
    return lambda stand: events.corrected(amount, stand)


def ask_again(stand: Balances) -> list[Entry]:
    return events.asked_again(ASKED, stand)


def forfeit(amount: Money = ASKED) -> Verb:
    return lambda stand: events.forfeited(amount, stand)


CONFIRMED = (pay(), events.confirmed)
HELD = (*CONFIRMED, events.held)
RELEASED = (*CONFIRMED, events.released)

LIVES: list[tuple[tuple[Verb, ...], DepositState, dict[str, int]]] = [
    ((), State.REQUESTED, {"asked": 4000, "awaited": 4000}),
    ((pay(ASKED - CENT),), State.RECEIVED, {"bank": 3999, "received": 3999}),
    ((pay(),), State.RECEIVED, {"bank": 4000, "received": 4000}),
    (CONFIRMED, State.CONFIRMED, {"bank": 4000, "confirmed": 4000}),
    (
        (pay(ASKED + CENT), events.confirmed),
        State.CONFIRMED,
        {"bank": 4001, "confirmed": 4000, "due_back": 1},
    ),
    (
        (*CONFIRMED, pay()),  # paid twice
        State.CONFIRMED,
        {"bank": 8000, "confirmed": 4000, "due_back": 4000},
    ),
    ((*CONFIRMED, pay(), back()), State.CONFIRMED, {"confirmed": 4000}),
    ((by_hand(),), State.RECEIVED, {"on_paper": 4000, "received": 4000}),
    (
        (by_hand(), events.confirmed, pay()),  # the bank shows what was on paper
        State.CONFIRMED,
        {"bank": 4000, "on_paper": 0, "confirmed": 4000, "due_back": 0},
    ),
    (
        (by_hand(), events.confirmed, pay(), pay()),
        State.CONFIRMED,
        {"bank": 8000, "on_paper": 0, "confirmed": 4000, "due_back": 4000},
    ),
    (
        (by_hand(), events.confirmed, correct()),
        State.REQUESTED,
        {"on_paper": 0, "confirmed": 0, "asked": 4000},
    ),
    ((*RELEASED, ask_again), State.RECEIVED, {"received": 4000, "due_back": 0}),
    ((*RELEASED, back(), ask_again), State.REQUESTED, {"asked": 4000, "bank": 0}),
    ((*CONFIRMED, events.withdrawn), State.RECEIVED, {"received": 4000, "asked": 4000}),
    (
        (*CONFIRMED, events.withdrawn, events.confirmed),
        State.CONFIRMED,
        {"confirmed": 4000},
    ),
    (HELD, State.HELD, {"held": 4000}),
    ((pay(CENT), events.held), State.HELD, {"held": 1}),
    (RELEASED, State.DUE_BACK, {"due_back": 4000}),
    ((pay(CENT), events.released), State.DUE_BACK, {"due_back": 1}),
    ((events.released,), State.LAPSED, {"bank": 0}),
    ((events.held,), State.LAPSED, {"bank": 0}),
    ((events.released, pay()), State.DUE_BACK, {"bank": 4000, "due_back": 4000}),
    ((*HELD, events.applied), State.APPLIED, {"bank": 4000, "price": 4000}),
    ((*HELD, events.applied, events.released), State.DUE_BACK, {"due_back": 4000}),
    ((*HELD, forfeit()), State.FORFEITED, {"bank": 4000, "forfeited": 4000}),
    (
        (*HELD, forfeit(Money(10_00))),
        State.DUE_BACK,
        {"forfeited": 1000, "due_back": 3000},
    ),
    (
        (*HELD, forfeit(Money(10_00)), back(Money(30_00))),
        State.FORFEITED,
        {"forfeited": 1000, "bank": 1000},
    ),
    ((*RELEASED, order()), State.RETURNING, {"returning": 4000, "bank": 4000}),
    ((*RELEASED, order(), cancel()), State.DUE_BACK, {"due_back": 4000}),
    ((*RELEASED, order(), back()), State.RETURNED, {"returning": 0, "bank": 0}),
    ((*RELEASED, back()), State.RETURNED, {"bank": 0}),
    ((*RELEASED, back(), bounce()), State.DUE_BACK, {"bank": 4000, "due_back": 4000}),
    ((pay(), reverse()), State.REQUESTED, {"bank": 0, "asked": 4000}),
    ((*CONFIRMED, reverse()), State.REQUESTED, {"bank": 0, "asked": 4000}),
    (
        (*CONFIRMED, reverse(CENT)),
        State.RECEIVED,
        {"bank": 3999, "received": 3999, "asked": 4000},
    ),
    ((*CONFIRMED, pay(), reverse()), State.CONFIRMED, {"due_back": 0, "bank": 4000}),
    ((*HELD, reverse()), State.LAPSED, {"bank": 0, "held": 0}),
    ((*RELEASED, back(), reverse()), State.RETURNED, {"bank": -4000, "owed": 4000}),
    (
        (*RELEASED, back(), reverse(), pay()),  # who owes it pays it again
        State.RETURNED,
        {"bank": 0, "owed": 0, "due_back": 0},
    ),
    (
        (*RELEASED, order(), reverse(), cancel()),
        State.LAPSED,
        {"bank": 0, "owed": 0, "due_back": 0},
    ),
]


@pytest.mark.parametrize(("verbs", "state", "stand"), LIVES)
def test_a_life_leads_to_its_state_and_leaves_what_is_there(
    verbs: tuple[Verb, ...], state: DepositState, stand: dict[str, int]
) -> None:
    book = Book().write(*verbs)

    assert book.state is state
    assert {name: book.stand[Account(name)].minor for name in stand} == stand
    assert ledger.below_zero(book.stand) == []


def test_one_cent_short_is_not_confirmed_and_says_by_how_much() -> None:
    book = Book().write(pay(ASKED - CENT))

    with pytest.raises(events.NotAllThere) as refusal:
        book.write(events.confirmed)

    assert refusal.value.values == {"missing": CENT}


def test_two_payments_that_make_it_up_together_are_confirmed() -> None:
    book = Book().write(pay(ASKED - CENT), pay(CENT), events.confirmed)

    assert book.on(Account.CONFIRMED, Account.DUE_BACK) == [4000, 0]


@pytest.mark.parametrize("verbs", [CONFIRMED, HELD, RELEASED, (events.released,)])
def test_nothing_is_confirmed_twice_or_after_the_end(verbs: tuple[Verb, ...]) -> None:
    with pytest.raises(events.NothingAsked):
        Book().write(*verbs, events.confirmed)


@pytest.mark.parametrize(
    "verb",
    [order(ASKED + CENT), back(ASKED + CENT), cancel(CENT), correct(CENT)],
    ids=["ordered", "returned", "cancelled", "corrected"],
)
def test_no_more_goes_back_than_is_due(verb: Verb) -> None:
    with pytest.raises(events.NotSoMuch):
        Book().write(*RELEASED, verb)


def test_too_much_and_too_late_are_told_apart() -> None:
    twice = Book().write(*CONFIRMED, pay()).entries
    late = Book().write(events.released, pay()).entries

    assert Event.OVERPAID in {entry.event for entry in twice}
    assert Event.LATE in {entry.event for entry in late}


def test_money_that_nobody_knows_waits_in_suspense_until_it_is_known() -> None:
    entries = events.unmatched(ASKED)
    book = Book()
    book.entries += events.received(ASKED, book.stand, source=Account.SUSPENSE)
    entries += book.entries

    stand = ledger.balances(entries)
    assert stand[Account.SUSPENSE] == Money(0)
    assert stand[Account.BANK] == stand[Account.RECEIVED] == ASKED


def test_what_has_nothing_to_do_with_deposits_stands_aside() -> None:
    entries = events.unmatched(ASKED) + events.set_aside(ASKED)
    entries += events.went_out_aside(ASKED + CENT)

    stand = ledger.balances(entries)
    assert stand[Account.BANK] == stand[Account.OTHER] == Money(-1)
    assert ledger.below_zero(stand) == []


OVER = {State.DUE_BACK, State.RETURNING, State.RETURNED, State.LAPSED}
amounts = st.integers(1, 60_00).map(Money)


class DepositMachine(RuleBasedStateMachine):
    """Whatever happens to a deposit, in whatever order."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()
        self.paid = self.gone = 0
        self.before = self.book.state

    @initialize()
    def begin(self) -> None:
        self.book = Book()

    @rule(amount=amounts)
    def money_comes(self, amount: Money) -> None:
        self.paid += amount.minor
        self.step(pay(amount))

    @rule(amount=amounts)
    def money_is_on_paper(self, amount: Money) -> None:
        self.step(by_hand(amount))

    @rule(share=st.integers(1, 4))
    def cashier_was_wrong(self, share: int) -> None:
        self.some(Account.ON_PAPER, share, correct)

    @precondition(lambda self: self.book.state in OVER)
    @rule()
    def registers_again(self) -> None:
        self.step(ask_again)

    @precondition(lambda self: self.book.stand[Account.ASKED] > Money(0))
    @rule()
    def confirm(self) -> None:
        if self.book.on(Account.RECEIVED) < self.book.on(Account.ASKED):
            with pytest.raises(events.NotAllThere):
                self.book.write(events.confirmed)
        else:
            self.step(events.confirmed)

    @rule(verb=st.sampled_from([events.withdrawn, events.held, events.released]))
    def office_decides(self, verb: Verb) -> None:
        self.step(verb)

    @rule()
    def apply(self) -> None:
        self.step(events.applied)

    @rule(amount=amounts)
    def forfeit(self, amount: Money) -> None:
        self.step(forfeit(amount))

    @rule(share=st.integers(1, 4))
    def order(self, share: int) -> None:
        self.some(Account.DUE_BACK, share, order)

    @rule(share=st.integers(1, 4))
    def cancel(self, share: int) -> None:
        self.some(Account.RETURNING, share, cancel)

    @rule(share=st.integers(1, 4))
    def goes_back(self, share: int) -> None:
        account = Account.RETURNING
        if self.book.stand[account] == Money(0):
            account = Account.DUE_BACK
        self.gone += self.some(account, share, back)

    @rule(share=st.integers(1, 4))
    def bounces(self, share: int) -> None:
        amount = self.gone // share
        if amount:
            self.gone -= amount
            self.step(bounce(Money(amount)))

    @rule(share=st.integers(1, 4))
    def bank_takes_it_back(self, share: int) -> None:
        amount = self.paid // share
        if amount:
            self.paid -= amount
            self.step(reverse(Money(amount)))

    def some(self, account: Account, share: int, verb: Callable[[Money], Verb]) -> int:
        amount = Money(self.book.stand[account].minor // share)
        if amount.minor:
            self.step(verb(amount))
        return amount.minor

    def step(self, verb: Verb) -> None:
        self.before = self.book.state
        self.book.write(verb)

    @invariant()
    def nothing_is_below_zero(self) -> None:
        assert ledger.below_zero(self.book.stand) == []

    @invariant()
    def debits_are_credits(self) -> None:
        turnovers = ledger.turnovers(self.book.entries)
        debits = sum(turnover.debits.minor for turnover in turnovers)
        assert debits == sum(turnover.credits.minor for turnover in turnovers)

    @invariant()
    def the_bank_holds_what_came_and_did_not_go(self) -> None:
        assert self.book.stand[Account.BANK].minor == self.paid - self.gone

    @invariant()
    def a_confirmed_deposit_is_all_there(self) -> None:
        assert self.book.stand[Account.CONFIRMED] in (Money(0), ASKED)

    @invariant()
    def nobody_owes_what_is_due_to_him(self) -> None:
        stand = self.book.stand
        assert Money(0) in (stand[Account.OWED], stand[Account.DUE_BACK])

    @invariant()
    def the_state_moves_as_the_table_allows(self) -> None:
        now = self.book.state
        assert now is self.before or now in MOVES[self.before]
        self.before = now


TestDepositMachine = DepositMachine.TestCase
TestDepositMachine.settings = settings(max_examples=100, stateful_step_count=25)
