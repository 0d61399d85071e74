"""One document of a lot: what it says of itself, its newer versions, its removal."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Document, Duty, Lot
from auction.rules.filing import (
    TitleMissing,
    TooManyDocuments,
    read_date,
)
from auction.rules.grounds import PublicTextMissing, check_public_text
from auction.rules.papers import KindUnknown
from auction.rules.refusal import Refusal
from auction.services import filing
from auction.services.filing import NewVersion
from auction.services.filing_in_public import (
    check_takes_documents,
    replace_document_of_announced,
)
from web import desk, limits, lot_papers, lot_steps
from web.document_forms import LabelForm, VersionForm, label_form_of, version_form
from web.extensions import db
from web.login import signed_in
from web.uploads import receiving
from web.uploads.taking import FileRefused

bp = Blueprint(
    "papers",
    __name__,
    url_prefix="/desk/<office_slug>/lots/<int:lot_id>/documents/<int:document_id>",
)
receiving.take_large_forms(bp)

ACTING = (Duty.DRAFTER, Duty.APPROVER)
FIELDS: Mapping[type[Refusal], str] = {
    TitleMissing: "title",
    KindUnknown: "kind",
    PublicTextMissing: "reason",
    TooManyDocuments: "document",
}
REFUSALS: tuple[type[Refusal], ...] = (FileRefused, *FIELDS)


@bp.get("")
@desk.for_officers(*ACTING)
def show(office_slug: str, lot_id: int, document_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show what a document says of itself, and where its newer version comes in."""
    lot, document = at_hand(lot_id, document_id)
    return page(lot, document)


@bp.post("")
@desk.for_officers(*ACTING)
def relabel(office_slug: str, lot_id: int, document_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Change what a draft's document says of itself."""
    lot, document = at_hand(lot_id, document_id)
    form = label_form_of(document, lot.category)
    if not form.is_right():
        return page(lot, document, label=form), 422
    try:
        filing.relabel_document(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            document_id=document_id,
            label=form.label(),
        )
    except tuple(FIELDS) as refusal:
        form.refuse(FIELDS[type(refusal)], str(refusal))
        return page(lot, document, label=form), 422
    flash("Saved.", "success")
    return redirect(lot_steps.path(lot, "documents"), 303)


@bp.post("/versions")
@desk.for_officers(*ACTING)
@limits.UPLOADS
def replace(office_slug: str, lot_id: int, document_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Put a newer version in the place of a document."""
    lot, document = at_hand(lot_id, document_id)
    form = version_form(lot)
    if not form.is_right():
        return page(lot, document, version=form), 422
    try:
        put_in_place(lot, document_id, form)
    except REFUSALS as refusal:
        form.refuse(FIELDS.get(type(refusal), "document"), str(refusal))
        return page(lot, document, version=form), 422
    flash("The newer version is in its place.", "success")
    return redirect(lot_steps.path(lot, "documents"), 303)


@bp.post("/removal")
@desk.for_officers(*ACTING)
def remove(office_slug: str, lot_id: int, document_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Remove a document and its earlier versions from a draft."""
    lot = desk.lot_of_office(lot_id)
    filing.remove_document(
        db.session(),
        lot_id=lot_id,
        officer_id=signed_in().id,
        document_id=document_id,
    )
    flash("The document was removed.", "success")
    return redirect(lot_steps.path(lot, "documents"), 303)


def at_hand(lot_id: int, document_id: int) -> tuple[Lot, Document]:
    """Return a document that may be changed now, with its lot, or refuse."""
    lot = desk.lot_of_office(lot_id)
    check_takes_documents(lot, now=clock.now())
    return lot, filing.current(db.session(), lot, document_id)


def put_in_place(lot: Lot, document_id: int, form: VersionForm) -> None:
    """Keep the file and let it replace the older version, in public where it must."""
    if lot.is_public:
        check_public_text(form.reason.data or "")
    [file, *_] = receiving.files_of("document")
    version = NewVersion(lot_papers.keep(file), read_date(form.dated_on.data or ""))
    who = {"lot_id": lot.id, "officer_id": signed_in().id, "document_id": document_id}
    if not lot.is_public:
        filing.replace_document(db.session(), **who, version=version, now=clock.now())
    else:
        replace_document_of_announced(
            db.session(),
            **who,
            version=version,
            reason=form.reason.data or "",
            withhold=form.withhold.data,
            now=clock.now(),
        )


def page(
    lot: Lot,
    document: Document,
    *,
    label: LabelForm | None = None,
    version: VersionForm | None = None,
) -> str:
    """Return the page of a document."""
    refused = label or version
    return lot_steps.page(
        lot,
        "documents",
        "documents/show.html",
        document=document,
        refused=refused if refused and refused.errors else None,
        label=label or label_form_of(document, lot.category),
        version=version or version_form(lot),
    )
