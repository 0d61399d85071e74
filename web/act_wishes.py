"""What the form of an act asks, what the officer wants, and where a refusal is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from auction import clock
from auction.models import ActKind, Lot
from auction.rules.acting import (
    DateOutOfReach,
    DocumentMissing,
    circumstances,
    terms_of,
)
from auction.rules.filing import LONGEST_TITLE
from auction.rules.grounds import (
    GroundMissing,
    GroundTooEarly,
    GroundTooLate,
    PublicTextMissing,
    TermNotOver,
    grounds_that_hold,
)
from auction.rules.labels import clean, label_of
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.rules.resuming import TooEarly
from auction.services import acting
from auction.services.suspending import span_after_rest
from web import lot_papers
from web.act_forms import ActForm, MomentUnreadable, is_shown, read_moment
from web.act_links import WORDS
from web.uploads.taking import FileRefused

FIELDS: Mapping[type[Refusal], str] = {
    GroundMissing: "ground",
    GroundTooLate: "ground",
    GroundTooEarly: "ground",
    TermNotOver: "ground",
    PublicTextMissing: "public_text",
    DateOutOfReach: "until",
    TooEarly: "until",
    MomentUnreadable: "until",
    DocumentMissing: "paper",
}
WITHOUT_DOCUMENT = frozenset({ActKind.SUSPENSION, ActKind.RESUMPTION})


def form_of(lot: Lot, kind: ActKind) -> ActForm:
    """Return the form of an act, with the grounds that hold now."""
    form, procedure = ActForm(), lot.catalogue.procedure
    form.submit.label.text = WORDS[kind].button
    terms = terms_of(procedure, kind, lot.status)
    if kind is ActKind.RESUMPTION:
        form.offer_grounds(None)
    else:
        now = circumstances(procedure, lot.standing, now=clock.now())
        form.offer_grounds(grounds_that_hold(terms.grounds, now))
    offer_documents(form, lot, kind, is_needed=terms.document)
    form.ask_until(*date_of(lot, kind))
    return form


def date_of(lot: Lot, kind: ActKind) -> tuple[str | None, str]:
    """Return how the form asks for the date that an act may have."""
    if kind is ActKind.STAY:
        hint = "If it is known. The lot does not go on by itself: you resume it."
        return "Expected until", hint
    if kind is not ActKind.RESUMPTION:
        return None, ""
    span = span_after_rest(lot, wanted=None, now=clock.now())
    tell = lot.catalogue.tell
    if lot.rested_from is LotStatus.ANNOUNCED:
        by_rule = f"By the rules it opens {tell(span.opens_at)}"
        return "New opening", f"{by_rule}. It may be later; else leave this empty."
    by_rule = f"By the rules it closes {tell(span.closes_at)}"
    return "New end", f"{by_rule}. It may be later; else leave this empty."


def offer_documents(form: ActForm, lot: Lot, kind: ActKind, *, is_needed: bool) -> None:
    """Ask for the document on which an act rests, unless it is one that hurries."""
    if kind in WITHOUT_DOCUMENT and not is_needed:
        form.ask_for_no_document()
        return
    form.offer_documents(lot)
    if not is_needed:
        form.make_document_optional()


def wish_of(lot: Lot) -> dict[str, Any]:
    """Read what the officer wants from the form."""
    chosen = request.form.get("document", "")
    known = [one.id for one in lot.documents if is_shown(one) and str(one.id) == chosen]
    return {
        "ground": request.form.get("ground"),
        "public_text": request.form.get("public_text", ""),
        "until": read_moment(request.form.get("until", ""), lot.catalogue.zone),
        "document_id": known[0] if known else None,
        "paper": paper_sent(),
    }


def paper_sent() -> acting.Paper | None:
    """Keep the document that was sent, if one was."""
    file = request.files.get("paper")
    if file is None or not file.filename:
        return None
    title = clean(request.form.get("paper_title", ""))[:LONGEST_TITLE]
    kept = lot_papers.keep(file)
    return acting.Paper(title or label_of(file.filename), kept.file, kept.size)


def field_of(refusal: Refusal) -> str | None:
    """Return the field at which a refusal is said; a file has many ways to be bad."""
    if isinstance(refusal, FileRefused):
        return "paper"
    return FIELDS.get(type(refusal))
