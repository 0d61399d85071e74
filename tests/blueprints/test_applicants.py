"""The office confirms bidders where the procedure wants it, and knows of none else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Duty,
    IdentityState,
    Lot,
    Notice,
    Paddle,
    Registration,
    RegistrationState,
    TrailRow,
)
from auction.money import Money
from tests.applicants import (
    CHOOSY,
    COURT,
    ask,
    make_identity,
    make_known,
    make_sale,
)
from tests.factories import make_lot, make_office, make_officer, sign_in

NAME = "Quirina Plantedname"


def an_applicant(
    session: Session,
    *sections: str,
    state: IdentityState = IdentityState.ACCEPTED,
    deposit: Money | None = None,
) -> Registration:
    """Let somebody register whose verified name stands nowhere else."""
    lot = make_lot(session, make_sale(session, *sections), deposit=deposit)
    user = make_known(session, "Account")
    make_identity(session, user, state, name=NAME)
    return ask(session, lot, user)


def here(registration: Registration) -> str:
    lot = registration.lot
    return f"/desk/{lot.office.slug}/lots/{lot.id}/applicants"


def test_the_office_sees_the_verified_name_and_confirms(
    client: FlaskClient, session: Session
) -> None:
    registration = an_applicant(session, CHOOSY)
    sign_in(client, make_officer(session, registration.lot.office))
    one = f"{here(registration)}/{registration.id}"

    assert NAME in client.get(here(registration)).text
    assert "a natural person" in client.get(one).text
    answer = client.post(f"{one}/confirmation")

    assert answer.status_code == 303
    session.refresh(registration)
    assert registration.state is RegistrationState.NUMBERED
    assert registration.user.email not in client.get(one).text


def test_who_is_confirmed_and_still_owes_the_deposit_is_told_so(
    client: FlaskClient, session: Session
) -> None:
    registration = an_applicant(session, CHOOSY, deposit=Money(40_00))
    sign_in(client, make_officer(session, registration.lot.office))

    client.post(f"{here(registration)}/{registration.id}/confirmation")

    session.refresh(registration)
    assert registration.state is RegistrationState.ASKED
    told = session.scalars(select(Notice.text)).all()
    assert any("The office has confirmed you." in text for text in told)


def test_a_refusal_names_a_ground_of_the_procedure_and_the_person_reads_it(
    client: FlaskClient, session: Session
) -> None:
    registration = an_applicant(session, CHOOSY)
    sign_in(client, make_officer(session, registration.lot.office))
    there = f"{here(registration)}/{registration.id}/refusal"

    without = client.post(there, data={"ground": "his face"})
    answer = client.post(there, data={"ground": "licence"})

    assert without.status_code == 422
    assert 'href="#ground"' in without.text
    assert answer.status_code == 303
    session.refresh(registration)
    assert registration.state is RegistrationState.REFUSED
    assert "It has no licence." in session.scalars(select(Notice.text)).one()
    assert session.scalars(select(TrailRow)).all() == []


@pytest.mark.parametrize("decision", ["confirmation", "refusal"])
def test_what_was_decided_is_not_decided_again(
    client: FlaskClient, session: Session, decision: str
) -> None:
    registration = an_applicant(session, CHOOSY)
    sign_in(client, make_officer(session, registration.lot.office))
    one = f"{here(registration)}/{registration.id}"
    client.post(f"{one}/confirmation")

    answer = client.post(f"{one}/{decision}", data={"ground": "licence"})

    assert answer.status_code == 409
    assert len(session.scalars(select(Paddle)).all()) == 1


def test_who_is_not_verified_yet_is_not_shown(
    client: FlaskClient, session: Session
) -> None:
    registration = an_applicant(session, CHOOSY, state=IdentityState.SUBMITTED)
    sign_in(client, make_officer(session, registration.lot.office))
    one = f"{here(registration)}/{registration.id}"

    assert NAME not in client.get(here(registration)).text
    assert client.get(one).status_code == 404
    assert client.post(f"{one}/confirmation").status_code == 409


@pytest.mark.parametrize("sections", [(COURT,), ()])
def test_where_the_procedure_does_not_want_it_there_is_no_such_page(
    client: FlaskClient, session: Session, sections: tuple[str, ...]
) -> None:
    lot = make_lot(session, make_sale(session, *sections), deposit=Money(40_00))
    user = make_known(session)
    make_identity(session, user, IdentityState.SUBMITTED, name=NAME)
    registration = ask(session, lot, user)
    officer = make_officer(session, lot.office)
    sign_in(client, officer)
    one = f"{here(registration)}/{registration.id}"

    answers = [
        client.get(here(registration)),
        client.get(one),
        client.post(f"{one}/confirmation"),
        client.post(f"{one}/refusal", data={"ground": "licence"}),
        client.get(f"/desk/{lot.office.slug}/applicants"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert not any(NAME in answer.text for answer in answers)
    session.refresh(registration)
    assert registration.office_confirmed_at is None


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_the_cashier_and_the_auditor_are_not_told(
    client: FlaskClient, session: Session, duty: Duty
) -> None:
    registration = an_applicant(session, CHOOSY)
    sign_in(client, make_officer(session, registration.lot.office, duties=[duty]))

    answer = client.get(here(registration))

    assert answer.status_code == 403
    assert NAME not in answer.text


def test_another_office_is_not_told(client: FlaskClient, session: Session) -> None:
    registration = an_applicant(session, CHOOSY)
    other = make_office(session, "other-court")
    sign_in(client, make_officer(session, other))
    lot: Lot = registration.lot

    for slug in (lot.office.slug, other.slug):
        answer = client.get(f"/desk/{slug}/lots/{lot.id}/applicants")
        assert answer.status_code == 404
        assert NAME not in answer.text


def test_the_overview_says_that_a_bidder_waits(
    client: FlaskClient, session: Session
) -> None:
    registration = an_applicant(session, CHOOSY)
    sign_in(client, make_officer(session, registration.lot.office))
    desk = f"/desk/{registration.lot.office.slug}"

    assert "1 bidder to confirm" in client.get(desk).text
    assert registration.lot.title in client.get(f"{desk}/applicants").text
