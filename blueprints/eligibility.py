"""May I bid? The answer for anybody, without an account, with reasons and papers."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.declaring import statements
from auction.rules.eligibility import judge
from auction.rules.plain_eligibility import answer_in_words, eligibility_in_words
from auction.services import applying
from web import limits, lot_page
from web.eligibility_form import asked, inputs
from web.login import person

bp = Blueprint("eligibility", __name__, url_prefix="/lots/<int:lot_id>/eligibility")


@bp.get("")
@limits.ELIGIBILITY
def show(lot_id: int) -> ResponseReturnValue:
    """Ask who somebody is, and answer whether he may bid on a lot."""
    lot = lot_page.public_lot(lot_id, person())
    terms, form = lot.who_may_bid, asked(request.args)
    errors = form.errors if form.is_begun else {}
    verdict = words = None
    if form.is_begun and not errors:
        on = clock.now().astimezone(lot.catalogue.zone).date()
        verdict = judge(terms, form.applicant, on=on)
        words = answer_in_words(verdict, form.applicant)
    page = render_template(
        "eligibility/show.html",
        lot=lot,
        catalogue=lot.catalogue,
        terms=terms,
        inputs=inputs(terms),
        form=form,
        errors=errors,
        verdict=verdict,
        words=words,
        rules=eligibility_in_words(terms),
        who=person(),
        is_open=applying.is_open(lot, now=clock.now()),
        statements=statements(terms, form.applicant if verdict else None),
    )
    return page, 422 if errors else 200
