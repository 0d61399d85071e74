"""What the desk's first room reads: results, the day, and what waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from auction.models import (
    Act,
    Catalogue,
    Duty,
    ImportState,
    ListImport,
    Lot,
    LotViews,
    Office,
    Reminder,
    Submission,
    User,
)
from auction.money import Money
from auction.rules.acting import ActKind
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services import results
from auction.services.agenda import MOST, agenda
from auction.services.answering import answer_question
from auction.services.beginning import beginning
from auction.services.results import Group, Scope
from auction.services.waiting import Matter, Waits, waiting_for
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_question,
    make_slot,
)
from tests.moving_clock import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONTH = (NOON - 15 * DAY, NOON + 15 * DAY)
BOTH = [(MONTH[0], NOON), (NOON, MONTH[1])]
EVERYTHING = tuple(Duty)


def make_ended(
    session: Session,
    catalogue: Catalogue | None = None,
    status: LotStatus = LotStatus.SOLD,
    *,
    at: datetime = NOON - DAY,
    **columns: Any,
) -> Lot:
    if status is LotStatus.SOLD:
        columns.setdefault("price", Money(600_00))
    return make_lot(
        session, catalogue, status=status, closes_at=at, ended_at=at, **columns
    )


def found(session: Session, **changes: Any) -> list[Group]:
    scope = Scope(make_office(session).id, *MONTH, **changes)
    return results.groups(session, scope, BOTH)


def waits(session: Session, office: Office, me: User, *duties: Duty) -> dict[str, Any]:
    told = waiting_for(
        session,
        office_id=office.id,
        person_id=me.id,
        duties=duties or EVERYTHING,
        now=NOON,
    )
    return {one.matter.value: (one.count, one.at) for one in told}


def test_sold_lots_are_added_up(session: Session) -> None:
    catalogue = make_catalogue(session)
    make_ended(session, catalogue, valuation=Money(800_00))
    make_ended(session, catalogue, price=Money(900_00))

    (group,) = found(session)

    tally = group.tally
    assert (group.category, group.status) == (Category.LOAN, LotStatus.SOLD)
    assert (group.currency_code, group.span) == ("EUR", 0)
    assert tally.counts == {LotStatus.SOLD: 2}
    assert (tally.hammer, tally.starting) == (Money(1_500_00), Money(800_00))
    assert (tally.valued_hammer, tally.valuation) == (Money(600_00), Money(800_00))
    assert tally.valued_starting == Money(400_00)


def test_what_was_not_sold_has_no_sums(session: Session) -> None:
    make_ended(session, status=LotStatus.PASSED, price=Money(1), valuation=Money(5))

    (group,) = found(session)

    assert group.tally.counts == {LotStatus.PASSED: 1}
    assert group.tally.hammer == group.tally.valuation == Money(0)


def test_lots_count_in_the_period_in_which_they_end(session: Session) -> None:
    begin, end = MONTH
    make_ended(session, at=begin)
    make_ended(session, at=end)
    make_ended(session, at=begin - HOUR, status=LotStatus.PASSED)
    make_lot(session, closes_at=end - HOUR)
    make_lot(session, closes_at=end, status=LotStatus.ANNOUNCED)
    recalled = make_ended(session, status=LotStatus.RECALLED, at=NOON)
    recalled.closes_at = end + DAY  # it would have closed later
    session.commit()

    told = {group.status: group.span for group in found(session)}

    assert told == {LotStatus.SOLD: 0, LotStatus.OPEN: None, LotStatus.RECALLED: 1}


def test_only_the_lots_that_are_wanted_are_counted(session: Session) -> None:
    wanted, other = make_catalogue(session), make_catalogue(session)
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    make_ended(session, wanted, category=Category.FOREST)
    make_ended(session, wanted)
    make_ended(session, other)
    make_ended(session, elsewhere)

    assert len(found(session)) == 3
    by_catalogue = found(session, catalogue_id=wanted.id)
    by_category = found(session, catalogue_id=wanted.id, category=Category.FOREST)
    assert {group.category for group in by_catalogue} == {
        Category.FOREST,
        Category.LOAN,
    }
    assert [group.category for group in by_category] == [Category.FOREST]


def test_each_currency_stands_for_itself(session: Session) -> None:
    make_ended(session, make_catalogue(session, currency_code="EUR"))
    make_ended(session, make_catalogue(session, currency_code="JPY"))

    assert {group.currency_code for group in found(session)} == {"EUR", "JPY"}


def test_views_and_watchers_are_counted(session: Session) -> None:
    lots = [make_lot(session, title=f"Lot {n}") for n in range(2)]
    hidden = make_lot(session, status=LotStatus.DRAFT)
    for lot, views in zip((*lots, hidden), (5, 70, 900), strict=True):
        session.add(LotViews(lot_id=lot.id, views=views))
    for person in (make_bidder(session), make_bidder(session)):
        session.add(Reminder(lot_id=lots[0].id, user_id=person.id, set_at=NOON))
    session.commit()

    public = [g for g in found(session) if g.status is LotStatus.OPEN]
    scope = Scope(make_office(session).id, *MONTH)
    seen = results.most_seen(session, scope)

    assert sum(group.views for group in public) == 75
    assert sum(group.watchers for group in public) == 2
    told = [(one.lot.title, one.views, one.watchers) for one in seen]
    assert told == [("Lot 1", 70, 0), ("Lot 0", 5, 2)]


def test_the_results_are_read_through_an_index(session: Session) -> None:
    if session.connection().dialect.name != "sqlite":
        pytest.skip("this is how SQLite tells its plan")
    for _ in range(3):
        make_ended(session)
    asked: list[str] = []

    def note(*happened: Any) -> None:
        plan = happened[0].connection.cursor()
        plan.execute(f"EXPLAIN QUERY PLAN {happened[2]}", happened[3])
        asked.extend(row[3] for row in plan.fetchall())

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    scope = Scope(make_office(session).id, *MONTH)
    results.groups(session, scope, BOTH)
    results.most_seen(session, scope)
    event.remove(connection, "before_cursor_execute", note)

    assert any("ix_lots_ended" in step for step in asked), asked
    assert not [step for step in asked if step.startswith("SCAN lots")]


def test_the_day_tells_openings_closings_and_what_has_ended(session: Session) -> None:
    office = make_office(session)
    opening = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON + HOUR)
    opening.closes_at = NOON + 3 * DAY
    closing = make_lot(session, opens_at=NOON - 3 * DAY, closes_at=NOON + 2 * HOUR)
    resting = make_lot(session, status=LotStatus.SUSPENDED, opens_at=NOON)
    ended = make_ended(session, at=NOON - HOUR, opens_at=NOON - 3 * DAY)
    draft = make_lot(session, status=LotStatus.DRAFT, opens_at=NOON)
    make_lot(
        session,
        make_catalogue(session, office=make_office(session, "another-court")),
        opens_at=NOON,
    )
    visit = make_slot(session, closing, begins_at=NOON + HOUR)
    make_slot(session, closing, begins_at=NOON + HOUR, cancelled_at=NOON)
    make_slot(session, closing, begins_at=NOON + DAY)
    session.commit()

    day = agenda(
        session,
        office_id=office.id,
        begins_at=NOON - 12 * HOUR,
        ends_at=NOON + 12 * HOUR,
    )

    assert [lot.id for lot in day.openings] == [opening.id]
    assert [lot.id for lot in day.closings] == [closing.id]
    assert [lot.id for lot in day.ended] == [ended.id]
    assert [slot.id for slot in day.visits] == [visit.id]
    assert not {resting.id, draft.id} & {lot.id for lot in day.openings}
    assert not day.is_empty


def test_a_crowded_day_tells_how_many_more_there_are(session: Session) -> None:
    catalogue = make_catalogue(session)
    for number in range(MOST + 3):
        make_lot(session, catalogue, number=number, closes_at=NOON + HOUR)

    day = agenda(
        session,
        office_id=catalogue.office_id,
        begins_at=NOON,
        ends_at=NOON + DAY,
    )

    assert len(day.closings) == MOST
    assert day.closings_count == MOST + 3


def test_what_waits_is_told_with_its_moment(session: Session) -> None:
    office = make_office(session)
    me, colleague = make_officer(session), make_officer(session)
    catalogue = make_catalogue(session)
    lot = make_lot(session, catalogue, closes_at=NOON + 9 * DAY)
    make_question(session, lot, now=NOON - HOUR)
    make_question(session, lot)
    make_lot(session, catalogue, status=LotStatus.APPROVED, announce_at=NOON + DAY)
    session.add(make_submission(catalogue, colleague))
    session.add(make_act(lot, colleague))
    session.add(make_import(catalogue, colleague, ImportState.CHECKED))
    session.add(make_import(catalogue, colleague, ImportState.DONE))
    session.commit()

    assert waits(session, office, me) == {
        Matter.APPROVAL.value: (1, NOON - DAY),
        Matter.CONFIRMATION.value: (1, NOON - DAY),
        Matter.QUESTION.value: (2, NOON - HOUR),
        Matter.IMPORT.value: (1, NOON - DAY),
        Matter.ANNOUNCEMENT.value: (1, NOON + DAY),
    }


def test_nobody_is_asked_to_approve_or_confirm_what_is_his_own(
    session: Session,
) -> None:
    me, lot = make_officer(session), make_lot(session)
    session.add(make_submission(lot.catalogue, me))
    session.add(make_act(lot, me))
    session.commit()

    assert waits(session, lot.office, me) == {}


def test_what_is_settled_waits_no_more(session: Session) -> None:
    me, colleague = make_officer(session), make_officer(session)
    lot = make_lot(session, closes_at=NOON + 9 * DAY)
    question = make_question(session, lot)
    answer_question(
        session, question_id=question.id, officer_id=me.id, text="Yes.", now=NOON
    )
    session.add(make_act(lot, colleague, done_at=NOON))
    session.add(make_act(lot, colleague, declined_at=NOON))
    session.add(make_act(make_ended(session), colleague))  # lapsed: the lot has ended
    session.commit()

    assert waits(session, lot.office, me) == {}


def test_what_waits_follows_the_duties(session: Session) -> None:
    me, colleague = make_officer(session), make_officer(session)
    catalogue = make_catalogue(session)
    lot = make_lot(session, catalogue, closes_at=NOON + 9 * DAY)
    make_question(session, lot)
    session.add(make_submission(catalogue, colleague))
    session.commit()

    assert set(waits(session, lot.office, me, Duty.DRAFTER)) == {"question"}
    assert set(waits(session, lot.office, me, Duty.APPROVER)) == {
        "question",
        "approval",
    }
    assert waits(session, lot.office, me, Duty.CASHIER, Duty.AUDITOR) == {}


def test_what_waits_in_another_office_is_its_own(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + 9 * DAY)
    make_question(session, lot)
    elsewhere = make_office(session, "another-court")

    assert waits(session, elsewhere, make_officer(session, elsewhere)) == {}


def test_a_term_for_the_next_attempt_that_runs_out_waits(session: Session) -> None:
    lot = make_ended(session, status=LotStatus.PASSED, at=NOON - 10 * DAY)

    told = waiting_for(
        session,
        office_id=lot.office_id,
        person_id=make_officer(session).id,
        duties=[Duty.DRAFTER],
        now=NOON,
    )

    (one,) = told
    assert isinstance(one, Waits)
    assert (one.matter, one.count) == (Matter.TERM, 1)


def test_a_new_office_is_told_how_far_it_has_come(session: Session) -> None:
    office = make_office(session)
    me = make_officer(session)

    def steps() -> tuple[bool, ...]:
        far = beginning(session, office_id=office.id, person_id=me.id)
        return (
            far.has_catalogue,
            far.has_lots,
            far.has_second_person,
            far.has_submitted,
            far.has_announced,
        )

    assert steps() == (False,) * 5
    lot = make_lot(session, status=LotStatus.DRAFT)
    assert steps() == (True, True, False, False, False)
    make_officer(session, duties=[Duty.APPROVER])
    lot.status = LotStatus.SUBMITTED
    session.commit()
    assert steps() == (True, True, True, True, False)
    lot.status = LotStatus.ANNOUNCED
    session.commit()
    assert steps() == (True,) * 5


def make_submission(catalogue: Catalogue, who: User) -> Submission:
    return Submission(
        catalogue_id=catalogue.id,
        digest="0" * 64,
        lot_count=1,
        submitted_by_id=who.id,
        submitted_at=NOON - DAY,
    )


def make_act(lot: Lot, who: User, **columns: Any) -> Act:
    return Act(
        lot_id=lot.id,
        kind=ActKind.RECALL,
        ground="debt-paid",
        public_text="The debt was paid.",
        asked_by_id=who.id,
        asked_at=NOON - DAY,
        **columns,
    )


def make_import(catalogue: Catalogue, who: User, state: ImportState) -> ListImport:
    return ListImport(
        catalogue_id=catalogue.id,
        uploaded_by_id=who.id,
        uploaded_at=NOON - DAY,
        file="0.csv",
        file_name="list.csv",
        state=state,
    )
