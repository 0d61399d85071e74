"""The documents of a lot: a step of a draft's form, later a page of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, Lot
from auction.rules.filing import (
    MOST,
    TitleMissing,
    TooManyDocuments,
    check_label,
)
from auction.rules.grounds import PublicTextMissing, check_public_text
from auction.rules.labels import label_of
from auction.rules.papers import KindUnknown
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.filing import (
    KeptPaper,
    NewDocument,
    add_documents,
    papers_of_acts,
)
from auction.services.filing_in_public import (
    add_documents_to_announced,
    check_takes_documents,
)
from auction.services.looking import count_looks, looks_at
from web import desk, limits, lot_papers, lot_steps
from web.document_forms import AddForm, add_form
from web.extensions import db
from web.login import signed_in
from web.lot_checks import findings_of
from web.uploads import receiving
from web.uploads.receiving import Received, Refused

bp = Blueprint(
    "documents", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>/documents"
)
receiving.take_large_forms(bp)

ACTING = (Duty.DRAFTER, Duty.APPROVER)
CHECK = "documents"  # what the procedure's checks call this step


class OneTitleForOne(Refusal):
    """A title fits one document. Leave it empty: each is then called like its file."""


FIELDS: Mapping[type[Refusal], str] = {
    TitleMissing: "title",
    OneTitleForOne: "title",
    KindUnknown: "kind",
    PublicTextMissing: "reason",
    receiving.NoFileChosen: "documents",
    TooManyDocuments: "documents",
}


@bp.get("")
@desk.for_officers()
def index(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show the documents of a lot, and what may be done to them now."""
    lot = desk.lot_of_office(lot_id)
    return page(lot, add_form(lot))


@bp.post("")
@desk.for_officers(*ACTING)
@limits.UPLOADS
def add(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """File those of the chosen files that are documents, and name the others."""
    lot = desk.lot_of_office(lot_id)
    check_takes_documents(lot, now=clock.now())
    form = add_form(lot)
    if not form.is_right():
        return page(lot, form), 422
    try:
        received = receive(form, is_announced=lot.is_public)
        file_all(lot, form, received)
    except tuple(FIELDS) as refusal:
        form.refuse(FIELDS[type(refusal)], str(refusal))
        return page(desk.lot_of_office(lot_id), form), 422
    lot, added = desk.lot_of_office(lot_id), len(received.taken)
    if received.refused:
        return page(lot, form, refused=received.refused, added=added), 422
    flash(f"Added: {added} {'document' if added == 1 else 'documents'}.", "success")
    return redirect(lot_steps.path(lot, "documents"), 303)


@bp.get("/<int:document_id>/looks")
@desk.for_officers()
def looks(office_slug: str, lot_id: int, document_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show the office who opened a paper of the data room, and when."""
    lot = desk.lot_of_office(lot_id)
    document = lot_papers.readable(lot, document_id, signed_in())
    return desk.page(
        "documents/looks.html",
        lot=lot,
        catalogue=lot.catalogue,
        document=document,
        looks=looks_at(db.session(), document),
    )


def why_not(lot: Lot) -> str | None:
    """Say why a lot takes no documents now, if it does not."""
    try:
        check_takes_documents(lot, now=clock.now())
    except OutOfStep as refusal:
        return str(refusal)
    return None


def receive(form: AddForm, *, is_announced: bool) -> Received[KeptPaper]:
    """Take the files of the form, once all that is said of them is right."""
    files = receiving.files_of("documents")
    check_label(form.label(form.title.data or "As its file is called"))
    if is_announced:
        check_public_text(form.reason.data or "")
    if form.title.data and len(files) > 1:
        raise OneTitleForOne
    return receiving.receive(files, lot_papers.keep)


def file_all(lot: Lot, form: AddForm, received: Received[KeptPaper]) -> None:
    """File what was received, as far as there is room for it."""
    documents = [
        NewDocument(form.label(form.title.data or label_of(name)), paper)
        for name, paper in received.taken
    ]
    session, officer_id, now = db.session(), signed_in().id, clock.now()
    if not lot.is_public:
        room = add_documents(
            session,
            lot_id=lot.id,
            officer_id=officer_id,
            documents=documents,
            now=now,
        )
        received.leave_out(room, str(TooManyDocuments()))
    elif documents:
        add_documents_to_announced(
            session,
            lot_id=lot.id,
            officer_id=officer_id,
            documents=documents,
            reason=form.reason.data or "",
            now=now,
        )


def page(
    lot: Lot, form: AddForm, *, refused: Sequence[Refused] = (), added: int = 0
) -> str:
    """Return the page of the documents."""
    return lot_steps.page(
        lot,
        "documents",
        "documents/index.html",
        form=form,
        papers=lot_papers.papers_of(lot),
        looks=count_looks(db.session(), lot),
        resting=papers_of_acts(db.session(), lot),
        free=MOST - len(lot.documents),
        refused=refused,
        added=added,
        may_change=not desk.duties().isdisjoint(ACTING),
        why_not=why_not(lot),
        findings=[one for one in findings_of(lot) if one.field == CHECK],
    )
