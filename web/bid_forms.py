"""What every form leans on by which somebody binds himself to an amount."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from flask import redirect, request
from flask.typing import ResponseReturnValue

from auction.models import Lot
from auction.money import Money, parse_amount
from auction.rules.refusal import Refusal, Unreadable
from auction.words import in_words
from web import live, lot_page
from web.errors import told
from web.extensions import db
from web.htmx import wants_fragment
from web.login import person

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


class KeyMissing(Unreadable):
    """This form has lost its key; please go back to the lot and bid again."""


def form_key() -> str:
    """Return the key of the form that was sent; without one nothing is placed."""
    key = request.form.get("idempotency_key", "")
    if not KEY.fullmatch(key):
        raise KeyMissing
    return key


def key_or_new() -> str:
    """Return the key of the form that was sent, or a new one for a new form."""
    key = request.form.get("idempotency_key", "")
    return key if KEY.fullmatch(key) else uuid4().hex


def is_confirmed() -> bool:
    """Say whether the form comes from the page that asks."""
    return request.form.get("confirmed") == "1"


def read(lot_id: int, typed: str) -> Money:
    """Read an amount in the lot's currency, or refuse it with an example."""
    written = live.writing(lot_id)
    return parse_amount(typed, currency=written.currency, locale=written.locale)


def words(lot: Lot, amount: Money) -> str:
    """Return an amount in words, in the page's language."""
    return in_words(amount, currency=lot.catalogue.currency, language="en")


def unless_refused(
    lot: Lot, typed: str, page: Callable[[Money], str], *, way: str = "once"
) -> ResponseReturnValue:
    """Return a page about the amount that was typed, or the lot with the reason."""
    try:
        return page(read(lot.id, typed))
    except Refusal as refusal:
        return in_place(lot.id, refusal, typed, way=way)


def in_place(
    lot_id: int, refusal: Refusal, typed: str, *, way: str = "once"
) -> ResponseReturnValue:
    """Show the lot again, with the reason beside the price as it is now."""
    sentence = told(refusal)
    db.session.rollback()
    live.forget(lot_id)
    lot = lot_page.public_lot(lot_id, person())
    page = lot_page.render(lot, person(), refusal=sentence, amount=typed[:40], way=way)
    return page, refusal.code


def go_to(there: str) -> ResponseReturnValue:
    """Lead to a receipt, from a plain form or from htmx."""
    if wants_fragment():
        return "", 200, {"HX-Redirect": there}
    return redirect(there, 303)
