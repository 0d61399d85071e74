"""What an officer may do with a list, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ColumnMapping, Duty, ImportState, ListImport
from auction.rules.columns.plan import Plan
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.rules.tables.grid import Shape
from auction.rules.tapes.rows import Lots
from auction.services import list_imports
from auction.services.officers import NotYourDuty, NotYourOffice
from tests.factories import make_bidder, make_catalogue, make_office, make_officer
from tests.moving_clock import NOON
from tests.racing import at_once
from tests.services.lists import (
    COLUMNS,
    CONSTANTS,
    HEADINGS,
    checked,
    planned,
    started,
    uploaded,
    worked_on,
)

PLAN = Plan.of(COLUMNS, CONSTANTS)
Acts = dict[str, Callable[[Session, int, int], Any]]
ACTS: Acts = {
    "reshape": lambda session, import_id, officer_id: list_imports.reshape_list(
        session, import_id=import_id, officer_id=officer_id, shape=Shape(heading=2)
    ),
    "plan": lambda session, import_id, officer_id: list_imports.plan_list(
        session,
        import_id=import_id,
        officer_id=officer_id,
        headings=HEADINGS,
        plan=PLAN,
        now=NOON,
    ),
    "tape": lambda session, import_id, officer_id: list_imports.plan_tape(
        session,
        import_id=import_id,
        officer_id=officer_id,
        lots=Lots.PACK,
        constants={},
    ),
    "explain": lambda session, import_id, officer_id: list_imports.explain_words(
        session,
        import_id=import_id,
        officer_id=officer_id,
        words={"kind": {"Laube": "real_estate"}},
        now=NOON,
    ),
    "leave out": lambda session, import_id, officer_id: list_imports.leave_rows_out(
        session, import_id=import_id, officer_id=officer_id, rows=[3, 2, 3]
    ),
    "start": lambda session, import_id, officer_id: list_imports.start_import(
        session, import_id=import_id, officer_id=officer_id
    ),
    "abandon": lambda session, import_id, officer_id: list_imports.abandon_import(
        session, import_id=import_id, officer_id=officer_id, now=NOON
    ),
}
act = pytest.mark.parametrize("name", ACTS)


def test_a_drafter_uploads_a_list(session: Session) -> None:
    officer = make_officer(session, duties=[Duty.DRAFTER])

    listed = uploaded(session, officer=officer)

    assert listed.state is ImportState.UPLOADED
    assert (listed.uploaded_at, listed.uploaded_by_id) == (NOON, officer.id)


def test_a_stranger_uploads_nothing(session: Session) -> None:
    with pytest.raises(NotYourOffice):
        uploaded(session, officer=make_bidder(session))


def test_nobody_uploads_for_another_office(session: Session) -> None:
    another = make_office(session, "another-court")

    with pytest.raises(NotYourOffice):
        uploaded(session, officer=make_officer(session, another))


def test_a_list_needs_a_catalogue(session: Session) -> None:
    with pytest.raises(NotThere):
        list_imports.upload_list(
            session,
            catalogue_id=7,
            officer_id=make_officer(session).id,
            file="",
            file_name="",
            now=NOON,
        )


@act
@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_another_duty_does_not_do(session: Session, name: str, duty: Duty) -> None:
    listed = checked(session)
    officer = make_officer(session, duties=[duty])

    with pytest.raises(NotYourDuty):
        ACTS[name](session, listed.id, officer.id)


@act
def test_an_officer_of_another_office_may_do_nothing(
    session: Session, name: str
) -> None:
    listed = checked(session)
    officer = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotAllowed):
        ACTS[name](session, listed.id, officer.id)


@act
def test_what_is_not_there_is_not_there(session: Session, name: str) -> None:
    with pytest.raises(NotThere):
        ACTS[name](session, 7, make_officer(session).id)


@act
def test_what_is_done_stays_done(session: Session, name: str) -> None:
    listed = worked_on(session, started(session, checked(session)))

    with pytest.raises(OutOfStep):
        ACTS[name](session, listed.id, listed.uploaded_by_id)


@pytest.mark.parametrize("name", [name for name in ACTS if name != "abandon"])
def test_while_the_lots_are_being_added_nothing_changes(
    session: Session, name: str
) -> None:
    listed = started(session, checked(session))

    with pytest.raises(OutOfStep):
        ACTS[name](session, listed.id, listed.uploaded_by_id)


def test_a_list_is_not_imported_before_it_is_checked(session: Session) -> None:
    with pytest.raises(list_imports.ImportNotRight):
        started(session, planned(session))


def test_a_new_shape_forgets_the_columns(session: Session) -> None:
    listed = checked(session)

    found = ACTS["reshape"](session, listed.id, listed.uploaded_by_id)

    assert (found.state, found.shape) == (ImportState.UPLOADED, {"heading": 2})
    assert (found.mapping, found.left_out, found.preview) == ({}, [], {})


def test_rows_are_left_out_in_order(session: Session) -> None:
    listed = checked(session)

    found = ACTS["leave out"](session, listed.id, listed.uploaded_by_id)

    assert (found.state, found.left_out) == (ImportState.CHECKING, [2, 3])


def test_words_are_explained_one_after_the_other(session: Session) -> None:
    listed = checked(session)
    said = [("kind", "Laube", "goods"), ("kind", "Pkw", "vehicle"), ("x", "a", "b")]
    for heading, word, meaning in said:
        list_imports.explain_words(
            session,
            import_id=listed.id,
            officer_id=listed.uploaded_by_id,
            words={heading: {word: meaning}},
            now=NOON,
        )

    session.refresh(listed)
    assert listed.mapping["kind"] == {
        "to": "category",
        "words": {"Laube": "goods", "Pkw": "vehicle"},
    }
    plan = list_imports.remembered(
        session, office_id=listed.catalogue.office_id, headings=HEADINGS
    )
    assert plan is not None
    assert plan.columns["kind"].words == {"Laube": "goods", "Pkw": "vehicle"}


def test_an_office_remembers_how_it_read_a_kind_of_list(session: Session) -> None:
    office_id = planned(session).catalogue.office_id

    plan = list_imports.remembered(session, office_id=office_id, headings=HEADINGS)

    assert plan is not None
    assert plan.columns == PLAN.columns
    assert plan.constants == {"increment": "10"}  # the days were those of one sale


def test_nobody_remembers_another_list_or_what_others_did(session: Session) -> None:
    listed = planned(session)
    office_id = listed.catalogue.office_id
    another = make_office(session, "another-court")

    for office, headings in ((office_id, HEADINGS[:2]), (another.id, HEADINGS)):
        assert not list_imports.remembered(session, office_id=office, headings=headings)


def test_the_same_kind_of_list_is_remembered_once(app: Flask, session: Session) -> None:
    catalogue = make_catalogue(session)
    lists = [uploaded(session, catalogue) for _ in range(4)]
    jobs = [(listed.id, listed.uploaded_by_id) for listed in lists]
    session.commit()

    at_once(app, [lambda own, job=job: ACTS["plan"](own, *job) for job in jobs])  # type: ignore[misc]

    session.rollback()
    assert len(session.scalars(select(ColumnMapping)).all()) == 1
    states = session.scalars(select(ListImport.state)).all()
    assert set(states) == {ImportState.CHECKING}


def test_abandoning_leaves_nothing_behind(session: Session) -> None:
    listed = checked(session)

    found = ACTS["abandon"](session, listed.id, listed.uploaded_by_id)

    assert found.state is ImportState.ABANDONED
    assert (found.finished_at, found.problems, found.preview) == (NOON, [], {})
