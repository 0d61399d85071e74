"""Joining the records of a tape: each loan with its debtors and what secures it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auction.rules.tapes.records import Record, Tape


@dataclass(frozen=True, slots=True)
class Claim:
    """A loan, those who owe it, and what stands behind it."""

    loan: Record
    debtors: tuple[Record, ...]
    guarantors: tuple[Record, ...] = ()
    protections: tuple[Record, ...] = ()
    enforcements: tuple[Record, ...] = ()

    @property
    def loan_id(self) -> str:
        """What the institution calls the loan."""
        return self.loan.text("id")

    @property
    def debtor_id(self) -> str:
        """What the institution calls the first debtor."""
        return self.debtors[0].text("id") if self.debtors else ""

    @property
    def is_secured(self) -> bool:
        """Whether anything or anybody stands behind it."""
        return bool(self.protections or self.guarantors)


def join(tape: Tape) -> list[Claim]:
    """Return the claims of a tape, in the order of its loans."""
    return list(_Joiner(tape).claims())


class _Joiner:
    """The records of a tape by whatever others call them by."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._people = _by_key(tape.of("counterparty"))
        self._things = _by_key(tape.of("protection"))
        self._links = tape.of("relationship")
        self._debtors = _pairs(self._links, "loan", "debtor")
        self._secured = _pairs(self._links, "loan", "protection")
        self._guarantors = _pairs(
            [link for link in self._links if not link.text("loan")],
            *("protection", "debtor"),
        )
        self._own = defaultdict(list)
        for thing in tape.of("protection"):
            self._own[thing.text("loan")].append(thing)
        self._acts: Mapping[str, list[Record]] = defaultdict(list)
        for act in tape.of("enforcement"):
            for name in ("debtor", "protection"):
                if act.text(name):
                    self._acts[act.text(name)].append(act)

    def claims(self) -> Iterator[Claim]:
        """Return each loan with all that belongs to it."""
        for loan in self._tape.of("loan"):
            names = _names(loan)
            owing = [loan.text("debtor"), *_all(self._debtors, names)]
            debtors = _found(self._people, owing)
            linked = _found(self._things, _all(self._secured, names))
            things = _once([*_of(self._own, names), *linked])
            behind = [name for thing in things for name in _names(thing)]
            guarantors = _found(self._people, _all(self._guarantors, behind))
            of_debtors = [name for debtor in debtors for name in _names(debtor)]
            yield Claim(
                loan,
                debtors,
                tuple(one for one in guarantors if one not in debtors),
                things,
                _once(_of(self._acts, [*of_debtors, *behind])),
            )


def _names(record: Record) -> list[str]:
    return [name for name in (record.text("id"), record.key) if name]


def _by_key(records: Iterable[Record]) -> Mapping[str, Record]:
    return {name: record for record in records for name in _names(record)}


def _pairs(links: Iterable[Record], of: str, to: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.text(of) and link.text(to):
            found[link.text(of)].append(link.text(to))
    return found


def _all(pairs: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    return [to for name in names for to in pairs.get(name, ())]


def _of(records: Mapping[str, list[Record]], names: Iterable[str]) -> list[Record]:
    return [record for name in names for record in records.get(name, ())]


def _found(records: Mapping[str, Record], names: Iterable[str]) -> tuple[Record, ...]:
    return _once([records[name] for name in names if name in records])


def _once(records: Sequence[Record]) -> tuple[Record, ...]:
    different = {id(record): record for record in records}
    return tuple(different.values())
