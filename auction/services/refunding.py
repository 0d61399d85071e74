"""Where a person wants his deposit to go back to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState
from auction.rules.payment_account import read_bic, read_iban
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.bookkeeping import NoSuchDeposit, deposit_for_change
from auction.services.transaction import atomic

LONGEST_NAME = 70  # characters, as a transfer takes them
GONE = frozenset({DepositState.RETURNING, DepositState.RETURNED})


class NameMissing(Refusal):
    """Please say whose account it is."""


class NameTooLong(Refusal):
    """Please shorten the name to {longest} characters."""


class OnItsWay(OutOfStep):
    """The deposit is on its way already: the account can no longer be changed."""


@atomic
def say_account(
    session: Session,
    *,
    deposit_id: int,
    user_id: int,
    name: str,
    iban: str,
    bic: str,
) -> None:
    """Keep the account to which a deposit goes back; empty: where it came from."""
    deposit = deposit_for_change(session, deposit_id)
    if deposit.user_id != user_id:
        raise NoSuchDeposit
    if not takes_account(deposit):
        raise OnItsWay
    account = read_iban(iban)
    deposit.refund_name = _name(name) if account else ""
    deposit.refund_iban = account
    deposit.refund_bic = read_bic(bic) if account else ""


def takes_account(deposit: Deposit) -> bool:
    """Say whether the account can still be changed."""
    return deposit.state not in GONE


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong(longest=LONGEST_NAME)
    return name
