"""The documents of a lot, as its pages list them and as they are handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from flask import Response, abort, send_from_directory
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from auction.models import Act, Document, Lot, User
from auction.rules.labels import download_name
from auction.services.filing import KeptPaper, earlier_versions
from web.uploads import store
from web.uploads.documents import TYPES, read_document

FOR_EVERYBODY = "public, max-age=300"
SANDBOX = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with the versions that it replaced, the newest of them first."""

    current: Document
    earlier: Sequence[Document]


def papers_of(lot: Lot) -> list[Paper]:
    """Return all current documents of a lot, in the order in which they first came."""
    papers = [
        Paper(document, earlier_versions(lot, document))
        for document in lot.documents
        if document.replaced_at is None
    ]
    return sorted(papers, key=lambda paper: (paper.current, *paper.earlier)[-1].id)


def public_papers(lot: Lot) -> list[Paper]:
    """Return the documents that everybody may open."""
    return [paper for paper in papers_of(lot) if paper.current.is_public]


def count_in_data_room(session: Session, lot: Lot) -> int:
    """Count the papers in the data room, without those of acts that only wait."""
    if all(document.is_public for document in lot.documents):
        return 0
    waits = exists().where(Act.document_id == Document.id)
    hidden = select(func.count()).where(
        Document.lot_id == lot.id,
        Document.is_public.is_(False),
        Document.replaced_at.is_(None),
        ~waits,
    )
    return session.scalar(hidden) or 0


def keep(file: FileStorage) -> KeptPaper:
    """Keep a document that somebody sent, or refuse it."""
    paper = read_document(file.stream, file.filename or "")
    return KeptPaper(store.keep_document(paper.content, paper.form), len(paper.content))


def readable(lot: Lot, document_id: int, who: User | None) -> Document:
    """Return a document that this person may open, or answer 404."""
    found = next((one for one in lot.documents if one.id == document_id), None)
    is_colleague = who is not None and who.works_for(lot.office_id)
    if found is None or not (found.is_public or is_colleague):
        abort(404)
    return found


def send(document: Document, *, is_shared: bool) -> Response:
    """Hand out a document as a file to be saved, under a name that says what it is."""
    form = PurePath(document.file).suffix.removeprefix(".")
    version = [f"version {document.version}"] if document.version > 1 else []
    answer = send_from_directory(
        _folder(document.file),
        document.file,
        as_attachment=True,
        download_name=download_name(document.title, form=form, parts=version),
        mimetype=TYPES.get(form, "application/octet-stream"),
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = FOR_EVERYBODY if is_shared else "no-store"
    return answer


def _folder(name: str) -> Path:
    # Until offices had a data room, papers lay beside the pictures.
    is_here = (store.documents() / name).exists()
    return store.documents() if is_here else store.pictures()
