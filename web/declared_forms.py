"""Forms made from a declaration: its entries, filled with what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from auction.rules.categories import Field, is_given
from auction.rules.lot_steps import FIELD
from web.form_inputs import NATIVE, input_for
from web.forms import Form

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


class DeclaredForm(Form):
    """A form whose controls come from a declaration."""

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

    def refuse_all(self, refused: Mapping[str, str]) -> None:
        """Say at each entry why it was not taken; what was typed stays."""
        for name, sentence in refused.items():
            self.refuse(name, sentence)
        self.show_what_was_typed()

    def show_stored(self, stored: Mapping[str, str]) -> None:
        """Say at each entry what is stored by now, where it is something else."""
        self.refuse_all(
            {
                name: f"Now stored: {text[:LONGEST_SHOWN] or 'nothing'}"
                for name, text in stored.items()
                if _plain(text) != _plain(self[name].data or "")
            }
        )

    def show_what_was_typed(self) -> None:
        """Fall back to plain text where a date's own control would show nothing."""
        for entry in self.asked:
            native, field = NATIVE.get(entry.kind), self[entry.name]
            if native and (field.errors or not native.fullmatch(field.data or "")):
                field.render_kw["type"] = "text"

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


Kind = TypeVar("Kind", bound=DeclaredForm)


def declared_form(
    kind: type[Kind],
    asked: Iterable[Field],
    stored: Mapping[str, str],
    *,
    currency_code: str = "",
) -> Kind:
    """Return a form with these entries: as they were sent, or as they are stored.

    ``stored`` has the texts of the entries, and the values of the form's own fields.
    """
    asked = tuple(asked)
    inputs = {
        entry.name: input_for(
            entry, stored[entry.name], asked=asked, currency_code=currency_code
        )
        for entry in asked
    }
    made: type[Kind] = type(kind.__name__, (kind,), inputs | {"asked": asked})
    form = made(stored)
    form.show_what_was_typed()
    return form


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("T", " ").strip()
