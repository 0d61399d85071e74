"""How the site says no."""

import logging
from http import HTTPStatus

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from htmx_flask import make_response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from auction.models import Lot
from auction.rules.refusal import Refusal
from auction.rules.too_often import TooOften
from web import limits
from web.extensions import db
from web.htmx import wants_fragment

log = logging.getLogger(__name__)

# Whoever opens a page, such as a form that comes too late, has tried to do nothing yet.
WANTED_TO_SEE = {
    403: "You may not do this",
    404: "Not Found",
    409: "This can no longer be done",
}


def init_app(app: Flask) -> None:
    """Hang the error handlers on the app."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(TooOften, too_often)
    app.register_error_handler(RateLimitExceeded, over_a_limit)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(HTTPException, http_error)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """Answer with the refusal's sentence and its own status."""
    title = WANTED_TO_SEE.get(refusal.code) if request.method == "GET" else None
    return _answer(refusal.code, title or "This was not done", told(refusal))


def told(refusal: Refusal) -> str:
    """Return a refusal's sentence, its amounts as the lot's catalogue writes them."""
    lot_id = (request.view_args or {}).get("lot_id")
    if not refusal.values or lot_id is None:
        return refusal.told()
    lot = db.session.get(Lot, lot_id)
    return refusal.told(lot.catalogue.tell) if lot else refusal.told()


def too_often(refusal: TooOften) -> ResponseReturnValue:
    """Say when to try again, to people and to programs."""
    answer = _answer(refusal.code, "Please wait a little", str(refusal))
    headers = {"Retry-After": str(refusal.seconds)}
    if wants_fragment():
        headers["HX-Reswap"] = "none"  # the notice alone: what was there, stays
    return make_response(answer), headers


def over_a_limit(error: RateLimitExceeded) -> ResponseReturnValue:
    """Answer whoever has done something too often."""
    return too_often(limits.refusal_of(error))


def form_expired(_: CSRFError) -> ResponseReturnValue:
    """Refuse a form that this browser was not given."""
    return _answer(
        HTTPStatus.FORBIDDEN,
        "Please try again",
        "This form has expired or was not sent from this site. "
        "Nothing was done; please go back, reload the page and try again.",
    )


def database_away(error: OperationalError) -> ResponseReturnValue:
    """Say that nothing was stored when the database does not answer in time."""
    db.session.rollback()
    log.error("The database did not answer: %s", error.orig)
    return _answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "Please try again in a moment",
        "The site is very busy. Nothing was stored; please try again in a moment.",
    )


def http_error(error: HTTPException) -> ResponseReturnValue:
    """Show a page of our own for 404 and the like."""
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()
    sentence = SENTENCES.get(error.code or 500, error.description or "")
    return _answer(error.code or 500, error.name, sentence)


SENTENCES = {
    404: "There is nothing at this address. It may have been mistyped.",
    405: "This address cannot be used in that way.",
    413: "That is larger than this site accepts.",
    500: "Something went wrong on our side. Nothing was stored.",
}


def _answer(code: int, title: str, sentence: str) -> ResponseReturnValue:
    if wants_fragment():
        notice = render_template("_notice.html", kind="refusal", sentence=sentence)
        return make_response(notice, code)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(code=code, title=title, sentence=sentence), code
    page = render_template("error.html", code=code, title=title, sentence=sentence)
    return page, code
