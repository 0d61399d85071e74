"""Documents that are added to a lot which everybody can see, each time with a reason.

Nothing is removed: an older version stays listed, and the change is in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Document, Lot, LotChange
from auction.rules import changing
from auction.rules.filing import in_words
from auction.rules.grounds import check_public_text
from auction.rules.lifecycle import ENDED
from auction.services import filing, notifying, trail
from auction.services.editing import check_draft
from auction.services.filing import NewDocument, NewVersion
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic, step_version


def check_takes_documents(lot: Lot, *, now: datetime) -> None:
    """Refuse a lot that waits for approval, or whose end is too near, and say why."""
    if lot.is_public:
        _check_moment(lot, now=now)
    else:
        check_draft(lot)


@atomic
def add_documents_to_announced(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    documents: Sequence[NewDocument],
    reason: str,
    now: datetime,
) -> list[Document]:
    """File more documents with an announced lot, or none; everybody reads why."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    _check_moment(lot, now=now)
    why = check_public_text(reason)
    added = [filing.file(session, lot, document, now=now) for document in documents]
    for document in added:
        change = LotChange(old="", new=_named(document), reason=why)
        _publish(session, lot, change, document, officer_id=officer_id, now=now)
    _tell(session, lot, added, why, now=now)
    return added


@atomic
def replace_document_of_announced(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    document_id: int,
    version: NewVersion,
    reason: str,
    withhold: bool = False,
    now: datetime,
) -> Document:
    """Put a newer version in the place of a document; everybody reads why.

    The older one stays listed. With ``withhold`` only the office can still open it: it
    showed what must not be seen.
    """
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    _check_moment(lot, now=now)
    why = check_public_text(reason)
    older = filing.current(session, lot, document_id)
    newer = filing.replace(session, lot, older, version, now=now)
    old = _named(older) + (" (no longer shown)" if withhold else "")
    change = LotChange(old=old, new=_named(newer), reason=why)
    _publish(session, lot, change, newer, officer_id=officer_id, now=now)
    _tell(session, lot, [newer], why, now=now)
    older.is_public = older.is_public and not withhold
    return newer


def _check_moment(lot: Lot, *, now: datetime) -> None:
    # What comes after the end, such as an order that confirms the sale, changes no bid.
    if lot.status not in ENDED:
        changing.check_moment(lot.status, closes_at=lot.closes_at, now=now)


def _publish(
    session: Session,
    lot: Lot,
    change: LotChange,
    document: Document,
    *,
    officer_id: int,
    now: datetime,
) -> None:
    change.lot_id, change.at, change.field = lot.id, now, "Documents"
    change.changed_by_id = officer_id
    session.add(change)
    step_version(lot)
    trail.record(
        session,
        lot,
        action="document_replaced" if change.old else "document_added",
        actor=office_name(lot),
        at=now,
        old=change.old,
        new=change.new,
        file=document.file if document.is_public else None,
        reason=change.reason,
    )


def _tell(
    session: Session, lot: Lot, added: Sequence[Document], why: str, *, now: datetime
) -> None:
    names = "; ".join(_named(document) for document in added)
    notifying.tell_registered(
        session,
        lot,
        kind="document",
        subject=f"Lot {lot.number}: new documents",
        text=f"{lot.title}\n\nAdded: {names}\n\n{why}",
        now=now,
    )


def _named(document: Document) -> str:
    return in_words(
        document.title,
        version=document.version,
        dated_on=document.dated_on,
        is_public=document.is_public,
    )
