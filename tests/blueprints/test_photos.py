"""The photos' step of a draft's form: sent, put into order, described, removed."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Duty, Lot, Photo
from auction.rules.lifecycle import LotStatus
from auction.rules.photos import MOST
from tests.factories import make_lot, make_office, make_officer, sign_in
from tests.web.uploads import made
from web.uploads import receiving

GOOD, BROKEN = made.photo((60, 40)), made.photo((600, 400))[:2000]


def draft(session: Session) -> Lot:
    return make_lot(session, status=LotStatus.DRAFT, title="Example house")


@pytest.fixture
def lot(client: FlaskClient, session: Session) -> Lot:
    """Have a draft, and a signed-in drafter before it."""
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))
    return draft(session)


def path(lot: Lot) -> str:
    return f"/desk/example-court/lots/{lot.id}/photos"


def send(client: FlaskClient, lot: Lot, *files: tuple[bytes, str]) -> TestResponse:
    sent = [(BytesIO(content), name) for content, name in files]
    return client.post(path(lot), data={"photos": sent})


def make_photos(session: Session, lot: Lot, *names: str) -> list[Photo]:
    photos = [
        Photo(
            lot_id=lot.id,
            position=position,
            file=f"{name}.webp",
            thumbnail=f"{name}-small.webp",
            alt="",
            width=60,
            height=40,
        )
        for position, name in enumerate(names, start=1)
    ]
    session.add_all(photos)
    session.commit()
    return photos


def names_of(lot: Lot) -> str:
    return "".join(photo.file.removesuffix(".webp") for photo in lot.photos)


def test_several_photos_are_sent_at_once_and_kept_in_their_order(
    app: Flask, client: FlaskClient, lot: Lot
) -> None:
    files = [(made.photo((width, 40)), f"{width}.jpg") for width in (60, 50, 70)]

    answer = send(client, lot, *files)

    assert (answer.status_code, answer.location) == (303, path(lot))
    assert "3 photos were added." in client.get(path(lot)).text
    assert [photo.width for photo in lot.photos] == [60, 50, 70]
    folder = Path(app.config["UPLOADS"])
    for photo in lot.photos:
        with Image.open(folder / photo.file) as kept:
            assert kept.size == (photo.width, photo.height)
        assert (folder / str(photo.thumbnail)).exists()
        assert client.get(f"/uploads/{photo.file}").mimetype == "image/webp"


def test_a_bad_file_is_named_and_the_good_ones_are_kept(
    client: FlaskClient, lot: Lot
) -> None:
    answer = send(
        client,
        lot,
        (GOOD, "front.jpg"),
        (BROKEN, "../../ev\u202eil.jpg"),
        (b"", "con.jpg"),
        (b"<svg onload='a()'/>", "drawing.jpg"),
        (made.photo((50, 40)), "back.jpg"),
    )

    assert answer.status_code == 422
    assert [photo.width for photo in lot.photos] == [60, 50]
    assert "2 added, and 3 not" in answer.text
    assert "<bdi>../../evil.jpg</bdi>: This picture is damaged" in answer.text
    assert "<bdi>con.jpg</bdi>: This file is empty." in answer.text
    assert "<bdi>drawing.jpg</bdi>: This file is not a picture." in answer.text
    assert "Error: Photos: Example house" in answer.text
    assert "front.jpg" not in answer.text


def test_what_there_is_no_room_for_is_named(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    make_photos(session, lot, *map(str, range(MOST - 1)))

    answer = send(client, lot, (GOOD, "fits.jpg"), (GOOD, "over.jpg"))

    assert answer.status_code == 422
    assert "<bdi>over.jpg</bdi>: A lot can have 40 photos." in answer.text
    assert len(lot.photos) == MOST
    assert 'name="photos"' not in client.get(path(lot)).text


def test_no_file_at_all_is_said(client: FlaskClient, lot: Lot) -> None:
    answer = client.post(path(lot), data={"photos": (BytesIO(b""), "")})

    assert answer.status_code == 422
    assert 'href="#photos">Please choose a file.' in answer.text


def test_officers_may_send_more_at_once_than_others(
    client: FlaskClient, lot: Lot
) -> None:
    large = GOOD + b"\0" * (9 * 1024 * 1024)

    answer = send(client, lot, (large, "a.jpg"), (large, "b.jpg"))  # 18 MB

    assert answer.status_code == 303
    assert len(lot.photos) == 2


def test_too_much_at_once_is_refused_with_a_sentence(
    client: FlaskClient, lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "AT_ONCE", 1024 * 1024)

    answer = send(client, lot, (GOOD + b"\0" * 1024 * 1024, "a.jpg"))

    assert (answer.status_code, answer.location) == (303, path(lot))
    assert "larger than 1 MB together. None was taken" in client.get(path(lot)).text
    assert lot.photos == []


def test_a_stranger_may_not_send_that_much(app: Flask, client: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(
        "/desk/example-court/lots/1/photos",
        data={"photos": (BytesIO(b"\0" * 2 * 1024 * 1024), "a.jpg")},
    )

    assert answer.status_code == 303  # nothing of it is read
    assert "None was taken" in client.get("/sign-in").text


def test_words_are_kept_and_lead_on(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    first, second = make_photos(session, lot, "a", "b")

    answer = client.post(
        f"{path(lot)}/words",
        data={
            f"alt-{first.id}": "The hall",
            f"caption-{first.id}": "Built in 1911",
            f"alt-{second.id}": "",
            "alt-x": "nobody's",
            "then": "continue",
        },
    )

    assert answer.location == f"/desk/example-court/lots/{lot.id}/documents"
    assert (first.alt, first.caption, second.alt) == ("The hall", "Built in 1911", "")
    page = client.get(path(lot)).text
    assert 'value="The hall"' in page
    assert page.count("Not described yet") == 1
    assert "no text for those who cannot see" in page  # the procedure's check


def test_words_that_are_too_long_are_shown_again(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    first, second = make_photos(session, lot, "a", "b")

    answer = client.post(
        f"{path(lot)}/words",
        data={f"alt-{first.id}": "Typed", f"alt-{second.id}": "x" * 301},
    )

    assert answer.status_code == 422
    assert "The words of photo 2 are longer than 300 characters." in answer.text
    assert 'value="Typed"' in answer.text
    assert "x" * 301 in answer.text
    assert first.alt == ""


@pytest.mark.parametrize(
    ("place", "order"),
    [("earlier", "acb"), ("first", "cab"), ("later", "abc"), ("nonsense", "abc")],
)
def test_a_photo_is_moved_and_what_was_typed_is_kept(
    client: FlaskClient, session: Session, lot: Lot, place: str, order: str
) -> None:
    photos = make_photos(session, lot, "a", "b", "c")

    answer = client.post(
        f"{path(lot)}/{photos[2].id}/place",
        data={"place": place, f"alt-{photos[0].id}": "Typed"},
    )

    assert answer.location == f"{path(lot)}#photo-{photos[2].id}"
    session.expire_all()
    assert names_of(lot) == order
    assert photos[0].alt == "Typed"


def test_a_photo_is_removed(client: FlaskClient, session: Session, lot: Lot) -> None:
    photos = make_photos(session, lot, "a", "b")
    removed = photos[0].id

    answer = client.post(f"{path(lot)}/{removed}/removal")

    assert answer.status_code == 303
    session.expire_all()
    assert names_of(lot) == "b"
    assert client.post(f"{path(lot)}/{removed}/removal").status_code == 404


def test_the_first_button_of_the_form_saves(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    """Enter in a field presses it: nothing may be moved or removed by that."""
    make_photos(session, lot, "a", "b")

    page = client.get(path(lot)).text

    form = page[page.index('class="oh-photos"') :]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert "formaction" not in first[0]


@pytest.mark.parametrize("status", [LotStatus.SUBMITTED, LotStatus.OPEN])
def test_only_drafts_change_their_photos(
    client: FlaskClient, session: Session, lot: Lot, status: LotStatus
) -> None:
    lot.status = status
    session.commit()

    assert client.get(path(lot)).status_code == 409
    assert send(client, lot, (GOOD, "a.jpg")).status_code == 409
    assert client.post(f"{path(lot)}/words").status_code == 409
    assert lot.photos == []


def test_photos_are_nobody_elses(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = draft(session)
    assert client.get(path(lot)).location == f"/sign-in?next={path(lot)}"
    elsewhere = make_office(session, "another-court")
    for officer, code in [
        (make_officer(session, elsewhere), 404),
        (make_officer(session, duties=[Duty.CASHIER]), 403),
    ]:
        sign_in(client, officer)
        assert client.get(path(lot)).status_code == code
        assert send(client, lot, (GOOD, "a.jpg")).status_code == code
        mine = f"/desk/another-court/lots/{lot.id}/photos"
        assert client.get(mine).status_code == 404
    assert lot.photos == []
    assert list(Path(app.config["UPLOADS"]).iterdir()) == []
