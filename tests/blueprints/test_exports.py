"""Taking lots away as tables: whose they are, what is in them, what never is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.rules.tables.headings import Table, table_of
from auction.rules.tables.reading import read_grid
from auction.services.bidding import place_bid
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    sign_in,
)
from tests.moving_clock import NOON

HOME = "/desk/example-court"
ENDINGS = ["xlsx", "csv"]


def table(content: bytes) -> Table:
    return table_of(read_grid(content))


def column(content: bytes, heading: str) -> list[Any]:
    found = table(content)
    place = found.headings.index(heading)
    return [line.at(place) for line in found.lines]


def rich_lot(session: Session, catalogue: Catalogue | None = None) -> Lot:
    return make_lot(
        session,
        catalogue,
        title="=1+1",
        external_id="A-7",
        description="Two\nlines.",
        category=Category.VEHICLE,
        valuation=Money(1_234_50),
        fields={"make": "@Example", "mileage": 90_000, "drives": True},
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_lots_of_the_office_come_as_a_table(
    client: FlaskClient, session: Session, ending: str
) -> None:
    rich_lot(session)
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    make_lot(session, elsewhere, title="Of others")
    sign_in(client, make_officer(session))

    answer = client.get(f"{HOME}/lots.{ending}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="example-court-lots.{ending}"'
    )
    assert column(answer.data, "title") == ["=1+1"]
    assert column(answer.data, "field.make") == ["@Example"]
    assert column(answer.data, "result.status") == ["open"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_cell_of_a_table_is_a_formula(
    client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    rich_lot(session)
    sign_in(client, make_officer(session))

    text = client.get(f"{HOME}/lots.csv").text
    file = tmp_path / "lots.xlsx"
    file.write_bytes(client.get(f"{HOME}/lots.xlsx").data)

    assert ",'=1+1," in text
    assert ",'@Example," in text
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_exported_is_imported_again_as_it_was(
    app: Flask, client: FlaskClient, session: Session, tmp_path: Path, ending: str
) -> None:
    catalogue = make_catalogue(session, locale="de", time_zone="Europe/Berlin")
    lot = rich_lot(session, catalogue)
    sign_in(client, make_officer(session))
    file = tmp_path / f"lots.{ending}"
    path = f"{HOME}/catalogues/{catalogue.slug}/lots.{ending}"
    file.write_bytes(client.get(path).data)
    other = make_catalogue(session, locale="de", time_zone="Europe/Berlin")

    words = ["import-lots", str(file), "--catalogue", other.slug]
    result = app.test_cli_runner().invoke(args=words)

    assert result.exit_code == 0, result.output
    session.rollback()
    again = session.scalars(select(Lot).where(Lot.catalogue_id == other.id)).one()
    for name in (
        *("external_id", "title", "description", "category", "fields", "valuation"),
        *("starting_price", "increment", "opens_at", "closes_at", "round"),
    ):
        assert getattr(again, name) == getattr(lot, name), name


def test_a_catalogue_of_the_office_comes_alone(
    client: FlaskClient, session: Session
) -> None:
    spring, autumn = make_catalogue(session), make_catalogue(session)
    make_lot(session, spring, title="In spring")
    make_lot(session, autumn, title="In autumn")
    sign_in(client, make_officer(session))

    answer = client.get(f"{HOME}/catalogues/{spring.slug}/lots.csv")

    assert column(answer.data, "title") == ["In spring"]


def test_only_the_states_that_are_asked_for_are_in_it(
    client: FlaskClient, session: Session
) -> None:
    for status in (LotStatus.DRAFT, LotStatus.OPEN, LotStatus.SOLD):
        make_lot(session, status=status, title=status.value)
    sign_in(client, make_officer(session))

    some = client.get(f"{HOME}/lots.csv?status=sold&status=open&status=nonsense")
    all_of_them = client.get(f"{HOME}/lots.csv")

    assert set(column(some.data, "title")) == {"sold", "open"}
    assert len(column(all_of_them.data, "title")) == 3


def test_results_are_in_it_and_bidders_are_not(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bidder = make_bidder(session, "Zacharias")
    make_paddle(session, lot, bidder)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=bidder.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    sign_in(client, make_officer(session))

    content = client.get(f"{HOME}/lots.csv").data

    assert column(content, "result.price") == ["400.00"]
    assert column(content, "result.bids") == ["1"]
    assert b"Zacharias" not in content
    assert bidder.email.encode() not in content
    headings = " ".join(table(content).headings)
    assert not any(word in headings for word in ("bidder", "paddle", "leader", "user"))


def test_catalogues_that_write_numbers_differently_agree_in_one_table(
    client: FlaskClient, session: Session
) -> None:
    for locale in ("en", "de"):
        catalogue = make_catalogue(session, locale=locale)
        make_lot(session, catalogue, starting_price=Money(1_234_50))
    sign_in(client, make_officer(session))

    content = client.get(f"{HOME}/lots.csv").data

    assert column(content, "starting_price") == ["1,234.50", "1,234.50"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_office_without_lots_gets_a_table_of_headings(
    client: FlaskClient, session: Session, ending: str
) -> None:
    sign_in(client, make_officer(session))

    answer = client.get(f"{HOME}/lots.{ending}")

    assert answer.status_code == 200
    assert table(answer.data).lines == ()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stranger_is_asked_to_sign_in(
    client: FlaskClient, session: Session, ending: str
) -> None:
    slug = make_catalogue(session).slug

    for path in (f"{HOME}/lots", f"{HOME}/catalogues/{slug}/lots"):
        assert client.get(f"{path}.{ending}").location.startswith("/sign-in")


def test_another_office_gets_nothing(client: FlaskClient, session: Session) -> None:
    slug = make_catalogue(session).slug
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    assert client.get(f"{HOME}/lots.csv").status_code == 404
    assert client.get(f"{HOME}/catalogues/{slug}/lots.csv").status_code == 404
    another = f"/desk/another-court/catalogues/{slug}/lots.csv"
    assert client.get(another).status_code == 404


def test_a_cashier_gets_nothing(client: FlaskClient, session: Session) -> None:
    make_lot(session)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    assert client.get(f"{HOME}/lots.csv").status_code == 403
    assert "Export as CSV" not in client.get(f"{HOME}/lots").text


def test_the_desk_leads_to_the_tables(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))
    slug = lot.catalogue.slug

    assert f'action="{HOME}/lots.xlsx"' in client.get(f"{HOME}/lots").text
    page = client.get(f"{HOME}/catalogues/{slug}").text
    assert f'formaction="{HOME}/catalogues/{slug}/lots.csv"' in page


def test_anybody_takes_what_is_public_of_a_catalogue(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session)
    make_lot(
        session,
        catalogue,
        title="Example claim",
        category=Category.LOAN,
        reserve=Money(500_00),
        fields={"debtor": "Example Ltd", "debtor_identity": "Zacharias"},
    )
    for status in (LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED):
        make_lot(session, catalogue, status=status, title="Not yet public")

    answer = client.get(f"/catalogues/{catalogue.slug}/lots.csv")

    assert column(answer.data, "title") == ["Example claim"]
    assert column(answer.data, "field.debtor") == ["Example Ltd"]
    assert b"Zacharias" not in answer.data
    assert b"500.00" not in answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_catalogue_in_preparation_is_nobodys_business(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, published_at=None)
    make_lot(session, catalogue)

    assert client.get(f"/catalogues/{catalogue.slug}/lots.csv").status_code == 404


def test_the_page_of_a_catalogue_leads_to_its_table(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_lot(session).catalogue

    page = client.get(f"/catalogues/{catalogue.slug}").text

    assert f'href="/catalogues/{catalogue.slug}/lots.csv"' in page


def test_the_end_of_a_lot_is_the_one_that_was_announced(
    client: FlaskClient, session: Session
) -> None:
    make_lot(
        session,
        status=LotStatus.SOLD,
        closes_at=NOON,
        scheduled_close=NOON - timedelta(minutes=5),
        ended_at=NOON,
    )
    sign_in(client, make_officer(session))

    content = client.get(f"{HOME}/lots.csv").data

    assert column(content, "closes_at") == ["2026-03-02 11:55"]
    assert column(content, "result.ended_at") == ["2026-03-02 12:00"]
