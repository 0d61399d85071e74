"""Telling the site a maximum, from the lot's page to the receipt."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Bid, Lot, Maximum, Paddle, User
from auction.money import Money
from tests.factories import make_bidder, make_lot, make_paddle, sign_in
from tests.moving_clock import NOON
from tests.services.bidding_rooms import make_sale

KEY = "0123456789abcdef0123456789abcdef"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_sale(session)


@pytest.fixture
def anna(session: Session, client: FlaskClient, lot: Lot) -> User:
    """Register Anna for the lot, and sign her in."""
    anna = make_bidder(session, "Anna")
    make_paddle(session, lot, anna)
    sign_in(client, anna)
    return anna


def send(client: FlaskClient, lot: Lot, amount: str, **changes: Any) -> TestResponse:
    """Send the confirmed form."""
    form = {"amount": amount, "idempotency_key": KEY, "confirmed": "1"} | changes
    return client.post(f"/lots/{lot.id}/maxima", data=form)


def browser_of(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    sign_in(client, user)
    return client


def registered(app: Flask, session: Session, lot: Lot) -> FlaskClient:
    """Return the browser of somebody else who is registered for the lot."""
    bela = make_bidder(session, "Bela")
    make_paddle(session, lot, bela)
    return browser_of(app, bela)


@pytest.mark.usefixtures("anna")
def test_the_form_offers_to_bid_once_or_up_to_a_maximum(
    client: FlaskClient, lot: Lot
) -> None:
    page = client.get(f"/lots/{lot.id}").text

    assert "Bid this amount once" in page
    assert "up to this amount as my maximum" in page


def test_a_court_offers_no_maximum(client: FlaskClient, session: Session) -> None:
    court = make_lot(session)
    anna = make_bidder(session, "Anna")
    make_paddle(session, court, anna)
    sign_in(client, anna)

    page = client.get(f"/lots/{court.id}").text

    assert "Your bid, in EUR" in page
    assert "as my maximum" not in page
    assert "Everybody bids for himself" in page


@pytest.mark.usefixtures("anna")
def test_it_is_asked_in_figures_and_words_what_will_happen(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    form = {"amount": "500", "way": "maximum"}
    page = client.post(f"/lots/{lot.id}/bids", data=form)

    assert page.status_code == 200
    assert f"EUR{NBSP}500.00" in page.text
    assert "five hundred euros" in page.text
    assert f"the starting price of EUR{NBSP}100.00" in page.text
    assert 'name="amount" value="500.00"' in page.text
    assert session.scalar(select(func.count(Maximum.id))) == 0


@pytest.mark.usefixtures("anna")
def test_who_changes_his_maximum_is_told_which_one_it_replaces(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    form = {"amount": "700", "way": "maximum"}
    told = f"This replaces your maximum of EUR{NBSP}500.00."
    assert "This replaces" not in client.post(f"/lots/{lot.id}/bids", data=form).text
    send(client, lot, "500.00")
    other = registered(app, session, lot)

    assert told in client.post(f"/lots/{lot.id}/bids", data=form).text
    assert "This replaces" not in other.post(f"/lots/{lot.id}/bids", data=form).text

    send(other, lot, "900.00", idempotency_key="f" * 32)  # Anna's is used up
    form["amount"] = "1000"
    page = client.post(f"/lots/{lot.id}/bids", data=form).text
    assert "Confirm your maximum bid" in page
    assert "This replaces" not in page


@pytest.mark.usefixtures("anna")
def test_who_leads_is_not_asked_to_confirm_a_bid_that_cannot_be(
    client: FlaskClient, lot: Lot
) -> None:
    send(client, lot, "500.00")

    page = client.get(f"/lots/{lot.id}/bids/new?amount=200")

    assert page.status_code == 422
    assert "you are already the highest bidder" in page.text


def test_a_confirmed_maximum_leads_to_its_receipt(
    client: FlaskClient, lot: Lot, anna: User, session: Session
) -> None:
    answer = send(client, lot, "500.00")

    maximum = session.scalars(select(Maximum)).one()
    assert answer.status_code == 303
    assert answer.location == f"/lots/{lot.id}/maxima/{maximum.id}"
    page = client.get(answer.location)
    assert f"You lead at EUR{NBSP}100.00" in page.text
    assert f"EUR{NBSP}500.00" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    session.refresh(lot)
    assert lot.leader is not None
    assert lot.leader.user_id == anna.id


@pytest.mark.usefixtures("anna")
def test_only_the_owner_sees_his_maximum(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    there = send(client, lot, "4321.00").location
    other = registered(app, session, lot)

    for path in ("", "/mine", "/live", "/record", "/bids"):
        assert "4,321" not in other.get(f"/lots/{lot.id}{path}").text
    assert other.get(there).status_code == 404
    assert app.test_client().get(there).status_code == 303  # to sign in
    assert f"Your maximum: <strong>EUR{NBSP}4,321.00" in (
        client.get(f"/lots/{lot.id}").text
    )


@pytest.mark.usefixtures("anna")
def test_who_leads_is_offered_a_maximum_only(client: FlaskClient, lot: Lot) -> None:
    send(client, lot, "500.00")

    page = client.get(f"/lots/{lot.id}").text

    assert '<input type="hidden" name="way" value="maximum">' in page
    assert "Bid this amount once" not in page  # it could not be taken


@pytest.mark.usefixtures("anna")
def test_who_is_outbid_meanwhile_can_still_bid_the_amount_once(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    send(client, lot, "200.00")
    form = {"amount": "1000", "way": "maximum"}
    instead = "Bid this amount once instead"
    assert instead not in client.post(f"/lots/{lot.id}/bids", data=form).text
    send(registered(app, session, lot), lot, "900.00")

    page = client.post(f"/lots/{lot.id}/bids", data=form).text

    assert instead in page
    once = client.post(f"/lots/{lot.id}/bids", data=form | {"way": "once"}).text
    assert "Place this binding bid" in once


@pytest.mark.usefixtures("anna")
def test_automatic_bids_are_marked_in_the_record(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    send(client, lot, "500.00")
    bela = registered(app, session, lot)
    form = {"amount": "150", "idempotency_key": KEY, "confirmed": "1"}
    receipt = bela.post(f"/lots/{lot.id}/bids", data=form)

    record = client.get(f"/lots/{lot.id}/bids").text

    assert "You have been outbid since" in bela.get(receipt.location).text
    assert record.count("automatic") == 2
    assert f"EUR{NBSP}160.00" in record


@pytest.mark.usefixtures("anna")
def test_a_maximum_that_was_beaten_is_told_to_its_owner(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    there = send(client, lot, "200.00").location
    send(registered(app, session, lot), lot, "900.00")

    assert "is used up" in client.get(f"/lots/{lot.id}/mine").text
    assert "It is used up" in client.get(there).text


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    ("amount", "code", "sentence"),
    [
        ("99.99", 422, "it must be at least EUR 100.00 now"),
        ("a lot", 400, "Please enter an amount in figures"),
        ("-5", 400, "Please enter an amount in figures"),
        ("", 400, "Please enter an amount in figures"),
    ],
)
@pytest.mark.parametrize("confirmed", ["0", "1"])
def test_a_maximum_that_cannot_be_is_refused_in_place(
    client: FlaskClient,
    lot: Lot,
    amount: str,
    code: int,
    sentence: str,
    confirmed: str,
) -> None:
    answer = send(client, lot, amount, confirmed=confirmed)

    assert answer.status_code == code
    assert sentence in answer.text.replace(NBSP, " ")
    assert "Your maximum was not set" in answer.text
    assert f'value="{amount}"' in answer.text
    assert 'value="maximum" aria-describedby="way-maximum-hint" checked' in answer.text


@pytest.mark.usefixtures("anna")
def test_a_form_without_a_key_sets_nothing(client: FlaskClient, lot: Lot) -> None:
    answer = send(client, lot, "500.00", idempotency_key="")

    assert answer.status_code == 400
    assert "lost its key" in answer.text


@pytest.mark.usefixtures("anna")
def test_going_back_and_sending_again_sets_one_maximum(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    first = send(client, lot, "500.00")
    again = send(client, lot, "500.00")
    other = send(client, lot, "600.00")

    assert again.location == first.location
    assert other.status_code == 409
    assert session.scalar(select(func.count(Maximum.id))) == 1


@pytest.mark.usefixtures("anna")
def test_a_leader_who_would_end_his_maximum_is_told_what_he_can_do(
    client: FlaskClient, lot: Lot
) -> None:
    send(client, lot, "500.00")

    answer = client.post(f"/lots/{lot.id}/maxima/end")

    assert answer.status_code == 409
    assert "you can lower your maximum to that" in answer.text


def test_who_is_barred_may_end_his_maximum(
    client: FlaskClient, lot: Lot, anna: User, session: Session
) -> None:
    send(client, lot, "500.00")
    paddle = session.scalars(select(Paddle).where(Paddle.user_id == anna.id)).one()
    paddle.barred_at = NOON
    other = make_paddle(session, lot)
    lot.leader_id = other.id
    session.commit()

    assert "End my maximum" in client.get(f"/lots/{lot.id}").text
    assert client.post(f"/lots/{lot.id}/maxima/end").status_code == 303

    session.expire_all()
    assert session.scalars(select(Maximum)).one().cancelled_at == NOON


def test_nobody_sets_a_maximum_without_a_number(
    client: FlaskClient, lot: Lot, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    assert send(client, lot, "500.00").status_code == 403
    assert send(client, lot, "500.00", confirmed="0").status_code == 403


@pytest.mark.usefixtures("anna")
def test_a_stale_page_bids_what_it_showed_or_nothing(
    app: Flask, client: FlaskClient, lot: Lot, session: Session
) -> None:
    bela = registered(app, session, lot)
    form = {"amount": "300", "idempotency_key": KEY, "confirmed": "1", "sure": "1"}
    bela.post(f"/lots/{lot.id}/bids", data=form)

    stale = client.post(f"/lots/{lot.id}/bids", data=form | {"amount": "110"})

    assert stale.status_code == 422
    assert [bid.amount for bid in session.scalars(select(Bid))] == [Money(300_00)]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("way", ["once", "maximum"])
def test_who_bids_above_his_ceiling_is_told_before_he_confirms(
    client: FlaskClient, lot: Lot, session: Session, way: str
) -> None:
    lot.catalogue.procedure_text = lot.catalogue.procedure_text.replace(
        "jump_steps = 10", "ceiling_times_deposit = 20", 1
    )
    lot.deposit = Money(40_00)
    session.commit()

    page = client.get(f"/lots/{lot.id}").text
    answer = client.post(f"/lots/{lot.id}/bids", data={"amount": "900", "way": way})

    assert f"Your deposit lets you bid up to EUR{NBSP}800.00." in page
    assert answer.status_code == 422
    assert f"lets you bid up to EUR{NBSP}800.00; this needs EUR{NBSP}45.00" in (
        answer.text
    )
