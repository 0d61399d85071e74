"""Imports of lists, as a test needs them: uploaded, checked, worked on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auction.models import Catalogue, ListImport, User
from auction.rules.columns.plan import Plan
from auction.services import import_work, list_imports
from auction.services.import_work import Claim
from auction.services.importing import DataRoomPaper
from tests.factories import make_catalogue, make_officer
from tests.moving_clock import NOON

HEADINGS = ["no", "title", "kind", "price"]
LIST = b"""\
no;title;kind;price
1;Van;vehicle;1.234,56
2;House;real estate;26,50
3;Flat;real estate;30,00
"""
COLUMNS: Mapping[str, Any] = {
    "no": "external_id",
    "title": "title",
    "kind": "category",
    "price": "starting_price",
}
CONSTANTS = {
    "opens_at": "2026-03-03 10:00",
    "closes_at": "2026-03-04 10:00",
    "increment": "10",
}


def uploaded(
    session: Session, catalogue: Catalogue | None = None, officer: User | None = None
) -> ListImport:
    """Upload a list into a catalogue."""
    catalogue = catalogue or make_catalogue(session)
    officer = officer or make_officer(session, catalogue.office)
    return list_imports.upload_list(
        session,
        catalogue_id=catalogue.id,
        officer_id=officer.id,
        file="a.csv",
        file_name="Lots of March.csv",
        now=NOON,
    )


def planned(
    session: Session,
    catalogue: Catalogue | None = None,
    *,
    columns: Mapping[str, Any] = COLUMNS,
    constants: Mapping[str, str] = CONSTANTS,
) -> ListImport:
    """Upload a list and say what its columns are."""
    listed = uploaded(session, catalogue)
    return list_imports.plan_list(
        session,
        import_id=listed.id,
        officer_id=listed.uploaded_by_id,
        headings=HEADINGS,
        plan=Plan.of(columns, constants),
        now=NOON,
    )


def worked_on(
    session: Session, listed: ListImport, content: bytes = LIST, *, at: datetime = NOON
) -> ListImport:
    """Let somebody do the work that an import waits for."""
    claim = import_work.claim_next(session, now=at)
    assert claim is not None
    assert claim.import_id == listed.id
    do_work(session, claim, content, at=at)
    return look(session, listed)


def do_work(
    session: Session, claim: Claim, content: bytes = LIST, *, at: datetime = NOON
) -> None:
    """Do the work of a claim, all at one moment."""
    import_work.work(session, claim, content=content, tell_time=lambda: at, keep=kept)


def kept(workbook: bytes) -> DataRoomPaper:
    """Say that a workbook has been kept."""
    return DataRoomPaper("kept.xlsx", len(workbook))


def checked(
    session: Session,
    catalogue: Catalogue | None = None,
    content: bytes = LIST,
    **plan: Any,
) -> ListImport:
    return worked_on(session, planned(session, catalogue, **plan), content)


def started(session: Session, listed: ListImport) -> ListImport:
    return list_imports.start_import(
        session, import_id=listed.id, officer_id=listed.uploaded_by_id
    )


def look(session: Session, listed: ListImport) -> ListImport:
    """Look again, with fresh eyes."""
    session.rollback()
    session.refresh(listed)
    return listed
