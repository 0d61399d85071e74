"""The operator's emergency brake: all lots of all offices, and nothing about them."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from auction import clock
from auction.models import Lot
from auction.services import stopping
from web import stops
from web.extensions import db
from web.login import signed_in
from web.operators import for_operator
from web.stop_forms import StopForm

bp = Blueprint("operator_stops", __name__, url_prefix="/operator/stops")


@bp.get("")
@for_operator
def index() -> ResponseReturnValue:
    """Show the brake of the site, and when any brake was pulled."""
    return page(StopForm())


@bp.post("")
@for_operator
def create() -> ResponseReturnValue:
    """Stop all lots of the site at once."""
    form = StopForm()

    def pull() -> stopping.Stopped:
        return stopping.stop_site(
            db.session(),
            operator_id=signed_in().id,
            reason=form.reason.data or "",
            clock=clock.now,
        )

    return stops.pull(pull, form, page, there=url_for("operator_stops.index"))


def page(form: StopForm, *, refusal: str | None = None) -> str:
    """Return the page: counts, and nothing of the lots themselves."""
    session, everything = db.session(), Lot.id.is_not(None)
    form.submit.label.text = "Stop all lots of this site now"
    offices = select(func.count(Lot.office_id.distinct())).where(
        Lot.status.in_(stopping.STOPPABLE)
    )
    return render_template(
        "operator/stops.html",
        form=form,
        refusal=refusal,
        running=stopping.count_running(session, everything, now=clock.now()),
        offices=session.scalar(offices) or 0,
        stops=stops.all_stops(session),
    )
