"""An officer opens a catalogue in the browser, fills it, and gives it up."""

from __future__ import annotations

import re
from typing import Any

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

DESK = "/desk/example-court/catalogues"
TYPED = {
    "title": "Spring sale",
    "slug": "",
    "procedure_name": "movables",
    "introduction": "Read **this**.",
    "currency_code": "EUR",
    "locale": "en",
    "time_zone": "Europe/Berlin",
    "opens_at": "2026-04-02T10:00",
    "closes_at": "2026-04-03T10:00",
    "stagger_seconds": "60",
}


def errors(page: str) -> dict[str, str]:
    return dict(re.findall(r'<a href="#([^"]+)">([^<]+)</a>', page))


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert found
    return found[1]


def draft_in(session: Session, catalogue: Catalogue, **columns: Any) -> Lot:
    return make_lot(session, catalogue, status=LotStatus.DRAFT, **columns)


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    return make_catalogue(session, published_at=None, slug="spring", title="Spring")


def test_a_new_catalogue_begins_with_what_the_office_usually_has(
    client: FlaskClient, session: Session
) -> None:
    make_office(session, currency_code="CNY", locale="zh", time_zone="Asia/Shanghai")
    sign_in(client, make_officer(session))

    page = client.get(f"{DESK}/new").text

    for value in ("CNY", "zh"):
        assert f'value="{value}"' in page
    assert re.search(r'<option value="Asia/Shanghai"\s+selected', page)
    assert "Public auction of movables." in page  # what the procedure is


def test_an_officer_opens_a_catalogue_and_adds_a_lot(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))

    opened = client.post(f"{DESK}/new", data=TYPED)
    assert opened.status_code == 303
    assert opened.location == f"{DESK}/spring-sale"
    new_lot = {"title": "A van", "category": "vehicle"}
    added = client.post(f"{DESK}/spring-sale/lots", data=new_lot)

    lot = session.scalars(select(Lot)).one()
    assert added.location == f"/desk/example-court/lots/{lot.id}/basics"
    assert lot.opens_at.isoformat() == "2026-04-02T08:00:00+00:00"
    assert "A van" in client.get(f"{DESK}/spring-sale").text
    assert client.get("/catalogues/spring-sale").status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    wrong = {"title": "", "procedure_name": "", "opens_at": "soon"}
    answer = client.post(f"{DESK}/new", data=TYPED | wrong)

    assert answer.status_code == 422
    assert set(errors(answer.text)) == {"title", "procedure_name", "opens_at"}
    assert 'value="soon"' in answer.text
    assert session.scalars(select(Catalogue)).all() == []


def test_a_short_name_that_is_taken_is_said_at_its_field(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    sign_in(client, make_officer(session))

    answer = client.post(f"{DESK}/new", data=TYPED | {"slug": catalogue.slug})

    assert errors(answer.text)["slug"] == "There is already a catalogue called spring."


@pytest.mark.usefixtures("catalogue")
def test_a_lot_needs_a_title_and_a_category(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    for typed, where in [
        ({"title": "A van", "category": ""}, "category"),
        ({"title": "A van", "category": "cars"}, "category"),
        ({"title": "", "category": "vehicle"}, "title"),
    ]:
        answer = client.post(f"{DESK}/spring/lots", data=typed)
        assert answer.status_code == 422
        assert list(errors(answer.text)) == [where]
    assert session.scalars(select(Lot)).all() == []


def test_an_unpublished_catalogue_is_changed(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    sign_in(client, make_officer(session))
    form = client.get(f"{DESK}/spring/edit").text

    typed = TYPED | {"title": "Autumn", "slug": "autumn", "seen": seen_in(form)}
    answer = client.post(f"{DESK}/spring/edit", data=typed)

    assert answer.location == f"{DESK}/autumn"
    assert (catalogue.title, catalogue.introduction) == ("Autumn", "Read **this**.")


def test_a_change_beside_another_shows_what_is_stored(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    sign_in(client, make_officer(session))
    mine = TYPED | {"title": "Mine", "slug": "spring"}
    mine["seen"] = seen_in(client.get(f"{DESK}/spring/edit").text)
    catalogue.title = "Theirs"

    answer = client.post(f"{DESK}/spring/edit", data=mine)

    assert answer.status_code == 409
    assert "Somebody has changed this catalogue" in answer.text
    assert errors(answer.text)["title"] == "Now stored: Theirs"
    assert 'value="Mine"' in answer.text
    again = mine | {"seen": seen_in(answer.text)}
    assert client.post(f"{DESK}/spring/edit", data=again).status_code == 303
    assert catalogue.title == "Mine"


def test_a_published_catalogue_cannot_be_changed_or_deleted(
    client: FlaskClient, session: Session
) -> None:
    make_catalogue(session, slug="public")
    sign_in(client, make_officer(session))

    for address in ("edit", "delete"):
        assert client.get(f"{DESK}/public/{address}").status_code == 409
        assert client.post(f"{DESK}/public/{address}", data=TYPED).status_code == 409
    page = client.get(f"{DESK}/public").text
    assert f"{DESK}/public/edit" not in page
    assert 'href="/catalogues/public"' in page


def test_an_empty_catalogue_is_deleted_after_a_question(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    sign_in(client, make_officer(session))
    assert "cannot be brought back" in client.get(f"{DESK}/spring/delete").text
    assert session.get(Catalogue, catalogue.id)

    answer = client.post(f"{DESK}/spring/delete")

    assert answer.location == DESK
    assert session.scalars(select(Catalogue)).all() == []


def test_one_with_lots_is_not(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    draft_in(session, catalogue)
    sign_in(client, make_officer(session))

    answer = client.post(f"{DESK}/spring/delete")

    assert answer.status_code == 409
    assert "only an empty one can be deleted" in answer.text


def test_the_list_counts_lots_by_state_and_shows_no_others(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    for status in (LotStatus.OPEN, LotStatus.DRAFT, LotStatus.DRAFT):
        make_lot(session, catalogue, status=status)
    elsewhere = make_office(session, "another-court")
    make_catalogue(session, office=elsewhere, title="Of others", slug="theirs")
    sign_in(client, make_officer(session, duties=[Duty.AUDITOR]))

    page = client.get(DESK).text

    assert re.findall(r">(\d \w+)</span>", page) == ["2 draft", "1 open"]
    assert "Of others" not in page
    assert "New catalogue" not in page  # an auditor changes nothing
    assert client.get(f"{DESK}/theirs").status_code == 404


@pytest.mark.parametrize("duty", [Duty.AUDITOR, Duty.CASHIER])
def test_who_does_not_act_looks_and_changes_nothing(
    client: FlaskClient, session: Session, catalogue: Catalogue, duty: Duty
) -> None:
    lot = draft_in(session, catalogue)
    sign_in(client, make_officer(session, duties=[duty]))

    assert "Add a lot" not in client.get(f"{DESK}/spring").text
    for address in ("new", "spring/edit", "spring/delete"):
        assert client.get(f"{DESK}/{address}").status_code == 403
        assert client.post(f"{DESK}/{address}", data=TYPED).status_code == 403
    assert client.post(f"{DESK}/spring/lots").status_code == 403
    for act in ("move", "delete"):
        at = f"/desk/example-court/lots/{lot.id}/{act}"
        assert client.post(at, data={"to": "1"}).status_code == 403


def test_strangers_find_nothing(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    lot = draft_in(session, catalogue)
    assert "/sign-in" in client.get(f"{DESK}/spring").location
    for person in (
        make_bidder(session),
        make_officer(session, make_office(session, "another-court")),
    ):
        sign_in(client, person)
        for address in ("", "/new", "/spring", "/spring/edit", "/spring/delete"):
            assert client.get(DESK + address).status_code == 404
        for act in ("move", "delete"):
            at = f"/desk/example-court/lots/{lot.id}/{act}"
            assert client.post(at, data={"to": "1"}).status_code == 404


def test_lots_are_put_into_another_order(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    first, second = (draft_in(session, catalogue) for _ in range(2))
    sign_in(client, make_officer(session))

    at = f"/desk/example-court/lots/{second.id}/move"
    answer = client.post(at, data={"to": "1"})
    client.post(at, data={"to": "first"})

    assert answer.location == f"{DESK}/spring#lots"
    session.expire_all()
    assert (second.number, first.number) == (1, 2)


def test_a_draft_is_deleted_after_a_question(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    lot = draft_in(session, catalogue)
    sign_in(client, make_officer(session))
    at = f"/desk/example-court/lots/{lot.id}/delete"

    assert "cannot be brought back" in client.get(at).text
    answer = client.post(at)

    assert answer.location == f"{DESK}/spring"
    assert session.scalars(select(Lot)).all() == []
    assert client.post(at).status_code == 404


def test_a_long_catalogue_has_pages(
    client: FlaskClient,
    session: Session,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("web.desk_lists.PAGE", 2)
    for number in range(1, 4):
        draft_in(session, catalogue, title=f"Lot no. {number}")
    sign_in(client, make_officer(session))

    first, last = (client.get(f"{DESK}/spring?page={n}").text for n in (1, 99))

    assert "Lot no. 1" in first
    assert "Lot no. 3" not in first
    assert "Lot no. 3" in last
