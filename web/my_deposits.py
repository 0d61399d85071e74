"""A person's own deposits, as his pages tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from wtforms import StringField, SubmitField

from auction.models import Deposit, DepositState, Lot, Return
from auction.rules.due_back import when_due
from auction.rules.ledger import NOTHING, Account
from auction.rules.payment_account import in_groups
from auction.services.bookkeeping import missing_of, stand_of
from web.forms import Form

STATES = {
    DepositState.REQUESTED: "Waits for your transfer",
    DepositState.CONFIRMED: "Confirmed",
    DepositState.DUE_BACK: "Goes back to you",
    DepositState.RETURNING: "On its way back to you",
    DepositState.RETURNED: "Given back",
    DepositState.APPLIED: "Counted towards the price",
    DepositState.FORFEITED: "Forfeited",
    DepositState.LAPSED: "Not asked for any more; nothing was paid",
}
COMING_BACK = (DepositState.DUE_BACK, DepositState.RETURNING)


class RefundForm(Form):
    """The account to which a deposit goes back."""

    name = StringField(
        "Name of the account's owner",
        widget=GovTextInput(),
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    iban = StringField(
        "IBAN",
        widget=GovTextInput(),
        description="Leave it empty, and the money goes back to where it came from.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    bic = StringField(
        "BIC (if you know it)",
        widget=GovTextInput(),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Save the account", widget=GovSubmitInput())


def deposits_of(session: Session, user_id: int) -> Sequence[Deposit]:
    """Return the deposits that a person was asked for, the newest first."""
    return session.scalars(
        select(Deposit)
        .where(Deposit.user_id == user_id)
        .options(
            joinedload(Deposit.lot, innerjoin=True).joinedload(Lot.catalogue),
            joinedload(Deposit.registration, innerjoin=True),
            joinedload(Deposit.office, innerjoin=True),
            selectinload(Deposit.entries),
        )
        .order_by(Deposit.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Returns:
    """How many of somebody's deposits come back, and by when the first of them."""

    count: int
    bounced: int  # came back from the bank: he has to name another account
    first: str  # when the first is due; empty where nothing is said


def on_their_way_back(session: Session, user_id: int, now: datetime) -> Returns:
    """Return how many deposits come back to a person, in a few queries."""
    coming = Deposit.user_id == user_id, Deposit.state.in_(COMING_BACK)
    bounced = exists().where(
        Return.deposit_id == Deposit.id, Return.bounced_line_id.is_not(None)
    )
    is_bounced = and_(bounced, Deposit.state == DepositState.DUE_BACK)
    count, undelivered = session.execute(
        select(func.count(), func.count(case((is_bounced, 1)))).where(*coming)
    ).one()
    first = session.scalars(
        select(Deposit)
        .where(*coming, Deposit.due_back_at.is_not(None))
        .order_by(Deposit.due_back_at)
        .limit(1)
    ).one_or_none()
    return Returns(count, undelivered, when_back(first, now) if first else "")


def own_deposit(session: Session, deposit_id: int, user_id: int) -> Deposit:
    """Return a deposit of this person; to others it is not there."""
    deposit = session.get(Deposit, deposit_id)
    if deposit is None or deposit.user_id != user_id:
        abort(404)
    return deposit


def refund_form(deposit: Deposit) -> RefundForm:
    """Return the form with the account that was said before."""
    return RefundForm(
        {
            "name": deposit.refund_name,
            "iban": in_groups(deposit.refund_iban),
            "bic": deposit.refund_bic,
        }
    )


def state_words(deposit: Deposit) -> str:
    """Say where a deposit stands, to the person who paid it."""
    if deposit.state is DepositState.RECEIVED:
        missing = missing_of(deposit)
        if missing == NOTHING:
            return "Has come in; waits for the cashier"
        return f"{deposit.lot.catalogue.tell(missing)} is still missing"
    if deposit.state is DepositState.HELD:
        is_buyer = deposit.lot.leader_id == deposit.registration.paddle_id
        return "Kept: you bought the lot" if is_buyer else "Kept: you stay bound"
    return STATES[deposit.state]


def goes_back(deposit: Deposit) -> object:
    """Return how much is due back or on its way; None if nothing is."""
    stand = stand_of(deposit)
    amount = stand[Account.DUE_BACK] + stand[Account.RETURNING]
    return amount if amount > NOTHING else None


def when_back(deposit: Deposit, now: datetime) -> str:
    """Say by when what goes back comes, or since when it should have."""
    if deposit.due_back_at is None:
        return ""
    booked = (one.at for one in deposit.entries if one.credit == Account.DUE_BACK)
    return when_due(
        deposit.due_back_at,
        booked_at=max(booked, default=None),
        is_ordered=deposit.state is DepositState.RETURNING,
        now=now,
        tell=deposit.lot.catalogue.tell,
    )
