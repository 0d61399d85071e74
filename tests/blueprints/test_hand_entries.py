"""Booking by hand: the cashier is told what fits, and nothing more."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Deposit, DepositState, Duty, LedgerEntry
from auction.money import Money
from auction.rules.payment_account import in_groups
from tests.deposits import confirmed_deposit, make_deposit
from tests.factories import make_officer, sign_in

DESK = "/desk/example-court/deposits"
PAPER = b"Order of transfer, stamped by the bank."


def cashier_with(
    client: FlaskClient, session: Session, deposit: Deposit, *duties: Duty
) -> None:
    officer = make_officer(session, deposit.office, duties=duties or (Duty.CASHIER,))
    sign_in(client, officer)


def book(client: FlaskClient, deposit: Deposit, **form: Any) -> TestResponse:
    content, name = form.pop("paper", (PAPER, "order.txt"))
    usual = {
        "reference": in_groups(deposit.reference),
        "amount": "40.00",
        "note": "Shown at the counter.",
        "paper": (BytesIO(content), name),
    }
    return client.post(f"{DESK}/by-hand", data=usual | form)


def entry(session: Session) -> LedgerEntry:
    session.rollback()
    found = select(LedgerEntry).where(LedgerEntry.debit == "on_paper")
    return session.scalars(found).one()


def test_amount_and_reference_fit(client: FlaskClient, session: Session) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit)

    answer = book(client, deposit)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "Amount and reference fit." in page
    assert in_groups(deposit.reference) in page
    session.refresh(deposit)
    assert deposit.state is DepositState.CONFIRMED


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("39.99", "EUR\N{NBSP}0.01 is still missing"),
        ("40.01", "EUR\N{NBSP}0.01 is more than was needed"),
    ],
)
def test_what_does_not_fit_to_the_cent_is_told(
    client: FlaskClient, session: Session, amount: str, sentence: str
) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit)

    answer = book(client, deposit, amount=amount)

    assert sentence in client.get(answer.location).text


def test_before_the_end_neither_lot_nor_bidder_nor_number_is_told(
    client: FlaskClient, session: Session
) -> None:
    deposit = make_deposit(session)
    deposit.lot.title = "A very special mill"
    deposit.user.name = "Zacharias Nobody"
    cashier_with(client, session, deposit)

    page = client.get(book(client, deposit).location).text
    session.refresh(deposit)

    paddle = deposit.registration.paddle
    assert paddle is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    assert cells
    for secret in ("very special mill", "Zacharias", f"/lots/{deposit.lot_id}"):
        assert secret not in page
    assert not [cell for cell in cells if re.search(rf"\b{paddle.number}\b", cell)]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reference": "RF19 5390 0754 7034"}, "check digits of this reference"),
        ({"reference": "RF63 1000 0000 0000"}, "No deposit of this office"),
        ({"reference": "mill"}, "It looks like RF38"),
        ({"amount": "forty"}, "enter an amount in figures"),
        ({"amount": "0"}, "must be above zero"),
        ({"note": ""}, "Please write a note"),
        ({"paper": (b"", "")}, "choose the paper"),
        ({"paper": (b"MZ\0\1", "order.exe")}, "Please choose a PDF"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(
    client: FlaskClient, session: Session, form: dict[str, Any], sentence: str
) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit)

    answer = book(client, deposit, **form)

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.text
    assert sentence in answer.text
    typed = form.get("amount", "40.00")
    assert f'value="{typed}"' in answer.text
    assert session.scalars(select(LedgerEntry.debit)).all() == ["asked"]


def test_the_paper_is_for_cashiers_and_auditors_of_the_office(
    client: FlaskClient, session: Session
) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit)
    book(client, deposit)
    path = f"{DESK}/by-hand/{entry(session).id}/paper"

    answer = client.get(path)

    assert answer.data == PAPER
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    cashier_with(client, session, deposit, Duty.AUDITOR)
    assert client.get(path).status_code == 200
    cashier_with(client, session, deposit, Duty.DRAFTER)
    assert client.get(path).status_code == 403


def test_a_wrong_entry_is_taken_back_with_a_note(
    client: FlaskClient, session: Session
) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit)
    book(client, deposit)
    path = f"{DESK}/by-hand/{entry(session).id}/correction"
    assert "Take an entry back" in client.get(path).text
    assert client.post(path, data={"note": " "}).status_code == 422

    answer = client.post(path, data={"note": "I had read the wrong line."})

    assert "Taken back" in client.get(answer.location).text
    session.refresh(deposit)
    assert deposit.state is DepositState.REQUESTED
    assert client.post(path, data={"note": "Again"}).status_code == 409


def test_a_confirmation_is_taken_back_by_its_reference(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session)
    cashier_with(client, session, deposit)
    path, reference = f"{DESK}/withdrawal", in_groups(deposit.reference)
    assert "Take a confirmation back" in client.get(path).text
    for form in ({"reference": reference, "note": ""}, {"reference": "", "note": "x"}):
        assert client.post(path, data=form).status_code == 422

    answer = client.post(path, data={"reference": reference, "note": "Recalled."})

    assert answer.status_code == 303
    session.refresh(deposit)
    assert deposit.state is DepositState.RECEIVED
    again = client.post(path, data={"reference": reference, "note": "Recalled."})
    assert "This deposit is not confirmed." in again.text


def test_the_auditor_sees_the_entries_and_no_form(
    client: FlaskClient, session: Session
) -> None:
    deposit = make_deposit(session)
    cashier_with(client, session, deposit, Duty.AUDITOR)

    page = client.get(f"{DESK}/by-hand").text

    assert "Nothing has been booked by hand." in page
    assert 'name="reference"' not in page
    assert book(client, deposit, amount=str(Money(1).minor)).status_code == 403
