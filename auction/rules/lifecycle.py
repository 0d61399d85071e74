"""The life of a lot: which states there are, and which moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from auction.rules.refusal import OutOfStep


class LotStatus(StrEnum):
    """Where a lot is in its life."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # waits for a second person's approval
    APPROVED = "approved"  # waits for the moment of its announcement
    ANNOUNCED = "announced"
    OPEN = "open"
    STAYED = "stayed"  # put off, because the enforcement is
    SUSPENDED = "suspended"  # interrupted, because something is wrong
    SOLD = "sold"
    PASSED = "passed"
    RECALLED = "recalled"
    VOIDED = "voided"
    DEFAULTED = "defaulted"  # sold, but the buyer did not pay


MOVES: Mapping[LotStatus, frozenset[LotStatus]] = {
    LotStatus.DRAFT: frozenset({LotStatus.SUBMITTED}),
    LotStatus.SUBMITTED: frozenset({LotStatus.DRAFT, LotStatus.APPROVED}),
    LotStatus.APPROVED: frozenset({LotStatus.DRAFT, LotStatus.ANNOUNCED}),
    LotStatus.ANNOUNCED: frozenset(
        {LotStatus.OPEN, LotStatus.RECALLED, LotStatus.STAYED, LotStatus.SUSPENDED}
    ),
    LotStatus.OPEN: frozenset(
        {
            *(LotStatus.SOLD, LotStatus.PASSED, LotStatus.RECALLED),
            *(LotStatus.STAYED, LotStatus.SUSPENDED),
        }
    ),
    LotStatus.STAYED: frozenset(
        {LotStatus.ANNOUNCED, LotStatus.OPEN, LotStatus.RECALLED}
    ),
    LotStatus.SUSPENDED: frozenset(
        {LotStatus.ANNOUNCED, LotStatus.OPEN, LotStatus.RECALLED}
    ),
    LotStatus.SOLD: frozenset({LotStatus.VOIDED, LotStatus.DEFAULTED}),
    LotStatus.PASSED: frozenset(),
    LotStatus.RECALLED: frozenset(),
    LotStatus.VOIDED: frozenset(),
    LotStatus.DEFAULTED: frozenset(),
}

PREPARING = frozenset({LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED})
PUBLIC = frozenset(LotStatus) - PREPARING
RESTING = frozenset({LotStatus.STAYED, LotStatus.SUSPENDED})
LIVE = frozenset({LotStatus.ANNOUNCED, LotStatus.OPEN}) | RESTING
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
