"""A person's deposits: what to pay, how, and where it goes back to."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Deposit
from auction.rules.deposit_life import WAITING
from auction.rules.payment_account import BicWrong, IbanWrong
from auction.rules.refusal import Refusal
from auction.rules.registration import TRANSFERRED, Need
from auction.services import refunding
from auction.services.barring import find_bar
from auction.services.bookkeeping import missing_of
from auction.services.refunding import NameMissing, NameTooLong
from web import my_deposits, short_time
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.my_deposits import RefundForm
from web.payment_code import code_for
from web.proof import proof_required

bp = Blueprint("my_deposits", __name__, url_prefix="/my-deposits")

FIELDS: Mapping[type[Refusal], str] = {
    NameMissing: "name",
    NameTooLong: "name",
    IbanWrong: "iban",
    BicWrong: "bic",
}


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show the deposits that a person was asked for, and how each stands."""
    return render_template(
        "my_deposits/index.html",
        deposits=my_deposits.deposits_of(db.session(), signed_in().id),
        state_words=my_deposits.state_words,
        goes_back=my_deposits.goes_back,
        when_back=my_deposits.when_back,
    )


@bp.get("/<int:deposit_id>")
@sign_in_required
def show(deposit_id: int) -> ResponseReturnValue:
    """Show how to pay a deposit, how it stands and where it goes back to."""
    deposit = own(deposit_id)
    return page(deposit, my_deposits.refund_form(deposit))


@bp.post("/<int:deposit_id>/refund")
@sign_in_required
@proof_required
def refund(deposit_id: int) -> ResponseReturnValue:
    """Keep the account to which a deposit goes back, or say what is wrong."""
    deposit = own(deposit_id)
    form = RefundForm()
    try:
        refunding.say_account(
            db.session(),
            deposit_id=deposit.id,
            user_id=signed_in().id,
            name=form.name.data or "",
            iban=form.iban.data or "",
            bic=form.bic.data or "",
        )
    except tuple(FIELDS) as refusal:
        form.refuse(FIELDS[type(refusal)], told(refusal))
        return page(own(deposit_id), form), 422
    flash("The account is saved.", "success")
    return redirect(url_for("my_deposits.show", deposit_id=deposit_id), 303)


def own(deposit_id: int) -> Deposit:
    """Return a deposit of the person who asks."""
    return my_deposits.own_deposit(db.session(), deposit_id, signed_in().id)


def page(deposit: Deposit, form: RefundForm) -> str:
    """Return the page of a deposit."""
    missing, now = missing_of(deposit), clock.now()
    bar = find_bar(db.session(), deposit.lot, deposit.user_id, now)
    is_waiting = deposit.state in WAITING and missing.minor > 0 and bar is None
    return render_template(
        "my_deposits/show.html",
        deposit=deposit,
        lot=deposit.lot,
        catalogue=deposit.lot.catalogue,
        office=deposit.office,
        missing=missing if is_waiting else None,
        code=code_for(deposit, missing) if is_waiting else None,
        state=my_deposits.state_words(deposit),
        goes_back=my_deposits.goes_back(deposit),
        when_back=my_deposits.when_back(deposit, now),
        short_time=short_time.sentence(deposit.lot, [Need.DEPOSIT], now),
        is_barred=bar is not None,
        transferred=TRANSFERRED,
        form=form,
        takes_account=refunding.takes_account(deposit),
    )
