"""Handing out pictures by their digest: to whom, and for how long."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, Photo
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_paper,
    make_photo,
    sign_in,
)
from web.uploads import store

LASTING = "public, max-age=31536000, immutable"


def picture(
    app: Flask, session: Session, lot: Lot, content: bytes = b"a picture"
) -> Photo:
    with app.app_context():
        name, small = store.keep_picture(content), store.keep_picture(content + b"s")
    return make_photo(session, lot, file=name, thumbnail=small)


def test_a_picture_of_an_announced_lot_is_for_everybody_and_lasts(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    photo = picture(app, session, make_lot(session))

    for name in (photo.file, photo.thumbnail):
        answer = client.get(f"/uploads/{name}")
        assert answer.status_code == 200
        assert answer.mimetype == "image/webp"
        assert answer.headers["Cache-Control"] == LASTING


def test_a_picture_of_a_draft_is_for_its_office_and_nobody_else_keeps_it(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    photo = picture(app, session, make_lot(session, status=LotStatus.DRAFT))
    path = f"/uploads/{photo.file}"
    assert client.get(path).status_code == 404
    for person in (
        make_bidder(session),
        make_officer(session, make_office(session, "another-court")),
    ):
        sign_in(client, person)
        assert client.get(path).status_code == 404

    sign_in(client, make_officer(session, duties=[Duty.AUDITOR]))
    answer = client.get(path)

    assert answer.data == b"a picture"
    assert answer.headers["Cache-Control"] == "no-cache, private"


def test_a_removed_photo_cannot_be_fetched_any_more(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT)
    photo = picture(app, session, lot)
    paths = [f"/uploads/{photo.file}", f"/uploads/{photo.thumbnail}"]
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))
    assert [client.get(path).status_code for path in paths] == [200, 200]

    client.post(f"/desk/example-court/lots/{lot.id}/photos/{photo.id}/removal")

    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_a_photo_that_another_lot_shows_is_still_there(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    draft = make_lot(session, status=LotStatus.DRAFT)
    removed = picture(app, session, draft)
    other = picture(app, session, make_lot(session))
    assert removed.file == other.file
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))

    client.post(f"/desk/example-court/lots/{draft.id}/photos/{removed.id}/removal")

    assert client.get(f"/uploads/{other.file}").status_code == 200


def test_a_logo_that_was_taken_off_cannot_be_fetched_any_more(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    with app.app_context():
        logo = store.keep_picture(b"a logo")
    office = make_office(session)
    office.logo = logo
    session.commit()
    assert client.get(f"/uploads/{logo}").status_code == 200

    sign_in(client, make_officer(session, duties=[Duty.APPROVER]))
    client.post("/desk/example-court/settings/logo/removal")

    assert client.get(f"/uploads/{logo}").status_code == 404


@pytest.mark.parametrize("is_public", [True, False])
def test_a_paper_of_earlier_days_is_fetched_by_digest_only_where_all_may_read_it(
    app: Flask, client: FlaskClient, session: Session, *, is_public: bool
) -> None:
    (Path(app.config["UPLOADS"]) / f"{'a' * 64}.pdf").write_bytes(b"%PDF-")
    make_paper(session, make_lot(session), file=f"{'a' * 64}.pdf", is_public=is_public)

    answer = client.get(f"/uploads/{'a' * 64}.pdf")

    assert answer.status_code == (200 if is_public else 404)
