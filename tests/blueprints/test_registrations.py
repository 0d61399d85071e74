"""The page of a registration says what is needed, how far it is, and what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    IdentityState,
    Lot,
    Paddle,
    PersonKind,
    Registration,
    RegistrationState,
    User,
)
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from tests.applicants import (
    COURT,
    RUNNER_UP,
    ask,
    deposit_asked,
    make_identity,
    make_known,
    make_sale,
)
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_officer,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON

HOUR = timedelta(hours=1)


def page(client: FlaskClient, lot: Lot) -> str:
    answer = client.get(f"/lots/{lot.id}/registration")
    assert answer.status_code == 200
    return answer.text


def signed_in(client: FlaskClient, user: User) -> User:
    sign_in(client, user)
    return user


def test_who_is_not_signed_in_is_led_to_the_sign_in(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT))

    for answer in (
        client.get(f"/lots/{lot.id}/registration"),
        client.post(f"/lots/{lot.id}/registration"),
        client.post(f"/lots/{lot.id}/registration/withdrawal"),
    ):
        assert answer.status_code == 303
        assert "/sign-in" in answer.location


@pytest.mark.parametrize("role", ["auditor", "operator", "verifier"])
def test_only_bidders_see_the_page(
    client: FlaskClient, session: Session, role: str
) -> None:
    lot = make_lot(session, make_sale(session, COURT))
    sign_in(client, make_user(session, role=role))

    assert client.get(f"/lots/{lot.id}/registration").status_code == 403


def test_the_sellers_own_people_cannot_register(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT))
    sign_in(client, make_officer(session, lot.office))

    answer = client.get(f"/lots/{lot.id}/registration")

    assert answer.status_code == 403
    assert "You work for the office that sells this lot" in answer.text


def test_before_he_registers_everybody_reads_what_is_needed(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT), deposit=Money(40_00))
    signed_in(client, make_known(session))

    text = page(client, lot)

    assert text.index("Your e-mail address") < text.index("Who you are")
    assert text.index("Who you are") < text.index("The deposit")
    assert "Done" in text
    assert "To do now" in text
    assert 'href="/identity"' in text
    assert "Register for this lot" in text
    assert text.index("The lot closes in 1 hour") < text.index('id="submit"')
    assert session.scalars(select(Registration)).all() == []


def test_the_button_on_the_lot_leads_to_the_page_while_something_is_missing(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user, IdentityState.SUBMITTED)
    signed_in(client, user)

    answer = client.post(f"/lots/{lot.id}/registration")

    assert answer.status_code == 303
    assert answer.location == f"/lots/{lot.id}/registration"
    text = page(client, lot)
    assert "You cannot bid yet." in text
    assert "Waits for the verifier" in text
    assert "Allow two working days" in text


def test_who_has_everything_gets_the_number_and_is_led_to_the_lot(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user)
    signed_in(client, user)

    answer = client.post(f"/lots/{lot.id}/registration")

    number = session.scalars(select(Paddle.number)).one()
    assert answer.location == f"/lots/{lot.id}"
    text = page(client, lot)
    assert f"Your bidder number for this lot is {number}." in text
    assert "A bidder number cannot be given back." in text


def test_sending_the_form_twice_registers_once(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT))
    signed_in(client, make_known(session))

    for _ in range(2):
        assert client.post(f"/lots/{lot.id}/registration").status_code == 303

    assert len(session.scalars(select(Registration)).all()) == 1


def test_the_lots_page_says_in_a_line_what_is_missing(
    client: FlaskClient, session: Session
) -> None:
    sale, user = make_sale(session, "[registration]"), make_known(session)
    lot = make_lot(session, sale, deposit=Money(40_00))
    ask(session, lot, user)
    signed_in(client, user)

    for text in (
        client.get(f"/lots/{lot.id}").text,
        client.get(f"/lots/{lot.id}/mine").text,
    ):
        assert "Please transfer the deposit" in text
        assert f'href="/lots/{lot.id}/registration"' in text


def test_who_has_to_pay_is_led_straight_to_the_payment(
    client: FlaskClient, session: Session
) -> None:
    sale, user = make_sale(session, "[registration]"), make_known(session)
    lot = make_lot(session, sale, deposit=Money(40_00))
    deposit = deposit_asked(session, ask(session, lot, user))
    signed_in(client, user)

    text = page(client, lot)

    assert f'href="/my-deposits/{deposit.id}">See how to pay</a>' in text
    assert "If you have transferred it already, wait" in text


def test_who_bids_without_a_number_reads_what_is_missing_beside_the_price(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    ask(session, lot, user)
    signed_in(client, user)

    answer = client.post(
        f"/lots/{lot.id}/bids",
        data={"amount": "400", "idempotency_key": "a" * 8, "confirmed": "1"},
    )

    assert answer.status_code == 403
    assert "You cannot bid on this lot yet. Please show who you are" in answer.text
    assert session.get_one(Lot, lot.id).bid_count == 0


def test_whom_he_acts_for_is_chosen_among_those_he_has_shown(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user, name="Ada Example")
    company = make_identity(
        session, user, kind=PersonKind.COMPANY, name="Example Ltd", is_principal=True
    )
    signed_in(client, user)

    assert "Example Ltd (I act for it)" in page(client, lot)
    client.post(f"/lots/{lot.id}/registration", data={"identity": str(company.id)})

    registration = session.scalars(select(Registration)).one()
    assert registration.identity_id == company.id
    text = page(client, lot)
    assert "Your power of attorney" in text
    assert "Please file the power of attorney" in text


def test_nobody_registers_as_somebody_of_another_account(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT))
    theirs = make_identity(session, make_bidder(session, "Other"))
    signed_in(client, make_known(session))

    answer = client.post(
        f"/lots/{lot.id}/registration", data={"identity": str(theirs.id)}
    )

    assert answer.status_code == 404
    assert session.scalars(select(Registration)).all() == []


def test_a_registration_is_withdrawn_on_the_page(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    ask(session, lot, user)
    signed_in(client, user)

    client.post(f"/lots/{lot.id}/registration/withdrawal")

    registration = session.scalars(select(Registration)).one()
    assert registration.state is RegistrationState.WITHDRAWN
    assert "You have withdrawn your registration." in page(client, lot)
    assert "Register for this lot" in client.get(f"/lots/{lot.id}").text


def test_who_was_refused_reads_why(client: FlaskClient, session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)
    registration.state = RegistrationState.REFUSED
    registration.reason = "It has no licence."
    session.commit()
    signed_in(client, user)

    assert "It has no licence." in page(client, lot)
    assert "It has no licence." in client.get(f"/lots/{lot.id}").text
    again = client.post(f"/lots/{lot.id}/registration")
    assert again.status_code == 403
    assert "It has no licence." in again.text


def test_after_the_procedures_moment_nobody_begins_to_register(
    client: FlaskClient, session: Session
) -> None:
    sale = make_sale(session, f'{COURT}\nuntil = "2 h"')
    lot = make_lot(session, sale, closes_at=NOON + HOUR)
    signed_in(client, make_known(session))

    assert "Registration for this lot is over." in page(client, lot)
    assert "Registration for this lot is over." in client.get(f"/lots/{lot.id}").text
    assert client.post(f"/lots/{lot.id}/registration").status_code == 409


def test_the_page_of_a_draft_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, COURT), status=LotStatus.DRAFT)
    signed_in(client, make_known(session))

    assert client.get(f"/lots/{lot.id}/registration").status_code == 404


def test_who_agrees_to_stay_bound_says_so_with_the_registration(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, "[registration]", RUNNER_UP))
    signed_in(client, make_known(session))
    assert "I agree to stay bound" in page(client, lot)

    client.post(f"/lots/{lot.id}/registration", data={"stays_bound": "y"})

    assert session.scalars(select(Paddle.stays_bound_at)).one() == NOON


def test_where_nobody_stays_bound_it_is_not_asked(
    client: FlaskClient, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session)), make_bidder(session)
    make_paddle(session, lot, user)
    signed_in(client, user)

    assert "stay bound" not in page(client, lot)
    assert client.post(f"/lots/{lot.id}/registration/promise").status_code == 409


def test_the_promise_is_given_and_taken_back_until_the_first_bid(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, make_sale(session, "[registration]", RUNNER_UP))
    user = signed_in(client, make_known(session))
    client.post(f"/lots/{lot.id}/registration")
    here = f"/lots/{lot.id}/registration/promise"

    client.post(here)
    assert "Take this back" in page(client, lot)
    client.post(f"{here}/removal")
    assert session.scalars(select(Paddle.stays_bound_at)).one() is None
    client.post(here)
    client.post(
        f"/lots/{lot.id}/bids",
        data={"amount": "400", "idempotency_key": "a" * 8, "confirmed": "1"},
    )

    answer = client.post(f"{here}/removal")

    assert answer.status_code == 409
    assert "this promise holds" in page(client, lot)
    assert session.scalars(select(Paddle)).one().user_id == user.id


def test_who_registers_is_told_where_the_name_of_the_winner_is_published(
    client: FlaskClient, session: Session
) -> None:
    court = make_lot(session)
    bank = make_lot(session, make_catalogue(session, "bank-claims"))
    sign_in(client, make_bidder(session))

    assert "If you win, your name is published" in page(client, court)
    assert "your name is published" not in page(client, bank)
