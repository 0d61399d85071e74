"""Setting the second factor up, and who cannot do without it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction import one_time_codes
from auction.models import Role, User
from auction.sealing import KeyRing
from auction.services import second_factor
from tests.factories import (
    make_bidder,
    make_draft,
    make_office,
    make_officer,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.second_factors import code_of, give_factor
from web import keys

PAGE = "/account/second-factor"


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    with app.app_context():
        return keys.ring()


@pytest.fixture
def _required(app: Flask) -> None:
    app.config["SECOND_FACTOR"] = "required"


def set_up(client: FlaskClient, next_path: str = "/account") -> str:
    """Do what a person does who types the secret into his app; return the last page."""
    client.post(f"{PAGE}/seed", data={"next": next_path})
    page = client.get(PAGE).text
    (secret,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
    code = shown_by_app(secret)
    answer = client.post(PAGE, data={"code": code, "next": next_path})
    assert answer.status_code == 200, answer.text
    return answer.text


def shown_by_app(secret: str) -> str:
    import base64  # noqa: PLC0415 - as the app would

    seed = base64.b32decode(secret.replace(" ", ""))
    return one_time_codes.code_at(seed, one_time_codes.step_at(NOON))


def test_a_bidder_sets_it_up_and_gets_ten_recovery_codes(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    sign_in(client, user)
    offered = client.get(PAGE).text

    page = set_up(client)

    codes = re.findall(r"<code>(\w{4}-\w{4}-\w{4}-\w{4})</code>", page)
    assert "Set it up" in offered
    assert len(set(codes)) == 10
    assert "10 unused recovery codes" in client.get("/account").text
    assert codes[0] not in client.get(PAGE).text


def test_the_page_shows_a_picture_and_the_secret_as_text(
    client: FlaskClient, session: Session, ring: KeyRing
) -> None:
    user = make_bidder(session)
    sign_in(client, user)
    client.post(f"{PAGE}/seed")

    answer = client.get(PAGE)

    session.refresh(user)
    seed = second_factor.seed_of(user, ring)
    assert "<svg" in answer.text
    assert "style=" not in answer.text
    assert one_time_codes.seed_as_text(seed) in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_first_code_switches_nothing_on(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    sign_in(client, user)
    client.post(f"{PAGE}/seed")

    answer = client.post(PAGE, data={"code": "abcdef"})

    session.refresh(user)
    assert answer.status_code == 422
    assert "That code is not right." in answer.text
    assert "<svg" in answer.text
    assert user.totp_since is None


def test_a_code_without_a_set_up_leads_back_to_its_beginning(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    answer = client.post(PAGE, data={"code": "123456"})

    assert answer.status_code == 303
    assert "there is nothing to prove" in client.get(PAGE).text


def test_proving_it_gives_a_new_cookie(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))
    before = client.get_cookie("session")

    set_up(client)

    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert client.get("/account").status_code == 200


def test_new_recovery_codes_are_shown_and_the_factor_can_be_switched_off(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    sign_in(client, user)
    first = set_up(client)

    second = client.post(f"{PAGE}/recovery-codes").text
    answer = client.post(f"{PAGE}/removal", follow_redirects=True)

    found = re.compile(r"<code>(\w{4}-\w{4}-\w{4}-\w{4})</code>").findall
    assert len(set(found(first)) | set(found(second))) == 20
    assert "Your second factor is off." in answer.text
    session.refresh(user)
    assert user.totp_seed is None


@pytest.mark.usefixtures("_required")
def test_an_officer_reaches_nothing_before_the_second_factor_is_proved(
    client: FlaskClient, session: Session
) -> None:
    officer = make_officer(session)
    draft = make_draft(session)
    sign_in(client, officer)

    desk = client.get("/desk/example-court/lots")
    shown = client.get(f"/lots/{draft.id}")
    posted = client.post(f"/lots/{draft.id}/recall")
    page = client.get(desk.location)
    seed_page = client.post(f"{PAGE}/seed", follow_redirects=True).text

    assert desk.location == f"{PAGE}?next=/desk/example-court/lots"
    assert officer.email in seed_page
    assert shown.status_code == 404
    assert posted.location.startswith(PAGE)
    assert "Who works for an office or runs this site" in page.text
    for path in ("/account", "/account/password", "/notices", "/desk"):
        assert client.get(path).location.startswith(PAGE), path


@pytest.mark.usefixtures("_required")
def test_an_officer_who_proved_it_is_led_on_to_the_desk(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    page = set_up(client, "/desk/example-court/lots")

    assert 'href="/desk/example-court/lots"' in page
    assert client.get("/desk/example-court/lots").status_code == 200


@pytest.mark.usefixtures("_required")
def test_a_sign_in_leads_an_officer_straight_to_the_set_up(
    client: FlaskClient, session: Session
) -> None:
    officer = make_officer(session)
    from tests.factories import PASSWORD  # noqa: PLC0415

    answer = client.post(
        "/sign-in",
        data={"email": officer.email, "password": PASSWORD, "next": "/desk"},
    )

    assert answer.location == f"{PAGE}?next=/desk"


@pytest.mark.usefixtures("_required")
@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.VERIFIER, Role.AUDITOR, Role.OPERATOR]
)
def test_everybody_who_works_here_needs_one(
    client: FlaskClient, session: Session, role: Role
) -> None:
    sign_in(client, make_user(session, role=role))

    assert client.get("/account").location == f"{PAGE}?next=/account"


@pytest.mark.usefixtures("_required")
def test_a_bidder_needs_none(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))

    assert client.get("/my-bids").status_code == 200


@pytest.mark.usefixtures("_required")
def test_an_example_officer_can_be_tried_by_everybody(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session, is_example=True))

    assert client.get("/desk/example-court").status_code == 200
    assert "has no second factor" in client.get("/account").text
    assert client.post(f"{PAGE}/seed").status_code == 409


@pytest.mark.usefixtures("_required")
def test_an_officer_who_switches_it_off_stands_before_the_set_up_again(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))
    set_up(client)

    client.post(f"{PAGE}/removal")

    assert client.get("/desk").location == f"{PAGE}?next=/desk"


@pytest.mark.usefixtures("_required")
def test_who_only_has_the_password_of_an_officer_sets_nothing_up_later(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_officer(session))
    moving_clock.move(timedelta(minutes=10))

    shown = client.get(PAGE)
    begun = client.post(f"{PAGE}/seed")

    assert shown.location == f"/account/proof?next={PAGE}"
    assert client.get(shown.location).status_code == 200
    assert begun.status_code == 403


def test_an_officer_signs_in_with_a_code_and_works(
    client: FlaskClient, session: Session, ring: KeyRing, app: Flask
) -> None:
    app.config["SECOND_FACTOR"] = "required"
    officer: User = make_officer(session, make_office(session))
    give_factor(session, officer, ring)
    sign_in(client, officer)

    client.post("/sign-in/code", data={"code": code_of(session, officer, ring)})

    assert client.get("/desk/example-court").status_code == 200
