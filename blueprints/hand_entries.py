"""Payments booked by hand from a paper, corrections, and confirmations taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Deposit, Duty, LedgerEntry
from auction.money import Money, currency_of, figures, parse_amount
from auction.rules.refusal import Refusal
from auction.services import booking_by_hand, deposit_books, unsecuring
from auction.services.depositing import Booked
from web import desk, limits, lot_papers
from web.deposit_forms import FIELDS, ByHandForm, CorrectionForm, WithdrawalForm
from web.extensions import db
from web.login import signed_in
from web.uploads import receiving, store
from web.uploads.documents import TYPES

bp = Blueprint("hand_entries", __name__, url_prefix="/desk/<office_slug>/deposits")
receiving.take_large_forms(bp)

LOOKING = (Duty.CASHIER, Duty.AUDITOR)
SHOWN = 50  # entries


@bp.get("/by-hand")
@desk.for_officers(*LOOKING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the form, and what was booked by hand before."""
    return page(ByHandForm())


@bp.post("/by-hand")
@desk.for_officers(Duty.CASHIER)
@limits.UPLOADS
def create(office_slug: str) -> ResponseReturnValue:
    """Book a payment from a paper; the answer says only what fits and what does not."""
    form = ByHandForm()
    try:
        booked = book(form)
    except tuple(FIELDS) as refusal:
        form.refuse_at_field(refusal, refusal.told(teller(form.reference.data)))
        return page(form), 422
    flash(in_words(booked), "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


@bp.get("/by-hand/<int:entry_id>/correction")
@desk.for_officers(Duty.CASHIER)
def ask_to_correct(office_slug: str, entry_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Ask why an entry was wrong."""
    return correction_page(entry_of(entry_id), CorrectionForm())


@bp.post("/by-hand/<int:entry_id>/correction")
@desk.for_officers(Duty.CASHIER)
def correct(office_slug: str, entry_id: int) -> ResponseReturnValue:
    """Take an entry back by another one."""
    form = CorrectionForm()
    try:
        booking_by_hand.correct_entry(
            db.session(),
            office_id=desk.office().id,
            entry_id=entry_id,
            by_id=signed_in().id,
            note=form.note.data or "",
            now=clock.now(),
        )
    except tuple(FIELDS) as refusal:
        form.refuse_at_field(refusal, refusal.told())
        return correction_page(entry_of(entry_id), form), 422
    flash("The entry is taken back.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


@bp.get("/by-hand/<int:entry_id>/paper")
@desk.for_officers(*LOOKING)
def paper(office_slug: str, entry_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Send the paper on which an entry rests."""
    name = entry_of(entry_id).paper or ""
    form = PurePath(name).suffix.removeprefix(".")
    answer: Response = send_from_directory(
        store.documents(),
        name,
        as_attachment=True,
        download_name=f"entry-{entry_id}.{form}",
        mimetype=TYPES.get(form, "application/octet-stream"),
    )
    answer.headers["Content-Security-Policy"] = lot_papers.SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/withdrawal")
@desk.for_officers(Duty.CASHIER)
def ask_to_withdraw(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask which confirmation is taken back, and why."""
    return desk.page("deposits/withdrawal.html", form=WithdrawalForm())


@bp.post("/withdrawal")
@desk.for_officers(Duty.CASHIER)
def withdraw(office_slug: str) -> ResponseReturnValue:
    """Take a confirmation back; the number may not bid until the money is there."""
    form = WithdrawalForm()
    try:
        unsecuring.withdraw_confirmation(
            db.session(),
            deposit_id=find(form.reference.data).id,
            by_id=signed_in().id,
            note=form.note.data or "",
            now=clock.now(),
        )
    except tuple(FIELDS) as refusal:
        form.refuse_at_field(refusal, refusal.told())
        return desk.page("deposits/withdrawal.html", form=form), 422
    flash("The confirmation is taken back.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def book(form: ByHandForm) -> Booked:
    """Book what the form says, once its paper was taken."""
    deposit = find(form.reference.data)
    amount = parse_amount(
        form.amount.data or "",
        currency=currency_of(deposit.currency_code),
        locale=desk.office().locale,
    )
    unsecuring.check_note(form.note.data or "")
    sent = request.files.get("paper")
    kept = lot_papers.keep(sent) if sent and sent.filename else None
    return booking_by_hand.book_by_hand(
        db.session(),
        office_id=desk.office().id,
        by_id=signed_in().id,
        reference=form.reference.data or "",
        amount=amount,
        paper=kept.file if kept else None,
        note=form.note.data or "",
        now=clock.now(),
    )


def in_words(booked: Booked) -> str:
    """Say what a payment led to, and nothing else about the deposit."""
    code = booked.deposit.currency_code
    tell = teller_in(code)
    if booked.missing.minor:
        return (
            f"The reference fits. The payment is booked, and {tell(booked.missing)} is "
            "still missing: the deposit is not confirmed."
        )
    if booked.too_much.minor:
        return (
            f"The reference fits. The payment is booked; {tell(booked.too_much)} is "
            "more than was needed, or came too late, and is due back."
        )
    return "Amount and reference fit. The payment is booked, the deposit is confirmed."


def find(reference: str | None) -> Deposit:
    """Return the deposit of this office with a reference, or refuse."""
    return booking_by_hand.find_deposit(
        db.session(), office_id=desk.office().id, reference=reference or ""
    )


def teller(reference: str | None) -> Callable[[object], str]:
    """Return how amounts are told, in the currency of a deposit if it is found."""
    try:
        code = find(reference).currency_code
    except Refusal:
        code = desk.office().currency_code
    return teller_in(code)


def teller_in(code: str) -> Callable[[object], str]:
    """Return how amounts of a currency are told at this desk."""

    def tell(value: object) -> str:
        if not isinstance(value, Money):
            return str(value)
        return figures(value, currency=currency_of(code), locale=desk.office().locale)

    return tell


def entry_of(entry_id: int) -> LedgerEntry:
    """Return an entry by hand of this office; another one is not there."""
    entry = db.session.get(LedgerEntry, entry_id)
    ours = entry is not None and entry.office_id == desk.office().id
    if entry is None or not ours or not booking_by_hand.is_by_hand(entry):
        abort(404)
    return entry


def correction_page(entry: LedgerEntry, form: CorrectionForm) -> str:
    """Return the page on which an entry is taken back."""
    told = teller_in(entry.currency_code)(entry.amount)
    return desk.page("deposits/correction.html", entry=entry, amount=told, form=form)


def page(form: ByHandForm) -> str:
    """Return the page of the payments booked by hand."""
    entries = deposit_books.by_hand(db.session(), desk.office().id, most=SHOWN)
    return desk.page(
        "deposits/by_hand.html",
        form=form,
        rows=[
            (row, teller_in(row.entry.currency_code)(row.entry.amount))
            for row in entries
        ],
    )
