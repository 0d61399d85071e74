"""The forms that say when the lots of a sale open and how their ends follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import RadioField, StringField, SubmitField

from auction.rules import lot_cells
from auction.rules.refusal import Refusal
from auction.rules.staggering import LONGEST, SecondsOutOfRange, check_seconds
from web.errors import told
from web.forms import Form

T = TypeVar("T")
LIKE = "Like 2026-03-02 10:00, in the time zone of the catalogue."
NEW = "new"  # a catalogue that is made for the lots


class Times(Form):
    """A form with moments and seconds, read field by field."""

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """Return what a field says, or None after saying at it what is wrong."""
        try:
            return reader(self[name].data or "")
        except Refusal as refusal:
            self.refuse(name, told(refusal))
            return None

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Return the moment that a field says, or None after saying what is wrong."""
        return self.read(
            name, lot_cells.needed(lambda typed: lot_cells.moment(typed, zone=zone))
        )

    def seconds_between(self) -> int | None:
        """Return the seconds between two ends, or None after saying what is wrong."""
        return self.read("seconds", _seconds)

    def fill(self, **values: Any) -> None:  # noqa: ANN401 - as the fields take them
        """Fill in what nobody has typed yet."""
        for name, value in values.items():
            self[name].data = value


def _ends(label: str) -> StringField:
    return StringField(label, widget=GovTextInput(), description=LIKE)


def _apart() -> StringField:
    return StringField(
        "Seconds between two ends",
        widget=GovTextInput(),
        description=f"From 0, for all together, to {LONGEST}. A minute is usual.",
        render_kw={
            "params": {"inputmode": "numeric", "classes": "govuk-input--width-5"}
        },
    )


class SpreadForm(Times):
    """The first end of a catalogue, and how far the others are apart."""

    first_end = _ends("First end")
    seconds = _apart()
    submit = SubmitField("Show the ends", widget=GovSubmitInput())


class RelistForm(Times):
    """Where lots are offered again, and when."""

    sale = RadioField("Catalogue", widget=GovRadioInput())
    title = StringField("Title of the new catalogue", widget=GovTextInput())
    slug = StringField(
        "Short name of the new catalogue",
        widget=GovTextInput(),
        description="It stands in its address: small letters, digits and hyphens.",
        render_kw={"spellcheck": "false"},
    )
    opens_at = StringField("Bidding opens", widget=GovTextInput(), description=LIKE)
    first_end = _ends("The first lot ends")
    seconds = _apart()
    submit = SubmitField("Create the drafts", widget=GovSubmitInput())


def typed(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment as a form reads it; with its offset where it is there twice."""
    local = at.astimezone(zone)
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    exactly = "seconds" if local.second else "minutes"
    bare = local.replace(tzinfo=None).isoformat(sep=" ", timespec=exactly)
    return f"{bare}{local:%z}" if is_twice else bare


def _seconds(written: str) -> int:
    digits = written.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len("99999")):
        raise SecondsOutOfRange(longest=LONGEST)
    return check_seconds(int(digits))
