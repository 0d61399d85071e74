"""What a cashier decides about a deposit that is held after the end of its lot."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Deposit, Duty
from auction.money import parse_amount
from auction.rules.refusal import Refusal
from auction.services import settling
from web import deposits, desk
from web.deposit_forms import FIELDS, ForfeitForm
from web.extensions import db
from web.login import signed_in

bp = Blueprint(
    "deposit_acts",
    __name__,
    url_prefix="/desk/<office_slug>/deposits/<int:deposit_id>",
)


@bp.post("/application")
@desk.for_officers(Duty.CASHIER)
def count(office_slug: str, deposit_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Let the buyer's deposit count towards the price."""
    deposit = of_office(deposit_id)
    settling.count_towards_price(
        db.session(), deposit_id=deposit_id, by_id=signed_in().id, now=clock.now()
    )
    flash("The deposit counts towards the price.", "success")
    return to_lot(deposit)


@bp.post("/release")
@desk.for_officers(Duty.CASHIER)
def release(office_slug: str, deposit_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Give a held deposit back."""
    deposit = of_office(deposit_id)
    settling.give_back(
        db.session(), deposit_id=deposit_id, by_id=signed_in().id, now=clock.now()
    )
    flash("The deposit is due back.", "success")
    return to_lot(deposit)


@bp.get("/forfeiture")
@desk.for_officers(Duty.CASHIER)
def ask_to_forfeit(office_slug: str, deposit_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Ask how much of a held deposit is forfeited, and why."""
    return page(of_office(deposit_id), ForfeitForm())


@bp.post("/forfeiture")
@desk.for_officers(Duty.CASHIER)
def forfeit(office_slug: str, deposit_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Let a buyer in default lose an amount of what is held."""
    deposit, form = of_office(deposit_id), ForfeitForm()
    try:
        settling.forfeit_part(
            db.session(),
            deposit_id=deposit_id,
            by_id=signed_in().id,
            amount=parse_amount(
                form.amount.data or "",
                currency=deposit.lot.catalogue.currency,
                locale=deposit.lot.catalogue.locale,
            ),
            note=form.note.data or "",
            now=clock.now(),
        )
    except tuple(FIELDS) as refusal:
        form.refuse_at_field(refusal, told(refusal, deposit_id))
        return page(of_office(deposit_id), form), 422
    flash(f"{form.amount.data} is forfeited; what is left is due back.", "success")
    return to_lot(deposit)


def of_office(deposit_id: int) -> Deposit:
    """Return a deposit of this office whose lot has ended."""
    return deposits.deposit_of_office(db.session(), desk.office().id, deposit_id)


def told(refusal: Refusal, deposit_id: int) -> str:
    """Return the sentence of a refusal, in the currency of the deposit."""
    return refusal.told(of_office(deposit_id).lot.catalogue.tell)


def to_lot(deposit: Deposit) -> ResponseReturnValue:
    """Return to the books of the lot."""
    there = url_for(
        "deposits.of_lot", office_slug=desk.office().slug, lot_id=deposit.lot_id
    )
    return redirect(there, 303)


def page(deposit: Deposit, form: ForfeitForm) -> str:
    """Return the page on which a part of a deposit is forfeited."""
    return desk.page(
        "deposits/forfeiture.html",
        deposit=deposit,
        lot=deposit.lot,
        catalogue=deposit.lot.catalogue,
        number=deposits.number_of(deposit),
        form=form,
    )
