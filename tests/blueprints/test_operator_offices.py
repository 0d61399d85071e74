"""The operator's pages about offices and their people."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Mail, Office, Role
from auction.rules.lifecycle import LotStatus
from tests.blueprints.test_office_settings import form_on
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON

OFFICES = "/operator/offices"
COURT = f"{OFFICES}/example-court"
FORM = {
    "slug": "example-bank",
    "name": "Example Bank",
    "kind": "bank",
    "time_zone": "Europe/Vienna",
    "currency_code": "EUR",
    "locale": "en",
}
FIRST = {"email": "first@court.example", "duties": ["approver", "drafter"]}
GETS = (OFFICES, f"{OFFICES}/new", COURT, f"{COURT}/edit", f"{COURT}/invitation")
POSTS = (
    *(f"{OFFICES}/new", f"{COURT}/edit", f"{COURT}/invitation"),
    *(f"{COURT}/invitations/1/withdrawal", f"{COURT}/people/1/dismissal"),
)


@pytest.fixture
def operator(client: FlaskClient, session: Session) -> FlaskClient:
    sign_in(client, make_user(session, role=Role.OPERATOR))
    return client


def test_strangers_are_asked_to_sign_in(client: FlaskClient, session: Session) -> None:
    make_office(session)

    assert all("/sign-in" in client.get(path).location for path in GETS)
    assert all("/sign-in" in client.post(path).location for path in POSTS)


@pytest.mark.parametrize("role", [Role.BIDDER, Role.OFFICER, Role.AUDITOR])
def test_the_pages_are_the_operators_alone(
    client: FlaskClient, session: Session, role: Role
) -> None:
    make_office(session)
    sign_in(client, make_user(session, role=role))

    codes = {client.get(path).status_code for path in GETS}
    codes |= {client.post(path, data=FORM).status_code for path in POSTS}

    assert codes == {403}
    assert session.scalars(select(Office.slug)).all() == ["example-court"]


def test_an_installation_without_offices_says_what_to_do(
    operator: FlaskClient,
) -> None:
    assert "There is no office yet." in operator.get(OFFICES).text


def test_the_operator_opens_an_office_and_invites_its_first_approver(
    operator: FlaskClient, session: Session
) -> None:
    opened = operator.post(f"{OFFICES}/new", data=FORM, follow_redirects=True)
    assert "Now invite somebody who works there." in opened.text
    assert "Nobody works there yet." in opened.text

    page = operator.post(
        f"{OFFICES}/example-bank/invitation",
        data={"email": "first@bank.example", "duties": ["approver"]},
        follow_redirects=True,
    ).text

    assert "the letter lies in your outbox. Please hand it on." in page
    assert "first@bank.example" in page
    letter = session.scalars(select(Mail)).one()
    assert "The operator of the site invites you" in letter.text
    outbox = operator.get(f"/operator/outbox/{letter.id}").text
    assert re.search(r"http://127\.0\.0\.1:8000/invitations/[\w-]{43}", outbox)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"slug": "Example Bank"}, "small letters, digits and hyphens"),
        ({"slug": "new"}, "small letters, digits and hyphens"),
        ({"slug": "example-court"}, "already an office called example-court"),
        ({"name": ""}, "must not be empty"),
        ({"kind": ""}, "what kind of seller"),
        ({"time_zone": ""}, "no time zone"),
    ],
)
def test_an_office_that_is_not_right_is_not_opened(
    operator: FlaskClient, session: Session, change: dict[str, str], told: str
) -> None:
    make_office(session)

    answer = operator.post(f"{OFFICES}/new", data=FORM | change)

    assert answer.status_code in (409, 422)
    assert told in answer.text
    assert session.scalars(select(Office.slug)).all() == ["example-court"]


def test_the_operator_changes_what_an_office_says_but_never_its_account(
    operator: FlaskClient, session: Session
) -> None:
    make_office(session, iban="AT920000000000012345")
    page = operator.get(f"{COURT}/edit").text
    assert 'name="iban"' not in page

    form = form_on(page) | {"name": "New Court", "iban": "AT940000000000067890"}
    answer = operator.post(f"{COURT}/edit", data=form)

    assert answer.status_code == 303
    office = make_office(session)
    assert (office.name, office.iban) == ("New Court", "AT920000000000012345")


def test_the_operator_does_not_save_over_a_newer_change(
    operator: FlaskClient, session: Session
) -> None:
    make_office(session)
    form = form_on(operator.get(f"{COURT}/edit").text)
    make_office(session).contact = "Room 1"

    answer = operator.post(f"{COURT}/edit", data=form | {"contact": "Room 2"})

    assert answer.status_code == 409
    assert "Now stored: Room 1" in answer.text


def test_the_operator_sees_names_and_duties_and_nothing_of_what_is_sold(
    operator: FlaskClient, session: Session
) -> None:
    make_officer(session, name="Berta Boss", email="berta@court.example")
    lot = make_lot(session, title="Planted lot")
    make_lot(session, title="Planted draft", status=LotStatus.DRAFT)
    make_catalogue(session, title="Planted sale", published_at=None)
    make_paddle(session, lot, make_bidder(session, "Zacharias"))

    pages = [operator.get(path).text for path in (OFFICES, COURT, f"{COURT}/edit")]

    assert "Berta Boss" in pages[1]
    assert "Drafter, approver, cashier" in pages[1]
    told = "".join(pages)
    assert "Planted" not in told
    assert "Zacharias" not in told.title()


def test_an_office_with_an_approver_invites_its_people_itself(
    operator: FlaskClient, session: Session
) -> None:
    make_officer(session)

    page = operator.get(COURT).text
    asked = operator.get(f"{COURT}/invitation")
    sent = operator.post(f"{COURT}/invitation", data=FIRST)

    assert "Invite somebody" not in page
    assert (asked.status_code, sent.status_code) == (403, 403)
    assert "invites its people itself" in sent.text
    assert session.scalars(select(Invitation)).all() == []


def test_an_invitation_that_is_not_right_says_why(
    operator: FlaskClient, session: Session
) -> None:
    make_office(session)

    answer = operator.post(f"{COURT}/invitation", data=FIRST | {"email": "first"})

    assert answer.status_code == 422
    assert "for example anna@example.com" in answer.text


def test_the_operator_withdraws_an_invitation(
    operator: FlaskClient, session: Session
) -> None:
    make_office(session)
    operator.post(f"{COURT}/invitation", data=FIRST)
    invitation = session.scalars(select(Invitation)).one()

    page = operator.post(
        f"{COURT}/invitations/{invitation.id}/withdrawal", follow_redirects=True
    ).text

    assert "The invitation is withdrawn" in page
    assert "first@court.example" not in operator.get(COURT).text
    session.refresh(invitation)
    assert invitation.withdrawn_at == NOON


def test_the_operator_ends_the_duties_of_somebody_who_left(
    operator: FlaskClient, session: Session
) -> None:
    boss = make_officer(session, name="Berta Boss")
    path = f"{COURT}/people/{boss.id}/dismissal"
    assert "End the duties of Berta Boss?" in operator.get(path).text
    session.refresh(boss)
    assert boss.works_for(make_office(session).id)

    page = operator.post(path, follow_redirects=True).text

    assert "The duties have ended" in page
    assert "Nobody works there yet." in page
    assert "Invite somebody" in page
    assert operator.get(path).status_code == 404
    assert operator.post(path).status_code == 404


def test_nobody_is_dismissed_through_an_office_where_he_does_not_work(
    operator: FlaskClient, session: Session
) -> None:
    make_office(session)
    other = make_officer(session, make_office(session, "another-court"))
    bidder = make_bidder(session)

    for person in (other, bidder):
        path = f"{COURT}/people/{person.id}/dismissal"
        assert operator.get(path).status_code == 404
        assert operator.post(path).status_code == 404

    session.refresh(other)
    assert Duty.APPROVER in other.duties_in(make_office(session, "another-court").id)


@pytest.mark.parametrize("path", ["", "/edit", "/invitation"])
def test_an_office_that_does_not_exist_is_not_there(
    operator: FlaskClient, path: str
) -> None:
    assert operator.get(f"{OFFICES}/nowhere{path}").status_code == 404
