"""What was approved is what is published: at its time, lawfully, once."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot, LotViews, Mail, SubmittedLot, TrailRow
from auction.rules.lifecycle import MOVES, LotStatus
from auction.services import taking_back, trail
from auction.services.announcing import PROMPT, announce_due_lots, announce_lot
from auction.services.closing import next_due_at
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.submissions import RemarkMissing
from auction.services.taking_back import NotApproved
from tests.factories import (
    approve,
    make_catalogue,
    make_draft,
    make_office,
    make_officer,
    submit,
)
from tests.moving_clock import NOON
from tests.racing import at_once

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def make_approved(
    session: Session, *, announce_at: datetime | None = NOON + DAY, lots: int = 1
) -> Catalogue:
    catalogue = make_catalogue(session, published_at=None)
    for _ in range(lots):
        make_draft(session, catalogue)
    approve(session, submit(session, catalogue, announce_at=announce_at))
    return catalogue


def lot_of(session: Session) -> Lot:
    session.rollback()
    return session.scalars(select(Lot)).one()


def trail_of(session: Session, lot: Lot) -> list[TrailRow]:
    rows = select(TrailRow).where(TrailRow.lot_id == lot.id)
    return list(session.scalars(rows.order_by(TrailRow.sequence)))


def test_there_is_one_way_to_the_public() -> None:
    before = {
        status for status, targets in MOVES.items() if LotStatus.ANNOUNCED in targets
    }

    assert before - {LotStatus.STAYED, LotStatus.SUSPENDED} == {LotStatus.APPROVED}
    assert MOVES[LotStatus.DRAFT] == {LotStatus.SUBMITTED}


def test_a_lot_is_announced_at_its_time_and_not_before(session: Session) -> None:
    catalogue = make_approved(session)
    assert next_due_at(session) == NOON + DAY

    assert announce_due_lots(session, now=NOON + DAY - MOMENT) == 0
    assert announce_due_lots(session, now=NOON + DAY) == 1
    assert announce_due_lots(session, now=NOON + DAY) == 0

    lot = lot_of(session)
    assert (lot.status, lot.announced_at) == (LotStatus.ANNOUNCED, NOON + DAY)
    assert catalogue.published_at == NOON + DAY
    assert session.get_one(LotViews, lot.id).views == 0


def test_without_a_time_it_is_announced_once_it_is_approved(session: Session) -> None:
    make_approved(session, announce_at=None)

    assert announce_due_lots(session, now=NOON) == 1


def test_the_record_names_the_content_that_was_approved(session: Session) -> None:
    make_approved(session)
    announce_due_lots(session, now=NOON + DAY)

    lot = lot_of(session)
    (row,) = trail_of(session, lot)
    assert (row.action, row.actor) == ("announced", "office example-court")
    assert trail.first_broken([row]) is None
    facts: dict[str, Any] = json.loads(row.entry)["content"]
    approved = session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    assert facts["digest"] == approved.digest
    assert facts["submission"] == lot.submission_id
    assert (facts["starting_price"], facts["reserve"]) == (400_00, "start")
    assert len(facts["procedure"]) == 64


def test_looks_before_the_announcement_do_not_count(session: Session) -> None:
    make_approved(session)
    lot = lot_of(session)
    session.add(LotViews(lot_id=lot.id, views=7))
    session.commit()

    assert announce_due_lots(session, now=NOON + DAY) == 1

    assert session.get_one(LotViews, lot.id).views == 0


def test_a_lot_added_later_leaves_the_first_day_of_the_catalogue(
    session: Session,
) -> None:
    catalogue = make_approved(session)
    announce_due_lots(session, now=NOON + DAY)
    make_draft(session, catalogue)
    approve(session, submit(session, catalogue, at=NOON + 2 * DAY), at=NOON + 2 * DAY)

    assert announce_due_lots(session, now=NOON + 2 * DAY) == 1

    session.refresh(catalogue)
    assert catalogue.published_at == NOON + DAY


@pytest.mark.parametrize("late", [timedelta(0), MOMENT, PROMPT])
def test_an_announcement_that_takes_its_turn_is_made_at_its_time(
    session: Session, late: timedelta
) -> None:
    # the notice of 15 days just holds when the lot is announced at its time
    make_approved(session, announce_at=NOON + 15 * DAY)

    announce_due_lots(session, now=NOON + 15 * DAY + late)

    lot = lot_of(session)
    assert (lot.status, lot.announced_at) == (LotStatus.ANNOUNCED, NOON + 15 * DAY)
    assert trail_of(session, lot)[0].at == NOON + 15 * DAY + late


def test_an_announcement_is_late_when_the_site_was_down(session: Session) -> None:
    make_approved(session)
    late = NOON + DAY + PROMPT + MOMENT

    announce_due_lots(session, now=late)

    assert lot_of(session).announced_at == late


def test_a_lot_whose_notice_no_longer_holds_goes_back(session: Session) -> None:
    catalogue = make_approved(session, announce_at=NOON + 15 * DAY, lots=1)
    late = NOON + 15 * DAY + timedelta(hours=3)

    assert announce_due_lots(session, now=late) == 1

    lot = lot_of(session)
    assert (lot.status, lot.announce_at) == (LotStatus.DRAFT, None)
    assert (lot.announced_at, trail_of(session, lot)) == (None, [])
    assert catalogue.published_at is None
    kept = session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    assert (kept.sent_back_at, kept.sent_back_by_id) == (late, None)
    assert kept.remark.startswith(
        "The opening is 14 days and 21 hours after the announcement; 15 days are "
        "needed: 3 hours too early."
    )
    assert announce_due_lots(session, now=late) == 0


def test_of_a_whole_list_that_comes_too_late_one_mail_tells_each_officer(
    session: Session,
) -> None:
    make_approved(session, announce_at=NOON + 15 * DAY, lots=3)
    before = len(session.scalars(select(Mail)).all())

    announce_due_lots(session, now=NOON + 20 * DAY)

    mails = session.scalars(select(Mail)).all()[before:]
    assert [mail.subject for mail in mails] == [
        "Not announced: lot 1 of Example catalogue"
    ] * 2
    assert len({mail.recipient for mail in mails}) == 2


@pytest.mark.parametrize("what", ["lot", "paper", "terms"])
def test_what_is_not_what_was_approved_goes_back(session: Session, what: str) -> None:
    catalogue = make_approved(session)
    lot = lot_of(session)
    if what == "lot":
        lot.description = "Seven chairs."
    elif what == "paper":
        lot.documents[0].file = "another.pdf"
    else:
        catalogue.title = "Another title"
    session.commit()

    announce_due_lots(session, now=NOON + DAY)

    lot = lot_of(session)
    assert lot.status is LotStatus.DRAFT
    kept = session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    assert kept.remark.startswith("What is there now is not what was approved.")


def test_several_processes_announce_a_lot_once(app: Flask, session: Session) -> None:
    make_approved(session, lots=3)
    session.rollback()
    due = NOON + DAY

    outcomes = at_once(app, [lambda s: announce_due_lots(s, now=due)] * 4)

    assert sum(outcomes) == 3
    session.rollback()
    for lot in session.scalars(select(Lot)):
        assert lot.status is LotStatus.ANNOUNCED
        assert len(trail_of(session, lot)) == 1


def test_killed_in_the_middle_the_rest_is_announced_later(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_approved(session, lots=3)
    real = trail.record
    done: list[int] = []

    def killed(*args: Any, **row: Any) -> TrailRow:
        if done:
            raise SystemExit
        done.append(1)
        return real(*args, **row)

    monkeypatch.setattr(trail, "record", killed)
    with pytest.raises(SystemExit):
        announce_due_lots(session, now=NOON + DAY)
    monkeypatch.undo()
    session.rollback()
    states = [lot.status for lot in session.scalars(select(Lot).order_by(Lot.id))]
    assert states == [LotStatus.ANNOUNCED, LotStatus.APPROVED, LotStatus.APPROVED]

    assert announce_due_lots(session, now=NOON + DAY) == 2

    for lot in session.scalars(select(Lot)):
        assert len(trail_of(session, lot)) == 1
        assert session.get(LotViews, lot.id) is not None


def test_a_long_list_leaves_the_others_their_turn(session: Session) -> None:
    make_approved(session, lots=3)

    assert announce_due_lots(session, now=NOON + DAY, most=2) == 2
    assert next_due_at(session) == NOON + DAY
    assert announce_due_lots(session, now=NOON + DAY, most=2) == 1


@pytest.mark.parametrize(
    "status", [LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.RECALLED]
)
def test_what_is_not_approved_is_not_announced(
    session: Session, status: LotStatus
) -> None:
    make_approved(session)
    lot = lot_of(session)
    lot.status = status
    session.commit()

    assert announce_lot(session, lot_id=lot.id, now=NOON + DAY) is False
    assert trail_of(session, lot) == []


def test_an_approved_lot_is_taken_back_and_it_is_known_by_whom(
    session: Session,
) -> None:
    make_approved(session, lots=2)
    officer = make_officer(session)
    first, second = session.scalars(select(Lot).order_by(Lot.id))

    taking_back.take_back(
        session, lot_id=first.id, officer_id=officer.id, remark=" A map. ", now=NOON
    )

    assert first.status is LotStatus.DRAFT
    kept = session.get_one(SubmittedLot, (first.submission_id, first.id))
    assert (kept.sent_back_by_id, kept.remark) == (officer.id, "A map.")
    assert announce_due_lots(session, now=NOON + DAY) == 1  # the other one still is
    assert second.status is LotStatus.ANNOUNCED


@pytest.mark.parametrize("status", [LotStatus.SUBMITTED, LotStatus.ANNOUNCED])
def test_only_an_approved_lot_is_taken_back(
    session: Session, status: LotStatus
) -> None:
    make_approved(session)
    lot = lot_of(session)
    lot.status = status
    session.commit()

    with pytest.raises(NotApproved):
        taking_back.take_back(
            session,
            lot_id=lot.id,
            officer_id=make_officer(session).id,
            remark="Why not.",
            now=NOON,
        )


def test_whoever_takes_a_lot_back_says_why_and_may_do_it(session: Session) -> None:
    make_approved(session)
    lot_id = lot_of(session).id
    officer = make_officer(session)
    cashier = make_officer(session, duties=(Duty.CASHIER,))
    stranger = make_officer(session, make_office(session, "another-court"))

    for person, remark, refusal in [
        (officer, " ", RemarkMissing),
        (cashier, "A map.", NotYourDuty),
        (stranger, "A map.", NotYourOffice),
    ]:
        with pytest.raises(refusal):
            taking_back.take_back(
                session,
                lot_id=lot_id,
                officer_id=person.id,
                remark=remark,
                now=NOON,
            )


def test_of_taking_back_and_announcing_at_once_one_happens(
    app: Flask, session: Session
) -> None:
    make_approved(session)
    lot_id, officer_id = lot_of(session).id, make_officer(session).id
    session.rollback()

    taken, announced = at_once(
        app,
        [
            lambda s: taking_back.take_back(
                s, lot_id=lot_id, officer_id=officer_id, remark="A map.", now=NOON + DAY
            ),
            lambda s: announce_lot(s, lot_id=lot_id, now=NOON + DAY),
        ],
    )

    lot = lot_of(session)
    if announced:
        assert isinstance(taken, NotApproved)
        assert lot.status is LotStatus.ANNOUNCED
    else:
        assert lot.status is LotStatus.DRAFT
        assert trail_of(session, lot) == []
