"""What an event of a deposit's life writes into the books.

Each verb takes what stands on the deposit's accounts and returns the new entries.
Nothing is ever taken from an account on which it does not stand.
"""

from collections.abc import Iterable

from auction.money import Money
from auction.rules.ledger import NOTHING, Account, Balances, Entry, Event, after
from auction.rules.refusal import OutOfStep

_BEFORE_THE_END = (Account.RECEIVED, Account.CONFIRMED)
_FIRST_TAKEN = (
    *(Account.DUE_BACK, Account.RECEIVED, Account.HELD),
    *(Account.PRICE, Account.FORFEITED),
)


class NotAllThere(OutOfStep):
    """Of this deposit {missing} is still missing."""


class NothingAsked(OutOfStep):
    """Nothing is asked for any more: this deposit cannot be confirmed."""


class NotSoMuch(OutOfStep):
    """So much does not stand there: {there}, not {wanted}."""


def requested(amount: Money) -> list[Entry]:
    """Ask for a deposit."""
    return _move(Event.REQUESTED, Account.ASKED, Account.AWAITED, amount)


def asked_again(amount: Money, stand: Balances) -> list[Entry]:
    """Ask once more, after it was due back; what has not gone back yet counts."""
    there = min(amount, stand[Account.DUE_BACK])
    return [
        *requested(amount),
        *_move(Event.REQUESTED, Account.DUE_BACK, Account.RECEIVED, there),
    ]


def received(
    amount: Money, stand: Balances, *, source: Account = Account.BANK
) -> list[Entry]:
    """Book money that came in; what is too much, or comes too late, is due back.

    ``source`` is the bank, a paper, or the suspense account on which it stood before.
    What the bank shows after it was booked on paper is booked no second time.
    """
    seen = min(amount, stand[Account.ON_PAPER]) if source is Account.BANK else NOTHING
    cleared = _move(Event.CLEARED, source, Account.ON_PAPER, seen)
    amount -= seen
    came = _move(Event.RECEIVED, source, Account.RECEIVED, amount)
    missing = max(stand[Account.ASKED] - stand[Account.RECEIVED], NOTHING)
    too_much = amount - min(amount, missing)
    in_time = stand[Account.ASKED] + stand[Account.CONFIRMED] > NOTHING
    event = Event.OVERPAID if in_time else Event.LATE
    more = _move(event, Account.RECEIVED, Account.DUE_BACK, too_much)
    return _set_off([*cleared, *came, *more], stand)


def confirmed(stand: Balances) -> list[Entry]:
    """Confirm a deposit, if all of it is there; one cent short is not all."""
    asked, there = stand[Account.ASKED], stand[Account.RECEIVED]
    if not asked.minor:
        raise NothingAsked
    if there < asked:
        raise NotAllThere(missing=asked - there)
    return [
        *_move(Event.CONFIRMED, Account.RECEIVED, Account.CONFIRMED, asked),
        *_ask_no_more(Event.CONFIRMED, stand),
    ]


def withdrawn(stand: Balances) -> list[Entry]:
    """Take a confirmation back: what is there stays, and is asked for again."""
    amount = stand[Account.CONFIRMED]
    return [
        *_move(Event.WITHDRAWN, Account.CONFIRMED, Account.RECEIVED, amount),
        *_move(Event.WITHDRAWN, Account.ASKED, Account.AWAITED, amount),
    ]


def held(stand: Balances) -> list[Entry]:
    """Keep what is there, after the end; nothing more is asked for."""
    return [
        *_move_all(Event.HELD, stand, _BEFORE_THE_END, Account.HELD),
        *_ask_no_more(Event.HELD, stand),
    ]


def released(stand: Balances) -> list[Entry]:
    """Let all that is kept be due back; nothing more is asked for."""
    kept = (*_BEFORE_THE_END, Account.HELD, Account.PRICE)
    entries = _move_all(Event.RELEASED, stand, kept, Account.DUE_BACK)
    event = Event.RELEASED if entries else Event.LAPSED
    return _set_off([*entries, *_ask_no_more(event, stand)], stand)


def applied(stand: Balances) -> list[Entry]:
    """Let the buyer's deposit count towards the price."""
    return _move_all(Event.APPLIED, stand, (Account.HELD,), Account.PRICE)


def forfeited(amount: Money, stand: Balances) -> list[Entry]:
    """Let a buyer in default lose so much of what is held; the rest is due back."""
    there = stand[Account.HELD]
    lost = min(amount, there)
    entries = _move(Event.FORFEITED, Account.HELD, Account.FORFEITED, lost)
    entries += _move(Event.RELEASED, Account.HELD, Account.DUE_BACK, there - lost)
    return _set_off(entries, stand)


def ordered(amount: Money, stand: Balances) -> list[Entry]:
    """Order at the bank that so much goes back."""
    _check_there(amount, stand[Account.DUE_BACK])
    return _move(Event.ORDERED, Account.DUE_BACK, Account.RETURNING, amount)


def order_cancelled(amount: Money, stand: Balances) -> list[Entry]:
    """Take such an order back: it is due as before."""
    _check_there(amount, stand[Account.RETURNING])
    event = Event.ORDER_CANCELLED
    return _set_off(_move(event, Account.RETURNING, Account.DUE_BACK, amount), stand)


def returned(amount: Money, stand: Balances) -> list[Entry]:
    """Book what left the bank: of an order first, else of what was due."""
    _check_there(amount, stand[Account.RETURNING] + stand[Account.DUE_BACK])
    of_order = min(amount, stand[Account.RETURNING])
    rest = amount - of_order
    return [
        *_move(Event.RETURNED, Account.RETURNING, Account.BANK, of_order),
        *_move(Event.RETURNED, Account.DUE_BACK, Account.BANK, rest),
    ]


def bounced(amount: Money, stand: Balances) -> list[Entry]:
    """Book what the bank could not deliver: it is due back once more."""
    back = _move(Event.BOUNCED, Account.BANK, Account.DUE_BACK, amount)
    return _set_off(back, stand)


def reversed_by_bank(amount: Money, stand: Balances) -> list[Entry]:
    """Book that the bank has taken a payment back."""
    return _taken_back(Event.REVERSED, Account.BANK, amount, stand)


def corrected(amount: Money, stand: Balances) -> list[Entry]:
    """Book that what was booked on paper was not so; not once the bank shows it."""
    _check_there(amount, stand[Account.ON_PAPER])
    return _taken_back(Event.CORRECTED, Account.ON_PAPER, amount, stand)


def unmatched(amount: Money) -> list[Entry]:
    """Book money that came in, and of which nobody knows yet for whom."""
    return _move(Event.UNMATCHED, Account.BANK, Account.SUSPENSE, amount)


def set_aside(amount: Money) -> list[Entry]:
    """Let money of the suspense account have nothing to do with deposits."""
    return _move(Event.SET_ASIDE, Account.SUSPENSE, Account.OTHER, amount)


def known(amount: Money) -> list[Entry]:
    """Take money from the suspense account: it is known now for whom it came."""
    return _move(Event.KNOWN, Account.SUSPENSE, Account.BANK, amount)


def taken_up(amount: Money) -> list[Entry]:
    """Take money up again that was set aside."""
    return _move(Event.TAKEN_UP, Account.OTHER, Account.SUSPENSE, amount)


def came_back_aside(amount: Money) -> list[Entry]:
    """Take money up again that left the bank and was set aside."""
    return _move(Event.TAKEN_UP, Account.BANK, Account.OTHER, amount)


def went_out_aside(amount: Money) -> list[Entry]:
    """Book money that left the bank and has nothing to do with deposits."""
    return _move(Event.SET_ASIDE, Account.OTHER, Account.BANK, amount)


def _taken_back(
    event: Event, credit: Account, amount: Money, stand: Balances
) -> list[Entry]:
    # What is confirmed is confirmed no more, then. What went back already, he owes.
    entries: list[Entry] = []
    if stand[Account.RECEIVED] + stand[Account.DUE_BACK] < amount:
        entries = withdrawn(stand)
        stand = after(stand, entries)
    left = amount
    for account in _FIRST_TAKEN:
        part = min(left, stand[account])
        entries += _move(event, account, credit, part)
        left -= part
    return [*entries, *_move(event, Account.OWED, credit, left)]


def _move(event: Event, debit: Account, credit: Account, amount: Money) -> list[Entry]:
    return [Entry(event, debit, credit, amount)] if amount > NOTHING else []


def _move_all(
    event: Event, stand: Balances, debits: Iterable[Account], credit: Account
) -> list[Entry]:
    return [
        entry for debit in debits for entry in _move(event, debit, credit, stand[debit])
    ]


def _ask_no_more(event: Event, stand: Balances) -> list[Entry]:
    return _move(event, Account.AWAITED, Account.ASKED, stand[Account.ASKED])


def _set_off(entries: list[Entry], stand: Balances) -> list[Entry]:
    then = after(stand, entries)
    both = min(then[Account.DUE_BACK], then[Account.OWED])
    return [*entries, *_move(Event.SET_OFF, Account.DUE_BACK, Account.OWED, both)]


def _check_there(wanted: Money, there: Money) -> None:
    if wanted > there:
        raise NotSoMuch(there=there, wanted=wanted)
