from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from auction.rules.tables.days import (
    Found,
    NotADay,
    Order,
    day_of_number,
    find_order,
    is_day_number,
    read_day,
    usual_order,
)

DMY, MDY, YMD = Order


@pytest.mark.parametrize(
    ("texts", "usual", "found"),
    [
        (["03/04/2026", "21/04/2026"], None, Found(DMY, is_certain=True)),
        (["03/04/2026", "04/21/2026"], DMY, Found(MDY, is_certain=True)),
        (["03/04/2026"], MDY, Found(MDY, is_certain=False)),
        (["03/04/2026"], None, Found(None, is_certain=False)),
        (["03.04.2026"], None, Found(DMY, is_certain=False)),
        (["2026-03-04", "04/04/2026"], None, Found(YMD, is_certain=True)),
        (["04/04/2026"], None, Found(YMD, is_certain=True)),
        (["no day"], MDY, Found(MDY, is_certain=True)),
    ],
)
def test_a_column_is_read_as_most_of_its_cells_prove(
    texts: list[str], usual: Order | None, found: Found
) -> None:
    assert find_order(texts, usual=usual) == found


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-03-02", MDY, "2026-03-02"),
        ("2026-03-02T10:00:00+01:00", MDY, "2026-03-02T10:00:00+01:00"),
        ("03/04/2026", DMY, "2026-04-03"),
        ("03/04/2026", MDY, "2026-03-04"),
        ("3.4.26", DMY, "2026-04-03"),
        ("3. 4. 2026", DMY, "2026-04-03"),
        ("3.4.75", DMY, "1975-04-03"),
        ("2026/3/2", DMY, "2026-03-02"),
        ("2026. 3. 2.", YMD, "2026-03-02"),
        ("21/10/2024 14:30", DMY, "2024-10-21 14:30"),
        ("21/10/2024, 14h30", DMY, "2024-10-21 14:30"),
        ("21/10/2024 9:05:30", DMY, "2024-10-21 09:05:30"),
        ("10/21/2024 12:30 AM", MDY, "2024-10-21 00:30"),
        ("10/21/2024 2:30 PM +01:00", MDY, "2024-10-21 14:30+01:00"),
        ("2026年3月2日 10:30", None, "2026-03-02 10:30"),
        ("21 Oct 2024", MDY, "2024-10-21"),
        ("21-Out-24", MDY, "2024-10-21"),
        ("21 de outubro de 2024 10:15", None, "2024-10-21 10:15"),
        ("October 21, 2024 5:30 PM", DMY, "2024-10-21 17:30"),
        ("04/04/2026", None, "2026-04-04"),
        ("21/04/2026", None, "2026-04-21"),
    ],
)
def test_a_day_is_read_in_the_order_of_its_column(
    text: str, order: Order | None, day: str
) -> None:
    assert read_day(text, order, locale="pt_BR") == day


@pytest.mark.parametrize(
    ("text", "order", "said"),
    [
        ("03/04/2026", None, "can be read in two ways"),
        ("21/10/2024", MDY, "contradicts this column, .* like 12/31/2026"),
        ("31/02/2026", DMY, "There is no day 31/02/2026"),
        ("31 Feb 2026", DMY, "There is no day 31 Feb 2026"),
        ("3 Foo 2026", DMY, "“3 Foo 2026” is not a date"),
        ("tomorrow", DMY, "“tomorrow” is not a date"),
        ("", DMY, "is not a date"),
    ],
)
def test_what_is_no_day_of_its_column_is_named(
    text: str, order: Order | None, said: str
) -> None:
    with pytest.raises(NotADay, match=said):
        read_day(text, order, locale="en")


@pytest.mark.parametrize(
    ("number", "from_1904", "day"),
    [
        (46083, False, date(2026, 3, 2)),
        (44621, True, date(2026, 3, 2)),
        (Decimal("46083.4375"), False, datetime(2026, 3, 2, 10, 30)),  # noqa: DTZ001
        (Decimal("46083.041666666664"), False, datetime(2026, 3, 2, 1)),  # noqa: DTZ001
    ],
)
def test_a_number_is_the_day_that_spreadsheets_count_so(
    number: Decimal | int,
    from_1904: bool,  # noqa: FBT001
    day: date,
) -> None:
    assert day_of_number(number, from_1904=from_1904) == day


@pytest.mark.parametrize("number", [7, 20260302, Decimal(-1)])
def test_a_number_that_can_be_no_day_is_refused(number: Decimal | int) -> None:
    with pytest.raises(NotADay):
        day_of_number(number, from_1904=False)


def test_a_text_may_be_the_number_of_a_day() -> None:
    assert is_day_number("46083")
    assert is_day_number("46083,4375")
    assert not is_day_number("20260302")
    assert not is_day_number("99999")


def test_a_locale_has_a_usual_order_unless_it_means_two() -> None:
    locales = ("de", "en_GB", "en_US", "zh", "pt_BR", "en")

    assert [usual_order(locale) for locale in locales] == [
        *(DMY, DMY, MDY, YMD, DMY, None),
    ]
