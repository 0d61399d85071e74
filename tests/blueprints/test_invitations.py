"""Coming into an office by the link of an invitation."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Role, User
from auction.services import accounts, inviting
from auction.services.inviting import LASTS
from tests.factories import (
    PASSWORD,
    make_office,
    make_officer,
    make_user,
    password_hash,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock

ANNA = "anna@court.example"
FORM = {"name": "Anna Example", "password": PASSWORD}


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


@pytest.fixture
def link(session: Session) -> str:
    """Invite Anna; return the path in her letter."""
    words: list[str] = []

    def note(word: str) -> str:
        words.append(word)
        return word

    inviting.invite(
        session,
        office_id=make_office(session).id,
        by_id=make_officer(session).id,
        email=ANNA,
        duties=[Duty.DRAFTER, Duty.CASHIER],
        link=note,
        now=NOON,
    )
    return f"/invitations/{words[0]}"


def anna(session: Session) -> User | None:
    session.rollback()
    return session.scalars(select(User).where(User.email == ANNA)).one_or_none()


def test_the_page_says_who_invites_to_what(client: FlaskClient, link: str) -> None:
    page = client.get(link).text

    assert "Example Court invites you" in page
    assert "keeps the deposits" in page
    assert ANNA in page
    assert "Approver" not in page


def test_a_newcomer_opens_an_account_and_is_at_the_desk(
    client: FlaskClient, session: Session, link: str
) -> None:
    answer = client.post(link, data=FORM, follow_redirects=True)

    assert answer.request.path == "/desk/example-court"
    assert "Welcome." in answer.text
    person = anna(session)
    assert person
    assert (person.role, person.name) == (Role.OFFICER, "Anna Example")
    assert person.email_confirmed_at == NOON  # the link was sent there
    assert person.duties_in(make_office(session).id) == {Duty.DRAFTER, Duty.CASHIER}


def test_looking_at_an_invitation_changes_nothing(
    client: FlaskClient, session: Session, link: str
) -> None:
    for _ in range(3):
        client.get(link)

    assert session.scalars(select(Invitation.accepted_at)).one() is None
    assert anna(session) is None


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "", "password": PASSWORD}, "Please enter your full name."),
        ({"name": "Anna", "password": ""}, "Please choose a password."),
        ({"name": "Anna", "password": "short"}, "8 to 128 characters"),
        ({"name": "A" * 201, "password": PASSWORD}, "shorten the name"),
    ],
)
def test_a_form_that_is_not_right_says_why(
    client: FlaskClient, session: Session, link: str, form: dict[str, str], told: str
) -> None:
    answer = client.post(link, data=form)

    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{form["name"]}"' in answer.text or not form["name"]
    assert anna(session) is None


def test_an_officer_of_another_office_signs_in_and_accepts(
    app: Flask, client: FlaskClient, session: Session, link: str
) -> None:
    bank = make_office(session, "example-bank")
    person = make_officer(session, bank, email=ANNA, duties=[Duty.APPROVER])
    page = client.get(link).text
    assert f"/sign-in?next={link}" in page
    assert 'name="password"' not in page
    sign_in(client, person)
    assert "You are signed in as anna@court.example." in client.get(link).text

    answer = client.post(link, follow_redirects=True)

    assert answer.request.path == "/desk"  # he chooses between two offices now
    assert "Example Bank" in answer.text
    assert "Example Court" in answer.text
    assert app.test_client().get("/desk/example-court/lots").status_code == 303


def test_an_officer_who_is_not_signed_in_opens_no_second_account(
    client: FlaskClient, session: Session, link: str
) -> None:
    make_officer(session, make_office(session, "example-bank"), email=ANNA)

    answer = client.post(link, data=FORM)

    assert answer.status_code == 409
    assert "Please sign in with it first." in answer.text


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR, Role.OPERATOR])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_who_has_another_kind_of_account_is_told_to_use_another_address(
    client: FlaskClient, session: Session, link: str, role: Role, *, is_signed_in: bool
) -> None:
    person = make_user(session, email=ANNA, role=role)
    if is_signed_in:
        sign_in(client, person)

    page = client.get(link).text
    answer = client.post(link, data=FORM)

    assert "invite you with another e-mail address" in page
    assert '<form method="post" action="/invitations' not in page
    assert answer.status_code == 409
    assert "not an officer&#39;s. Ask for another address." in answer.text
    session.refresh(person)
    assert person.role is role


def test_somebody_else_is_told_whom_the_invitation_is_for(
    client: FlaskClient, session: Session, link: str
) -> None:
    eve = make_officer(session, email="eve@court.example")
    sign_in(client, eve)

    page = client.get(link).text
    answer = client.post(link)

    assert "This invitation is for anna@court.example, and you are signed in as" in page
    assert answer.status_code == 403
    assert session.scalars(select(Invitation.accepted_at)).one() is None


def test_a_link_is_good_once(app: Flask, client: FlaskClient, link: str) -> None:
    client.post(link, data=FORM)

    for other in (client, app.test_client()):
        assert other.get(link).status_code == 409
        assert "This invitation has been used." in other.post(link, data=FORM).text


def test_a_link_is_good_for_fourteen_days(
    client: FlaskClient, session: Session, link: str, moving_clock: MovingClock
) -> None:
    moving_clock.move(LASTS)

    answers = [client.get(link), client.post(link, data=FORM)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("good for 14 days, which are over" in page.text for page in answers)
    assert anna(session) is None


def test_a_withdrawn_link_says_so(
    client: FlaskClient, session: Session, link: str
) -> None:
    session.scalars(select(Invitation)).one().withdrawn_at = NOON

    answer = client.get(link)

    assert answer.status_code == 409
    assert "This invitation was withdrawn." in answer.text


@pytest.mark.parametrize("word", ["x", "x" * 43, "%00", "..%2f"])
def test_another_link_opens_nothing(client: FlaskClient, link: str, word: str) -> None:
    answer = client.get(f"/invitations/{word}")

    assert answer.status_code in (400, 404)
    assert not re.search(r"invites you", answer.text)
    assert link.rpartition("/")[2] not in answer.text
