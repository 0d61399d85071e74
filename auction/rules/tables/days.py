"""Days and moments as texts: in which order a column writes them, and when it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from babel import Locale

from auction.rules.refusal import Refusal


class Order(StrEnum):
    """In which order day, month and year are written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"

    @property
    def example(self) -> str:
        """A day so written."""
        return {"dmy": "31/12/2026", "mdy": "12/31/2026", "ymd": "2026-12-31"}[self]


@dataclass(frozen=True, slots=True)
class Found:
    """The order of a column; None if its cells leave it open and nothing is usual."""

    order: Order | None
    is_certain: bool


FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
DAY_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?")
DAY_NUMBERS = range(20_000, 80_000)  # 1954 to 2119
CENTURY = 70  # "69" is 2069, "70" is 1970
SHORT_YEAR = 100
TIME = (
    r"(?P<time>(?:[T\s,]+\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)"
    r"\s*(?P<noon>[AaPp][Mm])?)?\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)
FIGURES = re.compile(rf"(\d{{1,4}})([-./])\s?(\d{{1,2}})\2\s?(\d{{1,4}})\.?{TIME}")
DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]*(?:de\s+)?([^\W\d_]{{3,}})\.?,?[\s-]*"
    rf"(?:de\s+)?(\d{{4}}|\d{{2}}){TIME}"
)
MONTH_FIRST = re.compile(
    rf"([^\W\d_]{{3,}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){TIME}"
)
CHINESE = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "时": ":", "点": ":", "分": ""}
)


class NotADay(Refusal):
    """Write a date like 2026-03-02."""


def usual_order(locale: str) -> Order | None:
    """Return the order that a locale writes; English alone can mean two."""
    if locale == "en":
        return None
    letters = re.sub(r"[^dMy]", "", Locale.parse(locale).date_formats["short"].pattern)
    first = letters[:1]
    return {"d": Order.DMY, "M": Order.MDY, "y": Order.YMD}.get(first)


def find_order(texts: Iterable[str], *, usual: Order | None) -> Found:
    """Return the order that most cells of a column prove, or else the usual one."""
    proven: Counter[Order] = Counter()
    is_open = has_points = False
    for text in texts:
        found = FIGURES.fullmatch(_plain(text))
        possible = _possible(found) if found else {}
        if len(possible) == 1:
            proven[next(iter(possible))] += 1
        is_open |= len(set(possible.values())) > 1
        has_points |= found is not None and found[2] == "."
    if proven:
        return Found(max(proven, key=lambda order: proven[order]), is_certain=True)
    if not is_open:
        return Found(usual or Order.YMD, is_certain=True)
    return Found(Order.DMY if has_points else usual, is_certain=False)


def read_day(text: str, order: Order | None, *, locale: str) -> str:
    """Return a day or moment in ISO 8601, whatever way it is written.

    Raises ``NotADay`` with a sentence that says what contradicts the column.
    """
    written = _plain(text)
    try:
        datetime.fromisoformat(written)
    except ValueError:
        pass
    else:
        return written
    found = FIGURES.fullmatch(written)
    if found:
        return _iso(_chosen(_possible(found), order, text), found)
    return _with_month(written, locale)


def day_of_number(number: Decimal | int, *, from_1904: bool) -> date | datetime:
    """Return the day, or the moment, that a spreadsheet program counts so."""
    first = FIRST_DAY_1904 if from_1904 else FIRST_DAY
    whole = int(number)
    if whole not in DAY_NUMBERS:
        raise NotADay(f"{number} is no day: write a date like 2026-03-02.")
    day = first + timedelta(days=whole)
    if number == whole:
        return day
    seconds = round((Decimal(number) - whole) * 86_400)
    return datetime.combine(day, time()) + timedelta(seconds=seconds)


def is_day_number(text: str) -> bool:
    """Say whether a text could be a spreadsheet program's number of a day."""
    return DAY_NUMBER.fullmatch(text) is not None and int(text[:5]) in DAY_NUMBERS


def _plain(text: str) -> str:
    return text.strip().translate(CHINESE).strip()


def _possible(found: re.Match[str]) -> Mapping[Order, date]:
    first, middle, last = found[1], found[3], found[4]
    readings = {
        Order.DMY: (last, middle, first),
        Order.MDY: (last, first, middle),
        Order.YMD: (first, middle, last),
    }
    days = {}
    for order, (year, month, day) in readings.items():
        lengths = {2, 4} if order is not Order.YMD else {4}
        if len(day) <= 2 and len(year) in lengths:
            try:
                days[order] = date(_year(year), int(month), int(day))
            except ValueError:
                continue
    return days


def _year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < CENTURY else 1900)


def _chosen(possible: Mapping[Order, date], order: Order | None, text: str) -> date:
    if not possible:
        raise NotADay(f"There is no day {text.strip()}.")
    if order is not None and order in possible:
        return possible[order]
    different = set(possible.values())
    if Order.YMD in possible or (order is None and len(different) == 1):
        return next(iter(different))
    if order is None:
        raise NotADay(
            f"“{text.strip()}” can be read in two ways: say how the column writes days."
        )
    raise NotADay(
        f"“{text.strip()}” contradicts this column, whose days are written like "
        f"{order.example}."
    )


def _with_month(written: str, locale: str) -> str:
    for form, (day, month, year) in ((DAY_FIRST, (1, 2, 3)), (MONTH_FIRST, (2, 1, 3))):
        found = form.fullmatch(written)
        number = months(locale).get(found[month].casefold()) if found else None
        if found and number:
            try:
                return _iso(date(_year(found[year]), number, int(found[day])), found)
            except ValueError:
                raise NotADay(f"There is no day {written}.") from None
    raise NotADay(f"“{written[:40]}” is not a date: write it like 2026-03-02.")


@cache
def months(locale: str) -> Mapping[str, int]:
    """Return the numbers of the months by their names, in a locale and in English."""
    return {
        name.casefold().rstrip("."): number
        for language in ("en", locale)
        for style in Locale.parse(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in style[width].items()
    }


def _iso(day: date, found: re.Match[str]) -> str:
    if not found["time"]:
        return day.isoformat()
    hour, minute, *more = re.findall(r"\d+", found["time"])
    if found["noon"]:
        hour = str(int(hour) % 12 + (12 if found["noon"][0] in "Pp" else 0))
    seconds = f":{more[0]}" if more else ""
    offset = found["offset"] or ""
    return f"{day.isoformat()} {int(hour):02d}:{minute}{seconds}{offset}"
