"""What a lot says in an entry, as people read it."""

from __future__ import annotations

from datetime import datetime

from auction.money import Money, figures
from auction.rules.categories import Field, is_given
from auction.rules.lot_cells import Terms
from auction.rules.moments import written


def told(value: object, *, of: Field, terms: Terms) -> str:
    """Write a stored value with its currency, unit or words; nothing is an empty text.

    Amounts are ``Money`` or minor units, moments are aware or in ISO 8601.
    """
    if not is_given(value):
        return ""
    if of.is_amount:
        return _amount(value, terms)
    if of.kind == "moment":
        return _moment(value, terms)
    if of.kind == "flag":
        return "Yes" if value else "No"
    words = of.label_of(value) if of.kind == "choice" else f"{value} {of.unit}"
    return words.strip()


def _amount(value: object, terms: Terms) -> str:
    amount = value if isinstance(value, Money) else Money(int(str(value)))
    return figures(amount, currency=terms.currency, locale=terms.locale)


def _moment(value: object, terms: Terms) -> str:
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return written(at, terms.zone)
