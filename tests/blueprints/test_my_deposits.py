"""A person's deposits: what to pay and how, how it stands, where it goes back to."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from segno import helpers
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import ActKind, Barring, Deposit, DepositState
from auction.money import Money
from auction.rules.payment_account import in_groups
from tests.deposits import (
    DEPOSIT,
    IBAN,
    confirmed_deposit,
    make_deposit,
    make_lot_with_deposit,
    pay,
)
from tests.factories import make_bidder, make_catalogue, make_office, sign_in
from tests.officers import act_on

ACCOUNT: dict[str, Any] = {
    "payee": "Example Court, cashier",
    "iban": IBAN,
    "bic": "EXAMATWWXXX",
}


def asked(client: FlaskClient, session: Session, **columns: object) -> Deposit:
    """Ask somebody, who is signed in, for a deposit to an office with an account."""
    office = make_office(session, **ACCOUNT)
    catalogue = make_catalogue(session, office=office, **columns)  # type: ignore[arg-type]
    lot = make_lot_with_deposit(session, catalogue=catalogue, title="Example mill")
    deposit = make_deposit(session, lot)
    sign_in(client, deposit.user)
    return deposit


def page_of(client: FlaskClient, deposit: Deposit) -> str:
    answer = client.get(f"/my-deposits/{deposit.id}")
    assert answer.status_code == 200
    return answer.text


def test_the_page_says_amount_payee_account_and_reference(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)

    page = page_of(client, deposit)

    for said in (
        "EUR\N{NBSP}40.00",
        "Example Court, cashier",
        "AT61 1904 3002 3457 3201",
        "EXAMATWWXXX",
        in_groups(deposit.reference),
        "02 Mar 2026, 13:00:00 UTC",
        "If you have transferred it already, wait",
        "The lot closes in 1 hour: a transfer may not arrive in time.",
    ):
        assert said in page


def test_the_code_holds_what_the_page_says(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)

    page = page_of(client, deposit)

    code = helpers.make_epc_qr(
        name="Example Court, cashier",
        iban=IBAN,
        amount=Decimal("40.00"),
        reference=deposit.reference,
        bic="EXAMATWWXXX",
    )
    drawn = re.findall(r'class="qrline"[^>]* d="([^"]+)"', page)
    assert drawn == re.findall(r' d="([^"]+)"', code.svg_inline(border=4))


def test_the_code_needs_nothing_that_the_policy_of_the_page_forbids(
    client: FlaskClient, session: Session
) -> None:
    page = page_of(client, asked(client, session))

    assert "style=" not in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_once_a_part_has_come_in_the_rest_is_asked_for(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)
    pay(session, deposit, DEPOSIT - Money(1))

    page = page_of(client, deposit)

    assert "EUR\N{NBSP}0.01 is still missing" in page
    assert "<dt>Amount</dt><dd>EUR\N{NBSP}0.01</dd>" in page


def test_in_another_currency_there_is_no_code(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session, currency_code="CHF")

    page = page_of(client, deposit)

    assert "qrline" not in page
    assert in_groups(deposit.reference) in page


@pytest.mark.parametrize("iban", ["", "AT611904300234573202"])
def test_without_a_right_account_there_is_no_code(
    client: FlaskClient, session: Session, iban: str
) -> None:
    deposit = asked(client, session)
    deposit.office.iban = iban
    session.commit()

    page = page_of(client, deposit)

    assert "qrline" not in page
    assert in_groups(deposit.reference) in page
    assert ("has not said its account" in page) is (iban == "")


def test_a_confirmed_deposit_asks_for_nothing_more(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session)
    sign_in(client, deposit.user)

    page = page_of(client, deposit)

    assert "Confirmed" in page
    assert "How to pay" not in page


def test_the_page_warns_of_accounts_sent_by_mail_and_the_lot_shows_the_account(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)

    page = page_of(client, deposit)

    assert "never send you an account" in page
    assert f'href="/lots/{deposit.lot_id}#account"' in page
    lot_page = client.get(f"/lots/{deposit.lot_id}").text
    assert 'id="account"' in lot_page
    assert "AT61 1904 3002 3457 3201" in lot_page


def test_a_deposit_of_somebody_else_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)
    sign_in(client, make_bidder(session))

    assert client.get(f"/my-deposits/{deposit.id}").status_code == 404
    assert client.get("/my-deposits/99").status_code == 404
    answer = client.post(f"/my-deposits/{deposit.id}/refund", data={"iban": ""})
    assert answer.status_code == 404
    assert in_groups(deposit.reference) not in client.get("/my-deposits").text


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/my-deposits").location == "/sign-in?next=/my-deposits"


def test_the_list_says_how_each_deposit_stands(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session)
    catalogue = make_catalogue(session, office=office)
    user = make_bidder(session)
    waiting, paid, short, over = (
        make_deposit(session, make_lot_with_deposit(session, catalogue=catalogue), user)
        for _ in range(4)
    )
    pay(session, paid)
    pay(session, short, Money(39_99))
    pay(session, over)
    act_on(session, over.lot, ActKind.RECALL)
    sign_in(client, user)

    page = client.get("/my-deposits").text

    assert cells(page, waiting)[3] == "Waits for your transfer"
    assert cells(page, paid)[3] == "Has come in; waits for the cashier"
    assert cells(page, short)[3] == "EUR\N{NBSP}0.01 is still missing"
    assert cells(page, over)[3:] == [
        "Goes back to you",
        "EUR\N{NBSP}40.00 by 03 Mar 2026, 12:00:00 UTC",
    ]


def test_each_row_of_the_list_begins_with_the_way_to_the_payment(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)

    page = client.get("/my-deposits").text

    first = page.partition("<tbody>")[2].partition("</td>")[0]
    assert f'href="/my-deposits/{deposit.id}"' in first
    assert "Example mill" in first


def test_without_deposits_the_list_says_so(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    assert "You have not been asked for a deposit" in client.get("/my-deposits").text


def refund(client: FlaskClient, deposit: Deposit, **form: str) -> TestResponse:
    usual = {"name": "Anna Example", "iban": in_groups(IBAN), "bic": ""}
    return client.post(f"/my-deposits/{deposit.id}/refund", data=usual | form)


def test_a_person_says_where_it_goes_back_to(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)

    answer = refund(client, deposit, bic="examatwwxxx")

    assert answer.status_code == 303
    session.refresh(deposit)
    assert (deposit.refund_name, deposit.refund_iban, deposit.refund_bic) == (
        "Anna Example",
        IBAN,
        "EXAMATWWXXX",
    )
    assert 'value="AT61 1904 3002 3457 3201"' in page_of(client, deposit)


def test_an_empty_account_means_where_it_came_from(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)
    refund(client, deposit)

    refund(client, deposit, iban=" ")

    session.refresh(deposit)
    assert (deposit.refund_name, deposit.refund_iban) == ("", "")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"iban": "AT61 1904 3002 3457 3202"}, "check digits of this IBAN"),
        ({"iban": "nonsense"}, "This is not an IBAN"),
        ({"bic": "1234"}, "A BIC has 8 or 11"),
        ({"name": " "}, "Please say whose account it is."),
        ({"name": "x" * 71}, "shorten the name to 70"),
    ],
)
def test_a_wrong_account_is_told_and_what_was_typed_is_kept(
    client: FlaskClient, session: Session, form: dict[str, str], sentence: str
) -> None:
    deposit = asked(client, session)

    answer = refund(client, deposit, **form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "govuk-error-summary" in answer.text
    typed = form.get("iban", in_groups(IBAN))
    assert f'value="{typed}"' in answer.text
    session.refresh(deposit)
    assert deposit.refund_iban == ""


def test_once_it_is_on_its_way_the_account_stays(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)
    deposit.state = DepositState.RETURNING
    session.commit()

    answer = refund(client, deposit)

    assert answer.status_code == 409
    assert "can no longer be changed" in page_of(client, deposit)


def cells(page: str, deposit: Deposit) -> list[str]:
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    row = next(row for row in rows if f"/my-deposits/{deposit.id}" in row)
    found = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in found]


def test_who_is_barred_is_told_not_to_pay(
    client: FlaskClient, session: Session
) -> None:
    deposit = asked(client, session)
    session.add(
        Barring(
            user_id=deposit.user_id, ground="default", barred_at=deposit.requested_at
        )
    )
    session.commit()

    page = page_of(client, deposit)

    assert "do not transfer any money" in page
    assert IBAN not in page
    assert in_groups(IBAN) not in page
