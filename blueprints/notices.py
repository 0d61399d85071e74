"""What a person was told, on a page of his own."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auction import clock
from auction.models import Lot, Notice
from auction.services import reading
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import page_number

bp = Blueprint("notices", __name__, url_prefix="/notices")

PAGE = 30
LARGEST = 2**31 - 1  # an id that no database would refuse


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show what a person was told, the newest first."""
    number = page_number(request.args)
    notices = db.session.scalars(
        select(Notice)
        .where(Notice.user_id == signed_in().id)
        .options(joinedload(Notice.lot).joinedload(Lot.catalogue))
        .order_by(Notice.id.desc())
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    ).all()
    return render_template(
        "notices/index.html",
        notices=notices[:PAGE],
        number=number,
        has_more=len(notices) > PAGE,
        unread=reading.unread(db.session(), signed_in().id),
    )


@bp.post("/read")
@sign_in_required
def read() -> ResponseReturnValue:
    """Mark as read what stood on the page that was seen, and all before it."""
    seen = request.form.get("upto", "", type=str)
    upto_id = int(seen) if seen.isascii() and seen.isdecimal() else 0
    reading.mark_read(
        db.session(),
        user_id=signed_in().id,
        upto_id=min(upto_id, LARGEST),
        now=clock.now(),
    )
    return redirect(url_for(".index"), 303)
