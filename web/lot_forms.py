"""Forms made from a declaration: any entries of a lot, filled with what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from wtforms import HiddenField

from auction import clock
from auction.models import Lot
from auction.money import Money, plain_figures
from auction.rules.categories import Field, is_given
from auction.rules.lot_steps import FIELD
from web.filters import zone_name
from web.forms import Form
from web.lot_inputs import NATIVE, input_for, stored_text

LONGEST_SHOWN = 300  # characters of what is stored, beside what was typed


@dataclass(frozen=True, slots=True)
class Section:
    """Some entries of a form under one heading."""

    name: str
    names: tuple[str, ...]
    answered: int = 0
    is_open: bool = True  # whether there is something to see or to do in it

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return re.sub(r"\W+", "-", self.name.lower())


class LotForm(Form):
    """A form of a lot. It knows the version of the lot that it was filled from."""

    version = HiddenField()
    asked: Sequence[Field]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by entry."""
        return {entry.name: self[entry.name].data or "" for entry in self.asked}

    @property
    def sections(self) -> list[Section]:
        """Its entries by the sections of the declaration."""
        return [
            self._section(name, list(found))
            for name, found in groupby(self.asked, lambda entry: entry.group)
        ]

    def _section(self, name: str, found: Sequence[Field]) -> Section:
        values = {one.name.removeprefix(FIELD): self[one.name].data for one in found}
        answered = sum(map(is_given, values.values()))
        needs = any(one.needed and one.needed.applies(values) for one in found)
        wrong = any(self[one.name].errors for one in found)
        return Section(
            name,
            tuple(one.name for one in found),
            answered,
            is_open=bool(answered or needs or wrong),
        )

    def refuse_all(self, refused: Mapping[str, str]) -> None:
        """Say at each entry why it was not taken; what was typed stays."""
        for name, sentence in refused.items():
            self.refuse(name, sentence)
        show_what_was_typed(self)

    def show_stored(self, lot: Lot) -> None:
        """Say at each entry what is stored by now, where it is something else."""
        for entry in self.asked:
            stored = stored_text(lot, entry)
            if _plain(stored) != _plain(self[entry.name].data or ""):
                shown = stored[:LONGEST_SHOWN] or "nothing"
                self.refuse(entry.name, f"Now stored: {shown}")
        self["version"].data = str(lot.version)


def form_for(lot: Lot, asked: Iterable[Field]) -> LotForm:
    """Return a form with these entries: as they were sent, or as the lot has them."""
    asked = tuple(asked)
    inputs = {entry.name: input_for(entry, lot, asked) for entry in asked}
    kind: type[LotForm] = type("LotForm", (LotForm,), inputs | {"asked": asked})
    stored = {entry.name: stored_text(lot, entry) for entry in asked}
    form = kind(stored | {"version": str(lot.version)})
    show_what_was_typed(form)
    return form


def show_what_was_typed(form: LotForm) -> None:
    """Fall back to plain text where a date's own control would show nothing."""
    for entry in form.asked:
        native, field = NATIVE.get(entry.kind), form[entry.name]
        if native and (field.errors or not native.fullmatch(field.data or "")):
            field.render_kw["type"] = "text"


def how_written(lot: Lot) -> str:
    """Say how amounts and times are written in a lot's catalogue."""
    catalogue = lot.catalogue
    unit = 10**catalogue.currency.exponent
    example = plain_figures(
        Money(1250 * unit), currency=catalogue.currency, locale=catalogue.locale
    )
    zone = zone_name(clock.now().astimezone(catalogue.zone))
    return (
        f"Amounts are in {catalogue.currency_code}, written like {example}. "
        f"Times are those of {catalogue.time_zone}, now {zone}."
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("T", " ").strip()
