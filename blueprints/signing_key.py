"""The key with which this site signs, for anybody who checks a signature."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web import keys

bp = Blueprint("signing_key", __name__)


@bp.get("/key")
def show() -> ResponseReturnValue:
    """Show the public key, and how a signature is checked by it."""
    return render_template("signing_key/show.html", key=keys.signer().public)
