"""Until when a lot at rest is expected to rest, as its office learns it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.rules.acting import DateOutOfReach
from auction.rules.refusal import Refusal
from auction.services.expecting import expect_until, obstacle
from web import desk
from web.act_forms import (
    ExpectationForm,
    MomentUnreadable,
    read_moment,
    write_moment,
)
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("expectations", __name__, url_prefix="/lots/<int:lot_id>/expectation")


@bp.get("")
@sign_in_required
def edit(lot_id: int) -> ResponseReturnValue:
    """Ask until when a lot at rest is expected to rest."""
    lot, form = desk.lot_of_officer(lot_id), ExpectationForm()
    form.until.data = write_moment(lot.stayed_until, lot.catalogue.zone)
    return page(lot, form)


@bp.post("")
@sign_in_required
def update(lot_id: int) -> ResponseReturnValue:
    """Publish until when a lot is expected to rest."""
    lot, form = desk.lot_of_officer(lot_id), ExpectationForm()
    try:
        expect_until(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            until=read_moment(form.until.data or "", lot.catalogue.zone),
            now=clock.now(),
        )
    except Refusal as refusal:
        sentence = told(refusal)
        if isinstance(refusal, DateOutOfReach | MomentUnreadable):
            form.refuse("until", sentence)
        return page(lot, form, refusal=sentence), refusal.code
    flash("The date is published.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


def page(lot: Lot, form: ExpectationForm, *, refusal: str | None = None) -> str:
    """Return the page that asks until when a lot rests, or says that it does not."""
    return render_template(
        "desk/expectation.html",
        lot=lot,
        catalogue=lot.catalogue,
        form=form,
        refusal=refusal,
        obstacle=obstacle(lot),
    )
