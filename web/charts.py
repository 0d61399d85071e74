"""Bar charts, reckoned here and drawn by a template as SVG beside their table.

Every bar has its figures in words above it, and every series its own pattern: nothing
is told by colour alone. Lengths are in units of the drawing, which is 320 wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 320
HEADING, WORDS, BAR, GAP, LEGEND = 26, 18, 12, 10, 22  # heights
LONGEST = 26  # characters of a label
SERIES = 4  # patterns that there are
SIGN = 7.2  # width of a sign, roughly

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar."""

    x: float
    width: float
    series: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; ``y`` is the line on which its words stand."""

    label: str
    words: str
    y: int
    segments: tuple[Segment, ...]
    is_heading: bool = False

    @property
    def top(self) -> int:
        """The upper edge of the bar itself."""
        return self.y + WORDS - BAR


@dataclass(frozen=True, slots=True)
class Key:
    """What a pattern stands for."""

    name: str
    series: int
    x: float
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn; ``name`` is unique on its page."""

    name: str
    title: str
    bars: tuple[Bar, ...]
    legend: tuple[Key, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart's table: a label, its figures, and how they are told.

    ``values`` belong to the series in order; a line without any is a heading.
    """

    label: str
    words: str = ""
    values: Sequence[Number] = ()
    first_series: int = 0


def bars(
    name: str, title: str, lines: Iterable[Line], series: Sequence[str] = ()
) -> Chart:
    """Return a chart of horizontal bars; the values of a line stand in a row."""
    told = list(lines)
    legend, y = _legend(series)
    longest = max((_length(line) for line in told), default=Decimal(0))
    drawn = []
    for line in told:
        if not line.values:
            y += HEADING
            drawn.append(Bar(_short(line.label), "", y - GAP, (), is_heading=True))
            continue
        drawn.append(
            Bar(_short(line.label), line.words, y + BAR, tuple(_pieces(line, longest)))
        )
        y += BAR + WORDS + GAP
    return Chart(name, title, tuple(drawn), legend, y)


def _length(line: Line) -> Decimal:
    return sum(map(Decimal, line.values), Decimal(0))


def _pieces(line: Line, longest: Decimal) -> Iterator[Segment]:
    x = 0.0
    for place, value in enumerate(line.values):
        width = float(Decimal(value) / longest * WIDTH) if longest else 0.0
        if width:
            yield Segment(round(x, 1), round(width, 1), line.first_series + place)
        x += width


def _legend(series: Sequence[str]) -> tuple[tuple[Key, ...], int]:
    keys: list[Key] = []
    x, y = 0.0, 0
    for place, name in enumerate(series):
        width = 18 + len(name) * SIGN + 14
        if keys and x + width > WIDTH:
            x, y = 0.0, y + LEGEND
        keys.append(Key(name, place, round(x, 1), y))
        x += width
    return tuple(keys), y + LEGEND + GAP if keys else 0


def _short(label: str) -> str:
    if len(label) <= LONGEST:
        return label
    return label[: LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
