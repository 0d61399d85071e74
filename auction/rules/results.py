"""What became of lots, added up: how many, for how much, against which valuation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from auction.money import Money
from auction.rules.lifecycle import ENDED, LotStatus

NOTHING = Money(0)
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Tally:
    """Lots of one currency, counted by state; the sums are those of the sold ones.

    A valuation is not always known: ``valued_hammer`` is the hammer prices of those
    lots that had one.
    """

    counts: Mapping[LotStatus, int] = field(default_factory=dict)
    hammer: Money = NOTHING
    starting: Money = NOTHING
    valued_hammer: Money = NOTHING
    valuation: Money = NOTHING
    valued_starting: Money = NOTHING

    def __add__(self, other: Tally) -> Tally:
        counts = dict(self.counts)
        for status, count in other.counts.items():
            counts[status] = counts.get(status, 0) + count
        return Tally(
            counts,
            self.hammer + other.hammer,
            self.starting + other.starting,
            self.valued_hammer + other.valued_hammer,
            self.valuation + other.valuation,
            self.valued_starting + other.valued_starting,
        )

    def of(self, *statuses: LotStatus) -> int:
        """Return how many lots are in one of these states."""
        return sum(self.counts.get(status, 0) for status in statuses)

    def in_order(self) -> list[tuple[LotStatus, int]]:
        """Return the states that there are, in the order of a lot's life."""
        return [(status, n) for status in LotStatus if (n := self.of(status))]

    @property
    def ended(self) -> int:
        """How many lots have ended, in whichever way."""
        return self.of(*ENDED)

    @property
    def undone(self) -> int:
        """How many were sold, and then voided or not paid."""
        return self.of(LotStatus.VOIDED, LotStatus.DEFAULTED)

    @property
    def sold_percent(self) -> Decimal | None:
        """How many of the lots that have ended were sold."""
        return percent(self.of(LotStatus.SOLD), self.ended)

    @property
    def of_starting(self) -> Decimal | None:
        """The hammer prices, in per cent of the starting prices."""
        return percent(self.hammer.minor, self.starting.minor)

    @property
    def of_valuation(self) -> Decimal | None:
        """The hammer prices, in per cent of the valuations."""
        return percent(self.valued_hammer.minor, self.valuation.minor)

    @property
    def starting_of_valuation(self) -> Decimal | None:
        """The starting prices, in per cent of the valuations."""
        return percent(self.valued_starting.minor, self.valuation.minor)


def percent(part: int, whole: int) -> Decimal | None:
    """Return a part in per cent, to a tenth, half rounded up; None of nothing."""
    if whole == 0:
        return None
    return (Decimal(part) * 100 / whole).quantize(TENTH, ROUND_HALF_UP)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add tallies of one currency up."""
    return sum(tallies, Tally())
