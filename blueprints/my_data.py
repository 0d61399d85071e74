"""What the site holds about a person: told, and handed out to him."""

from __future__ import annotations

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from auction import clock
from web import limits, own_data
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("my_data", __name__, url_prefix="/account/data")


@bp.get("")
@sign_in_required
def show() -> ResponseReturnValue:
    """Say what the site holds, and how to take it out."""
    return render_template("my_data/show.html", me=signed_in())


@bp.post("")
@sign_in_required
@proof_required
@limits.EXPORTS
def create() -> ResponseReturnValue:
    """Hand out everything as one file."""
    answer = send_file(
        own_data.archive(db.session(), signed_in().id),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"my-data-{clock.now():%Y-%m-%d}.zip",
        max_age=0,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
