"""The forms for visits: offering them, booking one, cancelling one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from auction.rules import visit_series
from auction.rules.inspections import PlacesUnfit
from auction.rules.lot_cells import YEARS
from auction.rules.refusal import Refusal
from auction.rules.visit_series import Every, Series
from web.forms import Form

WORDS = {
    Every.ONCE: "On this day only",
    Every.WEEK: "Every week on this day of the week",
    Every.DAY: "Every day",
    Every.WORKING_DAY: "Every working day of the procedure's calendar",
}
TEXTS = {"The place": "place", "The note": "note"}
AT: Mapping[type[Refusal], str] = {
    visit_series.SpanUnfit: "ends",
    visit_series.LengthUnfit: "minutes",
    visit_series.LastDayUnfit: "last",
    visit_series.TooMany: "last",
    visit_series.NoVisits: "every",
    PlacesUnfit: "places",
}
NARROW = "govuk-input--width-10"
DAY = {"type": "date", "params": {"classes": NARROW}}
CLOCK = {"type": "time", "params": {"classes": NARROW}}
COUNT = {"inputmode": "numeric", "params": {"classes": "govuk-input--width-4"}}


class CountingForm(Form):
    """A form with numbers in it."""

    def count(self, name: str, *, needed: bool = True) -> int | None:
        """Return a whole number; None, and say so, where there is none."""
        typed = (self[name].data or "").strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= 5 and int(typed):
            return int(typed)
        if typed or needed:
            self.refuse(name, "Please enter a whole number, for example 10.")
        return None


class OfferForm(CountingForm):
    """Visits that an office offers: one, several in a row, or a series."""

    first = StringField(
        "Day",
        widget=GovTextInput(),
        description="Or the first day, if the visits come again.",
        render_kw=DAY,
    )
    begins = StringField("From", widget=GovTextInput(), render_kw=CLOCK)
    ends = StringField("To", widget=GovTextInput(), render_kw=CLOCK)
    minutes = StringField(
        "Minutes of one visit",
        widget=GovTextInput(),
        description="Leave it empty for one visit of the whole time. With 30, "
        "10:00 to 12:00 gives four visits.",
        render_kw=COUNT,
    )
    every = RadioField(
        "How often",
        widget=GovRadioInput(),
        choices=[SelectChoice(every.value, words) for every, words in WORDS.items()],
        default=Every.ONCE.value,
    )
    last = StringField(
        "Last day",
        widget=GovTextInput(),
        description="Only if the visits come again.",
        render_kw=DAY,
    )
    place = StringField(
        "Place",
        widget=GovTextInput(),
        description="Where people meet, as precisely as they need it.",
    )
    places = StringField(
        "Places",
        widget=GovTextInput(),
        description="How many people may come to one visit.",
        render_kw=COUNT,
    )
    note = TextAreaField(
        "Note",
        widget=GovTextArea(),
        description="If you like: what to bring, what can be seen.",
        render_kw={"rows": "3"},
    )
    submit = SubmitField("Offer the visits", widget=GovSubmitInput())

    def series(self) -> Series | None:
        """Return what was asked for; None, with a word why, if it cannot be read."""
        first, last = self._day("first"), self._day("last", needed=False)
        begins, ends = self._clock("begins"), self._clock("ends")
        minutes = self.count("minutes", needed=False)
        every = self.every.data or ""
        if every not in set(Every):
            self.refuse("every", "Please say how often.")
        if every != Every.ONCE and last is None and not self.last.errors:
            self.refuse("last", "Please give the last day.")
        if self.errors or first is None or begins is None or ends is None:
            return None
        length = timedelta(minutes=minutes) if minutes else None
        return Series(first, begins, ends, length, Every(every), last)

    def refuse_at_its_field(self, refusal: Refusal, sentence: str) -> None:
        """Say at the field that it concerns why the visits were not offered."""
        called = str(refusal.values.get("called", ""))
        self.refuse(TEXTS.get(called) or AT.get(type(refusal), "first"), sentence)

    def _day(self, name: str, *, needed: bool = True) -> date | None:
        typed = (self[name].data or "").strip()
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            day = None
        if day is not None and day.year in YEARS:
            return day
        if typed or needed:
            self.refuse(name, "Please enter a day such as 2026-03-14.")
        return None

    def _clock(self, name: str) -> time | None:
        try:
            at = time.fromisoformat((self[name].data or "").strip())
        except ValueError:
            at = None
        if at is None or at.tzinfo is not None:
            self.refuse(name, "Please enter a time such as 10:30.")
            return None
        return at.replace(second=0, microsecond=0)


class BookingForm(CountingForm):
    """What the office needs to know of a visitor."""

    visitor = StringField(
        "Name for the list at the door",
        widget=GovTextInput(),
        description="Write it as you like to be called in. The office sees this name "
        "for the visit only; it does not say whether you bid.",
        render_kw={"autocomplete": "off"},
    )
    people = StringField(
        "How many people come", widget=GovTextInput(), render_kw=COUNT, default="1"
    )
    submit = SubmitField("Book the visit", widget=GovSubmitInput())


class CancelForm(Form):
    """Why a visit does not take place."""

    reason = TextAreaField(
        "Reason",
        widget=GovTextArea(),
        description="It stands on the lot's page, and everybody who has booked is "
        "told.",
        validators=[InputRequired("Please give the reason.")],
        render_kw={"rows": "3"},
    )
    submit = SubmitField(
        "Cancel this visit",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )
