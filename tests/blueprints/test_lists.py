"""The home page, the catalogues and the lists of lots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from auction.models import Photo
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from tests.factories import make_catalogue, make_lot, make_office
from tests.moving_clock import NOON

FAR = NOON + timedelta(days=3)
NONSENSE = [
    *("category=castles", "status=hidden", "status=draft", "min=lots", "max=-5"),
    *("min=1e30", "max=99999999999999999999999999", "page=0", "page=-1", "page=x"),
    *("page=99999999999999999999", "sort=password_hash", "q=%27%3B--", "office=%25"),
    *("min=%D9%A3", "q=" + "a" * 5_000, "q=%F0%9F%94%A8", "region=%C3%A4"),
]


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Collect the statements that the database is asked."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_home_page_of_an_empty_house_says_so(client: FlaskClient) -> None:
    assert "There is nothing here yet." in client.get("/").text


def test_the_home_page_tells_what_closes_soon_from_what_is_open(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session, title="Nearly over", closes_at=NOON + timedelta(minutes=5))
    make_lot(session, title="Days to go", closes_at=FAR)
    make_lot(session, title="Yet to come", status=LotStatus.ANNOUNCED)
    make_lot(session, title="All over", status=LotStatus.PASSED, ended_at=NOON)

    page = client.get("/").text

    order = [
        *("Closing soon", "Nearly over", "Open now", "Days to go"),
        *("Announced", "Yet to come", "Recent results", "All over"),
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("address", ["/", "/lots", "/lots?status=draft", "/catalogues"])
def test_a_draft_is_nobodys_business(
    client: FlaskClient, session: Session, address: str
) -> None:
    make_lot(session, title="Not yet public", status=LotStatus.DRAFT)

    assert "Not yet public" not in client.get(address).text


def test_a_card_tells_what_a_lot_is_and_how_it_stands(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session, name="Example Court", region="North")
    catalogue = make_catalogue(session, office=office, time_zone="Europe/Berlin")
    lot = make_lot(
        session,
        catalogue,
        title="A mill",
        category=Category.MACHINERY,
        price=Money(490_00),
        bid_count=2,
        region="North",
    )
    session.add(
        Photo(lot_id=lot.id, position=1, file="a.webp", alt="", width=3, height=2)
    )

    page = client.get("/lots").text

    for words in (
        *(
            "A mill",
            "Machinery",
            "Open",
            "Example Court",
            "North",
            "2 bids",
            "Lot&nbsp;1",
        ),
        *("Current bid", "EUR\N{NO-BREAK SPACE}490.00", 'src="/uploads/a.webp"'),
        "02 Mar 2026, 14:00:00 CET (UTC+1)",
    ):
        assert words in page


def test_a_title_cannot_bring_its_own_markup(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session, title="<b>Bold</b> & cheap")

    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; cheap" in client.get("/lots").text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"A loan", "A forest", "A van"}),
        ("category=forest", {"A forest"}),
        ("status=sold", {"A van"}),
        ("office=example-bank", {"A loan"}),
        ("region=South", {"A forest", "A van"}),
        ("q=VAN", {"A van"}),
        ("q=harbour", {"A forest"}),
        ("min=500", {"A forest", "A van"}),
        ("max=500", {"A loan", "A forest"}),
        ("min=450&max=1,000", {"A forest"}),
        ("q=%25", set()),
        ("q=A_van", set()),
        ("region=South&status=open", {"A forest"}),
    ],
)
def test_filters_find_what_they_name(
    client: FlaskClient, session: Session, query: str, titles: set[str]
) -> None:
    bank = make_catalogue(session, office=make_office(session, "example-bank"))
    make_lot(session, bank, title="A loan", starting_price=Money(400_00))
    court = make_catalogue(session)
    make_lot(
        session,
        court,
        title="A forest",
        category=Category.FOREST,
        location="By the harbour",
        starting_price=Money(500_00),
        region="South",
    )
    make_lot(
        session,
        court,
        title="A van",
        category=Category.VEHICLE,
        status=LotStatus.SOLD,
        price=Money(2_000_00),
        region="South",
    )

    page = client.get(f"/lots?{query}").text

    assert {t for t in ("A loan", "A forest", "A van") if f">{t}<" in page} == titles
    assert f"{len(titles)} lot" in page


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 1_000), ("KWD", 1_000_000)])
def test_prices_are_compared_in_whole_units_of_the_lots_own_currency(
    client: FlaskClient, session: Session, currency: str, minor: int
) -> None:
    make_lot(
        session,
        make_catalogue(session, currency_code=currency),
        starting_price=Money(minor),
    )

    assert "1 lot<" in client.get("/lots?min=1000&max=1000").text
    assert "0 lots<" in client.get("/lots?min=1001").text
    assert "0 lots<" in client.get("/lots?max=999").text


@pytest.mark.parametrize("query", NONSENSE)
def test_a_filter_that_makes_no_sense_is_no_error(
    client: FlaskClient, session: Session, query: str
) -> None:
    make_lot(session)

    assert client.get(f"/lots?{query}").status_code == 200


@pytest.mark.parametrize(
    ("sort", "titles"),
    [
        ("closing", ["Late and dear", "Later and cheap"]),
        ("price", ["Later and cheap", "Late and dear"]),
        ("price-high", ["Late and dear", "Later and cheap"]),
        ("newest", ["Later and cheap", "Late and dear"]),
    ],
)
def test_lists_are_sorted_as_asked(
    client: FlaskClient, session: Session, sort: str, titles: list[str]
) -> None:
    make_lot(session, title="Late and dear", starting_price=Money(900_00))
    make_lot(session, title="Later and cheap", closes_at=FAR)

    page = client.get(f"/lots?sort={sort}").text

    assert sorted(titles, key=page.index) == titles


def test_a_long_list_has_pages_that_keep_the_filters(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session)
    for _ in range(25):
        make_lot(session, catalogue, region="North")

    first = client.get("/lots?region=North").text
    second = client.get("/lots?region=North&page=2").text

    assert first.count('class="oh-card"') == 24
    assert 'href="/lots?region=North&amp;page=2"' in first
    assert second.count('class="oh-card"') == 1
    assert "25 lots" in second
    assert "Page 2 of 2" in second


def test_a_page_beyond_the_last_is_the_last(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session)

    assert client.get("/lots?page=7").text.count('class="oh-card"') == 1


@pytest.mark.parametrize(
    ("address", "most"), [("/", 8), ("/lots", 5), ("/catalogues/example", 4)]
)
def test_a_list_asks_the_database_as_much_for_twenty_lots_as_for_two(
    client: FlaskClient, engine: Engine, session: Session, address: str, most: int
) -> None:
    catalogue = make_catalogue(session, slug="example")
    for _ in range(20):
        make_lot(session, catalogue)

    with counted(engine) as asked:
        client.get(address)

    assert len([one for one in asked if one.startswith("SELECT")]) <= most


def test_published_catalogues_are_listed_with_their_number_of_lots(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, slug="spring", title="Spring sale")
    make_lot(session, catalogue)
    make_lot(session, catalogue, status=LotStatus.DRAFT)

    page = client.get("/catalogues").text

    assert 'href="/catalogues/spring">Spring sale<' in page
    assert "1 lot\n" in page


def test_a_catalogue_shows_its_lots_in_their_order(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, slug="spring", introduction="**Come** early.")
    make_lot(session, catalogue, title="Closes last", closes_at=FAR)
    make_lot(session, catalogue, title="Closes first")

    page = client.get("/catalogues/spring").text

    assert "<strong>Come</strong> early." in page
    assert page.index("Closes last") < page.index("Closes first")


def test_a_long_catalogue_has_pages(client: FlaskClient, session: Session) -> None:
    catalogue = make_catalogue(session, slug="spring")
    for _ in range(25):
        make_lot(session, catalogue)

    first = client.get("/catalogues/spring").text

    assert "25 lots" in first
    assert 'href="/catalogues/spring?page=2"' in first
    assert ">Example lot<" in client.get("/catalogues/spring?page=2").text


def test_a_catalogue_that_is_not_published_is_not_found(
    client: FlaskClient, session: Session
) -> None:
    make_catalogue(session, slug="secret", published_at=None)

    assert client.get("/catalogues/secret").status_code == 404
    assert client.get("/catalogues/never-was").status_code == 404


def test_every_page_tells_the_servers_time_and_where_one_is(
    client: FlaskClient,
) -> None:
    page = client.get("/lots").text

    assert "02 Mar 2026, 12:00:00 UTC" in page
    assert re.search(r'<a href="/lots"\s+aria-current="page">Lots</a>', page)
    assert page.count("aria-current") == 1
    assert re.search(r'<p id="announcer"\s+role="status"\s+aria-live="polite"', page)
