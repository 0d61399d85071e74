"""The cashier's room: what became of the deposits, by lot, and the books."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from auction.services import deposit_books
from auction.services.settling import may_be_forfeited, may_be_given_back, may_count
from web import deposit_tables, deposits, desk
from web.extensions import db
from web.lot_search import page_number
from web.table_files import as_csv, as_xlsx

bp = Blueprint("deposits", __name__, url_prefix="/desk/<office_slug>/deposits")

LOOKING = (Duty.CASHIER, Duty.AUDITOR)
ENDINGS = "any(xlsx, csv)"
PAGE = 25


@bp.get("")
@desk.for_officers(*LOOKING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show which deposits are due back by when, and which are kept."""
    number = page_number(request.args)
    found = deposits.deposits_of(
        db.session(), desk.office().id, most=PAGE + 1, skip=(number - 1) * PAGE
    )
    return desk.page(
        "deposits/index.html",
        deposits=found[:PAGE],
        number=number,
        has_more=len(found) > PAGE,
        now=clock.now(),
    )


@bp.get("/books")
@desk.for_officers(*LOOKING)
def books(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the trial balance: debits are credits, in each currency."""
    return desk.page(
        "deposits/books.html",
        books=deposit_books.books_of(db.session(), desk.office().id),
        accounts=deposit_tables.ACCOUNTS,
        exact=deposit_tables.exact,
    )


@bp.get(f"/books.<{ENDINGS}:ending>")
@desk.for_officers(*LOOKING)
def books_file(office_slug: str, ending: str) -> ResponseReturnValue:
    """Send the trial balance as a table."""
    found = deposit_books.books_of(db.session(), desk.office().id)
    rows, name = deposit_tables.trial_balance(found), f"{office_slug}-books"
    if ending == "csv":
        return as_csv(rows, name=name)
    return as_xlsx(rows, sheet="Books", name=name)


@bp.get("/lots/<int:lot_id>")
@desk.for_officers(*LOOKING)
def of_lot(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show all that was written about the deposits of a lot that has ended."""
    lot = deposits.ended_lot(db.session(), desk.office().id, lot_id)
    booked = deposits.books_of_lot(db.session(), lot)
    return desk.page(
        "deposits/lot.html",
        lot=lot,
        catalogue=lot.catalogue,
        deposits=booked,
        authors=deposits.authors_of(db.session(), booked),
        number_of=deposits.number_of,
        accounts=deposit_tables.ACCOUNTS,
        may_count=may_count,
        may_be_given_back=may_be_given_back,
        may_be_forfeited=may_be_forfeited,
    )


@bp.get(f"/lots/<int:lot_id>.<{ENDINGS}:ending>")
@desk.for_officers(*LOOKING)
def lot_file(office_slug: str, lot_id: int, ending: str) -> ResponseReturnValue:
    """Send all that was written about an ended lot's deposits as a table."""
    lot = deposits.ended_lot(db.session(), desk.office().id, lot_id)
    booked = deposits.books_of_lot(db.session(), lot)
    authors = deposits.authors_of(db.session(), booked)
    rows = deposit_tables.entries(booked, authors)
    name = f"{office_slug}-deposits-{lot.id}"
    if ending == "csv":
        return as_csv(rows, name=name)
    return as_xlsx(rows, sheet="Deposits", name=name)
