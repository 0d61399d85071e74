"""Writing transfers for a bank: pain.001 (ISO 20022), as a list of payments.

The sepaxml library writes the XML and checks it against the scheme of the standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sepaxml import SepaTransfer

from auction.money import Currency, Money
from auction.rules.refusal import Refusal

SCHEMA = "pain.001.001.09"
SEPA = "EUR"
LONGEST_NAME, LONGEST_TEXT = 70, 140  # characters, by the standard


class NoFileForCurrency(Refusal):
    """There is no file of transfers in {currency}; please use the list."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account it is, and where."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment; ``end_to_end`` comes back on the next statement."""

    to: Account
    amount: Money
    end_to_end: str
    text: str


def write_transfers(
    payer: Account,
    transfers: Sequence[Transfer],
    *,
    message: str,
    currency: Currency,
    on: date,
) -> bytes:
    """Return a pain.001 file with transfers, to be carried out on a day.

    ``message`` is the file's own id. Refused: ``NoFileForCurrency`` where the smallest
    unit is not a hundredth, in which the library counts.
    """
    if currency.exponent != 2:
        raise NoFileForCurrency(currency=currency.code)
    config = _account(payer) | {
        "batch": True,
        "currency": currency.code,
        "domestic": currency.code != SEPA,
    }
    file = SepaTransfer(config, schema=SCHEMA, clean=True)
    file.msg_id = message
    for transfer in transfers:
        file.add_payment(
            _account(transfer.to)
            | {
                "amount": transfer.amount.minor,
                "currency": currency.code,
                "execution_date": on,
                "description": transfer.text[:LONGEST_TEXT],
                "endtoend_id": transfer.end_to_end,
            }
        )
    return bytes(file.export(validate=True))


def _account(account: Account) -> dict[str, object]:
    said: dict[str, object] = {
        "name": account.name[:LONGEST_NAME],
        "IBAN": account.iban,
    }
    return said | ({"BIC": account.bic} if account.bic else {})
