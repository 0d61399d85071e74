"""Photos and documents of lots."""

import re
from pathlib import Path

from flask import Blueprint, abort, current_app, send_from_directory
from flask.typing import ResponseReturnValue

bp = Blueprint("files", __name__)

NAME = re.compile(r"[0-9a-f]{64}\.(webp|png|jpg|pdf|txt)")
PICTURES = {".webp", ".png", ".jpg"}


@bp.get("/uploads/<name>")
def show(name: str) -> ResponseReturnValue:
    """Send a file by the digest of its bytes: it can never change."""
    if not NAME.fullmatch(name):
        abort(404)
    response = send_from_directory(
        current_app.config["UPLOADS"],
        name,
        as_attachment=Path(name).suffix not in PICTURES,
        max_age=31_536_000,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.cache_control.immutable = True
    return response
