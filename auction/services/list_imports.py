"""What an officer does with a list: upload it, map it, import it, abandon it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    ColumnMapping,
    ImportState,
    ListImport,
    Office,
)
from auction.rules.categories import Category
from auction.rules.columns.plan import Plan, digest_of
from auction.rules.list_reading import TAPE
from auction.rules.lot_cells import Terms
from auction.rules.lot_steps import written_moment
from auction.rules.refusal import NotThere, OutOfStep
from auction.rules.tables.grid import Shape
from auction.rules.tapes.rows import Lots
from auction.services.officers import ACTING, check_duty
from auction.services.transaction import atomic

# Until the lots are there, an officer may go back and say it differently.
OPEN = frozenset(
    {
        *(ImportState.UPLOADED, ImportState.CHECKING),
        *(ImportState.CHECKED, ImportState.FAILED),
    }
)
NOT_REMEMBERED = frozenset({"opens_at", "closes_at"})  # of one sale only


class ImportTooFar(OutOfStep):
    """This list is already being imported, or it is done with."""


class ImportNotRight(OutOfStep):
    """Nothing can be imported while there is a problem in the list."""


@atomic
def upload_list(
    session: Session,
    *,
    catalogue_id: int,
    officer_id: int,
    file: str,
    file_name: str,
    now: datetime,
    category: Category | None = None,
    is_tape: bool = False,
) -> ListImport:
    """Begin an import with a file that is already kept; of one category, if said."""
    catalogue = session.get(Catalogue, catalogue_id)
    if catalogue is None:
        raise NotThere("There is no such catalogue.")
    check_duty(
        session, officer_id=officer_id, office_id=catalogue.office_id, duties=ACTING
    )
    listed = ListImport(
        catalogue_id=catalogue.id,
        uploaded_by_id=officer_id,
        uploaded_at=now,
        file=file,
        file_name=file_name,
        state=ImportState.UPLOADED,
        shape={TAPE: ""} if is_tape else {},
        constants={"category": category.value} if category else {},
    )
    session.add(listed)
    session.flush()
    return listed


@atomic
def reshape_list(
    session: Session, *, import_id: int, officer_id: int, shape: Shape
) -> ListImport:
    """Say how the file is to be read: which sheet, which line names the columns."""
    listed = _to_change(session, import_id, officer_id)
    _begin_anew(listed, ImportState.UPLOADED)
    listed.shape = shape.stored()
    listed.mapping, listed.left_out = {}, []
    return listed


@atomic
def plan_list(
    session: Session,
    *,
    import_id: int,
    officer_id: int,
    headings: Sequence[str],
    plan: Plan,
    now: datetime,
) -> ListImport:
    """Say what the columns are, remember it for the office, and have it checked."""
    listed = _to_change(session, import_id, officer_id)
    _begin_anew(listed, ImportState.CHECKING)
    listed.mapping, listed.constants = plan.stored(), dict(plan.constants)
    listed.left_out = []
    _remember(session, listed.catalogue.office_id, headings, plan, now)
    return listed


@atomic
def plan_tape(
    session: Session,
    *,
    import_id: int,
    officer_id: int,
    lots: Lots,
    constants: Mapping[str, str],
) -> ListImport:
    """Say what lots a loan tape makes, and have it checked."""
    listed = _to_change(session, import_id, officer_id)
    _begin_anew(listed, ImportState.CHECKING)
    listed.shape = {TAPE: lots.value}
    listed.constants, listed.left_out = dict(constants), []
    return listed


@atomic
def explain_words(
    session: Session,
    *,
    import_id: int,
    officer_id: int,
    words: Mapping[str, Mapping[str, str]],
    now: datetime,
) -> ListImport:
    """Say what the office's own words mean, by column, and have it checked again."""
    listed = _to_change(session, import_id, officer_id)
    mapping: dict[str, Any] = {key: dict(said) for key, said in listed.mapping.items()}
    for heading, meanings in words.items():
        if heading in mapping:
            known = mapping[heading].get("words", {})
            mapping[heading]["words"] = {**known, **meanings}
    _begin_anew(listed, ImportState.CHECKING)
    listed.mapping = mapping
    plan = Plan.of(mapping, listed.constants)
    _remember(session, listed.catalogue.office_id, list(mapping), plan, now)
    return listed


@atomic
def leave_rows_out(
    session: Session, *, import_id: int, officer_id: int, rows: Collection[int]
) -> ListImport:
    """Leave out these rows and no others, and have the rest checked again."""
    listed = _to_change(session, import_id, officer_id)
    _begin_anew(listed, ImportState.CHECKING)
    listed.left_out = sorted(set(rows))
    return listed


@atomic
def start_import(session: Session, *, import_id: int, officer_id: int) -> ListImport:
    """Have the lots of a list that was found right added to its catalogue."""
    listed = _to_change(session, import_id, officer_id)
    if listed.state is not ImportState.CHECKED or listed.problem_count:
        raise ImportNotRight
    _begin_anew(listed, ImportState.IMPORTING)
    return listed


@atomic
def abandon_import(
    session: Session, *, import_id: int, officer_id: int, now: datetime
) -> ListImport:
    """Give an import up; nothing of it stays."""
    listed = _of_officer(session, import_id, officer_id)
    if listed.is_over:
        raise ImportTooFar
    give_up(listed, now=now)
    return listed


def give_up(listed: ListImport, *, now: datetime) -> None:
    """Abandon an import, and take the claim from whoever works on it."""
    listed.state = ImportState.ABANDONED
    listed.worker, listed.finished_at = None, now
    listed.problems, listed.preview = [], {}


def remembered(
    session: Session, *, office_id: int, headings: Sequence[str]
) -> Plan | None:
    """Return how an office read a list with these headings the last time."""
    found = session.scalars(
        select(ColumnMapping).where(
            ColumnMapping.office_id == office_id,
            ColumnMapping.headings == digest_of(headings),
        )
    ).one_or_none()
    return Plan.of(found.mapping, found.constants) if found else None


def usual_constants(catalogue: Catalogue) -> dict[str, str]:
    """Return what a new lot of a catalogue begins with, as a plan says it."""
    terms = terms_of(catalogue)
    moments = {"opens_at": catalogue.opens_at, "closes_at": catalogue.closes_at}
    said = {name: written_moment(at, terms.zone) for name, at in moments.items() if at}
    return said | {"stagger": str(catalogue.stagger_seconds)}


def terms_of(catalogue: Catalogue) -> Terms:
    """Return what a list is read by."""
    return Terms(
        catalogue.currency, catalogue.locale, catalogue.zone, catalogue.procedure
    )


def _remember(
    session: Session,
    office_id: int,
    headings: Sequence[str],
    plan: Plan,
    now: datetime,
) -> None:
    # Two officers of an office may map the same kind of list at the same moment.
    session.get(Office, office_id, with_for_update={"key_share": True})
    digest = digest_of(headings)
    found = session.scalars(
        select(ColumnMapping).where(
            ColumnMapping.office_id == office_id, ColumnMapping.headings == digest
        )
    ).one_or_none()
    if found is None:
        found = ColumnMapping(office_id=office_id, headings=digest)
        session.add(found)
    found.mapping = plan.stored()
    found.constants = {
        name: text
        for name, text in plan.constants.items()
        if name not in NOT_REMEMBERED
    }
    found.used_at = now


def _to_change(session: Session, import_id: int, officer_id: int) -> ListImport:
    listed = _of_officer(session, import_id, officer_id)
    if listed.state not in OPEN:
        raise ImportTooFar
    return listed


def _of_officer(session: Session, import_id: int, officer_id: int) -> ListImport:
    listed = session.get(
        ListImport,
        import_id,
        with_for_update={"of": ListImport},
        populate_existing=True,
    )
    if listed is None:
        raise NotThere("There is no such import.")
    office_id = listed.catalogue.office_id
    check_duty(session, officer_id=officer_id, office_id=office_id, duties=ACTING)
    return listed


def _begin_anew(listed: ListImport, state: ImportState) -> None:
    """Let the work begin from the start; whoever is at it loses his claim."""
    listed.state = state
    listed.worker = listed.worked_at = listed.failure = None
    listed.tries = listed.rows_done = listed.problem_count = 0
    if state is not ImportState.IMPORTING:
        listed.problems, listed.preview = [], {}
