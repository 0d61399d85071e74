"""A lot that is to be announced, with all that it is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.procedure import NextRound


@dataclass(frozen=True, slots=True)
class Passed:
    """The last attempt that passed, and on which terms another may follow it.

    Without ``ended_at`` no term runs: what was offered again since was not sold for
    another reason than that nobody wanted it.
    """

    starting_price: Money
    ended_at: datetime | None
    terms: NextRound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A lot before its announcement; a starting price of 0 is not yet said.

    ``announced_at`` is the moment at which it is, or would be, announced; ``missing``
    are the labels of fields that its category needs, ``unseen`` the numbers of photos
    without a text for those who cannot see them, ``documents`` the kinds of its public
    papers. ``deviations`` are reasons, by check.
    """

    category: Category
    title: str
    description: str
    valuation: Money | None
    starting_price: Money
    reserve: Money | None
    increment: Money | None
    deposit: Money | None
    opens_at: datetime
    closes_at: datetime
    announced_at: datetime
    zone: ZoneInfo
    documents: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    unseen: tuple[int, ...] = ()
    admits_anybody: bool = True  # whether its terms leave somebody who may bid
    previous: Passed | None = None
    deviations: Mapping[str, str] = field(default_factory=dict)
