"""The emergency brake: lot by lot, at once, recorded, and again if need be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Act,
    ActKind,
    Duty,
    EmergencyStop,
    Lot,
    Mail,
    Notice,
    Role,
    TrailRow,
    User,
)
from auction.rules.acting import EMERGENCY, TooLate
from auction.rules.grounds import PublicTextMissing
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed
from auction.services import doing, restarting, stopping
from auction.services.closing import SETTLE, close_due_lots
from auction.services.opening import open_due_lots
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
)
from tests.moving_clock import NOON
from tests.officers import act_on

REASON = "The site shows wrong prices."
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def at_noon() -> datetime:
    return NOON


def ticking(step: timedelta) -> Callable[[], datetime]:
    """Return a clock that goes on by a step each time that it is asked."""
    moments = iter(range(1_000))
    return lambda: NOON + next(moments) * step


def stop_site(session: Session, **differences: Any) -> stopping.Stopped:
    operator = make_user(session, role=Role.OPERATOR)
    differences.setdefault("reason", REASON)
    differences.setdefault("clock", at_noon)
    return stopping.stop_site(session, operator_id=operator.id, **differences)


def stop_office(session: Session, **differences: Any) -> stopping.Stopped:
    office = make_office(session)
    if "officer_id" not in differences:
        differences["officer_id"] = make_officer(session, office).id
    differences.setdefault("clock", at_noon)
    return stopping.stop_office(
        session, office_id=office.id, reason=REASON, **differences
    )


def elsewhere(session: Session, **columns: Any) -> Lot:
    office = make_office(session, "another-court")
    return make_lot(session, make_catalogue(session, office=office), **columns)


def test_one_lot_is_stopped_and_no_other(session: Session) -> None:
    lot, other = make_lot(session), make_lot(session)
    officer = make_officer(session)

    stopped = stopping.stop_lot(
        session, lot_id=lot.id, officer_id=officer.id, reason=REASON, clock=at_noon
    )

    assert (stopped.lots, stopped.left) == (1, 0)
    assert (lot.status, other.status) == (LotStatus.SUSPENDED, LotStatus.OPEN)
    assert (lot.reason_code, lot.reason_text) == (EMERGENCY, REASON)


def test_an_office_stops_all_of_its_lots_and_none_of_others(session: Session) -> None:
    mine = [make_lot(session), make_lot(session, status=LotStatus.ANNOUNCED)]
    theirs = elsewhere(session)

    stopped = stop_office(session)

    assert stopped.lots == 2
    assert {lot.status for lot in mine} == {LotStatus.SUSPENDED}
    assert theirs.status is LotStatus.OPEN


def test_the_operator_stops_all_lots_of_all_offices(session: Session) -> None:
    lots = [make_lot(session), elsewhere(session)]

    stopped = stop_site(session)

    assert stopped.lots == 2
    assert {lot.status for lot in lots} == {LotStatus.SUSPENDED}
    actors = session.scalars(select(TrailRow.actor)).all()
    assert set(actors) == {"operator"}


def test_a_stop_is_recorded_with_an_act_a_trail_row_and_notices_for_each_lot(
    session: Session,
) -> None:
    lots = [make_lot(session), make_lot(session)]
    anna = make_bidder(session, "Anna")
    for lot in lots:
        make_paddle(session, lot, anna)

    stopped = stop_office(session)

    stop = session.scalars(select(EmergencyStop)).one()
    assert (stop.reason, stop.lots_stopped, stop.pulled_at) == (REASON, 2, NOON)
    acts = session.scalars(select(Act)).all()
    assert [act.lot_id for act in acts] == [lot.id for lot in lots]
    assert {act.stop_id for act in acts} == {stopped.stop_id}
    assert {act.kind for act in acts} == {ActKind.SUSPENSION}
    rows = session.scalars(select(TrailRow).where(TrailRow.action == "suspended")).all()
    assert len(rows) == 2
    assert all(EMERGENCY in row.entry and REASON in row.entry for row in rows)
    notices = session.scalars(select(Notice)).all()
    assert [notice.user_id for notice in notices] == [anna.id, anna.id]
    assert "the sale had to be stopped at once" in notices[0].text


@pytest.mark.parametrize(
    "status",
    sorted(set(LotStatus) - {LotStatus.ANNOUNCED, LotStatus.OPEN}),
)
def test_what_neither_is_open_nor_will_open_is_left_alone(
    session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)

    assert stop_office(session).lots == 0
    assert lot.status is status


def test_a_lot_whose_end_passes_during_the_stop_is_not_touched(
    session: Session,
) -> None:
    ending = make_lot(session, closes_at=NOON + 2 * MINUTE)
    later = make_lot(session, closes_at=NOON + DAY)

    stopped = stop_office(session, clock=ticking(MINUTE))

    assert stopped.lots == 1
    assert (ending.status, later.status) == (LotStatus.OPEN, LotStatus.SUSPENDED)
    close_due_lots(session, now=NOON + 2 * MINUTE + SETTLE)
    assert ending.status is LotStatus.PASSED


def test_an_announced_lot_that_would_open_meanwhile_is_stopped_too(
    session: Session,
) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON + MINUTE)

    stop_office(session, clock=ticking(MINUTE))

    assert (lot.status, lot.rested_from) == (LotStatus.SUSPENDED, LotStatus.OPEN)
    assert open_due_lots(session, now=NOON + DAY) == 0


def test_a_lot_that_fails_does_not_save_the_others(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (make_lot(session) for _ in range(3))
    broken_id = second.id
    suspend = doing.DEEDS[ActKind.SUSPENSION]

    def fail(session: Session, lot: Lot, act: Act, *, now: datetime) -> Any:
        if lot.id == broken_id:
            raise RuntimeError
        return suspend(session, lot, act, now=now)

    with monkeypatch.context() as patch:
        deeds = {**doing.DEEDS, ActKind.SUSPENSION: fail}
        patch.setattr(doing, "DEEDS", deeds)
        stopped = stop_office(session)

    assert (stopped.lots, stopped.left) == (2, 1)
    session.expire_all()
    assert first.status is third.status is LotStatus.SUSPENDED
    assert second.status is LotStatus.OPEN
    again = stop_office(session)
    assert (again.lots, again.left) == (1, 0)


def test_a_stop_may_be_repeated_and_each_is_recorded(session: Session) -> None:
    lot = make_lot(session)

    first, second = stop_office(session), stop_office(session)

    assert (first.lots, second.lots) == (1, 0)
    assert len(session.scalars(select(EmergencyStop)).all()) == 2
    rows = session.scalars(select(TrailRow).where(TrailRow.lot_id == lot.id)).all()
    assert [row.action for row in rows] == ["suspended"]


def test_a_stop_needs_a_reason(session: Session) -> None:
    lot = make_lot(session)

    for reason in ("", "Stop."):
        with pytest.raises(PublicTextMissing):
            stop_site(session, reason=reason)

    assert lot.status is LotStatus.OPEN
    assert not session.scalars(select(EmergencyStop)).all()


def test_a_single_lot_that_has_ended_is_not_stopped_and_nothing_is_recorded(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=NOON)
    officer = make_officer(session)

    with pytest.raises(TooLate):
        stopping.stop_lot(
            session, lot_id=lot.id, officer_id=officer.id, reason=REASON, clock=at_noon
        )

    assert not session.scalars(select(EmergencyStop)).all()


def wrong_people(session: Session) -> list[User]:
    return [
        make_bidder(session),
        make_user(session, role=Role.AUDITOR),
        make_officer(session, make_office(session, "another-court")),
        make_officer(session, duties=[Duty.CASHIER]),
        make_officer(session, duties=[Duty.AUDITOR]),
    ]


def test_the_wrong_people_stop_nothing(session: Session) -> None:
    lot = make_lot(session)
    operator = make_user(session, role=Role.OPERATOR)

    for person in [*wrong_people(session), operator]:
        with pytest.raises(NotAllowed):
            stop_office(session, officer_id=person.id)
        with pytest.raises(NotAllowed):
            stopping.stop_lot(
                session,
                lot_id=lot.id,
                officer_id=person.id,
                reason=REASON,
                clock=at_noon,
            )
    for person in [*wrong_people(session), make_officer(session)]:
        with pytest.raises(NotAllowed):
            stopping.stop_site(
                session, operator_id=person.id, reason=REASON, clock=at_noon
            )

    assert lot.status is LotStatus.OPEN


def test_the_lots_of_a_stop_go_on_by_the_ordinary_act(session: Session) -> None:
    lots = [make_lot(session), make_lot(session), make_lot(session)]
    stopped = stop_office(session)
    gone = act_on(session, lots[2], ActKind.RECALL)

    resumed = restarting.resume_stopped(
        session,
        stop_id=stopped.stop_id,
        office_id=gone.lot.office_id,
        officer_id=make_officer(session).id,
        public_text="The fault was found and repaired.",
        now=NOON + DAY,
    )

    assert (resumed.going_on, resumed.waiting, resumed.refused) == (2, 0, 0)
    assert [lot.status for lot in lots] == ["open", "open", "recalled"]
    assert lots[0].closes_at == NOON + DAY + 60 * MINUTE
    assert lots[0].notice == "The fault was found and repaired."


def test_an_office_resumes_only_its_own_lots_of_a_stop(session: Session) -> None:
    mine, theirs = make_lot(session), elsewhere(session)
    stopped = stop_site(session)

    resumed = restarting.resume_stopped(
        session,
        stop_id=stopped.stop_id,
        office_id=mine.office_id,
        officer_id=make_officer(session).id,
        public_text="The fault was found and repaired.",
        now=NOON,
    )

    assert resumed.going_on == 1
    assert (mine.status, theirs.status) == ("open", "suspended")
    with pytest.raises(NotAllowed):
        restarting.resume_stopped(
            session,
            stop_id=stopped.stop_id,
            office_id=theirs.office_id,
            officer_id=make_officer(session).id,
            public_text="The fault was found and repaired.",
            now=NOON,
        )


def test_where_suspensions_take_two_a_colleague_confirms_each_resumption(
    session: Session,
) -> None:
    catalogue = make_catalogue(session, "court-first-round")
    catalogue.procedure_text = catalogue.procedure_text.replace(
        "[suspension]\n", "[suspension]\npersons = 2\n"
    )
    lot = make_lot(session, catalogue)
    stopped = stop_office(session)

    def resume() -> restarting.Resumed:
        return restarting.resume_stopped(
            session,
            stop_id=stopped.stop_id,
            office_id=lot.office_id,
            officer_id=make_officer(session).id,
            public_text="The fault was found and repaired.",
            now=NOON,
        )

    first, second = resume(), resume()

    assert (first.going_on, first.waiting) == (0, 1)
    assert second.refused == 1  # it waits already
    assert lot.status is LotStatus.SUSPENDED


def test_the_officers_of_every_office_that_was_met_are_told(session: Session) -> None:
    lots = [make_lot(session), elsewhere(session)]
    people = [make_officer(session, lot.office) for lot in lots]
    make_officer(session, duties=[Duty.CASHIER])
    untouched = make_office(session, "third-court")
    make_officer(session, untouched)

    stop_site(session)

    mails = session.scalars(select(Mail).where(Mail.subject == "Emergency stop")).all()
    assert {mail.recipient for mail in mails} == {one.email for one in people}
    assert "The operator of the site has stopped 1 lot of your office." in mails[0].text
    assert all(REASON in mail.text for mail in mails)


def test_who_stopped_is_not_told_what_he_did(session: Session) -> None:
    make_lot(session)
    officer, colleague = make_officer(session), make_officer(session)

    stop_office(session, officer_id=officer.id)

    mails = session.scalars(select(Mail).where(Mail.subject == "Emergency stop")).all()
    assert [mail.recipient for mail in mails] == [colleague.email]
