"""The papers that show who somebody is: added, opened and removed by the person."""

from __future__ import annotations

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Identity
from auction.rules.identities import (
    PaperKindUnknown,
    TooManyPapers,
    check_paper_kind,
)
from auction.services import identifying, verifying
from web import identity_files, limits
from web.errors import told
from web.extensions import db
from web.identity_forms import PaperForm, paper_form
from web.identity_room import mine, page, to_identity
from web.login import sign_in_required, signed_in
from web.uploads.receiving import NoFileChosen
from web.uploads.taking import FileRefused

bp = Blueprint(
    "identity_papers", __name__, url_prefix="/identity/<int:identity_id>/papers"
)


@bp.post("")
@sign_in_required
@limits.UPLOADS
def add(identity_id: int) -> ResponseReturnValue:
    """Seal a paper, and put it to an identity."""
    identity = mine(identity_id)
    form = paper_form(identity)
    try:
        take_paper(form, identity)
    except (FileRefused, PaperKindUnknown, TooManyPapers) as refusal:
        is_kind = isinstance(refusal, PaperKindUnknown)
        form.refuse("kind" if is_kind else "paper", told(refusal))
        return page(mine(identity_id), form), 422
    flash("The paper is added. It lies under seal.", "success")
    return to_identity(identity_id)


@bp.get("/<int:paper_id>")
@sign_in_required
def show(identity_id: int, paper_id: int) -> ResponseReturnValue:
    """Hand the person a paper of his own; that, too, is written down."""
    mine(identity_id)
    session, user_id = db.session(), signed_in().id
    found = identifying.own_paper(session, paper_id=paper_id, user_id=user_id)
    if found.identity_id != identity_id:
        raise identifying.PaperUnknown
    if request.method == "GET":
        found = verifying.look_at_own(
            session, paper_id=paper_id, user_id=user_id, now=clock.now()
        )
    return identity_files.send(found)


@bp.post("/<int:paper_id>/removal")
@sign_in_required
def remove(identity_id: int, paper_id: int) -> ResponseReturnValue:
    """Delete a paper that nobody judges yet."""
    mine(identity_id)
    identifying.remove_paper(
        db.session(),
        paper_id=paper_id,
        user_id=signed_in().id,
        shred=identity_files.shred,
        now=clock.now(),
    )
    flash("The paper is deleted.", "success")
    return to_identity(identity_id)


def take_paper(form: PaperForm, identity: Identity) -> None:
    """Keep the file of a form, once all that is said of it is right."""
    kind = check_paper_kind(form.kind.data or "", kind=identity.kind)
    sent = request.files.get("paper")
    if sent is None or not sent.filename:
        raise NoFileChosen
    identifying.check_takes_papers(identity)
    identity_id, user_id = identity.id, signed_in().id
    identifying.add_paper(
        db.session(),
        identity_id=identity_id,
        user_id=user_id,
        paper=identity_files.keep(sent.stream, kind=kind, user_id=user_id),
        now=clock.now(),
    )
