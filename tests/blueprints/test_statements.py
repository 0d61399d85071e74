"""The cashier's statements and returns, in the browser."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, Lot, Office, StatementLine, User
from auction.services.closing import SETTLE, close_lot
from tests.bank_files import ACCOUNT, Entry, camt
from tests.deposits import IBAN, make_cashier, make_deposit, make_lot_with_deposit
from tests.factories import make_bidder, make_catalogue, make_office, sign_in

DESK = "/desk/example-court"
HERE, RETURNS = f"{DESK}/statements", f"{DESK}/returns"


@pytest.fixture
def office(session: Session) -> Office:
    found = make_office(session)
    found.iban, found.payee = ACCOUNT, "Example Court"
    session.commit()
    return found


@pytest.fixture
def cashier(client: FlaskClient, session: Session, office: Office) -> User:
    person = make_cashier(session, office)
    sign_in(client, person)
    return person


@pytest.fixture
def lot(session: Session, office: Office) -> Lot:
    sale = make_catalogue(session, "court-first-round", office=office)
    return make_lot_with_deposit(session, catalogue=sale, title="Example mill")


def upload(client: FlaskClient, content: bytes) -> str:
    answer = client.post(
        HERE, data={"file": (BytesIO(content), "june.xml")}, follow_redirects=True
    )
    return answer.text


def paid(deposit: Deposit, cents: int = 40_00) -> bytes:
    return camt(
        Entry(cents, text=deposit.reference, party="Anna Novak", iban=IBAN),
    )


def state_of(session: Session, deposit: Deposit) -> DepositState:
    session.rollback()
    session.refresh(deposit)
    return deposit.state


@pytest.mark.usefixtures("cashier")
def test_a_file_is_taken_over_and_all_that_fits_is_booked_with_one_button(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)

    page = upload(client, paid(deposit))
    again = upload(client, paid(deposit))
    booked = client.post(f"{HERE}/confirm", follow_redirects=True).text

    assert "One new entry." in page
    assert "A deposit, by its reference" in page
    assert "1 were there already" in again
    assert "One entry is booked." in booked
    assert "No entry waits for you." in booked
    assert state_of(session, deposit) is DepositState.CONFIRMED


@pytest.mark.usefixtures("cashier")
def test_before_the_end_no_page_tells_the_lot_or_the_account(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    bidder = make_bidder(session, "Ottilie", email="ottilie@example.com")
    deposit = make_deposit(session, lot, bidder)
    upload(client, paid(deposit, 50_00))
    line_id = session.scalars(select(StatementLine.id)).one()
    pages = [client.get(HERE).text, client.get(f"{HERE}/entries/{line_id}").text]
    client.post(f"{HERE}/confirm")
    pages += [
        client.get(HERE).text,
        client.get(f"{HERE}/entries/{line_id}").text,
        client.get(RETURNS).text,
    ]
    order = client.post(RETURNS, data={"deposit": deposit.id}, follow_redirects=True)
    pages.append(order.text)

    for page in pages:
        assert "Example mill" not in page
        assert f"/lots/{lot.id}" not in page
        assert "Ottilie" not in page
        assert "ottilie@example.com" not in page


@pytest.mark.usefixtures("cashier")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"hello", "no bank statement that can be read"),
        (camt(Entry(5), closing=6), "does not add up: it is 0.01 EUR off"),
        (camt(Entry(5), account="AT611904300234573201"), "statement of account AT61"),
    ],
)
def test_a_file_that_is_not_right_is_told_beside_its_field(
    client: FlaskClient, content: bytes, words: str
) -> None:
    page = upload(client, content)

    assert words in page
    assert 'href="#file"' in page


@pytest.mark.usefixtures("cashier")
def test_no_file_is_told_too(client: FlaskClient) -> None:
    answer = client.post(HERE)

    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


@pytest.mark.usefixtures("cashier")
def test_an_entry_is_booked_under_a_reference_that_the_cashier_found_out(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)
    upload(client, camt(Entry(40_00, text="for the mill", party="Anna Novak")))
    line_id = session.scalars(select(StatementLine.id)).one()
    there = f"{HERE}/entries/{line_id}/reference"

    wrong = client.post(there, data={"reference": "RF00", "why": "Phoned."})
    bare = client.post(there, data={"reference": deposit.reference})
    right = client.post(
        there,
        data={"reference": deposit.reference, "why": "Phoned."},
        follow_redirects=True,
    )

    assert wrong.status_code == 422
    assert 'value="RF00"' in wrong.text
    assert 'href="#why"' in bare.text
    assert "booked under the reference" in right.text
    assert state_of(session, deposit) is DepositState.CONFIRMED


@pytest.mark.usefixtures("cashier")
def test_an_entry_is_set_aside_with_a_note_and_taken_up_again(
    client: FlaskClient, session: Session
) -> None:
    upload(client, camt(Entry(-7_00, text="canteen")))
    line_id = session.scalars(select(StatementLine.id)).one()
    there = f"{HERE}/entries/{line_id}"

    bare = client.post(f"{there}/aside", data={"note": ""})
    aside = client.post(f"{there}/aside", data={"note": "Canteen."})
    told = client.get(there).text
    again = client.post(f"{there}/again", follow_redirects=True).text

    assert bare.status_code == 422
    assert aside.status_code == 303
    assert "set aside" in told
    assert "Canteen." in told
    assert "Set it aside" in again


def order_in_the_browser(client: FlaskClient, session: Session, lot: Lot) -> str:
    deposit = make_deposit(session, lot)
    upload(client, paid(deposit))
    client.post(f"{HERE}/confirm")
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    answer = client.post(RETURNS, data={"deposit": deposit.id})
    assert answer.status_code == 303
    return str(answer.location)


@pytest.mark.usefixtures("cashier")
def test_a_return_goes_to_the_bank_as_a_file_and_comes_back_on_a_statement(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    there = order_in_the_browser(client, session, lot)
    page = client.get(there).text
    file = client.get(f"{there}/transfers.xml")
    listed = client.get(f"{there}/transfers.csv").text

    said = {e.tag.rpartition("}")[2]: e.text for e in fromstring(file.data).iter()}
    assert "Example mill" in page  # the lot has ended
    assert said["EndToEndId"] is not None
    assert (said["InstdAmt"], said["NbOfTxs"]) == ("40.00", "1")
    ibans = [e.text for e in fromstring(file.data).iter() if e.tag.endswith("IBAN")]
    assert ibans == [ACCOUNT, IBAN]
    assert said["EndToEndId"] in listed

    out = Entry(-40_00, end_to_end=said["EndToEndId"])
    upload(client, camt(out, number="2", opening=40_00))
    client.post(f"{HERE}/confirm")

    deposit = session.scalars(select(Deposit)).one()
    assert state_of(session, deposit) is DepositState.RETURNED
    assert "Done" in client.get(there).text


@pytest.mark.usefixtures("cashier")
def test_an_order_that_the_bank_never_got_is_cancelled(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    there = order_in_the_browser(client, session, lot)

    page = client.post(f"{there}/cancellation", follow_redirects=True).text

    assert "The order is cancelled" in page
    assert re.search(r'name="deposit"', page)
    assert "was cancelled" in client.get(there).text


@pytest.mark.usefixtures("cashier")
def test_choosing_nothing_orders_nothing_and_says_so(client: FlaskClient) -> None:
    answer = client.post(RETURNS)

    assert answer.status_code == 409
    assert "None of these deposits is due back" in answer.text
