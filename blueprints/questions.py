"""Asking a question about a lot, and reading the answers."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.rules.questions import LONGEST_QUESTION
from auction.rules.refusal import Refusal
from auction.services import asking
from web import limits, live, lot_page, lot_questions
from web.errors import told
from web.extensions import db
from web.login import person, sign_in_required, signed_in
from web.question_forms import QuestionForm

bp = Blueprint("questions", __name__, url_prefix="/lots/<int:lot_id>/questions")

SHARED = "public, max-age=1"


@bp.get("")
def index(lot_id: int) -> ResponseReturnValue:
    """Return the answered questions, for a page that has seen a change."""
    live.glimpse(lot_id)  # 404 for a draft
    lot = lot_page.public_lot(lot_id, None)
    fragment = render_template(
        "questions/_answered.html",
        lot=lot,
        catalogue=lot.catalogue,
        **lot_questions.section(db.session(), lot, now=clock.now()),
    )
    return fragment, {"Cache-Control": SHARED}


@bp.get("/new")
@sign_in_required
def new(lot_id: int) -> ResponseReturnValue:
    """Ask what the person wants to know."""
    lot = lot_page.public_lot(lot_id, person())
    asking.check_asker(lot, signed_in())
    return page(lot, QuestionForm())


@bp.post("")
@sign_in_required
@limits.QUESTIONS
def create(lot_id: int) -> ResponseReturnValue:
    """Hand the question to the office."""
    form = QuestionForm()
    try:
        asking.ask_question(
            db.session(),
            lot_id=lot_id,
            user_id=signed_in().id,
            text=form.question.data or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("question", told(refusal))
        return page(lot_page.public_lot(lot_id, person()), form), refusal.code
    flash(
        "Your question is with the office. It is public once it is answered.", "success"
    )
    return redirect(url_for("lots.show", lot_id=lot_id) + "#questions", 303)


def page(lot: Lot, form: QuestionForm) -> str:
    """Return the page with the form."""
    return render_template(
        "questions/new.html",
        lot=lot,
        catalogue=lot.catalogue,
        form=form,
        longest=LONGEST_QUESTION,
        until=asking.until_of(lot),
        takes_questions=asking.may_be_asked(lot, clock.now()),
    )
