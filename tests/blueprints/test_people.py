"""The people of an office, at its desk."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Mail, Office, User
from auction.services import appointing
from tests.factories import PASSWORD, make_bidder, make_office, make_officer, sign_in
from tests.mail_servers import reach
from tests.moving_clock import NOON

PEOPLE = "/desk/example-court/people"
INVITATION = f"{PEOPLE}/invitation"
ANNA = {"email": "anna@court.example", "duties": ["drafter", "cashier"]}


@pytest.fixture
def boss(client: FlaskClient, session: Session) -> User:
    boss = make_officer(session, name="Berta Boss")
    sign_in(client, boss)
    return boss


def invitations(session: Session) -> list[Invitation]:
    session.rollback()
    return list(session.scalars(select(Invitation).order_by(Invitation.id)))


@pytest.mark.parametrize("path", [PEOPLE, INVITATION, f"{PEOPLE}/1"])
def test_strangers_are_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", [PEOPLE, INVITATION, f"{PEOPLE}/1"])
def test_people_of_other_offices_find_nothing(
    client: FlaskClient, session: Session, path: str
) -> None:
    make_office(session)
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    assert client.get(path).status_code == 404
    if path != PEOPLE:
        assert client.post(path, data=ANNA).status_code == 404
    assert invitations(session) == []


@pytest.mark.parametrize("duty", [Duty.DRAFTER, Duty.CASHIER, Duty.AUDITOR])
def test_others_see_the_people_and_change_nothing(
    client: FlaskClient, session: Session, duty: Duty
) -> None:
    boss = make_officer(session, name="Berta Boss")
    sign_in(client, make_officer(session, duties=[duty]))

    page = client.get(PEOPLE).text

    assert "Berta Boss" in page
    assert "Invite somebody" not in page
    assert f"{PEOPLE}/{boss.id}" not in page
    for path in (INVITATION, f"{PEOPLE}/{boss.id}"):
        assert client.get(path).status_code == 403
        assert client.post(path, data=ANNA).status_code == 403
    assert client.post(f"{PEOPLE}/invitations/1/withdrawal").status_code == 403


@pytest.mark.usefixtures("boss")
def test_the_page_names_everybody_with_his_duties(
    client: FlaskClient, session: Session
) -> None:
    make_officer(session, name="Dora Draft", duties=[Duty.DRAFTER, Duty.AUDITOR])
    make_officer(session, make_office(session, "another-court"), name="Otto Other")

    page = client.get(PEOPLE).text

    assert "Drafter, approver, cashier" in page
    assert "Dora Draft" in page
    assert "Drafter, auditor" in page
    assert "Otto Other" not in page


@pytest.mark.usefixtures("boss")
def test_an_office_with_one_person_reads_what_is_missing(client: FlaskClient) -> None:
    assert "a second person is needed" in client.get(PEOPLE).text


@pytest.mark.usefixtures("boss")
def test_an_approver_invites_a_colleague(client: FlaskClient, session: Session) -> None:
    answer = client.post(INVITATION, data=ANNA)

    assert (answer.status_code, answer.location) == (303, PEOPLE)
    (invitation,) = invitations(session)
    assert invitation.email == "anna@court.example"
    assert invitation.duties == ["drafter", "cashier"]
    page = client.get(PEOPLE).text
    assert "operator&#39;s outbox" in page
    assert "anna@court.example" in page


def test_a_link_begins_with_the_sites_own_address_whatever_the_request_says(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["SITE_URL"] = "https://auctions.court.example"
    forged = {"base_url": "http://evil.example"}
    boss = make_officer(session, name="Berta Boss")
    client.post("/sign-in", data={"email": boss.email, "password": PASSWORD}, **forged)

    client.post(INVITATION, data=ANNA, **forged)

    letter = session.scalars(select(Mail.text)).one()
    assert re.search(
        r"https://auctions\.court\.example/invitations/[\w-]{43}\n", letter
    )
    assert "evil.example" not in letter
    assert boss.name in letter


@pytest.mark.usefixtures("boss")
def test_with_a_mail_server_the_letter_is_on_its_way(
    app: Flask, client: FlaskClient
) -> None:
    app.config["MAIL"] = reach(25)

    page = client.post(INVITATION, data=ANNA, follow_redirects=True).text

    assert "The invitation is on its way to anna@court.example." in page
    assert "/invitations/" not in re.sub(r"/desk/\S+", "", page)


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"email": "", "duties": ["drafter"]}, "Please enter an e-mail address."),
        ({"email": "anna", "duties": ["drafter"]}, "for example anna@example.com"),
        ({"email": "anna@court.example"}, "Please choose at least one duty."),
        ({"email": "anna@court.example", "duties": ["king"]}, "duties-error"),
    ],
)
def test_a_form_that_is_not_right_says_why_and_keeps_what_was_typed(
    client: FlaskClient, session: Session, form: dict[str, object], told: str
) -> None:
    answer = client.post(INVITATION, data=form)

    assert answer.status_code == 422
    assert told in answer.text
    assert re.search(r"<title>\s+Error: Invite somebody", answer.text)
    assert f'value="{form["email"]}"' in answer.text or not form["email"]
    assert invitations(session) == []


def test_inviting_twice_is_refused_at_the_address(
    client: FlaskClient, session: Session, boss: User
) -> None:
    client.post(INVITATION, data=ANNA)

    again = client.post(INVITATION, data=ANNA)
    oneself = client.post(INVITATION, data=ANNA | {"email": boss.email})

    assert "There is an open invitation for this address." in again.text
    assert "works here already" in oneself.text
    assert len(invitations(session)) == 1


@pytest.mark.usefixtures("boss")
def test_an_invitation_is_withdrawn(client: FlaskClient, session: Session) -> None:
    client.post(INVITATION, data=ANNA)
    (invitation,) = invitations(session)

    answer = client.post(
        f"{PEOPLE}/invitations/{invitation.id}/withdrawal", follow_redirects=True
    )

    assert "The invitation is withdrawn" in answer.text
    assert "Open invitations" not in answer.text
    session.refresh(invitation)
    assert invitation.withdrawn_at == NOON


@pytest.mark.usefixtures("boss")
def test_an_invitation_of_another_office_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    bank = make_office(session, "example-bank")
    invitation = Invitation(
        office_id=bank.id,
        email="eve@bank.example",
        duties=["drafter"],
        token="t",
        invited_at=NOON,
        expires_at=NOON.replace(year=2027),
    )
    session.add(invitation)
    session.commit()

    answer = client.post(f"{PEOPLE}/invitations/{invitation.id}/withdrawal")

    assert answer.status_code == 404
    session.refresh(invitation)
    assert invitation.withdrawn_at is None
    assert "eve@bank.example" not in client.get(PEOPLE).text


@pytest.mark.usefixtures("boss")
def test_an_approver_changes_what_a_colleague_does(
    client: FlaskClient, session: Session
) -> None:
    anna = make_officer(session, name="Anna", duties=[Duty.DRAFTER])
    page = client.get(f"{PEOPLE}/{anna.id}").text
    assert re.findall(r'value="(\w+)" checked', page) == ["drafter"]

    answer = client.post(
        f"{PEOPLE}/{anna.id}", data={"duties": ["approver"]}, follow_redirects=True
    )

    assert "The duties are saved" in answer.text
    session.refresh(anna)
    assert anna.duties_in(make_office(session).id) == {Duty.APPROVER}
    assert "Duties that have ended" in answer.text


def test_the_last_approver_is_told_what_to_do_first(
    client: FlaskClient, session: Session, boss: User
) -> None:
    answer = client.post(f"{PEOPLE}/{boss.id}", data={"duties": ["drafter"]})

    assert answer.status_code == 422
    assert "Make somebody else an approver first" in answer.text
    session.refresh(boss)
    assert Duty.APPROVER in boss.duties_in(make_office(session).id)


def test_an_approver_who_lets_himself_go_leaves_the_desk(
    client: FlaskClient, session: Session, boss: User
) -> None:
    make_officer(session)

    answer = client.post(f"{PEOPLE}/{boss.id}", data={})

    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get(PEOPLE).status_code == 404


def test_an_approver_who_stays_a_drafter_still_sees_the_people(
    client: FlaskClient, session: Session, boss: User
) -> None:
    make_officer(session)

    answer = client.post(
        f"{PEOPLE}/{boss.id}", data={"duties": ["drafter"]}, follow_redirects=True
    )

    assert answer.status_code == 200
    assert "Invite somebody" not in answer.text


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("who", ["of another office", "a bidder", "nobody", "gone"])
def test_others_people_are_not_there(
    client: FlaskClient, session: Session, who: str
) -> None:
    person = {
        "of another office": lambda: make_officer(session, other(session)).id,
        "a bidder": lambda: make_bidder(session).id,
        "nobody": lambda: 10**6,
        "gone": lambda: gone(session).id,
    }[who]()

    assert client.get(f"{PEOPLE}/{person}").status_code == 404
    assert client.post(f"{PEOPLE}/{person}", data=ANNA).status_code == 404


def other(session: Session) -> Office:
    return make_office(session, "another-court")


def gone(session: Session) -> User:
    person, boss = make_officer(session), make_officer(session)
    return appointing.set_duties(
        session,
        office_id=make_office(session).id,
        user_id=person.id,
        manager_id=boss.id,
        duties=[],
        now=NOON,
    )
