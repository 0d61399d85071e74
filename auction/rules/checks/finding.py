"""What a check has found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auction.rules.checks.codes import TITLES, Check

Tell = Callable[[object], str]  # writes amounts and moments as the catalogue does


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with a lot, and with which of its fields."""

    check: Check
    field: str  # "starting_price", "opens_at", "documents"
    sentence: str  # what is wrong, and by how much


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem under a procedure: the rule it offends, and whether it is set aside."""

    check: Check
    field: str
    sentence: str
    law: str
    may_deviate: bool
    reason: str = ""  # why the office deviates; published

    @property
    def title(self) -> str:
        """What was checked, as people call it."""
        return TITLES[self.check]

    @property
    def is_settled(self) -> bool:
        """Whether the office deviates here, as it may, for a reason."""
        return self.may_deviate and bool(self.reason)
