"""The books at the cashier's desk: what balances, and an ended lot's entries."""

from __future__ import annotations

from io import BytesIO

from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from auction.models import ActKind, DepositState, Duty
from auction.money import Money
from auction.rules.payment_account import in_groups
from tests.deposits import confirmed_deposit, make_deposit, pay
from tests.factories import make_officer, sign_in
from tests.officers import act_on
from tests.services.test_settling import LATER, sold

DESK = "/desk/example-court/deposits"


def enter(client: FlaskClient, session: Session, duty: Duty = Duty.CASHIER) -> None:
    sign_in(client, make_officer(session, duties=[duty]))


def test_the_page_says_that_the_books_balance(
    client: FlaskClient, session: Session
) -> None:
    confirmed_deposit(session)
    pay(session, make_deposit(session), Money(12_34))
    enter(client, session)

    page = client.get(f"{DESK}/books").text

    assert "The books balance: debits are credits." in page
    assert page.count("92.34") == 2
    assert "Asked for" not in page  # it would tell how many registered


def test_before_anything_was_booked_the_page_says_so(
    client: FlaskClient, session: Session
) -> None:
    make_deposit(session)
    enter(client, session)

    assert "Nothing has been booked yet." in client.get(f"{DESK}/books").text


def test_the_books_are_taken_away_as_tables(
    client: FlaskClient, session: Session
) -> None:
    confirmed_deposit(session)
    enter(client, session, Duty.AUDITOR)

    csv = client.get(f"{DESK}/books.csv").data.decode("utf-8-sig").splitlines()
    xlsx = client.get(f"{DESK}/books.xlsx").data

    assert csv == [
        "Currency,Account,Debits,Credits",
        "EUR,Bank,40.00,0.00",
        "EUR,Deposits received,40.00,40.00",
        "EUR,Deposits confirmed,0.00,40.00",
        "EUR,Total,80.00,80.00",
    ]
    assert load_workbook(BytesIO(xlsx))["Books"]["A5"].value == "EUR"


def test_before_the_end_the_entries_of_a_lot_are_not_there(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session)
    enter(client, session)

    for path in (f"{DESK}/lots/{deposit.lot_id}", f"{DESK}/lots/{deposit.lot_id}.csv"):
        assert client.get(path).status_code == 404
    for act in ("application", "release", "forfeiture"):
        assert client.post(f"{DESK}/{deposit.id}/{act}").status_code == 404


def test_after_the_end_all_entries_stand_there_by_number(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, others, _ = sold(session)
    enter(client, session)

    page = client.get(f"{DESK}/lots/{lot.id}").text

    for deposit in (buyers, others):
        paddle = deposit.registration.paddle
        assert paddle is not None
        assert f"Bidder {paddle.number}" in page
        assert in_groups(deposit.reference) in page
        assert deposit.user.email not in page
    assert "The buyer has paid" in page
    assert page.count("Give it back") == 1


def test_every_entry_names_the_officer_who_made_it(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, _, _ = sold(session)
    sign_in(client, make_officer(session, duties=[Duty.CASHIER], name="Carla Cashier"))
    client.post(f"{DESK}/{buyers.id}/application")

    csv = client.get(f"{DESK}/lots/{lot.id}.csv").data.decode("utf-8-sig")

    applied = next(line for line in csv.splitlines() if ",applied," in line)
    assert applied.endswith(",40.00,EUR,Carla Cashier,")
    assert "Carla Cashier" in client.get(f"{DESK}/lots/{lot.id}").text


def test_a_note_that_looks_like_a_formula_stays_a_text(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, _, _ = sold(session, "sell-off")
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=LATER)
    enter(client, session)
    form = {"amount": "15.00", "note": '=HYPERLINK("x")'}
    client.post(f"{DESK}/{buyers.id}/forfeiture", data=form)

    csv = client.get(f"{DESK}/lots/{lot.id}.csv").data.decode("utf-8-sig")

    assert "'=HYPERLINK" in csv


def test_the_buyers_deposit_is_counted_and_the_runner_ups_is_free(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, others, _ = sold(session)
    enter(client, session)

    answer = client.post(f"{DESK}/{buyers.id}/application")

    assert answer.location == f"{DESK}/lots/{lot.id}"
    session.rollback()
    assert buyers.state is DepositState.APPLIED
    assert others.state is DepositState.DUE_BACK
    assert client.post(f"{DESK}/{buyers.id}/application").status_code == 409


def test_a_runner_ups_deposit_is_given_back(
    client: FlaskClient, session: Session
) -> None:
    _, buyers, others, _ = sold(session)
    enter(client, session)

    assert client.post(f"{DESK}/{others.id}/release").status_code == 303
    assert client.post(f"{DESK}/{buyers.id}/release").status_code == 409

    session.rollback()
    assert others.state is DepositState.DUE_BACK


def test_how_much_is_forfeited_is_asked_and_judged(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, _, _ = sold(session, "sell-off")
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=LATER)
    enter(client, session)
    path = f"{DESK}/{buyers.id}/forfeiture"
    assert "did not pay for" in client.get(path).text

    too_much = client.post(path, data={"amount": "40.01", "note": "Why"})
    answer = client.post(path, data={"amount": "40.00", "note": "All of it."})

    assert too_much.status_code == 422
    assert "at most EUR\N{NBSP}40.00" in too_much.text
    assert answer.status_code == 303
    session.rollback()
    assert buyers.state is DepositState.FORFEITED


def test_the_list_shows_what_is_kept_and_how(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, others, cashier = sold(session)
    enter(client, session)

    page = client.get(DESK).text

    numbers = [d.registration.paddle.number for d in (buyers, others)]  # type: ignore[union-attr]
    assert f"<strong>{numbers[0]}</strong>, who bought the lot." in page
    assert f"<strong>{numbers[1]}</strong>, who agreed to stay bound." in page
    assert f"{DESK}/lots/{lot.id}" in page
    assert cashier


def test_the_auditor_looks_and_decides_nothing(
    client: FlaskClient, session: Session
) -> None:
    lot, buyers, _, _ = sold(session)
    enter(client, session, Duty.AUDITOR)

    assert "The buyer has paid" not in client.get(f"{DESK}/lots/{lot.id}").text
    assert client.post(f"{DESK}/{buyers.id}/application").status_code == 403
