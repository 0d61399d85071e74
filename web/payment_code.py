"""The code that a banking app reads from a page or a print: EPC069-12."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup
from segno import helpers

from auction.models import Deposit
from auction.money import Money
from auction.rules.payment_account import read_iban
from auction.rules.refusal import Refusal

EURO = "EUR"
LEAST, MOST = Money(1), Money(999_999_999_99)
LONGEST_PAYEE = 70  # characters


def code_for(deposit: Deposit, amount: Money) -> Markup | None:
    """Return the code for a transfer as SVG; None where there can be none.

    There is one for euros alone, to an account whose check digits are right.
    """
    office = deposit.office
    if deposit.currency_code != EURO or not LEAST <= amount <= MOST:
        return None
    if not office.payee or not _is_iban(office.iban):
        return None
    code = helpers.make_epc_qr(
        name=office.payee[:LONGEST_PAYEE],
        iban=office.iban,
        amount=Decimal(amount.minor) / 100,
        reference=deposit.reference,
        bic=office.bic or None,
    )
    svg = code.svg_inline(omitsize=True, border=4, svgclass="oh-code__image")
    return Markup(svg)  # noqa: S704 - squares alone, made on the line above


def _is_iban(text: str) -> bool:
    try:
        return bool(read_iban(text))
    except Refusal:
        return False
