"""The cashier's statements: files from the bank, and what is done about each entry."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from auction.rules.refusal import Refusal
from auction.rules.statements.reading import LARGEST
from auction.services import booking_lines, importing_statements
from auction.services.unsecuring import NoteMissing
from web import desk, limits, statement_pages
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.uploads.taking import take

bp = Blueprint("statements", __name__, url_prefix="/desk/<office_slug>/statements")

LOOKING = (Duty.CASHIER, Duty.AUDITOR)


@bp.get("")
@desk.for_officers(*LOOKING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the entries that wait, and the statements that were imported."""
    return the_page()


@bp.post("")
@desk.for_officers(Duty.CASHIER)
@limits.UPLOADS
def create(office_slug: str) -> ResponseReturnValue:
    """Take a file from the bank over, or say why not."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return the_page(refusal="Please choose a file."), 422
    try:
        imported = importing_statements.import_statements(
            db.session(),
            office_id=desk.office().id,
            officer_id=signed_in().id,
            content=take(cast("BinaryIO", sent.stream), largest=LARGEST),
            file_name=sent.filename,
            now=clock.now(),
        )
    except Refusal as refusal:
        return the_page(refusal=told(refusal)), refusal.code
    flash(statement_pages.in_words(imported), "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


@bp.post("/confirm")
@desk.for_officers(Duty.CASHIER)
def confirm_all(office_slug: str) -> ResponseReturnValue:
    """Book every entry that a reference decides."""
    booked = booking_lines.confirm_all(
        db.session(),
        office_id=desk.office().id,
        by_id=signed_in().id,
        now=clock.now(),
    )
    flash(
        f"{booked} entries are booked." if booked != 1 else "One entry is booked.",
        "success",
    )
    return redirect(url_for(".index", office_slug=office_slug), 303)


@bp.get("/entries/<int:line_id>")
@desk.for_officers(*LOOKING)
def entry(office_slug: str, line_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show an entry, what it fits, and what can be done about it."""
    return entry_page(line_id)


@bp.post("/entries/<int:line_id>/confirmation")
@desk.for_officers(Duty.CASHIER)
def confirm(office_slug: str, line_id: int) -> ResponseReturnValue:
    """Book an entry to what it fits."""
    try:
        booking_lines.confirm_line(
            db.session(), line_id=line_id, now=clock.now(), **officer()
        )
    except Refusal as refusal:
        return entry_page(line_id, refusal=told(refusal)), refusal.code
    return done("The entry is booked.", office_slug)


@bp.post("/entries/<int:line_id>/reference")
@desk.for_officers(Duty.CASHIER)
def assign(office_slug: str, line_id: int) -> ResponseReturnValue:
    """Book an entry under a reference that the cashier has found out."""
    try:
        booking_lines.assign_line(
            db.session(),
            line_id=line_id,
            reference=request.form.get("reference", ""),
            note=request.form.get("why", ""),
            now=clock.now(),
            **officer(),
        )
    except Refusal as refusal:
        at = "why" if isinstance(refusal, NoteMissing) else "reference"
        return entry_page(line_id, refusal=told(refusal), at=at), refusal.code
    return done("The entry is booked under the reference that you gave.", office_slug)


@bp.post("/entries/<int:line_id>/aside")
@desk.for_officers(Duty.CASHIER)
def set_aside(office_slug: str, line_id: int) -> ResponseReturnValue:
    """Note that an entry has nothing to do with deposits."""
    try:
        booking_lines.set_line_aside(
            db.session(),
            line_id=line_id,
            note=request.form.get("note", ""),
            now=clock.now(),
            **officer(),
        )
    except Refusal as refusal:
        return entry_page(line_id, refusal=told(refusal), at="note"), refusal.code
    return done("The entry is set aside.", office_slug)


@bp.post("/entries/<int:line_id>/again")
@desk.for_officers(Duty.CASHIER)
def take_up_again(office_slug: str, line_id: int) -> ResponseReturnValue:
    """Let an entry that was set aside wait once more."""
    booking_lines.take_line_up_again(
        db.session(), line_id=line_id, now=clock.now(), **officer()
    )
    flash("The entry waits again.", "success")
    there = url_for(".entry", office_slug=office_slug, line_id=line_id)
    return redirect(there, 303)


def officer() -> statement_pages.Officer:
    """Return whose statements these are, and who decides."""
    return {"office_id": desk.office().id, "by_id": signed_in().id}


def done(words: str, office_slug: str) -> ResponseReturnValue:
    """Go back to the entries that wait."""
    flash(words, "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def the_page(*, refusal: str | None = None) -> str:
    """Return the page of statements, with what was wrong with a file."""
    db.session.rollback()
    return desk.page(
        "statements/index.html",
        refusal=refusal,
        largest=LARGEST // 2**20,
        **statement_pages.waiting(desk.office().id, page_number(request.args)),
    )


def entry_page(line_id: int, *, refusal: str | None = None, at: str = "") -> str:
    """Return the page of an entry, with what was wrong with a form on it."""
    db.session.rollback()
    return desk.page(
        "statements/entry.html",
        refusal=refusal,
        at=at,
        typed=request.form,
        **statement_pages.entry(desk.office().id, line_id),
    )
