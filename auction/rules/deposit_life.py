"""The life of a deposit: which states there are, and which moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from auction.rules.refusal import OutOfStep


class DepositState(StrEnum):
    """Where a deposit stands; the ledger says how it came there."""

    REQUESTED = "requested"
    RECEIVED = "received"  # something came in, but not yet all, or not yet confirmed
    CONFIRMED = "confirmed"  # all of it is there: the bidder has his number
    HELD = "held"  # after the end: the buyer's, or by consent of a runner-up
    DUE_BACK = "due_back"
    RETURNING = "returning"  # ordered at the bank
    RETURNED = "returned"
    APPLIED = "applied"  # counts towards the price
    FORFEITED = "forfeited"
    LAPSED = "lapsed"  # nothing ever came in


_S = DepositState
_OVER = frozenset({_S.RETURNED, _S.LAPSED})  # nothing of it is there any more
_ASKED = frozenset({_S.REQUESTED, _S.RECEIVED})
_ON_ITS_WAY = _OVER | {_S.DUE_BACK, _S.RETURNING}

# Forwards along its life; backwards only where the bank takes a payment back, a
# cashier corrects himself, a sale is annulled or somebody registers once more. What was
# paid too much may be on its way before the rest is.
MOVES: Mapping[DepositState, frozenset[DepositState]] = {
    _S.REQUESTED: _ON_ITS_WAY | {_S.RECEIVED},
    _S.RECEIVED: _ON_ITS_WAY | {_S.REQUESTED, _S.CONFIRMED, _S.HELD},
    _S.CONFIRMED: frozenset({_S.REQUESTED, _S.RECEIVED, _S.HELD, _S.DUE_BACK}),
    _S.HELD: _ON_ITS_WAY | {_S.APPLIED, _S.FORFEITED},
    _S.DUE_BACK: _ASKED | _OVER | {_S.RETURNING, _S.APPLIED, _S.FORFEITED},
    _S.RETURNING: _ASKED | _OVER | {_S.DUE_BACK, _S.APPLIED, _S.FORFEITED},
    _S.RETURNED: _ASKED | {_S.DUE_BACK},
    _S.APPLIED: _ON_ITS_WAY,
    _S.FORFEITED: _ON_ITS_WAY,
    _S.LAPSED: _ASKED | {_S.DUE_BACK},
}

WAITING = _ASKED  # for money, or for the cashier
BEFORE_THE_END = WAITING | {_S.CONFIRMED}
KEPT = frozenset({_S.HELD, _S.APPLIED, _S.FORFEITED})


class DepositMoveNotAllowed(OutOfStep):
    """This deposit can no longer be changed that way."""


def move(current: DepositState, target: DepositState) -> DepositState:
    """Return ``target`` if a deposit may move there, else refuse."""
    if target not in MOVES[current]:
        raise DepositMoveNotAllowed(
            "A deposit that is {current} cannot become {target}.",
            current=current.value.replace("_", " "),
            target=target.value.replace("_", " "),
        )
    return target
