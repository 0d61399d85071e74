"""Checking and importing a list: all of it, once, whoever is killed on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import ImportState, ListImport, Lot
from auction.rules.lifecycle import LotStatus
from auction.services import import_work, list_imports
from auction.services.import_work import LEASE, MOST_TRIES, Claim, ClaimLost
from tests.factories import make_catalogue, make_lot, make_office
from tests.moving_clock import NOON
from tests.racing import at_once
from tests.services.lists import (
    COLUMNS,
    CONSTANTS,
    LIST,
    checked,
    do_work,
    look,
    planned,
    started,
    uploaded,
    worked_on,
)

LATER = NOON + LEASE + timedelta(seconds=1)
ANOTHER_ROW = b"9;Hut;real estate;26.23\n"


def lots(session: Session) -> list[Lot]:
    session.rollback()
    return list(session.scalars(select(Lot).order_by(Lot.catalogue_id, Lot.number)))


def claimed(session: Session) -> Claim:
    claim = import_work.claim_next(session, now=NOON)
    assert claim is not None
    return claim


def test_a_list_is_checked_and_nothing_is_added(session: Session) -> None:
    listed = checked(session)

    assert listed.state is ImportState.CHECKED
    assert (listed.problem_count, listed.rows_done, listed.rows_total) == (0, 3, 3)
    assert listed.preview["new"] == 3
    assert [lot["title"] for lot in listed.preview["lots"]] == ["Van", "House", "Flat"]
    assert lots(session) == []


def test_a_right_list_is_imported_as_drafts(session: Session) -> None:
    catalogue = make_catalogue(session)
    make_lot(session, catalogue)

    listed = worked_on(session, started(session, checked(session, catalogue)))

    assert listed.state is ImportState.DONE
    assert (listed.lots_added, listed.lots_there) == (3, 0)
    new = lots(session)[1:]
    assert [(lot.number, lot.external_id, lot.version) for lot in new] == [
        *((2, "1", 1), (3, "2", 1), (4, "3", 1)),
    ]
    assert {lot.status for lot in new} == {LotStatus.DRAFT}
    assert {lot.office_id for lot in new} == {catalogue.office_id}


def test_every_problem_is_kept_by_row_and_column(session: Session) -> None:
    listed = checked(session, content=LIST + ANOTHER_ROW)

    assert listed.state is ImportState.CHECKED
    assert listed.problem_count == 1
    ((row, column, sentence),) = listed.problems
    assert (row, column) == (5, "price (D)")
    assert "26.23" in sentence


def test_while_there_is_a_problem_nothing_can_be_imported(session: Session) -> None:
    listed = checked(session, content=LIST + ANOTHER_ROW)

    with pytest.raises(list_imports.ImportNotRight):
        started(session, listed)


def test_a_list_that_has_become_wrong_since_it_was_checked_adds_nothing(
    session: Session,
) -> None:
    listed = started(session, checked(session))

    worked_on(session, listed, LIST + ANOTHER_ROW)

    assert listed.state is ImportState.CHECKED
    assert listed.problem_count == 1
    assert lots(session) == []


def test_rows_that_are_left_out_are_no_problem(session: Session) -> None:
    listed = checked(session, content=LIST + ANOTHER_ROW)
    list_imports.leave_rows_out(
        session, import_id=listed.id, officer_id=listed.uploaded_by_id, rows=[5]
    )

    worked_on(session, listed, LIST + ANOTHER_ROW)
    worked_on(session, started(session, listed), LIST + ANOTHER_ROW)

    assert listed.state is ImportState.DONE
    assert len(lots(session)) == 3


def test_what_is_there_already_is_told_and_not_added_again(session: Session) -> None:
    catalogue = make_catalogue(session)
    make_lot(session, catalogue, external_id="2", title="As it was")

    listed = checked(session, catalogue)
    preview = listed.preview
    worked_on(session, started(session, listed))

    assert (preview["new"], preview["there"], preview["there_rows"]) == (2, 1, [3])
    assert (listed.lots_added, listed.lots_there) == (2, 1)
    assert [lot.title for lot in lots(session)] == ["As it was", "Van", "Flat"]


def test_what_stands_in_another_catalogue_of_the_office_is_told(
    session: Session,
) -> None:
    make_lot(session, make_catalogue(session, title="Last year"), external_id="3")
    others = make_catalogue(session, office=make_office(session, "another-court"))
    make_lot(session, others, external_id="2")

    preview = checked(session, make_catalogue(session)).preview

    assert (preview["elsewhere"], preview["elsewhere_examples"]) == (
        *(1, [["3", "Last year"]]),
    )


def test_how_the_columns_were_read_is_told(session: Session) -> None:
    listed = checked(session)

    price = listed.preview["columns"][3]
    assert (price["heading"], price["letters"], price["label"]) == (
        *("price", "D", "Starting price"),
    )
    assert (price["example"], price["is_certain"]) == ("1.234,56", True)


def test_a_file_that_is_no_list_fails_in_a_sentence(session: Session) -> None:
    listed = checked(session, content=b"%PDF-1.7")

    assert listed.state is ImportState.FAILED
    assert listed.failure is not None
    assert "PDF" in listed.failure


def test_a_plan_that_makes_no_sense_fails_in_a_sentence(session: Session) -> None:
    listed = planned(session)
    session.get_one(ListImport, listed.id).mapping = {"no": 7}
    session.commit()

    worked_on(session, listed)

    assert listed.state is ImportState.FAILED


def test_there_may_be_nothing_to_do(session: Session) -> None:
    uploaded(session)

    assert import_work.claim_next(session, now=NOON) is None


def test_who_waited_longest_is_next(session: Session) -> None:
    first, second = planned(session), planned(session)

    assert [claimed(session).import_id for _ in range(2)] == [first.id, second.id]


def test_nobody_else_can_claim_what_somebody_works_on(session: Session) -> None:
    planned(session)
    claimed(session)

    assert import_work.claim_next(session, now=NOON + LEASE) is None


def test_the_work_of_one_who_fell_silent_is_done_by_the_next(session: Session) -> None:
    listed = started(session, checked(session))
    silent = claimed(session)
    import_work.say_progress(session, claim=silent, done=2, total=3, now=NOON)

    worked_on(session, listed, at=LATER)

    assert listed.state is ImportState.DONE
    assert len(lots(session)) == 3
    with pytest.raises(ClaimLost):
        do_work(session, silent, at=LATER)
    assert len(lots(session)) == 3


def test_one_who_was_only_slow_cannot_import_a_second_time(session: Session) -> None:
    listed = started(session, checked(session))
    slow = claimed(session)
    other = import_work.claim_next(session, now=LATER)

    with pytest.raises(ClaimLost):
        import_work.finish_import(
            session, claim=slow, prepared=[], papers={}, now=LATER
        )

    assert look(session, listed).state is ImportState.IMPORTING
    assert other is not None
    do_work(session, other, at=LATER)
    assert len(lots(session)) == 3


def test_a_sign_of_life_keeps_the_claim(session: Session) -> None:
    planned(session)
    claim = claimed(session)

    import_work.say_progress(session, claim=claim, done=1, total=3, now=NOON + LEASE)

    assert import_work.claim_next(session, now=LATER) is None


def test_what_kills_everybody_who_tries_is_given_up(session: Session) -> None:
    listed = planned(session)

    for number in range(MOST_TRIES + 1):
        import_work.claim_next(session, now=NOON + 2 * number * LEASE)

    assert look(session, listed).state is ImportState.FAILED
    assert listed.failure is not None
    assert "tell the operator" in listed.failure


def test_an_import_that_is_abandoned_meanwhile_adds_nothing(session: Session) -> None:
    listed = started(session, checked(session))
    claim = claimed(session)
    list_imports.abandon_import(
        session, import_id=listed.id, officer_id=listed.uploaded_by_id, now=NOON
    )

    with pytest.raises(ClaimLost):
        do_work(session, claim, at=NOON)

    assert look(session, listed).state is ImportState.ABANDONED
    assert lots(session) == []


def test_a_list_that_is_planned_anew_meanwhile_is_checked_anew(
    session: Session,
) -> None:
    listed = planned(session)
    old = claimed(session)
    list_imports.leave_rows_out(
        session, import_id=listed.id, officer_id=listed.uploaded_by_id, rows=[2]
    )

    with pytest.raises(ClaimLost):
        do_work(session, old, at=NOON)
    worked_on(session, listed)

    assert listed.preview["new"] == 2


def test_of_many_workers_at_once_one_does_the_work(
    app: Flask, session: Session
) -> None:
    listed = started(session, checked(session))

    def do_it(own: Session) -> None:
        claim = import_work.claim_next(own, now=NOON)
        if claim is not None:
            do_work(own, claim, at=NOON)

    at_once(app, [do_it] * 4)

    assert look(session, listed).state is ImportState.DONE
    assert session.scalar(select(func.count(Lot.id))) == 3


def test_two_imports_of_the_same_list_at_once_add_it_once(
    app: Flask, session: Session
) -> None:
    catalogue = make_catalogue(session)
    for listed in [checked(session, catalogue), checked(session, catalogue)]:
        started(session, listed)
    claims = [claimed(session), claimed(session)]

    at_once(
        app,
        [
            lambda own, claim=claim: do_work(own, claim)  # type: ignore[misc]
            for claim in claims
        ],
    )

    found = lots(session)
    assert [lot.number for lot in found] == [1, 2, 3]
    added = session.scalars(select(ListImport.lots_added)).all()
    assert sorted(added) == [0, 3]


def test_what_lies_about_for_a_month_is_abandoned(session: Session) -> None:
    old, done = uploaded(session), started(session, checked(session))
    worked_on(session, done)
    assert import_work.files_in_use(session) == {"a.csv"}

    count = import_work.abandon_old(session, now=NOON + timedelta(days=31))

    assert count == 1
    assert look(session, old).state is ImportState.ABANDONED
    assert look(session, done).state is ImportState.DONE
    assert import_work.files_in_use(session) == set()


def test_more_problems_than_anybody_reads_are_counted(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "MOST_PROBLEMS", 2)
    rows = b"".join(b"%d;;;\n" % number for number in range(7))

    listed = checked(session, content=LIST + rows)

    assert listed.problem_count > 20
    assert len(listed.problems) == 2


def test_amounts_in_a_list_are_read_by_its_catalogue(session: Session) -> None:
    catalogue = make_catalogue(session, currency_code="JPY")

    listed = checked(
        session,
        catalogue,
        b"title;kind;price\nVan;vehicle;1.234\n",
        columns=COLUMNS,
        constants=CONSTANTS,
    )

    assert listed.problem_count == 1
