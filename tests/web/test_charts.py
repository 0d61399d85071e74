"""Bar charts, as they are reckoned."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from web.charts import LONGEST, WIDTH, Line, bars


def test_the_longest_bar_is_as_wide_as_the_chart() -> None:
    chart = bars("lots", "Lots", [Line("A", "4 lots", (4,)), Line("B", "1 lot", (1,))])

    assert [bar.segments[0].width for bar in chart.bars] == [WIDTH, WIDTH / 4]
    assert chart.bars[0].words == "4 lots"
    assert chart.bars[0].y < chart.bars[1].y < chart.height


def test_the_values_of_a_line_stand_in_a_row() -> None:
    (bar,) = bars("x", "X", [Line("A", "", (1, 0, 3))], ("Sold", "Passed", "More")).bars

    assert [(s.x, s.width, s.series) for s in bar.segments] == [
        (0, 80, 0),
        (80, 240, 2),
    ]


def test_bars_may_share_a_heading() -> None:
    chart = bars("x", "X", [Line("Loans"), Line("Price", "80 %", (Decimal(80),), 1)])

    heading, bar = chart.bars
    assert heading.is_heading
    assert not heading.segments
    assert bar.segments[0].series == 1


def test_a_legend_finds_room_on_several_lines() -> None:
    names = ["Sold", "Passed", "Recalled", "Something that is long"]

    chart = bars("x", "X", [Line("A", "", (1,))], names)

    assert [key.name for key in chart.legend] == names
    assert chart.legend[0].y < chart.legend[-1].y
    assert chart.bars[0].y > chart.legend[-1].y


def test_a_long_label_is_cut() -> None:
    (bar,) = bars("x", "X", [Line("x" * 80, "", (1,))]).bars

    assert len(bar.label) == LONGEST
    assert bar.label.endswith("…")


@given(
    st.lists(
        st.lists(st.integers(0, 10**9), min_size=1, max_size=4).map(
            lambda values: Line("A", "", values)
        ),
        max_size=20,
    )
)
def test_no_bar_leaves_the_chart(lines: list[Line]) -> None:
    chart = bars("x", "X", lines)

    for bar in chart.bars:
        assert bar.top + 12 <= chart.height
        for segment in bar.segments:
            assert segment.x >= 0
            assert segment.x + segment.width <= WIDTH + 0.2
