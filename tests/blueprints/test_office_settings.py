"""The settings of an office, at its desk."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from auction.models import Duty, User
from tests.factories import make_office, make_officer, sign_in

SETTINGS = "/desk/example-court/settings"
IBAN = "AT92 0000 0000 0001 2345"


@pytest.fixture
def boss(client: FlaskClient, session: Session) -> User:
    boss = make_officer(session)
    sign_in(client, boss)
    return boss


def form_on(page: str) -> dict[str, str]:
    """Return what a browser would send of a form that nobody touched."""
    typed = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    areas = r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>'
    chosen = r'<select[^>]*name="(\w+)".*?<option value="([^"]*)" selected'
    typed.update(re.findall(areas, page))
    typed.update(re.findall(chosen, page, re.DOTALL))
    return typed


def picture(size: tuple[int, int] = (600, 400), form: str = "PNG") -> BytesIO:
    content = BytesIO()
    Image.new("RGB", size, "navy").save(content, form)
    content.seek(0)
    return content


def send_logo(client: FlaskClient, file: BytesIO, name: str) -> str:
    answer = client.post(
        f"{SETTINGS}/logo",
        data={"logo": (file, name)},
        content_type="multipart/form-data",
        follow_redirects=True,
    )
    return answer.text


@pytest.mark.parametrize("duty", [Duty.DRAFTER, Duty.CASHIER, Duty.AUDITOR])
def test_the_settings_are_for_approvers(
    client: FlaskClient, session: Session, duty: Duty
) -> None:
    sign_in(client, make_officer(session, duties=[duty]))

    answers = [client.get(SETTINGS), client.post(SETTINGS, data={"name": "Mine"})]
    answers += [client.post(f"{SETTINGS}/{what}") for what in ("logo", "logo/removal")]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert SETTINGS not in client.get("/desk/example-court/people").text


def test_people_of_other_offices_find_nothing(
    client: FlaskClient, session: Session
) -> None:
    make_office(session)
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    answers = [client.get(SETTINGS), client.post(SETTINGS, data={"name": "Mine"})]
    answers += [client.post(f"{SETTINGS}/{what}") for what in ("logo", "logo/removal")]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert make_office(session).name == "Example Court"


@pytest.mark.usefixtures("boss")
def test_an_approver_changes_the_settings_and_everybody_reads_them(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    form = form_on(client.get(SETTINGS).text)
    changes = {"payee": "Example Court", "iban": IBAN, "time_zone": "Asia/Tokyo"}

    answer = client.post(SETTINGS, data=form | changes, follow_redirects=True)

    assert "The settings are saved." in answer.text
    office = make_office(session)
    assert (office.iban, office.time_zone) == (IBAN.replace(" ", ""), "Asia/Tokyo")
    page = app.test_client().get("/offices/example-court").text
    assert IBAN in page
    assert "Asia/Tokyo" in page


@pytest.mark.usefixtures("boss")
def test_a_wrong_entry_says_why_at_its_field_and_nothing_is_saved(
    client: FlaskClient, session: Session
) -> None:
    form = form_on(client.get(SETTINGS).text)
    wrong = {"name": "New Court", "iban": IBAN.replace("1", "2"), "bic": "EXAM"}

    answer = client.post(SETTINGS, data=form | wrong)

    assert answer.status_code == 422
    assert "check digits" in answer.text
    assert 'href="#iban"' in answer.text
    assert "A BIC has 8 or 11" in answer.text
    assert 'value="New Court"' in answer.text
    assert make_office(session).name == "Example Court"


@pytest.mark.usefixtures("boss")
def test_who_saves_over_a_newer_change_is_shown_it_first(
    client: FlaskClient, session: Session
) -> None:
    form = form_on(client.get(SETTINGS).text)
    make_office(session).contact = "Room 1"

    first = client.post(SETTINGS, data=form | {"contact": "Room 2"})
    second = client.post(SETTINGS, data=form_on(first.text) | {"contact": "Room 2"})

    assert first.status_code == 409
    assert "Somebody has changed these settings" in first.text
    assert "Now stored: Room 1" in first.text
    assert second.status_code == 303
    assert make_office(session).contact == "Room 2"


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_anew_and_small(
    app: Flask, client: FlaskClient, session: Session, form: str
) -> None:
    page = send_logo(client, picture((1200, 900), form), "logo.bin")

    logo = make_office(session).logo
    assert logo
    assert f'src="/uploads/{logo}"' in page
    kept = Path(app.config["UPLOADS"]) / logo
    with Image.open(kept) as image:
        assert image.format == "WEBP"
        assert max(image.size) <= 480
    with app.test_client().get(f"/uploads/{logo}") as sent:
        assert sent.status_code == 200
    assert f"/uploads/{logo}" in app.test_client().get("/offices").text


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a picture"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n and then nothing", "damaged"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(
    client: FlaskClient, session: Session, content: bytes, told: str
) -> None:
    page = send_logo(client, BytesIO(content), "logo.png")

    assert told in page
    assert "This was not saved" in page
    assert make_office(session).logo is None


@pytest.mark.usefixtures("boss")
def test_a_logo_without_a_file_is_asked_for(client: FlaskClient) -> None:
    answer = client.post(f"{SETTINGS}/logo", data={})

    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


@pytest.mark.usefixtures("boss")
def test_a_logo_is_taken_off(client: FlaskClient, session: Session) -> None:
    send_logo(client, picture(), "logo.png")

    answer = client.post(f"{SETTINGS}/logo/removal", follow_redirects=True)

    assert "The logo is gone." in answer.text
    assert make_office(session).logo is None
    assert "oh-logo" not in answer.text
