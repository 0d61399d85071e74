"""An officer copies a lot, or starts the next sale, in the browser."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)

DESK = "/desk/example-court"


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session, make_catalogue(session, slug="spring", title="Spring"))


def errors(page: str) -> dict[str, str]:
    return dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page))


def test_a_lot_is_copied_into_another_catalogue(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    into = make_catalogue(session, published_at=None, title="Autumn")
    make_catalogue(session, title="Long since public")
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))
    at = f"{DESK}/lots/{lot.id}/copy"

    page = client.get(at).text
    answer = client.post(at, data={"catalogue": str(into.id)})

    assert re.findall(r"<option[^>]*>([^<]+)</option>", page) == ["Autumn", "Spring"]
    copy = session.scalars(select(Lot).where(Lot.catalogue_id == into.id)).one()
    assert answer.location == f"{DESK}/lots/{copy.id}/basics"
    assert copy.status is LotStatus.DRAFT


@pytest.mark.parametrize("chosen", ["", "x", "999999"])
def test_a_catalogue_that_is_not_offered_is_refused(
    client: FlaskClient, session: Session, lot: Lot, chosen: str
) -> None:
    sign_in(client, make_officer(session))

    answer = client.post(f"{DESK}/lots/{lot.id}/copy", data={"catalogue": chosen})

    assert answer.status_code == 422
    assert list(errors(answer.text)) == ["catalogue"]
    assert session.scalars(select(Lot)).all() == [lot]


def test_the_next_sale_starts_from_a_catalogue(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    sign_in(client, make_officer(session))
    at = f"{DESK}/catalogues/spring/copy"
    assert f'href="{at}"' in client.get(f"{DESK}/catalogues/spring").text
    assert 'value="Spring"' in client.get(at).text

    typed = {"title": "Autumn", "opens_at": "2026-09-01T10:00", "lots": "all"}
    answer = client.post(at, data=typed)

    assert answer.location == f"{DESK}/catalogues/autumn"
    copy = session.scalars(select(Lot).where(Lot.id != lot.id)).one()
    assert copy.opens_at.isoformat() == "2026-09-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": ""}, "title"),
        ({"slug": "spring"}, "slug"),
        ({"slug": "No good"}, "slug"),
        ({"opens_at": "soon"}, "opens_at"),
        ({"lots": "chosen", "numbers": ""}, "numbers"),
        ({"lots": "chosen", "numbers": "7"}, "numbers"),
    ],
)
@pytest.mark.usefixtures("lot")
def test_what_is_wrong_with_the_next_sale_is_said_at_its_entry(
    client: FlaskClient, session: Session, wrong: dict[str, str], where: str
) -> None:
    sign_in(client, make_officer(session))
    typed = {"title": "Autumn", "opens_at": "2026-09-01T10:00", "lots": "all"}

    answer = client.post(f"{DESK}/catalogues/spring/copy", data=typed | wrong)

    assert answer.status_code == 422
    assert list(errors(answer.text)) == [where]
    assert len(session.scalars(select(Catalogue)).all()) == 1


def test_nobody_else_copies(client: FlaskClient, session: Session, lot: Lot) -> None:
    addresses = (f"{DESK}/lots/{lot.id}/copy", f"{DESK}/catalogues/spring/copy")
    assert "/sign-in" in client.get(addresses[0]).location
    for person, code in [
        (make_bidder(session), 404),
        (make_officer(session, make_office(session, "elsewhere")), 404),
        (make_officer(session, duties=[Duty.AUDITOR]), 403),
    ]:
        sign_in(client, person)
        for address in addresses:
            assert client.get(address).status_code == code
            assert client.post(address).status_code == code
