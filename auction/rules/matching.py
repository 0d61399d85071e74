"""To which deposit an entry of a bank statement belongs.

A right reference decides. Amount and name only suggest, because two people may owe the
same and be called alike; what is neither is left to the cashier.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from auction.money import Money
from auction.rules.payment_reference import find_in
from auction.rules.statements.statement import StatementLine

WORD = re.compile(r"[^\W_]+")
CURRENCY = re.compile(r"[A-Z]{3}$")


class Fit(StrEnum):
    """How an entry was found to belong to something."""

    REFERENCE = "reference"  # money for a deposit, by its reference
    SUGGESTED = "suggested"  # by amount and name: the cashier decides
    RETURN = "return"  # a deposit that was paid back
    BOUNCE = "bounce"  # a return that came back
    REVERSAL = "reversal"  # the bank took a payment for a deposit back
    SEVERAL = "several"  # more than one reference: the cashier parts it
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A deposit for which money may come in."""

    deposit_id: int
    reference: str
    lacking: Money  # what has not come in yet; nothing where all is there
    currency_code: str
    names: tuple[str, ...] = ()  # of who may pay it
    iban: str = ""


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """A return that was ordered at the bank."""

    return_id: int
    deposit_id: int
    end_to_end: str
    amount: Money
    currency_code: str
    is_paid: bool = False  # the bank has booked it


@dataclass(frozen=True, slots=True)
class Match:
    """What an entry belongs to, and how that was found."""

    fit: Fit
    deposit_id: int | None = None
    return_id: int | None = None
    off: Money | None = None  # how far it is above (or below) what was lacking


NOTHING = Match(Fit.NOTHING)


class Matcher:
    """All that entries of one office's account may belong to."""

    def __init__(
        self, wanted: Iterable[Wanted], returns: Iterable[OnItsWay] = ()
    ) -> None:
        self._by_reference: dict[str, Wanted] = {}
        self._by_amount: dict[tuple[Money, str], list[Wanted]] = defaultdict(list)
        for one in wanted:
            self._by_reference[one.reference] = one
            if one.lacking.minor > 0:
                self._by_amount[one.lacking, one.currency_code].append(one)
        self._returns: dict[str, OnItsWay] = {}
        self._back_of: dict[int, list[OnItsWay]] = defaultdict(list)
        for way in returns:
            self._returns[way.end_to_end] = way
            self._back_of[way.deposit_id].append(way)

    def match(self, line: StatementLine, *, currency_code: str) -> Match:
        """Return what an entry in a currency belongs to; money moves nowhere yet."""
        if (back := self._return(line, currency_code)) is not None:
            return back
        named = [
            self._by_reference[one]
            for one in find_in(f"{line.reference} {line.text}")
            if one in self._by_reference
        ]
        if len(named) > 1:
            return Match(Fit.SEVERAL)
        if named:
            return self._of_deposit(line, named[0], currency_code)
        return self._suggest(line, currency_code)

    def _return(self, line: StatementLine, currency_code: str) -> Match | None:
        written = f"{line.reference} {line.text}".split()
        found = next((self._returns[w] for w in written if w in self._returns), None)
        return None if found is None else _as_return(line, found, currency_code)

    def _of_deposit(
        self, line: StatementLine, wanted: Wanted, currency_code: str
    ) -> Match:
        """Judge an entry that names a deposit: a payment, or one that goes back.

        Some banks drop the reference of a return, and leave the deposit's in the text.
        """
        if line.amount.minor < 0 or line.is_reversal:
            for way in self._back_of[wanted.deposit_id]:
                if (back := _as_return(line, way, currency_code)) is not None:
                    return back
        return _by_reference(line, wanted, currency_code)

    def _suggest(self, line: StatementLine, currency_code: str) -> Match:
        if line.amount.minor <= 0:
            return NOTHING
        likely = [
            one
            for one in self._by_amount[line.amount, currency_code]
            if _is_from(line, one)
        ]
        if len(likely) != 1:
            return NOTHING
        return Match(Fit.SUGGESTED, likely[0].deposit_id, off=Money(0))


def is_of_account(account: str, iban: str) -> bool:
    """Say whether a statement's account is the one of an IBAN.

    Banks write IBANs, or in MT940 "bank/account" and the national number, with a
    currency behind and without leading zeros.
    """
    written, whole = _tight(account), _tight(iban)
    if not whole or not written:
        return False
    if written == whole:
        return True
    number = CURRENCY.sub("", written.rpartition("/")[2])
    number = re.sub(r"[^0-9A-Z]", "", number).lstrip("0")
    return len(number) >= 6 and whole[4:].endswith(number)


def _as_return(line: StatementLine, way: OnItsWay, currency_code: str) -> Match | None:
    fits = {-way.amount.minor: Fit.RETURN, way.amount.minor: Fit.BOUNCE}
    fit = fits.get(line.amount.minor)
    if fit is None or way.currency_code != currency_code:
        return None
    if (fit is Fit.RETURN) is way.is_paid:
        return None
    return Match(fit, way.deposit_id, way.return_id)


def _by_reference(line: StatementLine, wanted: Wanted, currency_code: str) -> Match:
    if currency_code != wanted.currency_code:
        return NOTHING
    if line.amount.minor < 0:
        return Match(Fit.REVERSAL, wanted.deposit_id)
    return Match(Fit.REFERENCE, wanted.deposit_id, off=line.amount - wanted.lacking)


def _is_from(line: StatementLine, wanted: Wanted) -> bool:
    if wanted.iban and _tight(line.party_account) == _tight(wanted.iban):
        return True
    words = _words(line.party)
    return any(_alike(words, _words(name)) for name in wanted.names)


def _alike(paid: frozenset[str], known: frozenset[str]) -> bool:
    """Say whether two names are the same people's: Anna Maria Novak, NOVAK ANNA."""
    return len(paid & known) >= min(2, len(known)) and (paid <= known or known <= paid)


def _tight(account: str) -> str:
    return "".join(account.split()).upper()


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(WORD.findall(bare))
