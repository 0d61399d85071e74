"""Photos and documents of lots."""

import re
from pathlib import PurePath

from flask import Blueprint, abort, request, send_from_directory
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services.files import Audience, audience_of
from auction.services.looking import note_look
from web import lot_page, lot_papers
from web.extensions import db
from web.login import person
from web.uploads import store

bp = Blueprint("files", __name__)

NAME = re.compile(r"[0-9a-f]{64}\.(webp|png|jpg|pdf|txt)")
PICTURES = {".webp", ".png", ".jpg"}
YEAR = 31_536_000  # seconds


@bp.get("/uploads/<name>")
def show(name: str) -> ResponseReturnValue:
    """Send a file by the digest of its bytes, as long as something shows it.

    What everybody may see can be kept for ever, since it never changes. What only a
    draft shows is for its office, and nobody between may keep it: it can be removed.
    """
    audience = audience_of(db.session(), name) if NAME.fullmatch(name) else Audience()
    if not (audience.is_everybody or is_of_office(audience)):
        abort(404)
    response = send_from_directory(
        store.pictures(),
        name,
        as_attachment=PurePath(name).suffix not in PICTURES,
        max_age=YEAR if audience.is_everybody else None,
    )
    response.headers["Content-Security-Policy"] = lot_papers.SANDBOX
    response.cache_control.immutable = audience.is_everybody
    response.cache_control.private = None if audience.is_everybody else True
    return response


def is_of_office(audience: Audience) -> bool:
    """Say whether the person who asks works for an office of the audience."""
    who = person() if audience.office_ids else None
    return who is not None and any(map(who.works_for, audience.office_ids))


@bp.get("/lots/<int:lot_id>/documents/<int:document_id>")
def document(lot_id: int, document_id: int) -> ResponseReturnValue:
    """Send a document: a public one to everybody, others to the office that sells.

    Each look at one that is not public is written down before it is handed out.
    """
    who = person()
    lot = lot_page.public_lot(lot_id, who)
    found = lot_papers.readable(lot, document_id, who)
    if who is not None and not found.is_public and request.method == "GET":
        note_look(
            db.session(), document_id=document_id, officer_id=who.id, now=clock.now()
        )
    return lot_papers.send(found, is_shared=found.is_public and lot.is_public)
