"""What a sale says about maxima, ceilings and priority, as plain sentences."""

from auction.rules.procedure import Procedure


def own_limits_in_words(procedure: Procedure) -> list[str]:
    """Return how far somebody may bid, who bids for him, and who may match a bid."""
    return [*_ceiling(procedure), _maxima(procedure), *_matches(procedure)]


def _ceiling(procedure: Procedure) -> list[str]:
    times = procedure.ceiling_times_deposit
    if times is None:
        return []
    if times == 1:
        return ["Nobody bids more than his deposit."]
    return [f"Nobody bids more than {times} times his deposit."]


def _maxima(procedure: Procedure) -> str:
    if not procedure.maxima:
        return "Everybody bids for himself: the site does not take maximum bids."
    return (
        "You can tell the site a maximum: it then bids for you, one step above the "
        "others and never above your maximum. Of equal maxima the earlier one leads. "
        "It is kept under seal: until it is used up nobody is shown it, not the seller "
        "and not the people of this site."
    )


def _matches(procedure: Procedure) -> list[str]:
    if not procedure.priority_matches:
        return []
    sentence = (
        "A confirmed priority purchaser may bid the same price as the leader, who must "
        "then bid more; among priority purchasers the better rank is ahead, and of the "
        "same rank the earlier."
    )
    return [sentence]
