"""The attempts to sell the same thing, as the page of each of them shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auction.models import Lot, User
from auction.rules.closing import PASSED_BECAUSE
from auction.rules.lifecycle import ENDED, PREPARING, LotStatus
from auction.services.attempts import chain_of
from web.filters import STATUS_WORDS, money


@dataclass(frozen=True, slots=True)
class Chain:
    """The attempts that somebody may see; none where there is only one."""

    lots: Sequence[Lot] = ()
    following: Lot | None = None  # the newest one, where this lot is an older one


def chain(session: Session, lot: Lot, person: User | None) -> Chain:
    """Return the attempts to sell a lot; drafts are for the office alone."""
    is_seller = person is not None and person.works_for(lot.office_id)
    seen = [
        one
        for one in chain_of(session, lot)
        if is_seller or one.status not in PREPARING
    ]
    if len(seen) <= 1:
        return Chain()
    newest = seen[-1]
    return Chain(seen, newest if newest.attempt > lot.attempt else None)


def outcome(lot: Lot) -> str:
    """Say in a sentence what came of an attempt; nothing of the bids before its end."""
    if lot.status is LotStatus.SOLD:
        return f"Sold for {money(lot.price, lot.catalogue)}."
    if lot.status is LotStatus.PASSED:
        return f"Passed. {PASSED_BECAUSE.get(lot.reason_code or '', '')}".strip()
    if lot.status is LotStatus.DEFAULTED:
        return "Sold, but the buyer did not pay."
    if lot.status in ENDED and lot.reason_text:
        return f"{STATUS_WORDS[lot.status]}. {lot.reason_text}"
    return f"{STATUS_WORDS[lot.status]}."
