"""Offering, booking and cancelling visits: who may, when, and how many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Duty,
    InspectionBooking,
    InspectionSlot,
    Lot,
    Mail,
    Notice,
    Role,
    TrailRow,
    User,
)
from auction.rules.inspections import (
    NoPlaceLeft,
    PeopleUnfit,
    TooFewPlaces,
    VisitAfterTheEnd,
    VisitBegun,
    VisitCancelled,
    VisitsOver,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.plain_text import TextUnfit
from auction.rules.refusal import NotThere
from auction.services import inspecting
from auction.services.inspecting import (
    AllThere,
    TooManyVisits,
    cancel_slot,
    offer_visits,
)
from auction.services.notifying import tell_registered
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.visiting import (
    AlreadyBooked,
    BiddersVisit,
    NotBooked,
    OwnVisit,
    book_visit,
    cancel_booking,
)
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_slot,
    make_user,
)
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TOMORROW = NOON + DAY
REASON = "The key of the house is lost."


def make_open_lot(session: Session, **columns: object) -> Lot:
    return make_lot(session, closes_at=NOON + 3 * DAY, **columns)  # type: ignore[arg-type]


def offer(
    session: Session,
    lot: Lot,
    *begins: datetime,
    officer: User | None = None,
    place: str = "At the gate",
    now: datetime = NOON,
) -> list[InspectionSlot]:
    officer = officer or make_officer(session)
    return offer_visits(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        times=[(at, at + HOUR) for at in begins or (TOMORROW,)],
        place=place,
        places=5,
        note="Bring a torch.",
        now=now,
    )


def book(
    session: Session,
    slot: InspectionSlot,
    user: User,
    *,
    people: int = 1,
    visitor: str = "The visitor",
    now: datetime = NOON,
) -> InspectionBooking:
    return book_visit(
        session,
        slot_id=slot.id,
        user_id=user.id,
        visitor=visitor,
        people=people,
        now=now,
    )


def cancel(session: Session, slot: InspectionSlot, **changes: object) -> None:
    form = {"officer_id": make_officer(session).id, "reason": REASON, "now": NOON}
    cancel_slot(session, slot_id=slot.id, **form | changes)  # type: ignore[arg-type]


def test_an_office_offers_visits_and_everybody_can_see_it(session: Session) -> None:
    lot = make_open_lot(session)

    first, second = offer(session, lot, TOMORROW, TOMORROW + HOUR)

    assert (first.begins_at, first.ends_at) == (TOMORROW, TOMORROW + HOUR)
    assert (second.place, second.capacity, second.note) == (
        "At the gate",
        5,
        "Bring a torch.",
    )
    session.refresh(lot)
    assert lot.version == 2
    (row,) = trail_of(session, lot.id)
    assert (row.action, row.actor) == ("inspections_offered", "office example-court")
    assert "At the gate" in row.entry
    assert "2026-03-03T13:00:00" in row.entry


@pytest.mark.parametrize(
    "status", [LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED]
)
def test_visits_are_part_of_the_preparation(
    session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status, closes_at=NOON)  # dates may still change

    (slot,) = offer(session, lot)

    session.refresh(lot)
    assert lot.version == 1
    assert not session.scalars(select(TrailRow)).all()
    with pytest.raises(NotThere):
        book(session, slot, make_bidder(session))


def test_the_same_visit_is_offered_once(session: Session) -> None:
    lot = make_open_lot(session)
    offer(session, lot, TOMORROW)

    (added,) = offer(session, lot, TOMORROW, TOMORROW + HOUR)

    assert added.begins_at == TOMORROW + HOUR
    with pytest.raises(AllThere):
        offer(session, lot, TOMORROW, TOMORROW + HOUR)
    assert len(offer(session, lot, TOMORROW, place="At the back")) == 1


def test_a_lot_has_only_so_many_visits(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = make_open_lot(session)
    monkeypatch.setattr(inspecting, "MOST_OF_A_LOT", 2)
    offer(session, lot)

    with pytest.raises(TooManyVisits):
        offer(session, lot, TOMORROW + HOUR, TOMORROW + 2 * HOUR)


def test_no_visit_after_the_end(session: Session) -> None:
    lot = make_open_lot(session)

    with pytest.raises(VisitAfterTheEnd):
        offer(session, lot, lot.closes_at)
    lot.status = LotStatus.PASSED
    session.commit()
    with pytest.raises(VisitsOver):
        offer(session, lot)


def test_only_those_who_act_for_the_office_offer_and_cancel(session: Session) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    elsewhere = make_office(session, "another-court")
    cashier = make_officer(session, duties=[Duty.CASHIER, Duty.AUDITOR])

    for stranger in (make_officer(session, elsewhere), make_bidder(session)):
        with pytest.raises(NotYourOffice):
            offer(session, lot, officer=stranger)
        with pytest.raises(NotYourOffice):
            cancel(session, slot, officer_id=stranger.id)
    with pytest.raises(NotYourDuty):
        offer(session, lot, officer=cashier)
    with pytest.raises(NotYourDuty):
        cancel(session, slot, officer_id=cashier.id)

    session.refresh(slot)
    assert slot.cancelled_at is None


def test_a_booking_has_a_code_and_is_confirmed(session: Session) -> None:
    lot, anna = make_open_lot(session), make_bidder(session, "Anna")
    slot = make_slot(session, lot)

    booking = book(session, slot, anna, people=2, visitor="Ms Gate")

    assert len(booking.code) == len("ABCD-EFGH")
    assert (booking.visitor, booking.people) == ("Ms Gate", 2)
    (notice,) = session.scalars(select(Notice)).all()
    (mail,) = session.scalars(select(Mail)).all()
    assert (notice.user_id, notice.kind) == (anna.id, "visit_booked")
    assert booking.code in notice.text
    assert "03 Mar 2026, 12:00:00 UTC" in notice.text
    assert mail.is_private
    session.refresh(lot)
    assert not session.scalars(select(TrailRow)).all()
    assert lot.version == 1


def test_a_booking_sent_twice_is_one_and_another_is_refused(session: Session) -> None:
    slot, anna = make_slot(session, make_open_lot(session)), make_bidder(session)

    first, again = book(session, slot, anna), book(session, slot, anna)

    assert first.id == again.id
    assert session.scalar(select(func.count(Mail.id))) == 1
    with pytest.raises(AlreadyBooked):
        book(session, slot, anna, people=2)


def test_there_are_never_more_people_than_places(session: Session) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=3)
    book(session, slot, make_bidder(session), people=2)

    with pytest.raises(TooFewPlaces):
        book(session, slot, make_bidder(session), people=2)
    book(session, slot, make_bidder(session))
    with pytest.raises(NoPlaceLeft):
        book(session, slot, make_bidder(session))


def test_a_cancelled_booking_makes_room(session: Session) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=1)
    anna, boris = make_bidder(session), make_bidder(session)
    first = book(session, slot, anna)

    cancel_booking(session, slot_id=slot.id, user_id=anna.id, now=NOON)

    book(session, slot, boris)
    session.refresh(first)
    assert first.cancelled_at == NOON
    with pytest.raises(NotBooked):
        cancel_booking(session, slot_id=slot.id, user_id=anna.id, now=NOON)


def test_who_has_cancelled_may_book_again(session: Session) -> None:
    slot, anna = make_slot(session, make_open_lot(session)), make_bidder(session)
    first = book(session, slot, anna)
    cancel_booking(session, slot_id=slot.id, user_id=anna.id, now=NOON)

    again = book(session, slot, anna, people=3)

    assert again.code != first.code


def test_once_a_visit_has_begun_nothing_changes(session: Session) -> None:
    lot = make_open_lot(session)
    slot, anna = make_slot(session, lot), make_bidder(session)
    book(session, slot, anna, now=TOMORROW - timedelta(microseconds=1))

    with pytest.raises(VisitBegun):
        book(session, slot, make_bidder(session), now=TOMORROW)
    with pytest.raises(VisitBegun):
        cancel_booking(session, slot_id=slot.id, user_id=anna.id, now=TOMORROW)
    with pytest.raises(VisitBegun):
        cancel(session, slot, now=TOMORROW)


def test_a_lot_that_has_ended_is_not_visited(session: Session) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    lot.status = LotStatus.RECALLED
    session.commit()

    with pytest.raises(VisitsOver):
        book(session, slot, make_bidder(session))


def test_the_office_itself_and_other_officials_book_nothing(session: Session) -> None:
    slot = make_slot(session, make_open_lot(session))
    elsewhere = make_office(session, "another-court")

    with pytest.raises(OwnVisit):
        book(session, slot, make_officer(session))
    for person in (
        make_officer(session, elsewhere),
        make_user(session, role=Role.OPERATOR),
    ):
        with pytest.raises(BiddersVisit):
            book(session, slot, person)


@pytest.mark.parametrize(
    ("people", "visitor", "refusal"),
    [(0, "Ms Gate", PeopleUnfit), (11, "Ms Gate", PeopleUnfit), (1, " ", TextUnfit)],
)
def test_a_booking_that_makes_no_sense_is_refused(
    session: Session, people: int, visitor: str, refusal: type[Exception]
) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=50)

    with pytest.raises(refusal):
        book(session, slot, make_bidder(session), people=people, visitor=visitor)

    assert not session.scalars(select(InspectionBooking)).all()


def test_everybody_who_booked_is_told_that_a_visit_is_cancelled(
    session: Session,
) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    anna, boris, carla = (make_bidder(session) for _ in range(3))
    for person in (anna, boris, carla):
        book(session, slot, person)
    cancel_booking(session, slot_id=slot.id, user_id=carla.id, now=NOON)
    book(session, make_slot(session, lot, begins_at=TOMORROW + HOUR), carla)

    cancel(session, slot)

    told = select(Notice).where(Notice.kind == "visit_cancelled")
    notices = session.scalars(told.order_by(Notice.user_id)).all()
    assert [notice.user_id for notice in notices] == [anna.id, boris.id]
    assert all(REASON in notice.text for notice in notices)
    session.refresh(lot)
    (row,) = trail_of(session, lot.id)
    assert (row.action, lot.version) == ("inspection_cancelled", 2)
    with pytest.raises(VisitCancelled):
        cancel(session, slot)
    with pytest.raises(VisitCancelled):
        book(session, slot, make_bidder(session))


def test_who_is_about_to_visit_a_lot_is_told_what_happens_to_it(
    session: Session,
) -> None:
    lot = make_open_lot(session)
    slot, past = make_slot(session, lot), make_slot(session, lot)
    anna, boris, carla = (make_bidder(session) for _ in range(3))
    book(session, slot, anna)
    book(session, slot, boris)
    book(session, past, carla)
    cancel_booking(session, slot_id=slot.id, user_id=boris.id, now=NOON)
    past.begins_at = NOON - HOUR
    session.commit()

    told = tell_registered(
        session, lot, kind="recalled", subject="Recalled", text="It is.", now=NOON
    )

    assert told == 1
    notice = session.scalars(select(Notice).where(Notice.kind == "recalled")).one()
    assert notice.user_id == anna.id


def test_a_visit_that_is_not_there(session: Session) -> None:
    with pytest.raises(NotThere):
        book_visit(
            session,
            slot_id=999,
            user_id=make_bidder(session).id,
            visitor="Ms Gate",
            people=1,
            now=NOON,
        )
    with pytest.raises(NotThere):
        cancel_slot(
            session,
            slot_id=999,
            officer_id=make_officer(session).id,
            reason=REASON,
            now=NOON,
        )


def test_of_twenty_who_book_at_once_only_so_many_find_a_place(
    app: Flask, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=7)
    slot_id = slot.id
    people = [make_bidder(session).id for _ in range(20)]

    def books(user_id: int, count: int) -> Callable[[Session], object]:
        return lambda s: (
            book_visit(
                s, slot_id=slot_id, user_id=user_id, visitor="V", people=count, now=NOON
            ).people
        )

    results = at_once(app, [books(user, 1 + n % 2) for n, user in enumerate(people)])

    session.rollback()
    taken = sum(result for result in results if isinstance(result, int))
    stored = session.scalar(select(func.sum(InspectionBooking.people)))
    assert taken == stored == 7
    refused = [result for result in results if not isinstance(result, int)]
    assert {type(result) for result in refused} <= {NoPlaceLeft, TooFewPlaces}


def test_one_who_books_twice_at_once_has_one_booking(
    app: Flask, session: Session
) -> None:
    slot_id = make_slot(session, make_open_lot(session)).id
    user_id = make_bidder(session).id

    def books(s: Session) -> str:
        return book_visit(
            s, slot_id=slot_id, user_id=user_id, visitor="V", people=1, now=NOON
        ).code

    codes = at_once(app, [books] * 5)

    session.rollback()
    assert len(set(codes)) == 1
    assert session.scalar(select(func.count(InspectionBooking.id))) == 1


def test_who_books_while_the_visit_is_cancelled_is_told_or_refused(
    app: Flask, session: Session
) -> None:
    slot_id = make_slot(session, make_open_lot(session)).id
    officer_id = make_officer(session).id
    people = [make_bidder(session).id for _ in range(6)]

    def books(user_id: int) -> Callable[[Session], object]:
        return lambda s: book_visit(
            s, slot_id=slot_id, user_id=user_id, visitor="V", people=1, now=NOON
        )

    def cancels(s: Session) -> object:
        return cancel_slot(
            s, slot_id=slot_id, officer_id=officer_id, reason=REASON, now=NOON
        )

    at_once(app, [*(books(user) for user in people[:3]), cancels])
    at_once(app, [books(user) for user in people[3:]])

    session.rollback()
    booked = set(session.scalars(select(InspectionBooking.user_id)))
    told = select(Notice.user_id).where(Notice.kind == "visit_cancelled")
    assert set(session.scalars(told)) == booked
    assert booked.isdisjoint(people[3:])
