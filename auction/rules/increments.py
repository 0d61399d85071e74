"""Bid increments: how far apart two bids must be."""

from collections.abc import Sequence
from dataclasses import dataclass

from auction.money import Money


@dataclass(frozen=True, slots=True)
class Band:
    """From ``floor`` upwards, bids rise by at least ``step``."""

    floor: Money
    step: Money


def step_at(price: Money, *, bands: Sequence[Band]) -> Money:
    """Return the step at a price; a boundary belongs to the band above it."""
    return max(
        (band for band in bands if band.floor <= price), key=lambda band: band.floor
    ).step
