"""The forms that ask where a copy goes, and what the next sale is to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from auction.models import Catalogue
from auction.rules import lot_cells
from auction.rules.categories import Field, Option
from auction.rules.lot_cells import needed
from auction.rules.lot_numbers import read_numbers
from auction.rules.lot_steps import needed_title, written
from auction.rules.refusal import Refusal
from auction.services.copying import NextSale
from web.declared_forms import DeclaredForm, declared_form

ALL, CHOSEN = "all", "chosen"
TITLE = Field("title", "Title of the new catalogue")
SLUG = Field(
    "slug", "Short name", hint="Leave it empty, and it is made from the title."
)
OPENS_AT = Field(
    "opens_at",
    "The first lot opens",
    "moment",
    hint="All other times keep their distance and their time of day.",
)
LOTS = Field(
    "lots",
    "Which lots",
    "choice",
    options=(Option(ALL, "All of them"), Option(CHOSEN, "Those with these numbers")),
    must_choose=True,
)
NUMBERS = Field("numbers", "Numbers of the lots", hint="Like 1-5, 8.")


class NextSaleForm(DeclaredForm):
    """A form that asks what the copy of a catalogue is to be."""

    def sale(self, catalogue: Catalogue) -> NextSale | None:
        """Return what was asked for, or None after saying what is wrong."""
        read_moment = needed(partial(lot_cells.moment, zone=catalogue.zone))
        readers: dict[str, Callable[[str], Any]] = {
            "title": needed_title,
            "slug": lambda typed: lot_cells.line(typed).lower(),
            "opens_at": read_moment,
        }
        if self.typed["lots"] == CHOSEN:
            readers["numbers"] = read_numbers
        values = {name: self.read(name, reader) for name, reader in readers.items()}
        self.show_what_was_typed()
        return None if self.errors else NextSale(**values)

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:  # noqa: ANN401
        """Return what an entry says, or None after saying what is wrong with it."""
        try:
            return reader(self.typed[name])
        except Refusal as refusal:
            self.refuse(name, refusal.told())
            return None


def form_for_next_sale(catalogue: Catalogue, *, opens_at: datetime) -> NextSaleForm:
    """Return the form of the next sale after a catalogue."""
    stored = {
        "title": catalogue.title,
        "slug": "",
        "opens_at": written(opens_at, of=OPENS_AT, terms=catalogue.terms),
        "lots": ALL,
        "numbers": "",
    }
    asked = (TITLE, SLUG, OPENS_AT, LOTS, NUMBERS)
    return declared_form(NextSaleForm, asked, stored)


def form_for_copy(
    catalogues: Sequence[Catalogue], *, chosen: Catalogue
) -> DeclaredForm:
    """Return the form that asks into which catalogue a lot is copied."""
    into = Field(
        "catalogue",
        "Into which catalogue",
        "choice",
        options=tuple(Option(str(one.id), one.title) for one in catalogues),
        must_choose=True,
    )
    return declared_form(DeclaredForm, (into,), {"catalogue": str(chosen.id)})
