"""Acting for somebody else on a lot: the power of attorney is filed here."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.rules.identities import MANDATE
from auction.rules.mandates import filed_until, takes_mandates
from auction.rules.refusal import Refusal
from auction.services import identifying, mandating
from web import identity_files, limits, lot_page
from web.errors import told
from web.extensions import db
from web.identity_forms import MandateForm, mandate_form
from web.login import sign_in_required, signed_in
from web.uploads.receiving import NoFileChosen
from web.uploads.taking import FileRefused

bp = Blueprint("mandates", __name__, url_prefix="/lots/<int:lot_id>/mandate")


class PrincipalNotChosen(Refusal):
    """Please choose for whom you act."""


@bp.get("")
@sign_in_required
def show(lot_id: int) -> ResponseReturnValue:
    """Show what was filed for a lot, or ask for the power of attorney."""
    lot = lot_page.public_lot(lot_id, signed_in())
    identifying.check_bidder(signed_in())
    return page(lot, form_of_person())


@bp.post("")
@sign_in_required
@limits.UPLOADS
def create(lot_id: int) -> ResponseReturnValue:
    """Seal a power of attorney, and file it for a lot."""
    lot = lot_page.public_lot(lot_id, signed_in())
    identifying.check_bidder(signed_in())
    mandating.check_takes(db.session(), lot, user_id=signed_in().id, now=clock.now())
    form = form_of_person()
    try:
        file_it(lot_id, form)
    except (FileRefused, PrincipalNotChosen) as refusal:
        is_file = isinstance(refusal, FileRefused)
        form.refuse("paper" if is_file else "principal", told(refusal))
        return page(lot_page.public_lot(lot_id, signed_in()), form), 422
    flash("Filed. You are told as soon as a verifier has looked at it.", "success")
    return redirect(url_for(".show", lot_id=lot_id), 303)


@bp.post("/<int:mandate_id>/removal")
@sign_in_required
def take_back(lot_id: int, mandate_id: int) -> ResponseReturnValue:
    """Take a power of attorney back that nobody has decided on."""
    mandating.take_back(
        db.session(),
        mandate_id=mandate_id,
        lot_id=lot_id,
        user_id=signed_in().id,
        shred=identity_files.shred,
        now=clock.now(),
    )
    flash("Taken back. The paper is deleted.", "success")
    return redirect(url_for(".show", lot_id=lot_id), 303)


def form_of_person() -> MandateForm:
    """Return the form, with those whom the person may choose."""
    return mandate_form(mandating.principals_of(db.session(), signed_in().id))


def file_it(lot_id: int, form: MandateForm) -> None:
    """File the power of a form, once all that is said of it is right."""
    user_id, principal_id = signed_in().id, form.principal_id()
    known = {one.id for one in mandating.principals_of(db.session(), user_id)}
    if principal_id not in known:
        raise PrincipalNotChosen
    sent = request.files.get("paper")
    if sent is None or not sent.filename:
        raise NoFileChosen
    mandating.file_mandate(
        db.session(),
        lot_id=lot_id,
        user_id=user_id,
        identity_id=principal_id,
        paper=identity_files.keep(sent.stream, kind=MANDATE, user_id=user_id),
        now=clock.now(),
    )


def page(lot: Lot, form: MandateForm) -> str:
    """Return the page about acting for somebody else."""
    session, user_id, now = db.session(), signed_in().id, clock.now()
    procedure = lot.catalogue.procedure
    return render_template(
        "mandates/show.html",
        lot=lot,
        catalogue=lot.catalogue,
        mandates=mandating.mandates_of(session, user_id=user_id, lot_id=lot.id),
        principals=mandating.principals_of(session, user_id),
        until=filed_until(procedure, lot.opens_at),
        is_open=takes_mandates(procedure, lot.status, opens_at=lot.opens_at, now=now),
        form=form,
    )
