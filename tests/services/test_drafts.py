"""New drafts, their order, and drafts that are given up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auction.models import (
    Base,
    Catalogue,
    Document,
    Duty,
    InspectionSlot,
    Lot,
    Notice,
    Photo,
)
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services.drafts import add_draft, delete_draft, move_draft
from auction.services.editing import NotADraft
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.preparing import AlreadyPublished, LotsAreSubmitted
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)
# What hangs on a lot that was never public goes with it; the rest cannot be there,
# or is looked after by hand.
GOES = {"photos", "documents", "inspection_slots", "submitted_lots", "notices"}
CANNOT_BE = {
    *("lots", "paddles", "bids", "trail", "lot_views", "reminders", "questions"),
    *("acts", "lot_changes", "emergency_stops", "barrings"),
    *("registrations", "mandates", "deposits", "maxima"),
}


def add(session: Session, catalogue: Catalogue, **changes: Any) -> Lot:
    usual: dict[str, Any] = {
        "catalogue_id": catalogue.id,
        "officer_id": make_officer(session, catalogue.office).id,
        "category": Category.VEHICLE,
        "title": "A van",
        "now": NOON,
    }
    return add_draft(session, **usual | changes)


def drafts(session: Session, count: int, **columns: Any) -> list[Lot]:
    catalogue = make_catalogue(session, published_at=None)
    return [
        make_lot(session, catalogue, status=LotStatus.DRAFT, title=title, **columns)
        for title in "ABCDEF"[:count]
    ]


def order(session: Session, catalogue_id: int) -> str:
    lots = session.execute(
        select(Lot.number, Lot.title)
        .where(Lot.catalogue_id == catalogue_id)
        .order_by(Lot.number)
    ).all()
    assert [lot.number for lot in lots] == list(range(1, len(lots) + 1))
    return "".join(lot.title for lot in lots)


def test_a_new_draft_begins_with_what_its_catalogue_says(session: Session) -> None:
    catalogue = make_catalogue(
        session,
        published_at=None,
        opens_at=NOON + 20 * DAY,
        closes_at=NOON + 21 * DAY,
        stagger_seconds=90,
    )

    first, second = add(session, catalogue), add(session, catalogue)

    assert (first.number, second.number) == (1, 2)
    assert first.status is LotStatus.DRAFT
    assert first.starting_price == Money(0)
    assert first.round == catalogue.procedure.round
    assert first.opens_at == second.opens_at == NOON + 20 * DAY
    assert first.closes_at == first.scheduled_close == NOON + 21 * DAY
    assert second.closes_at - first.closes_at == timedelta(seconds=90)


@pytest.mark.parametrize(
    "times",
    [
        {},
        {"opens_at": NOON - DAY},
        {"opens_at": NOON - 2 * DAY, "closes_at": NOON - DAY},
    ],
)
def test_without_times_to_come_a_draft_gets_usual_ones(
    session: Session, times: dict[str, Any]
) -> None:
    lot = add(session, make_catalogue(session, published_at=None, **times))

    assert lot.opens_at >= NOON + 15 * DAY
    assert lot.closes_at >= lot.opens_at + DAY


def test_a_draft_is_added_to_a_published_catalogue_as_well(session: Session) -> None:
    there = make_lot(session)

    assert add(session, there.catalogue).number == 2


def test_a_draft_needs_a_title(session: Session) -> None:
    with pytest.raises(Refusal, match="must not be empty"):
        add(session, make_catalogue(session, published_at=None), title=" ")


def test_only_who_acts_for_the_office_adds_moves_and_deletes(session: Session) -> None:
    lot, other = drafts(session, 2)
    for person, refusal in [
        (make_officer(session, make_office(session, "elsewhere")), NotYourOffice),
        (make_officer(session, duties=[Duty.AUDITOR]), NotYourDuty),
        (make_bidder(session), NotYourOffice),
    ]:
        with pytest.raises(refusal):
            add(session, lot.catalogue, officer_id=person.id)
        with pytest.raises(refusal):
            move_draft(session, lot_id=other.id, officer_id=person.id, to=1)
        with pytest.raises(refusal):
            delete_draft(session, lot_id=lot.id, officer_id=person.id)

    assert order(session, lot.catalogue_id) == "AB"


@pytest.mark.parametrize(
    ("title", "to", "then"),
    [
        ("A", 3, "BCADE"),
        ("D", 2, "ADBCE"),
        ("E", 1, "EABCD"),
        ("A", 99, "BCDEA"),
        ("C", 0, "CABDE"),
        ("C", 3, "ABCDE"),
    ],
)
def test_a_draft_moves_and_the_others_make_room(
    session: Session, title: str, to: int, then: str
) -> None:
    lots = drafts(session, 5)
    lot = next(one for one in lots if one.title == title)
    versions = {one.id: one.version for one in lots}
    officer = make_officer(session)

    move_draft(session, lot_id=lot.id, officer_id=officer.id, to=to)

    assert order(session, lot.catalogue_id) == then
    session.expire_all()
    assert {one.id: one.version for one in lots} == versions


def test_numbers_that_somebody_has_read_stay(session: Session) -> None:
    lot, other = drafts(session, 2)
    officer = make_officer(session)
    other.status = LotStatus.SUBMITTED
    session.commit()
    with pytest.raises(LotsAreSubmitted):
        move_draft(session, lot_id=lot.id, officer_id=officer.id, to=2)

    lot.catalogue.published_at = NOON
    session.commit()
    with pytest.raises(AlreadyPublished):
        move_draft(session, lot_id=lot.id, officer_id=officer.id, to=2)


def test_when_a_draft_goes_the_others_move_up(session: Session) -> None:
    lots = drafts(session, 4)
    officer = make_officer(session)

    delete_draft(session, lot_id=lots[1].id, officer_id=officer.id)

    assert order(session, lots[0].catalogue_id) == "ACD"


def test_in_a_published_catalogue_the_gap_stays(session: Session) -> None:
    catalogue = make_catalogue(session)
    draft = make_lot(session, catalogue, status=LotStatus.DRAFT)
    public = make_lot(session, catalogue)

    delete_draft(session, lot_id=draft.id, officer_id=make_officer(session).id)

    session.refresh(public)
    assert public.number == 2


def test_a_draft_goes_with_what_hangs_on_it(session: Session) -> None:
    (lot,) = drafts(session, 1)
    file = {"lot_id": lot.id, "file": "x"}
    session.add_all(
        [
            Photo(**file, position=1, alt="", width=1, height=1),
            Document(**file, title="D", kind="plan", size=1, added_at=NOON),
            InspectionSlot(
                lot_id=lot.id, begins_at=NOON, ends_at=NOON, place="Here", capacity=1
            ),
            Notice(
                user_id=make_officer(session).id,
                lot_id=lot.id,
                kind="returned",
                subject="S",
                text="T",
                told_at=NOON,
            ),
        ]
    )
    session.commit()

    delete_draft(session, lot_id=lot.id, officer_id=make_officer(session).id)

    for kind in (Lot, Photo, Document, InspectionSlot):
        assert session.scalars(select(kind)).all() == []
    assert session.scalars(select(Notice.lot_id)).all() == [None]


def test_whatever_can_hang_on_a_lot_was_thought_of() -> None:
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "lots"
    }

    assert hanging <= GOES | CANNOT_BE


@pytest.mark.parametrize("status", [LotStatus.SUBMITTED, LotStatus.OPEN])
def test_only_a_draft_is_deleted(session: Session, status: LotStatus) -> None:
    lot = make_lot(session, status=status)

    with pytest.raises(NotADraft):
        delete_draft(session, lot_id=lot.id, officer_id=make_officer(session).id)


def test_two_officers_add_and_move_at_the_same_moment(
    session: Session, engine: Engine
) -> None:
    lots = drafts(session, 4)
    catalogue_id, officer_id = lots[0].catalogue_id, make_officer(session).id
    ids = [lot.id for lot in lots]
    session.commit()

    def act(turn: int) -> None:
        with Session(engine) as own:
            move_draft(own, lot_id=ids[turn % 4], officer_id=officer_id, to=turn % 5)
            if turn % 3 == 0:
                add_draft(
                    own,
                    catalogue_id=catalogue_id,
                    officer_id=officer_id,
                    category=Category.GOODS,
                    title="X",
                    now=NOON,
                )

    with ThreadPoolExecutor(4) as people:
        list(people.map(act, range(12)))

    session.expire_all()
    assert sorted(order(session, catalogue_id)) == list("ABCDXXXX")
