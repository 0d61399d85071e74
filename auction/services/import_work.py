"""The long work on a list, done by whoever claims it: checking, and importing.

A claim is a word in the row of the import. Whoever has been silent for longer than
``LEASE`` loses it to the next, and whoever has lost it can write nothing more: so a
worker may be killed at any point, and two never do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, ImportState, ListImport
from auction.models.imports import WORK
from auction.rules.list_reading import ListReading, open_list
from auction.rules.lot_cells import Terms
from auction.rules.refusal import Refusal
from auction.services import importing
from auction.services.drafting import catalogue_for_change
from auction.services.importing import DataRoomPaper
from auction.services.list_imports import give_up, terms_of
from auction.services.previewing import preview_of
from auction.services.transaction import atomic

LEASE = timedelta(seconds=60)
MOST_TRIES = 3
AT_ONCE = 250  # rows, between two signs of life
MOST_PROBLEMS = 20_000  # kept; that there are more is told
KEPT = timedelta(days=30)


class ClaimLost(Refusal):
    """Somebody else works on this import now, or nobody shall any more."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody's right to work on an import, and what the work needs."""

    import_id: int
    word: str
    state: ImportState
    file: str
    shape: dict[str, Any]
    mapping: dict[str, Any]
    constants: dict[str, Any]
    left_out: list[int]
    catalogue_id: int
    office_id: int
    terms: Terms


Clock = Callable[[], datetime]
Keep = Callable[[bytes], DataRoomPaper]


@atomic
def claim_next(session: Session, *, now: datetime) -> Claim | None:
    """Claim the import that has waited longest, if there is any work."""
    listed = session.scalars(
        select(ListImport)
        .where(ListImport.state.in_(WORK), _nobody_is_at_it(now))
        .order_by(ListImport.id)
        .limit(1)
        .with_for_update(of=ListImport, skip_locked=True)
    ).one_or_none()
    if listed is None:
        return None
    if listed.tries >= MOST_TRIES:
        _fail(listed, "This could not be finished. Please tell the operator.", now)
        return None
    listed.worker, listed.worked_at = token_hex(16), now
    listed.tries += 1
    listed.rows_done = 0
    return _claim(listed, listed.worker)


def work(
    session: Session, claim: Claim, *, content: bytes, tell_time: Clock, keep: Keep
) -> None:
    """Check a list or import it, telling how far it has come; refuse it in a sentence.

    ``keep`` keeps a workbook for a data room. ``ClaimLost`` if somebody else has taken
    over.
    """
    try:
        found = open_list(
            content,
            shape=claim.shape,
            mapping=claim.mapping,
            constants=claim.constants,
            terms=claim.terms,
            left_out=claim.left_out,
        )
        total = found.row_count
        say_progress(session, claim=claim, done=0, total=total, now=tell_time())
        for done in found.in_steps(AT_ONCE):
            say_progress(session, claim=claim, done=done, total=total, now=tell_time())
    except ClaimLost:
        raise
    except Refusal as refusal:
        fail(session, claim=claim, sentence=str(refusal), now=tell_time())
        return
    if claim.state is ImportState.IMPORTING and found.is_right:
        prepared = importing.prepare(sheet for _, sheet in found.sheets)
        papers = {number: keep(paper) for number, paper in found.attachments().items()}
        finish_import(
            session, claim=claim, prepared=prepared, papers=papers, now=tell_time()
        )
    else:
        finish_check(session, claim=claim, found=found, now=tell_time())


@atomic
def say_progress(
    session: Session, *, claim: Claim, done: int, total: int, now: datetime
) -> None:
    """Give a sign of life."""
    listed = _held(session, claim)
    listed.rows_done, listed.rows_total, listed.worked_at = done, total, now


@atomic
def finish_check(
    session: Session, *, claim: Claim, found: ListReading, now: datetime
) -> None:
    """Keep what the check has found."""
    preview = preview_of(session, claim.catalogue_id, claim.office_id, found)
    listed = _held(session, claim)
    listed.state = ImportState.CHECKED
    listed.worker, listed.worked_at = None, now
    listed.problem_count = len(found.problems)
    listed.problems = [
        [problem.row, problem.column, problem.sentence]
        for problem in found.problems[:MOST_PROBLEMS]
    ]
    listed.preview = preview


@atomic
def finish_import(
    session: Session,
    *,
    claim: Claim,
    prepared: Sequence[dict[str, Any]],
    papers: Mapping[str, DataRoomPaper],
    now: datetime,
) -> None:
    """Add all the lots, in the same transaction that says that they are there."""
    listed = _held(session, claim)
    catalogue = catalogue_for_change(session, claim.catalogue_id)
    result = importing.add_with_papers(session, catalogue, prepared, papers, now=now)
    listed.state = ImportState.DONE
    listed.worker, listed.finished_at = None, now
    listed.lots_added, listed.lots_there = result.added, result.already_there
    listed.problems, listed.preview = [], {}


@atomic
def fail(session: Session, *, claim: Claim, sentence: str, now: datetime) -> None:
    """Say why the work could not be done."""
    _fail(_held(session, claim), sentence, now)


@atomic
def abandon_old(session: Session, *, now: datetime) -> int:
    """Abandon what has been lying about for 30 days; return how many there were."""
    old = session.scalars(
        select(ListImport).where(
            ListImport.uploaded_at < now - KEPT, ListImport.finished_at.is_(None)
        )
    ).all()
    for listed in old:
        give_up(listed, now=now)
    return len(old)


def files_in_use(session: Session) -> set[str]:
    """Return the names of the files that an import still needs."""
    return set(
        session.scalars(select(ListImport.file).where(ListImport.finished_at.is_(None)))
    )


def _nobody_is_at_it(now: datetime) -> ColumnElement[bool]:
    return or_(ListImport.worker.is_(None), ListImport.worked_at < now - LEASE)


def _held(session: Session, claim: Claim) -> ListImport:
    """Lock the import, if the claim still holds."""
    listed = session.get(
        ListImport,
        claim.import_id,
        with_for_update={"of": ListImport},
        populate_existing=True,
    )
    if listed is None or listed.worker != claim.word:
        raise ClaimLost
    return listed


def _fail(listed: ListImport, sentence: str, now: datetime) -> None:
    listed.state = ImportState.FAILED
    listed.worker, listed.worked_at = None, now
    listed.failure = sentence


def _claim(listed: ListImport, word: str) -> Claim:
    catalogue: Catalogue = listed.catalogue
    return Claim(
        import_id=listed.id,
        word=word,
        state=listed.state,
        file=listed.file,
        shape=dict(listed.shape),
        mapping=dict(listed.mapping),
        constants=dict(listed.constants),
        left_out=list(listed.left_out),
        catalogue_id=catalogue.id,
        office_id=catalogue.office_id,
        terms=terms_of(catalogue),
    )
