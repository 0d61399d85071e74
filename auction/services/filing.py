"""The documents of a lot: filed, relabelled, replaced by a newer version, removed.

All this is for drafts. What everybody has seen stays: see ``filing_in_public``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auction.models import Act, Document, DocumentLook, Lot
from auction.rules.filing import MOST, Label, TooManyDocuments, check_date, check_label
from auction.rules.refusal import NotThere, OutOfStep
from auction.services.editing import check_draft
from auction.services.officers import lot_for_officer
from auction.services.transaction import atomic


class AlreadyReplaced(OutOfStep):
    """A newer version has replaced this document already."""


class ActRestsOnIt(OutOfStep):
    """An act of this office rests on this document: it stays as it is."""


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A file that lies among the documents; ``size`` is in bytes."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that somebody files."""

    label: Label
    paper: KeptPaper


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A newer version of a document, with its own date."""

    paper: KeptPaper
    dated_on: date | None = None


@atomic
def add_documents(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    documents: Sequence[NewDocument],
    now: datetime,
) -> int:
    """File documents with a draft; return for how many was room."""
    lot = _draft(session, lot_id, officer_id)
    fitting = documents[: MOST - len(lot.documents)]
    for document in fitting:
        file(session, lot, document, now=now)
    return len(fitting)


@atomic
def relabel_document(
    session: Session, *, lot_id: int, officer_id: int, document_id: int, label: Label
) -> Document:
    """Change what a draft's document says of itself."""
    lot = _draft(session, lot_id, officer_id)
    document, kept = current(session, lot, document_id), check_label(label)
    document.title, document.kind = kept.title, kept.kind
    document.is_public, document.dated_on = kept.is_public, kept.dated_on
    return document


@atomic
def replace_document(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    document_id: int,
    version: NewVersion,
    now: datetime,
) -> Document:
    """Put a newer version in the place of a draft's document; the older one stays."""
    lot = _draft(session, lot_id, officer_id)
    older = current(session, lot, document_id)
    return replace(session, lot, older, version, now=now)


@atomic
def remove_document(
    session: Session, *, lot_id: int, officer_id: int, document_id: int
) -> None:
    """Take a document and its earlier versions out of a draft."""
    lot = _draft(session, lot_id, officer_id)
    document = current(session, lot, document_id)
    versions = [*reversed(earlier_versions(lot, document)), document]
    for version in versions:
        looks = DocumentLook.document_id == version.id
        session.execute(delete(DocumentLook).where(looks))
        session.delete(version)
        session.flush()


def earlier_versions(lot: Lot, document: Document) -> list[Document]:
    """Return the versions that a document has replaced, the newest first."""
    replaced = {other.replaced_by_id: other for other in lot.documents}
    found: list[Document] = []
    older = replaced.get(document.id)
    while older is not None:
        found.append(older)
        older = replaced.get(older.id)
    return found


def papers_of_acts(session: Session, lot: Lot) -> frozenset[int]:
    """Return the ids of a lot's documents on which acts rest, done or not."""
    resting = select(Act.document_id).where(
        Act.lot_id == lot.id, Act.document_id.is_not(None)
    )
    return frozenset(session.scalars(resting))


def current(session: Session, lot: Lot, document_id: int) -> Document:
    """Return a document of a lot that may be changed, or refuse."""
    document = session.get(Document, document_id)
    if document is None or document.lot_id != lot.id:
        raise NotThere("This document is no longer there.")
    if document.replaced_at is not None:
        raise AlreadyReplaced
    if document.id in papers_of_acts(session, lot):
        raise ActRestsOnIt
    return document


def file(
    session: Session, lot: Lot, document: NewDocument, *, now: datetime
) -> Document:
    """File a document, within the caller's transaction and lock."""
    label = check_label(document.label)
    return _add(session, lot, label, document.paper, version=1, now=now)


def replace(
    session: Session, lot: Lot, older: Document, version: NewVersion, *, now: datetime
) -> Document:
    """Replace a document by a newer version, within the caller's transaction."""
    dated_on = check_date(version.dated_on)
    label = Label(older.title, older.kind, older.is_public, dated_on)
    newer = _add(session, lot, label, version.paper, version=older.version + 1, now=now)
    older.replaced_at, older.replaced_by_id = now, newer.id
    return newer


def _draft(session: Session, lot_id: int, officer_id: int) -> Lot:
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_draft(lot)
    return lot


def _add(
    session: Session,
    lot: Lot,
    label: Label,
    paper: KeptPaper,
    *,
    version: int,
    now: datetime,
) -> Document:
    if len(lot.documents) >= MOST:
        raise TooManyDocuments
    added = Document(
        title=label.title,
        kind=label.kind,
        is_public=label.is_public,
        dated_on=label.dated_on,
        file=paper.file,
        size=paper.size,
        version=version,
        added_at=now,
    )
    lot.documents.append(added)
    session.flush()
    return added
