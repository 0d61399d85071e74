"""The home page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select

from auction import clock
from auction.models import Lot
from auction.rules.lifecycle import ENDED, LotStatus
from web.extensions import db
from web.lot_search import with_cards
from web.shared_pages import shared

bp = Blueprint("site", __name__)

FEW = 6
SOON = timedelta(hours=1)


@bp.get("/")
@shared
def home() -> ResponseReturnValue:
    """Show what is open, what closes soon, what comes and what was decided."""
    now = clock.now()
    is_open = Lot.status == LotStatus.OPEN
    return render_template(
        "site/home.html",
        soon=few(is_open, Lot.closes_at <= now + SOON, order=Lot.closes_at.asc()),
        open_now=few(is_open, Lot.closes_at > now + SOON, order=Lot.closes_at.asc()),
        announced=few(Lot.status == LotStatus.ANNOUNCED, order=Lot.opens_at.asc()),
        results=few(Lot.status.in_(ENDED), order=Lot.ended_at.desc()),
    )


def few(*which: ColumnElement[bool], order: ColumnElement[Any]) -> Sequence[Lot]:
    """Return the first few public lots of a kind."""
    lots = select(Lot).where(*which).order_by(order, Lot.id).limit(FEW)
    return db.session.scalars(with_cards(lots)).all()
