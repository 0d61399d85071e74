"""Reading a loan tape into records by template, from a workbook or from JSON."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from auction.rules.columns.cells import text_of
from auction.rules.columns.words import plain
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import Cell, Shape, TableUnreadable
from auction.rules.tables.headings import table_of
from auction.rules.tables.json_file import objects_of
from auction.rules.tables.reading import ZIP, is_json, read_grid
from auction.rules.tables.text import decode

NAMES = Path(__file__).with_name("names.toml")
NEEDED = {"loan", "counterparty"}
CUT_OFF_AT = 24  # characters: a workbook keeps 31 of the name of a sheet
NUMBERING = re.compile(r"\b(template|t|\d+)\b")  # "Template 3 Loan", "3 Loan"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a template: its values by our names for its fields."""

    number: int  # of its row, as a person sees it
    values: Mapping[str, Cell]
    key: str = ""  # what other records of a JSON tape call it by

    def text(self, name: str) -> str:
        """Return a value as a person sees it; nothing is an empty text."""
        return text_of(self.values.get(name)).strip()


@dataclass(frozen=True, slots=True)
class Tape:
    """The records of a tape by template, and what their fields are called in it."""

    records: Mapping[str, Sequence[Record]]
    headings: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def of(self, template: str) -> Sequence[Record]:
        """Return the records of a template."""
        return self.records.get(template, ())

    def name_of(self, template: str, name: str) -> str:
        """Return what a field is called in the tape."""
        return self.headings.get((template, name), name)


def is_tape(content: bytes) -> bool:
    """Say whether a file is a loan tape: loans, and those who owe them, apart."""
    try:
        if is_json(content):
            models = {_template(str(one.get("model", ""))) for one in _objects(content)}
            return models >= NEEDED
        if not content.startswith(ZIP):
            return False
        sheets = read_grid(content, most=1).sheets
    except Refusal:
        return False
    return {_template(sheet) for sheet in sheets} >= NEEDED


def read_tape(content: bytes) -> Tape:
    """Return the records of a tape; ``TableUnreadable`` if it is none."""
    if not is_tape(content):
        raise TableUnreadable(
            "This is no loan tape: it needs the templates for loans and counterparties."
        )
    return _from_json(content) if is_json(content) else _from_workbook(content)


def _from_workbook(content: bytes) -> Tape:
    records: dict[str, list[Record]] = {}
    headings: dict[tuple[str, str], str] = {}
    for sheet in read_grid(content, most=1).sheets:
        template = _template(sheet)
        if template:
            for name, heading, record in _rows(content, sheet, template):
                headings.setdefault((template, name), heading)
                if record is not None:
                    records.setdefault(template, []).append(record)
    return Tape(records, headings)


def _rows(
    content: bytes, sheet: str, template: str
) -> Iterator[tuple[str, str, Record | None]]:
    """Yield the names of a sheet's fields, then its records."""
    fields = _fields(template)
    try:
        grid = read_grid(content, Shape(sheet=sheet))
        table = table_of(grid, lambda heading: plain(heading) in fields)
    except TableUnreadable as refusal:
        raise TableUnreadable(f"Sheet “{sheet}”: {refusal}") from None
    for column in table.columns:
        for name in fields.get(plain(column.heading), ()):
            yield name, column.heading, None
    for line in table.lines:
        said = {column.heading: line.at(column.place) for column in table.columns}
        yield "", "", Record(line.number, _named(said, template))


def _from_json(content: bytes) -> Tape:
    records: dict[str, list[Record]] = {}
    headings: dict[tuple[str, str], str] = {}
    for one in _objects(content):
        template = _template(str(one.get("model", "")))
        said = one.get("fields")
        if template and isinstance(said, dict):
            several = records.setdefault(template, [])
            values = _named(
                {key: _cell(value) for key, value in said.items()}, template
            )
            several.append(Record(len(several) + 1, values, str(one.get("pk", ""))))
            for key in said:
                for name in _fields(template).get(plain(key), ()):
                    headings.setdefault((template, name), key.replace("_", " "))
    return Tape(records, headings)


def _objects(content: bytes) -> Sequence[Mapping[str, Any]]:
    return objects_of(decode(content)[0])


def _named(said: Mapping[str, Cell], template: str) -> dict[str, Cell]:
    """Return values by our names; of several for one, the first that is not empty."""
    by_plain = {plain(heading): value for heading, value in said.items()}
    named: dict[str, Cell] = {}
    for name, words in _words(template).items():
        for word in words:
            value = by_plain.get(word)
            if value not in (None, ""):
                named[name] = value
                break
    return named


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        # A moment at midnight is a day.
        return value.strip().removesuffix("T00:00:00")
    if isinstance(value, bool | int | Decimal) or value is None:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _template(name: str) -> str:
    """Return the template that a sheet or a model is named after; else nothing."""
    words = NUMBERING.sub(" ", plain(name.rpartition(".")[2] or name))
    said = " ".join(words.split())
    if len(said) >= CUT_OFF_AT:
        return next((t for word, t in _sheets().items() if word.startswith(said)), "")
    return _sheets().get(said, "")


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        NAMES.read_text(encoding="utf-8")
    )
    return found


@cache
def _sheets() -> Mapping[str, str]:
    return {
        plain(word): template
        for template, words in _lists()["sheets"].items()
        for word in words.split(";")
    }


@cache
def _words(template: str) -> Mapping[str, Sequence[str]]:
    fields = _lists().get(template, {})
    return {
        name: [plain(word) for word in words.split(";")]
        for name, words in fields.items()
    }


@cache
def _fields(template: str) -> Mapping[str, Sequence[str]]:
    """Return our names by each word for them; one word may mean two."""
    found: dict[str, list[str]] = {}
    for name, words in _words(template).items():
        for word in words:
            found.setdefault(word, []).append(name)
    return found
