"""The form of any entries of a lot, filled with what it says."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField

from auction import clock
from auction.models import Catalogue, Lot
from auction.money import Money, plain_figures
from auction.rules.categories import Field
from auction.rules.lot_steps import written
from auction.rules.moments import zone_name
from web.declared_forms import DeclaredForm, declared_form


class LotForm(DeclaredForm):
    """A form of a lot. It knows the version of the lot that it was filled from."""

    version = HiddenField()

    def show_newer(self, lot: Lot) -> None:
        """Say what is stored by now, and let the form be sent again over it."""
        self.show_stored({one.name: stored_text(lot, one) for one in self.asked})
        self["version"].data = str(lot.version)


def form_for(lot: Lot, asked: Iterable[Field]) -> LotForm:
    """Return a form with these entries: as they were sent, or as the lot has them."""
    asked = tuple(asked)
    stored = {entry.name: stored_text(lot, entry) for entry in asked}
    return declared_form(
        LotForm,
        asked,
        stored | {"version": str(lot.version)},
        currency_code=lot.catalogue.currency_code,
    )


def stored_text(lot: Lot, entry: Field) -> str:
    """Write what a lot says now in an entry, as somebody would type it."""
    if entry.name == "starting_price" and not lot.starting_price.minor:
        return ""  # not yet said
    return written(lot.said(entry.name), of=entry, terms=lot.catalogue.terms)


def how_written(catalogue: Catalogue) -> str:
    """Say how amounts and times are written in a catalogue."""
    unit = 10**catalogue.currency.exponent
    example = plain_figures(
        Money(1250 * unit), currency=catalogue.currency, locale=catalogue.locale
    )
    zone = zone_name(clock.now().astimezone(catalogue.zone))
    return (
        f"Amounts are in {catalogue.currency_code}, written like {example}. "
        f"Times are those of {catalogue.time_zone}, now {zone}."
    )
