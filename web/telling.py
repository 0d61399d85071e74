"""Putting the values of a refusal into words for one catalogue."""

from collections.abc import Callable
from datetime import datetime

from auction.models import Catalogue
from auction.money import Money, figures


def teller(catalogue: Catalogue) -> Callable[[object], str]:
    """Return a function that writes amounts and moments as the catalogue does."""

    def tell(value: object) -> str:
        if isinstance(value, Money):
            return figures(value, currency=catalogue.currency, locale=catalogue.locale)
        if isinstance(value, datetime):
            return f"{value.astimezone(catalogue.zone):%d %b %Y, %H:%M:%S %Z}"
        return str(value)

    return tell
