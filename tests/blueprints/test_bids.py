"""Placing a bid: the amount, the page that asks, the yes, the receipt."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Bid, Lot, TrailRow, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock

KEY = "0123456789abcdef0123456789abcdef"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session, title="Claim against an example mill")


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
    return client.post(f"/lots/{lot.id}/bids", data=form)


def registered(app: Flask, session: Session, lot: Lot) -> FlaskClient:
    """Return the browser of somebody else who is registered for the lot."""
    client = app.test_client()
    bela = make_bidder(session, "Bela")
    make_paddle(session, lot, bela)
    sign_in(client, bela)
    return client


def count_bids(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Bid)) or 0


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_is_placed_before_the_amount_is_confirmed(
    client: FlaskClient, session: Session, lot: Lot, method: str
) -> None:
    if method == "get":
        asked = client.get(f"/lots/{lot.id}/bids/new?amount=400")
    else:
        asked = client.post(f"/lots/{lot.id}/bids", data={"amount": "400"})

    assert asked.status_code == 200
    assert f"EUR{NBSP}400.00" in asked.text
    assert "four hundred euros" in asked.text
    assert "02 Mar 2026, 13:00:00 UTC" in asked.text
    assert "This is binding" in asked.text
    assert re.search(r'name="idempotency_key" value="[0-9a-f]{32}"', asked.text)
    assert f'href="/lots/{lot.id}"' in asked.text
    assert count_bids(session) == 0


@pytest.mark.usefixtures("anna")
def test_the_form_as_it_is_on_the_page_places_the_bid(
    client: FlaskClient, lot: Lot
) -> None:
    asked = client.post(f"/lots/{lot.id}/bids", data={"amount": "400"}).text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked))

    placed = client.post(f"/lots/{lot.id}/bids", data=form)

    assert placed.status_code == 303
    assert "Your bid was placed" in client.get(placed.location).text


def test_a_bid_ends_in_a_receipt(
    client: FlaskClient, session: Session, lot: Lot, anna: User
) -> None:
    placed = send(client, lot, "400.00")

    bid = session.scalars(select(Bid)).one()
    assert placed.status_code == 303
    assert placed.location == f"/lots/{lot.id}/bids/{bid.id}"
    receipt = client.get(placed.location).text
    assert bid.paddle.user_id == anna.id
    assert str(bid.paddle.number) in receipt
    assert f"EUR{NBSP}400.00" in receipt
    assert "2026-03-02T12:00:00.000000+00:00" in receipt
    assert "You lead." in receipt


@pytest.mark.usefixtures("anna")
def test_a_receipt_names_the_row_of_the_bid_in_the_record(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    page = client.get(send(client, lot, "400").location).text

    row = session.scalars(select(TrailRow).where(TrailRow.action == "bid")).one()
    assert f"<code>{lot.id}/{row.sequence}/{row.digest}</code>" in page


@pytest.mark.usefixtures("anna")
def test_htmx_is_led_to_the_receipt(client: FlaskClient, lot: Lot) -> None:
    form = {"amount": "400", "idempotency_key": KEY, "confirmed": "1"}

    placed = client.post(
        f"/lots/{lot.id}/bids", data=form, headers={"HX-Request": "true"}
    )

    assert placed.status_code == 200
    assert placed.headers["HX-Redirect"].startswith(f"/lots/{lot.id}/bids/")


@pytest.mark.usefixtures("anna")
def test_a_receipt_is_its_owners_alone(
    app: Flask, client: FlaskClient, session: Session, lot: Lot
) -> None:
    receipt = send(client, lot, "400").location
    other_lot = make_lot(session)
    bid_id = receipt.rpartition("/")[2]

    assert registered(app, session, lot).get(receipt).status_code == 404
    assert app.test_client().get(receipt).status_code == 303
    assert client.get(f"/lots/{other_lot.id}/bids/{bid_id}").status_code == 404
    assert client.get(f"/lots/{lot.id}/bids/999999").status_code == 404


@pytest.mark.usefixtures("anna")
def test_the_form_sent_twice_is_one_bid_with_one_receipt(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    first = send(client, lot, "400")
    again = send(client, lot, "400")

    assert (again.status_code, again.location) == (303, first.location)
    assert count_bids(session) == 1


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("key", [KEY, KEY[::-1]])
def test_a_form_that_was_overheard_is_worth_nothing_after_the_sign_out(
    app: Flask, client: FlaskClient, session: Session, lot: Lot, key: str
) -> None:
    cookie = client.get_cookie("session")
    assert cookie is not None
    send(client, lot, "400")
    client.post("/sign-out")
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)

    by_page = send(thief, lot, "400", idempotency_key=key)
    by_script = thief.post(
        f"/lots/{lot.id}/bids",
        data={"amount": "400", "idempotency_key": key, "confirmed": "1"},
        headers={"HX-Request": "true"},
    )

    assert by_page.location.startswith("/sign-in")
    assert by_script.status_code == 401
    assert count_bids(session) == 1


@pytest.mark.usefixtures("anna")
def test_the_same_key_for_another_amount_is_refused(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    send(client, lot, "400")

    other = send(client, lot, "500")

    assert other.status_code == 409
    assert "already used for another amount" in other.text
    assert count_bids(session) == 1


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("key", ["", "short", "x" * 65, "spaces in it!", "ключ-ключ"])
def test_a_confirmed_form_without_its_key_is_refused(
    client: FlaskClient, session: Session, lot: Lot, key: str
) -> None:
    refused = send(client, lot, "400", idempotency_key=key)

    assert refused.status_code == 400
    assert "This form has lost its key" in refused.text
    assert count_bids(session) == 0


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("amount", ["400", "399.99"])
def test_an_equal_or_lower_bid_is_told_the_new_minimum_beside_the_price(
    app: Flask, client: FlaskClient, session: Session, lot: Lot, amount: str
) -> None:
    send(registered(app, session, lot), lot, "400")

    refused = send(client, lot, amount)

    assert refused.status_code == 422
    assert f"the minimum bid is now EUR{NBSP}410.00" in refused.text
    assert f'value="{amount}"' in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert f'id="lot-{lot.id}-live"' in refused.text
    assert "<title>" in refused.text
    assert "Error: Claim" in refused.text
    assert count_bids(session) == 1


@pytest.mark.usefixtures("anna")
def test_a_refused_bid_stays_in_the_trail(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    send(client, lot, "399")

    actions = session.scalars(select(TrailRow.action).order_by(TrailRow.sequence))
    assert actions.all() == ["registered", "bid refused"]


@pytest.mark.usefixtures("anna")
def test_an_amount_that_could_not_be_taken_is_not_asked_about(
    client: FlaskClient, lot: Lot
) -> None:
    refused = client.post(f"/lots/{lot.id}/bids", data={"amount": "399"})

    assert refused.status_code == 422
    assert "minimum bid is now" in refused.text
    assert "This is binding" not in refused.text


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    "amount",
    [
        "",
        "abc",
        "-400",
        "NaN",
        "Infinity",
        "1e30",
        "400.001",
        "1.250,00",
        "\uff14\uff10\uff10",
    ],
)
@pytest.mark.parametrize("confirmed", ["0", "1"])
def test_an_amount_that_cannot_be_read_is_refused_with_an_example(
    client: FlaskClient, session: Session, lot: Lot, amount: str, confirmed: str
) -> None:
    refused = send(client, lot, amount, confirmed=confirmed)

    assert refused.status_code == 400
    assert "1,250.00" in refused.text
    assert f'value="{amount}"' in refused.text
    assert count_bids(session) == 0


def test_amounts_are_read_as_the_catalogue_writes_them(
    app: Flask, session: Session
) -> None:
    catalogue = make_catalogue(session, currency_code="JPY", locale="ja")
    lot = make_lot(session, catalogue, starting_price=Money(1_250))
    client = registered(app, session, lot)

    asked = client.post(f"/lots/{lot.id}/bids", data={"amount": "1,250"})

    assert asked.status_code == 200
    assert f"JPY{NBSP}1,250" in asked.text
    assert "Japanese yen" in asked.text


def test_a_jump_is_asked_about_a_second_time(
    app: Flask, client: FlaskClient, session: Session, lot: Lot
) -> None:
    send(registered(app, session, lot), lot, "400")
    bidder = registered(app, session, lot)

    asked = send(bidder, lot, "5000")

    assert asked.status_code == 422
    assert "Are you sure?" in asked.text
    assert f"EUR{NBSP}5,000.00" in asked.text
    assert "five thousand euros" in asked.text
    assert f'name="idempotency_key" value="{KEY}"' in asked.text
    assert 'name="sure" value="1"' in asked.text
    assert count_bids(session) == 1

    assert send(bidder, lot, "5000", sure="1").status_code == 303
    assert count_bids(session) == 2
    assert f"EUR{NBSP}5,000.00" in client.get(f"/lots/{lot.id}").text


def test_a_stranger_is_led_to_the_sign_in_and_back(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    plain = send(client, lot, "400")
    live = client.post(f"/lots/{lot.id}/bids", headers={"HX-Request": "true"})

    assert plain.status_code == 303
    assert plain.location == f"/sign-in?next=/lots/{lot.id}"
    assert live.status_code == 401
    assert live.headers["HX-Redirect"] == plain.location
    assert count_bids(session) == 0


@pytest.mark.parametrize("confirmed", ["0", "1"])
def test_who_has_no_number_is_told_to_register_first(
    client: FlaskClient, session: Session, lot: Lot, confirmed: str
) -> None:
    sign_in(client, make_bidder(session))

    refused = send(client, lot, "400", confirmed=confirmed)

    assert refused.status_code == 403
    assert "Register for this lot first" in refused.text
    assert f'action="/lots/{lot.id}/registration"' in refused.text


def test_a_bid_at_the_very_end_is_too_late(
    client: FlaskClient,
    session: Session,
    lot: Lot,
    anna: User,
    moving_clock: MovingClock,
) -> None:
    moving_clock.at = lot.closes_at
    sign_in(client, anna)

    refused = send(client, lot, "400")

    assert refused.status_code == 409
    assert "it came after the end" in refused.text
    assert 'href="#amount"' not in refused.text
    assert count_bids(session) == 0


def test_a_bid_before_the_opening_is_told_the_hour(
    app: Flask, session: Session
) -> None:
    lot = make_lot(
        session, status=LotStatus.ANNOUNCED, opens_at=NOON + timedelta(minutes=30)
    )

    refused = send(registered(app, session, lot), lot, "400")

    assert refused.status_code == 409
    assert "bidding opens at 02 Mar 2026, 12:30:00 UTC" in refused.text


@pytest.mark.usefixtures("anna")
def test_who_leads_already_is_not_asked_to_outbid_himself(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    send(client, lot, "400")

    refused = send(client, lot, "410", idempotency_key=KEY[::-1])

    assert refused.status_code == 422
    assert "you are already the highest bidder" in refused.text
    assert count_bids(session) == 1


@pytest.mark.usefixtures("anna")
def test_another_site_cannot_bid_for_you(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    form = {"amount": "400", "idempotency_key": KEY, "confirmed": "1"}

    answer = client.post(
        f"/lots/{lot.id}/bids", data=form, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert count_bids(session) == 0


def test_nobody_bids_on_a_lot_that_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    draft = make_lot(session, status=LotStatus.DRAFT)
    sign_in(client, make_bidder(session))

    for lot_id in (draft.id, 999_999):
        assert client.get(f"/lots/{lot_id}/bids/new?amount=400").status_code == 404
        form = {"amount": "400", "idempotency_key": KEY, "confirmed": "1"}
        assert client.post(f"/lots/{lot_id}/bids", data=form).status_code == 404


@pytest.mark.usefixtures("anna")
def test_what_somebody_typed_is_only_ever_shown_as_text(
    client: FlaskClient, lot: Lot
) -> None:
    refused = send(client, lot, '"><script>alert(1)</script>')

    assert refused.status_code == 400
    assert "<script>alert" not in refused.text
