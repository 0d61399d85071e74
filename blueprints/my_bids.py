"""A bidder's own lots and reminders."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from auction.models import Bid, Lot, Paddle, Question, Reminder
from web import lot_visits
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import with_cards

bp = Blueprint("my_bids", __name__)


@bp.get("/my-bids")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show the lots a person registered for, how they stand, and his reminders."""
    user_id = signed_in().id
    highest = (
        select(func.max(Bid.amount))
        .where(Bid.paddle_id == Paddle.id)
        .correlate(Paddle)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Paddle, highest)
        .where(Paddle.user_id == user_id)
        .options(joinedload(Paddle.lot).joinedload(Lot.catalogue))
        .order_by(Paddle.id.desc())
    ).all()
    reminded = select(Reminder.lot_id).where(Reminder.user_id == user_id)
    reminders = db.session.scalars(
        with_cards(select(Lot).where(Lot.id.in_(reminded)).order_by(Lot.closes_at))
    ).all()
    questions = db.session.scalars(
        select(Question)
        .where(Question.user_id == user_id)
        .options(joinedload(Question.lot).joinedload(Lot.catalogue))
        .order_by(Question.id.desc())
    ).all()
    return render_template(
        "my_bids/index.html",
        rows=rows,
        reminders=reminders,
        questions=questions,
        visits=lot_visits.own_bookings(db.session(), signed_in()),
    )
