"""The first room of the desk: today, what waits, figures with charts, an export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot, LotViews, Reminder
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_question,
    make_slot,
    sign_in,
)
from tests.moving_clock import NOON

DESK = "/desk/example-court"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect what the site asks the database."""
    asked: list[str] = []

    def note(*happened: object) -> None:
        asked.append(str(happened[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def make_sold(
    session: Session, catalogue: Catalogue | None = None, **columns: Any
) -> Lot:
    at = columns.pop("at", NOON - DAY)
    columns.setdefault("price", Money(600_00))
    return make_lot(
        session,
        catalogue,
        status=LotStatus.SOLD,
        closes_at=at,
        ended_at=at,
        **columns,
    )


def page(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"{DESK}{query}")
    assert answer.status_code == 200
    return answer.text


def cells(text: str, caption: str) -> list[list[str]]:
    """Return the rows of the table with a caption."""
    table = re.search(
        rf"<caption[^>]*>{re.escape(caption)}</caption>(.*?)</table>", text, re.DOTALL
    )
    assert table, caption
    rows = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)[1:]
    return [
        [
            " ".join(re.sub(r"<[^>]+>", "", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def test_the_desk_leads_an_officer_to_its_overview(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    assert client.get("/desk").location == DESK
    assert f'href="{DESK}" aria-current="page">Overview' in page(client)


def test_strangers_and_others_do_not_see_it(
    client: FlaskClient, session: Session
) -> None:
    make_office(session)
    addresses = (DESK, f"{DESK}/results.csv", f"{DESK}/results.xlsx")

    for address in addresses:
        assert client.get(address).location == f"/sign-in?next={address}"
    elsewhere = make_officer(session, make_office(session, "another-court"))
    for person in (make_bidder(session), elsewhere):
        sign_in(client, person)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
    assert client.get(f"{DESK}/results.pdf").status_code == 404


def test_an_office_without_anything_is_told_where_to_begin(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    text = page(client)

    assert "The way to your first sale" in text
    assert f'href="{DESK}/catalogues/new">Open a catalogue' in text
    assert f'href="{DESK}/people">Invite a second person' in text
    assert "Nothing waits for you." in text
    assert "No lot opens or closes today." in text
    assert "There are no such lots." in text
    assert "<svg" not in text


def test_who_does_not_prepare_lots_is_not_told_how(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session, duties=[Duty.AUDITOR]))

    assert "The way to your first sale" not in page(client)


def test_after_the_first_announcement_the_way_is_known(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session)
    sign_in(client, make_officer(session))

    assert "The way to your first sale" not in page(client)


def test_what_waits_leads_to_its_room(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + 9 * DAY)
    make_question(session, lot)
    make_question(session, lot, now=NOON - HOUR)
    sign_in(client, make_officer(session))

    text = page(client)

    assert f'href="{DESK}/questions">2 questions to answer</a>' in text
    assert "the oldest since" in text
    assert "02 Mar 2026, 11:00:00 UTC" in text


def test_today_is_told_by_the_clocks_of_the_office(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session, time_zone="Asia/Tokyo")
    tonight = NOON.replace(hour=14)  # 23:00 in Tokyo, still the same day there
    make_lot(session, title="Ends tonight", closes_at=tonight)
    make_lot(session, title="Ends tomorrow", closes_at=tonight + HOUR)
    lot = make_lot(session, title="To be seen", closes_at=NOON + 9 * DAY)
    make_slot(session, lot, begins_at=NOON + HOUR, place="At the gate")
    sign_in(client, make_officer(session, office))

    today = page(client).partition("What waits for you")[2].partition("Figures")[0]

    assert "Monday, 02 March 2026" in today
    assert "23:00" in today
    assert "Ends tonight" in today.partition("Closings ahead")[2]
    assert "Ends tomorrow" not in today.partition("Closings ahead")[2]
    assert "22:00" in today.partition("Inspections")[2]


def test_results_are_told_against_start_and_valuation(
    client: FlaskClient, session: Session
) -> None:
    first, second = (make_catalogue(session, title=f"Sale {n}") for n in (1, 2))
    make_sold(session, first, valuation=Money(800_00))
    make_sold(session, second, category=Category.FOREST, price=Money(1_000_00))
    for status in (LotStatus.PASSED, LotStatus.RECALLED):
        make_lot(session, first, status=status, closes_at=NOON, ended_at=NOON)
    sign_in(client, make_officer(session))

    text = page(client)

    assert cells(text, "All lots") == [
        [
            *("All lots", "4", "2", "EUR 1,600.00", "EUR 800.00", "200.0 %"),
            *("EUR 800.00", "75.0 %"),
        ]
    ]
    sales = [row[0] for row in cells(text, "Prices by catalogue")]
    assert sales == ["Sale 2", "Sale 1"]
    assert cells(text, "By month") == [["Mar 2026", "2", "1", "1", "0", "50.0 %"]]
    assert cells(text, "Lots by state") == [
        ["Sold", "2"],
        ["Passed", "1"],
        ["Recalled", "1"],
    ]
    assert cells(text, "By category") == [
        ["Bad loans", "1", "1", "1", "0", "33.3 %"],
        ["Forest assets", "1", "0", "0", "0", "100.0 %"],
    ]
    assert [row[-1] for row in cells(text, "Prices by category")] == ["75.0 %", "–"]  # noqa: RUF001


def test_every_chart_has_a_title_and_its_table(
    client: FlaskClient, session: Session
) -> None:
    make_sold(session, valuation=Money(800_00))
    sign_in(client, make_officer(session))

    text = page(client)

    charts = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(charts) == 5
    for chart in charts:
        assert 'role="img"' in chart
        named = re.search(r'aria-labelledby="([^"]+)"', chart)
        assert named
        assert f'<title id="{named[1]}">' in chart
        assert " style=" not in chart
        assert "<script" not in chart
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_currencies_are_never_added_up(client: FlaskClient, session: Session) -> None:
    make_sold(session, make_catalogue(session, currency_code="EUR"))
    make_sold(session, make_catalogue(session, currency_code="JPY"), price=Money(900))
    sign_in(client, make_officer(session))

    rows = cells(page(client), "All lots")

    assert [row[3] for row in rows] == ["EUR 600.00", "JPY 900"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Now", "January"}),
        ("?period=month", {"Now"}),
        ("?period=quarter", {"Now", "January"}),
        ("?period=own&from=2026-01-01&to=2026-01-31", {"January"}),
        ("?period=own&from=2025-01-01&to=2025-12-31", {"Last year"}),
        ("?category=forest", {"January"}),
        ("?catalogue=wanted", {"Now"}),
        ("?catalogue=unknown&category=unknown&period=unknown", {"Now", "January"}),
    ],
)
def test_figures_are_those_that_were_asked_for(
    client: FlaskClient, session: Session, query: str, titles: set[str]
) -> None:
    make_sold(session, make_catalogue(session, slug="wanted"), title="Now")
    january = NOON - 40 * DAY
    make_sold(session, title="January", at=january, category=Category.FOREST)
    make_sold(session, title="Last year", at=NOON - 100 * DAY)
    sign_in(client, make_officer(session))

    seen = cells(page(client, query), "The lots that were looked at most")
    kept = client.get(f"{DESK}/results.csv{query}")

    assert {row[0] for row in seen} == titles
    assert {row["Lot"] for row in rows_of(kept.text)} == titles


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("from=&to=2026-01-01", "from", "Please enter a day such as 2026-03-14."),
        ("from=2026-01-01&to=soon", "to", "Please enter a day such as 2026-03-14."),
        ("from=0001-01-01&to=2026-01-01", "from", "Please enter a day such as"),
        ("from=2026-01-01&to=2025-01-01", "to", "The last day must not be before"),
    ],
)
def test_days_that_cannot_be_are_told_at_their_field(
    client: FlaskClient, session: Session, query: str, field: str, sentence: str
) -> None:
    sign_in(client, make_officer(session))

    answer = client.get(f"{DESK}?period=own&{query}")

    assert answer.status_code == 422
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Error: Example Court" in answer.text


def test_the_export_has_a_row_for_each_lot(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, title="=Sale", currency_code="EUR")
    lot = make_sold(session, catalogue, title="A house", valuation=Money(800_00))
    session.add(LotViews(lot_id=lot.id, views=77))
    session.add(Reminder(lot_id=lot.id, user_id=make_bidder(session).id, set_at=NOON))
    make_lot(session, catalogue, status=LotStatus.DRAFT, title="Not yet public")
    sign_in(client, make_officer(session))

    (row,) = rows_of(client.get(f"{DESK}/results.csv").text)
    book = client.get(f"{DESK}/results.xlsx")

    assert row["Catalogue"] == "'=Sale"
    assert (row["Lot"], row["State"], row["Currency"]) == ("A house", "Sold", "EUR")
    assert row["Ended"] == "2026-03-01 12:00:00"
    assert (row["Hammer price"], row["Valuation"]) == ("600.00", "800.00")
    assert row["Hammer price in % of valuation"] == "75.0"
    assert (row["Views"], row["Watchers"]) == ("77", "1")
    sheet = load_workbook(io.BytesIO(book.data))["Results"]
    assert [cell.value for cell in sheet[1]] == list(row)
    assert sheet["A2"].value == "=Sale"
    assert sheet["A2"].data_type == "s"
    assert book.headers["Content-Disposition"].endswith('"results-example-court.xlsx"')


def test_how_many_take_part_is_not_told_before_the_end(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, title="Open")
    anna = make_bidder(session, "Anna Secret")
    number = make_paddle(session, lot, anna).number
    sign_in(client, make_officer(session))

    kept = client.get(f"{DESK}/results.csv").text
    (row,) = rows_of(kept)

    assert (row["Registered"], row["Bids"], row["Bidders"]) == ("", "", "")
    for text in (kept, page(client)):
        assert "Secret" not in text
        assert anna.email not in text
        assert str(number) not in text


def test_the_page_asks_the_same_however_many_lots_there_are(
    client: FlaskClient, session: Session, statements: list[str]
) -> None:
    sign_in(client, make_officer(session))
    counts = []
    for _ in range(2):
        catalogue = make_catalogue(session)
        for status in (LotStatus.PASSED, LotStatus.RECALLED):
            make_lot(session, catalogue, status=status, closes_at=NOON, ended_at=NOON)
        for _ in range(5):
            make_sold(session, catalogue)
            make_lot(session, catalogue)
        page(client)
        statements.clear()
        page(client)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 22


def rows_of(text: str) -> list[dict[str, str]]:
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    return list(csv.DictReader(lines))
