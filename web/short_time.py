"""The sentence that warns of an end too near for what somebody still needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from auction.models import Lot
from auction.rules.lifecycle import RESTING
from auction.rules.registration import Need
from auction.rules.short_time import warning


def sentence(lot: Lot, needs: Collection[Need], now: datetime) -> str:
    """Return the warning; nothing where the clock of the lot does not run."""
    if lot.status in RESTING or lot.waits_for_first_bid:
        return ""
    return warning(
        needs,
        closes_at=lot.closes_at,
        now=now,
        zone=lot.catalogue.zone,
        holidays=lot.catalogue.procedure.holidays,
    )
