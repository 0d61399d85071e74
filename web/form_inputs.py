"""The control of a form in which one declared entry is filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from auction.rules.categories import Field
from auction.rules.lot_steps import FIELD

UNSAID = SelectChoice("", "Not said")
UNCHOSEN = SelectChoice("", "Please choose")
# What a browser's own control for a date or a moment can show; all else is text.
NATIVE = {
    "date": re.compile(r"(\d{4}-\d\d-\d\d)?"),
    "moment": re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?)?"),
}
WIDTHS = {
    **dict.fromkeys(("money", "balance", "number", "integer"), "govuk-input--width-10"),
    "year": "govuk-input--width-4",
}


def input_for(
    entry: Field, stored: str, *, asked: Sequence[Field], currency_code: str = ""
) -> Any:  # noqa: ANN401
    """Return the control of an entry; ``asked`` are all that its form has."""
    label = entry.label if entry.is_public else f"{entry.label} (not public)"
    hint = _hint(entry, asked)
    if any(option.hint for option in entry.options):
        hints = [{"hint": {"text": option.hint}} for option in entry.options]
        return RadioField(
            label,
            widget=GovRadioInput(),
            description=hint,
            choices=[SelectChoice(one.code, one.label) for one in entry.options],
            validate_choice=False,
            render_kw={"params": {"items": hints}},
        )
    if entry.kind == "choice":
        return SelectField(
            label,
            widget=GovSelect(),
            description=hint,
            choices=_choices(entry, stored),
            validate_choice=False,
        )
    if entry.kind == "flag":
        return RadioField(
            label,
            widget=GovRadioInput(),
            description=hint,
            choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No"), UNSAID],
            validate_choice=False,
            render_kw={
                "params": {"classes": "govuk-radios--inline govuk-radios--small"}
            },
        )
    if entry.kind in {"long_text", "markdown"}:
        rows = 12 if entry.kind == "markdown" else 3
        return TextAreaField(
            label,
            widget=GovTextArea(),
            description=hint,
            render_kw={"params": {"rows": rows}},
        )
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        render_kw=_manner(entry, currency_code),
    )


def _choices(entry: Field, stored: str) -> list[SelectChoice]:
    known = {option.code: option.label for option in entry.options}
    if stored:
        known.setdefault(stored, stored)  # of an older declaration
    choices = [SelectChoice(code, label) for code, label in known.items()]
    if entry.must_choose:
        return choices if stored else [UNCHOSEN, *choices]
    return [UNSAID, *choices]


def _manner(entry: Field, currency_code: str) -> dict[str, Any]:
    if entry.kind in NATIVE:
        types = {"date": "date", "moment": "datetime-local"}
        return {"type": types[entry.kind]}
    params: dict[str, Any] = {"classes": WIDTHS.get(entry.kind, "")}
    if entry.is_amount:
        params["prefix"] = {"text": currency_code}
    elif entry.unit:
        params["suffix"] = {"text": entry.unit}
    manner: dict[str, Any] = {"params": params}
    if entry.kind in {"integer", "year"}:
        manner["inputmode"] = "numeric"
    if entry.kind in {"money", "number"}:
        manner["inputmode"] = "decimal"
    return manner


def _hint(entry: Field, asked: Sequence[Field]) -> str:
    return " ".join(filter(None, (entry.hint, _need(entry, asked))))


def _need(entry: Field, asked: Sequence[Field]) -> str:
    if entry.needed is None:
        return ""
    if not entry.needed.when:
        return "Needed before the lot is announced."
    other = {one.name.removeprefix(FIELD): one for one in asked}.get(entry.needed.when)
    if other is None:
        return ""
    said = {True: "yes", False: "no"}
    answers = [
        said[one] if isinstance(one, bool) else other.label_of(one)
        for one in entry.needed.has
    ]
    at = f" is {' or '.join(answers)}" if answers else " is given"
    return f'Needed if "{other.label}"{at}.'
