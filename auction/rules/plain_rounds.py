"""What may follow a lot that nobody bought, as plain sentences."""

from __future__ import annotations

from auction.rules.procedure import NextRound, Procedure
from auction.rules.rounds import ANY_PRICE
from auction.rules.spans import span


def rounds_in_words(procedure: Procedure) -> tuple[str, ...]:
    """Return what may follow when a lot passes."""
    terms = procedure.next_round
    if terms is None:
        return ()
    when = f", and opens within {span(terms.within)}" if terms.within else ""
    if terms.announced_within:
        when += f", and is announced within {span(terms.announced_within)}"
    return (f"A lot that passes may be offered again, {_price(terms)}{when}.",)


def _price(terms: NextRound) -> str:
    cut = terms.price_cut_percent_max
    if cut >= ANY_PRICE:
        return "at a starting price that the seller sets anew"
    if not cut:
        return "at no lower starting price"
    return f"at a starting price that is at most {cut} % lower"
