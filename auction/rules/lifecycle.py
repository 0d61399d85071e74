"""The life of a lot: which states there are, and which moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from auction.rules.refusal import OutOfStep


class LotStatus(StrEnum):
    """Where a lot is in its life."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    SUSPENDED = "suspended"
    SOLD = "sold"
    PASSED = "passed"
    RECALLED = "recalled"
    VOIDED = "voided"


MOVES: Mapping[LotStatus, frozenset[LotStatus]] = {
    LotStatus.DRAFT: frozenset({LotStatus.ANNOUNCED}),
    LotStatus.ANNOUNCED: frozenset({LotStatus.OPEN, LotStatus.RECALLED}),
    LotStatus.OPEN: frozenset(
        {LotStatus.SOLD, LotStatus.PASSED, LotStatus.SUSPENDED, LotStatus.RECALLED}
    ),
    LotStatus.SUSPENDED: frozenset({LotStatus.OPEN, LotStatus.RECALLED}),
    LotStatus.SOLD: frozenset({LotStatus.VOIDED}),
    LotStatus.PASSED: frozenset(),
    LotStatus.RECALLED: frozenset(),
    LotStatus.VOIDED: frozenset(),
}

PUBLIC = frozenset(LotStatus) - {LotStatus.DRAFT}
LIVE = frozenset({LotStatus.ANNOUNCED, LotStatus.OPEN, LotStatus.SUSPENDED})
ENDED = PUBLIC - LIVE


class MoveNotAllowed(OutOfStep):
    """This lot can no longer be changed that way."""


def move(current: LotStatus, target: LotStatus) -> LotStatus:
    """Return ``target`` if a lot may move there, else refuse."""
    if target not in MOVES[current]:
        raise MoveNotAllowed(
            "A lot that is {current} cannot become {target}.",
            current=current.value,
            target=target.value,
        )
    return target
