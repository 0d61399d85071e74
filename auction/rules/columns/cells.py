"""Turning one cell of a column into what the reader of lots understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial

from babel.numbers import get_currency_symbol

from auction.rules.categories import TITLES
from auction.rules.columns.plan import ColumnPlan
from auction.rules.columns.targets import Target
from auction.rules.columns.words import category_words, flag_words, plain
from auction.rules.lot_cells import Terms
from auction.rules.refusal import Refusal
from auction.rules.tables import days, numbers
from auction.rules.tables.grid import Cell, Flaw

SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
DIGITS = 15  # what spreadsheet programs keep of a number
PERCENT = re.compile(r"(?P<figures>[^%]*\d)\s*%")
UNITS: Mapping[str, tuple[str, ...]] = {
    "m²": ("m²", "m2", "sqm", "qm", "㎡"),
    "m³": ("m³", "m3", "cbm"),
    "%": ("%",),
    "years": ("years", "year", "a"),
    "h": ("h", "hours"),
}


class WordUnknown(Refusal):
    """“{word}” is not known here. It can be: {there}."""


@dataclass(frozen=True, slots=True)
class Percent:
    """So many per cent of an amount that has still to be found."""

    rate: Decimal


Value = str | int | Decimal | bool | Percent | None


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its numbers or days, and how we know."""

    name: str  # "point", "comma"; "dmy", "mdy", "ymd"; "" where it does not matter
    example: str = ""
    is_said: bool = False
    is_certain: bool = True


def style_of(
    column: ColumnPlan, target: Target, cells: Iterable[Cell], terms: Terms
) -> Style:
    """Return the style that an office says, or that the cells of a column show."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    if target.is_figure:
        texts = [text.rstrip("% ") for text in texts]
        return _figures(column.style, texts, terms.locale)
    if target.is_day:
        return _days(column.style, texts, terms.locale)
    return Style("")


def reader(
    column: ColumnPlan, target: Target, style: Style, terms: Terms, *, from_1904: bool
) -> Callable[[Cell], Value]:
    """Return the function that reads the cells of a column."""
    if target.is_figure:
        sign = numbers.Sign(style.name)
        units = _units(target, terms)
        read: Callable[[Cell], Value] = partial(_number, sign=sign, units=units)
    elif target.is_day:
        order = days.Order(style.name) if style.name else None
        read = partial(_day, order=order, locale=terms.locale, from_1904=from_1904)
        if target.kind == "date":
            read = partial(_date, read=read)
    elif target.is_word:
        read = partial(_word, target=target, words=column.words)
    else:
        read = text_of
    return partial(_sound, read=read)


def text_of(cell: Cell) -> str:
    """Return a cell as the text that a person sees in it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    if isinstance(cell, datetime | time):
        return cell.isoformat(
            *(" ",) if isinstance(cell, datetime) else ()
        ).removesuffix(":00")
    return "" if cell is None else str(cell)


def _sound(cell: Cell, read: Callable[[Cell], Value]) -> Value:
    """Read a cell, unless it holds nothing or the ruins of something."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, Flaw):
        raise Refusal(cell.sentence)
    if isinstance(cell, str) and SHORTENED.fullmatch(cell):
        raise Refusal(
            f"“{cell}” was shortened by a spreadsheet program, its last figures are "
            "lost: take the list from its source anew, with this column as text."
        )
    if read is text_of and isinstance(cell, int) and abs(cell) >= 10**DIGITS:
        raise Refusal(
            f"{cell} has more than {DIGITS} figures, and a spreadsheet program turns "
            "the others into 0: take the list anew, with this column as text."
        )
    return read(cell)


def _figures(said: str, texts: list[str], locale: str) -> Style:
    if said in set(numbers.Sign):
        return Style(said, numbers.Sign(said).example, is_said=True)
    found = numbers.find_sign(texts, usual=numbers.usual_sign(locale))
    return Style(found.sign.value, found.sign.example, is_certain=found.is_certain)


def _days(said: str, texts: list[str], locale: str) -> Style:
    if said in set(days.Order):
        return Style(said, days.Order(said).example, is_said=True)
    found = days.find_order(texts, usual=days.usual_order(locale))
    if found.order is None:
        return Style("", is_certain=False)
    return Style(found.order.value, found.order.example, is_certain=found.is_certain)


def _units(target: Target, terms: Terms) -> tuple[str, ...]:
    if not target.is_amount:
        return UNITS.get(target.unit, (target.unit,) if target.unit else ())
    code = terms.currency.code
    symbols = {get_currency_symbol(code, locale=one) for one in ("en", terms.locale)}
    return (code, *sorted(symbols - {code}))


def _number(cell: Cell, sign: numbers.Sign, units: tuple[str, ...]) -> Value:
    if isinstance(cell, bool) or not isinstance(cell, str | int | Decimal):
        raise numbers.NotANumber(f"“{text_of(cell)}” is not a number.")
    if not isinstance(cell, str):
        return cell
    percent = PERCENT.fullmatch(cell)
    if percent and "%" not in units:
        return Percent(numbers.read_number(percent["figures"], sign))
    return numbers.read_number(cell, sign, units=units)


def _day(
    cell: Cell, order: days.Order | None, locale: str, *, from_1904: bool
) -> Value:
    if isinstance(cell, str) and not days.is_day_number(cell):
        return days.read_day(cell, order, locale=locale)
    if isinstance(cell, str):
        cell = Decimal(cell.replace(",", "."))
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        cell = days.day_of_number(cell, from_1904=from_1904)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    raise days.NotADay(f"“{text_of(cell)}” is not a date: write it like 2026-03-02.")


def _date(cell: Cell, read: Callable[[Cell], Value]) -> Value:
    return str(read(cell))[: len("2026-03-02")]


def _word(cell: Cell, target: Target, words: Mapping[str, str]) -> Value:
    written = text_of(cell).strip()
    meant = words.get(written) or _meanings(target).get(plain(written))
    if meant is None:
        raise WordUnknown(word=written, there=", ".join(meanings_of(target)))
    return meant


def meanings_of(target: Target) -> Mapping[str, str]:
    """Return what a word of a column can mean, with labels."""
    if target.kind == "category":
        return {one.value: title for one, title in TITLES.items()}
    if target.kind == "flag":
        return {"yes": "Yes", "no": "No"}
    return {option.code: option.label for option in target.options}


def _meanings(target: Target) -> Mapping[str, str]:
    if target.kind == "category":
        return category_words()
    if target.kind == "flag":
        return flag_words()
    labels = {plain(option.label): option.code for option in target.options}
    return {plain(option.code): option.code for option in target.options} | labels
