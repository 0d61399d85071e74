"""The public pages of the offices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.rules.lifecycle import PREPARING, PUBLIC, LotStatus
from tests.factories import make_catalogue, make_lot, make_office
from tests.moving_clock import NOON

PAGE = "/offices/example-court"


def test_a_house_without_offices_says_so(client: FlaskClient) -> None:
    assert "No office sells here yet." in client.get("/offices").text


def test_offices_are_listed_by_name_with_what_they_sell(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session, make_catalogue(session, office=make_office(session)))
    make_lot(
        session,
        make_catalogue(session, office=make_office(session)),
        status=LotStatus.DRAFT,
    )
    make_office(session, "another-bank")

    page = client.get("/offices").text

    assert re.findall(r'href="/offices/([\w-]+)"', page) == [
        "another-bank",
        "example-court",
    ]
    assert re.findall(r"(\d+)\s+lots?\b", page) == ["0", "1"]


def test_an_office_says_who_it_is_and_where_people_pay(
    client: FlaskClient, session: Session
) -> None:
    make_office(
        session,
        region="North",
        address="Example Court\n1 Example Square",
        contact="Room 1",
        supervision="The ministry (example)",
        introduction="We **sell** what was seized. <script>alert(1)</script>",
        time_zone="America/New_York",
        currency_code="USD",
        payee="Example Cashier",
        iban="AT920000000000012345",
        bic="EXAMATWW",
    )

    page = client.get(PAGE).text

    for told in (
        *("Court · North", "1 Example Square", "Room 1", "The ministry (example)"),
        *("We <strong>sell</strong>", "America/New York", "USD", "Example Cashier"),
        *("AT92 0000 0000 0001 2345", "EXAMATWW", "Compare this account"),
    ):
        assert told in page
    assert "<script>alert" not in page


def test_an_office_without_an_account_shows_none(
    client: FlaskClient, session: Session
) -> None:
    make_office(session)

    page = client.get(PAGE).text

    assert "Payment account" not in page
    assert "has not published a catalogue yet" in page


def test_its_published_catalogues_are_listed_the_newest_first(
    client: FlaskClient, session: Session
) -> None:
    for title, days in (("Spring", 20), ("Autumn", 10)):
        catalogue = make_catalogue(
            session, title=title, published_at=NOON - timedelta(days=days)
        )
        make_lot(session, catalogue)
    hidden = make_catalogue(session, title="Secret sale", published_at=None)
    make_lot(session, hidden, status=LotStatus.DRAFT)
    other = make_catalogue(
        session, title="Of others", office=make_office(session, "another-bank")
    )
    make_lot(session, other)

    page = client.get(PAGE).text

    assert re.findall(r'href="/catalogues/[\w-]+">(\w+)<', page) == ["Autumn", "Spring"]
    assert "Secret sale" not in page
    assert "Of others" not in page


def test_lots_are_counted_by_state_recalled_ones_too(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session)
    for status in LotStatus:
        make_lot(session, catalogue, status=status)
    make_lot(session, catalogue, status=LotStatus.RECALLED)

    page = client.get(PAGE).text

    assert f"2 of {len(PUBLIC) + 1} lots were recalled by the office." in page
    for status in PUBLIC:
        assert f"status={status.value}" in page
    for status in PREPARING:
        assert f"status={status.value}" not in page


@pytest.mark.parametrize("slug", ["nobody", "Example-Court", "%00"])
def test_an_office_that_does_not_exist_is_not_there(
    client: FlaskClient, session: Session, slug: str
) -> None:
    make_office(session)

    assert client.get(f"/offices/{slug}").status_code in (400, 404)


def test_lots_and_catalogues_lead_to_the_office(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    for page in (f"/lots/{lot.id}", f"/catalogues/{lot.catalogue.slug}"):
        assert f'href="{PAGE}"' in client.get(page).text
