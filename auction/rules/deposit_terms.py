"""What the terms of a sale say about a deposit that was paid."""

from auction.money import Money
from auction.rules.lifecycle import ENDED, LotStatus
from auction.rules.procedure import Forfeits, Procedure

NOTHING = Money(0)


def is_asked(amount: Money | None) -> bool:
    """Say whether a lot asks for a deposit; one of nothing is none."""
    return amount is not None and amount > NOTHING


def is_kept(status: LotStatus, *, is_buyer: bool, stays_bound: bool) -> bool:
    """Say whether a deposit is kept once a lot has ended that way.

    The buyer's is, and that of whoever agreed to stay bound in case the buyer fails.
    """
    if status not in ENDED:
        return True
    return status in {LotStatus.SOLD, LotStatus.DEFAULTED} and (is_buyer or stays_bound)


def lost_in_default(
    procedure: Procedure, *, deposit: Money, earlier: Money | None
) -> Money | None:
    """Return what a buyer loses who does not pay; None: the office has to decide.

    ``earlier`` is the deposit that the round before asked for.
    """
    if procedure.forfeits is Forfeits.NONE:
        return NOTHING
    if not procedure.forfeit:
        return None
    if procedure.forfeits is Forfeits.EARLIER_DEPOSIT:
        return None if earlier is None else min(earlier, deposit)
    return deposit
