"""The results of an office as a table to keep, one row for each lot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules.categories import TITLES
from auction.rules.lifecycle import ENDED, LotStatus
from auction.rules.results import percent
from auction.rules.tables.writing import Written
from auction.services.results import Seen
from web.filters import STATUS_WORDS, round_word

HEADINGS = (
    *("Catalogue", "No.", "Office's number", "Lot", "Category", "Round", "Attempt"),
    *("State", "Opened", "Ended", "Time zone", "Currency"),
    *("Valuation", "Starting price", "Hammer price"),
    *("Hammer price in % of valuation", "Hammer price in % of starting price"),
    *("Views", "Watchers", "Registered", "Bids", "Bidders"),
)


def table(seen: Iterable[Seen], *, zone: ZoneInfo) -> Iterator[Sequence[Written]]:
    """Return the headings and a row for each lot, its times by the office's clocks.

    How many registered and bid is told of lots that have ended only.
    """
    yield HEADINGS
    for one in seen:
        yield _row(one, zone)


def _row(one: Seen, zone: ZoneInfo) -> Sequence[Written]:
    lot = one.lot
    hammer = lot.price if lot.status is LotStatus.SOLD else None
    has_ended = lot.status in ENDED

    def amount(value: Money | None) -> Decimal | None:
        exponent = lot.catalogue.currency.exponent
        return None if value is None else Decimal(value.minor).scaleb(-exponent)

    def local(at: datetime | None) -> datetime | None:
        return at and at.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return (
        *(lot.catalogue.title, lot.number, lot.external_id, lot.title),
        *(TITLES[lot.category], round_word(lot.round), lot.attempt),
        *(STATUS_WORDS[lot.status], local(lot.opens_at), local(lot.ended_at)),
        *(zone.key, lot.catalogue.currency_code),
        *(amount(lot.valuation), amount(lot.starting_price), amount(hammer)),
        *(_percent(hammer, lot.valuation), _percent(hammer, lot.starting_price)),
        *(one.views, one.watchers),
        *((lot.paddle_count, lot.bid_count) if has_ended else (None, None)),
        lot.bidder_count if has_ended else None,
    )


def _percent(part: Money | None, whole: Money | None) -> Decimal | None:
    if part is None or whole is None:
        return None
    return percent(part.minor, whole.minor)
