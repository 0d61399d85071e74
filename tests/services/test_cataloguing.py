from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.rules.refusal import NotThere, Refusal
from auction.services import cataloguing
from auction.services.cataloguing import LotAlreadyThere
from auction.services.procedures import load_shipped
from tests.factories import make_office
from tests.services.sheets import make_sheet
from web.extensions import db


def create(session: Session, **differences: Any) -> Catalogue:
    usual: dict[str, Any] = {
        "office_id": make_office(session).id,
        "slug": "spring-sale",
        "title": "Example spring sale",
        "procedure": "court-first-round",
        "currency": "EUR",
        "locale": "en",
        "time_zone": "Europe/Berlin",
    }
    return cataloguing.create_catalogue(session, **usual | differences)


def numbers(session: Session, catalogue_id: int) -> list[int]:
    session.rollback()  # look again, with fresh eyes
    lots = select(Lot.number).where(Lot.catalogue_id == catalogue_id)
    return list(session.scalars(lots.order_by(Lot.number)))


def test_a_catalogue_keeps_a_copy_of_its_procedure(session: Session) -> None:
    catalogue = create(session)

    assert catalogue.procedure_text == load_shipped("court-first-round")
    assert catalogue.published_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"slug": "Spring Sale"}, "short name"),
        ({"slug": "x" * 81}, "short name"),
        ({"title": "  "}, "must not be empty"),
        ({"title": "a\x00b"}, "control characters"),
        ({"procedure": "auction-by-dice"}, "no procedure called auction-by-dice"),
        ({"procedure": "../secret"}, "no procedure"),
        ({"currency": "XYZ"}, "XYZ"),
        ({"locale": "klingon"}, "no locale called klingon"),
        ({"time_zone": "Berlin"}, "no time zone called Berlin"),
    ],
)
def test_a_catalogue_with_wrong_terms_is_refused(
    session: Session, wrong: dict[str, str], said: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        create(session, **wrong)

    assert said in str(refusal.value)
    assert session.scalar(select(Catalogue.id)) is None


def test_a_catalogues_name_is_given_once(session: Session) -> None:
    create(session)

    with pytest.raises(Refusal, match="already a catalogue"):
        create(session)


def test_lots_are_numbered_from_one(session: Session) -> None:
    catalogue_id = create(session).id

    for name in ("EX-1", "EX-2"):
        sheet = make_sheet(external_id=name)
        cataloguing.add_lot(session, catalogue_id=catalogue_id, sheet=sheet)

    assert numbers(session, catalogue_id) == [1, 2]


def test_a_lot_is_added_once(session: Session) -> None:
    catalogue_id = create(session).id
    cataloguing.add_lot(session, catalogue_id=catalogue_id, sheet=make_sheet())

    with pytest.raises(LotAlreadyThere) as refusal:
        cataloguing.add_lot(session, catalogue_id=catalogue_id, sheet=make_sheet())

    assert str(refusal.value).startswith("Lot 1 of this catalogue")
    assert numbers(session, catalogue_id) == [1]


def test_a_lot_needs_a_catalogue(session: Session) -> None:
    with pytest.raises(NotThere):
        cataloguing.add_lot(session, catalogue_id=4711, sheet=make_sheet())


def test_lots_added_at_once_are_numbered_without_gaps(
    app: Flask, session: Session
) -> None:
    catalogue_id = create(session).id
    session.rollback()
    together = Barrier(5)

    def add(thread: int) -> None:
        with app.app_context():
            together.wait()
            for number in range(4):
                sheet = make_sheet(external_id=f"EX-{thread}-{number}")
                cataloguing.add_lot(
                    db.session(), catalogue_id=catalogue_id, sheet=sheet
                )

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(add, range(5)))

    assert numbers(session, catalogue_id) == list(range(1, 21))
