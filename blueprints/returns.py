"""Deposits on their way back: orders for the bank, as a list and as a pain.001 file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, PaymentOrder
from auction.rules.refusal import Refusal
from auction.services import ordering_returns
from web import desk, return_pages
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.table_files import as_csv

bp = Blueprint("returns", __name__, url_prefix="/desk/<office_slug>/returns")

LOOKING = (Duty.CASHIER, Duty.AUDITOR)


@bp.get("")
@desk.for_officers(*LOOKING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what is due back and not yet ordered, and the orders."""
    return the_page()


@bp.post("")
@desk.for_officers(Duty.CASHIER)
def create(office_slug: str) -> ResponseReturnValue:
    """Put the chosen returns into one order."""
    chosen = [int(one) for one in request.form.getlist("deposit") if one.isdecimal()]
    try:
        order = ordering_returns.order_returns(
            db.session(),
            office_id=desk.office().id,
            by_id=signed_in().id,
            deposit_ids=chosen,
            now=clock.now(),
        )
    except Refusal as refusal:
        return the_page(refusal=told(refusal)), refusal.code
    there = url_for(".show", office_slug=office_slug, order_id=order.id)
    return redirect(there, 303)


@bp.get("/<int:order_id>")
@desk.for_officers(*LOOKING)
def show(office_slug: str, order_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show an order: what goes where, and what the bank has done."""
    return desk.page("returns/show.html", **return_pages.one(order_of(order_id)))


@bp.get("/<int:order_id>/transfers.xml")
@desk.for_officers(Duty.CASHIER)
def transfers(office_slug: str, order_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Return the order as a pain.001 file for the bank."""
    order = order_of(order_id)
    content = return_pages.as_pain(order, desk.office(), now=clock.now())
    keep = {"Content-Disposition": f'attachment; filename="{order.message}.xml"'}
    return Response(content, content_type="application/xml", headers=keep)


@bp.get("/<int:order_id>/transfers.csv")
@desk.for_officers(Duty.CASHIER)
def listed(office_slug: str, order_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Return the order as a list, for a bank that takes no file."""
    order = order_of(order_id)
    return as_csv(return_pages.rows(order), name=order.message)


@bp.post("/<int:order_id>/cancellation")
@desk.for_officers(Duty.CASHIER)
def cancel(office_slug: str, order_id: int) -> ResponseReturnValue:
    """Take an order back that the bank never got."""
    ordering_returns.cancel_order(
        db.session(),
        office_id=desk.office().id,
        order_id=order_id,
        by_id=signed_in().id,
        now=clock.now(),
    )
    flash("The order is cancelled; all of it is due back as before.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def the_page(*, refusal: str | None = None) -> str:
    """Return the page of returns, with what was wrong with a choice."""
    db.session.rollback()
    return desk.page(
        "returns/index.html",
        refusal=refusal,
        now=clock.now(),
        **return_pages.waiting(desk.office().id),
    )


def order_of(order_id: int) -> PaymentOrder:
    """Return an order of this office; to others' the desk answers 404."""
    order = db.session.get(PaymentOrder, order_id)
    if order is None or order.office_id != desk.office().id:
        abort(404)
    return order
