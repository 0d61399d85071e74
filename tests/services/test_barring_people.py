"""An office bars by bidder number, the operator by order; the person is heard."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Barring, Duty, Lot, Notice, Paddle, Role, User
from auction.money import Money
from auction.rules.barring import (
    AlreadyAppealed,
    GroundMissing,
    NothingToAnswer,
    NotInForce,
    TermUnfit,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed, NotThere, Refusal
from auction.services.barring import find_bar
from auction.services.barring_people import (
    NoSuchBar,
    NoSuchBidder,
    NotEnded,
    SomebodyElseAnswers,
    answer,
    appeal,
    bar_account,
    bar_bidder,
    lift,
)
from auction.services.bidding import place_bid
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

WHY = "He bid ten times the value and laughed at it."


def ended(session: Session, status: LotStatus = LotStatus.PASSED) -> tuple[Lot, Paddle]:
    lot = make_lot(session)
    paddle = make_paddle(session, lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(400_00),
        received_at=NOON,
        idempotency_key="form",
    )
    lot.status = status
    session.commit()
    return lot, paddle


def bar(session: Session, lot: Lot, number: int, **changes: Any) -> Barring:
    usual: dict[str, Any] = {
        "officer_id": 0,
        "ground": "bids_not_meant",
        "text": WHY,
        "term": "12",
    }
    said = usual | changes
    said["officer_id"] = said["officer_id"] or make_officer(session, lot.office).id
    return bar_bidder(session, lot_id=lot.id, number=number, now=NOON, **said)


def test_an_approver_bars_a_bidder_of_an_ended_lot_who_is_told(
    session: Session,
) -> None:
    lot, paddle = ended(session)

    barred = bar(session, lot, paddle.number)

    assert (barred.office_id, barred.lot_id) == (lot.office_id, None)
    assert barred.until == NOON.replace(year=NOON.year + 1)
    assert find_bar(session, make_lot(session), paddle.user_id, NOON) is barred
    notice = session.scalars(select(Notice)).one()
    assert (notice.user_id, notice.kind) == (paddle.user_id, "barred")
    assert WHY in notice.text


def test_his_open_bids_are_looked_after_at_once(session: Session) -> None:
    lot, paddle = ended(session)
    other = make_lot(session, make_catalogue(session, "bank-claims"))
    there = make_paddle(session, other, paddle.user)

    bar(session, lot, paddle.number)

    session.refresh(there)
    assert there.barred_at == NOON


@pytest.mark.parametrize(
    "status", [LotStatus.ANNOUNCED, LotStatus.OPEN, LotStatus.STAYED]
)
def test_before_a_lot_has_ended_nobody_is_barred_by_it(
    session: Session, status: LotStatus
) -> None:
    lot, paddle = ended(session, status)

    with pytest.raises(NotEnded):
        bar(session, lot, paddle.number)


def test_who_has_only_registered_stays_unknown(session: Session) -> None:
    lot, paddle = ended(session)
    lot.status = LotStatus.OPEN
    session.commit()
    silent = make_paddle(session, lot)
    lot.status = LotStatus.PASSED
    session.commit()

    for number in (silent.number, paddle.number + 1):
        with pytest.raises(NoSuchBidder):
            bar(session, lot, number)


def test_only_an_approver_of_the_office_bars(session: Session) -> None:
    lot, paddle = ended(session)
    others = (
        make_officer(session, lot.office, duties=[Duty.DRAFTER]),
        make_officer(session, lot.office, duties=[Duty.CASHIER]),
        make_officer(session, make_office(session, "another-court")),
        make_user(session, role=Role.OPERATOR),
        make_bidder(session),
    )

    for person in others:
        with pytest.raises(NotAllowed):
            bar(session, lot, paddle.number, officer_id=person.id)
    assert session.scalars(select(Barring)).all() == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ground": ""}, GroundMissing),
        ({"ground": "spite"}, GroundMissing),
        ({"text": "No."}, Refusal),
        ({"term": "soon"}, TermUnfit),
    ],
)
def test_what_is_not_said_rightly_bars_nobody(
    session: Session, changes: dict[str, str], refusal: type[Refusal]
) -> None:
    lot, paddle = ended(session)

    with pytest.raises(refusal):
        bar(session, lot, paddle.number, **changes)
    assert session.scalars(select(Barring)).all() == []


def test_the_operator_bars_an_account_and_learns_nothing(session: Session) -> None:
    operator, user = make_user(session, role=Role.OPERATOR), make_bidder(session)

    for email in (f" {user.email.upper()} ", "nobody@example.com", operator.email):
        bar_account(
            session,
            operator_id=operator.id,
            email=email,
            ground="order",
            text=WHY,
            term="",
            now=NOON,
        )

    (barred,) = session.scalars(select(Barring)).all()
    assert (barred.user_id, barred.until) == (user.id, None)
    assert find_bar(session, make_lot(session), user.id, NOON) is barred


def test_nobody_else_bars_from_the_whole_site(session: Session) -> None:
    user = make_bidder(session)

    for person in (make_officer(session), make_bidder(session)):
        with pytest.raises(NotAllowed):
            bar_account(
                session,
                operator_id=person.id,
                email=user.email,
                ground="order",
                text=WHY,
                term="",
                now=NOON,
            )


def appealed(session: Session, by: User | None = None) -> tuple[Barring, User]:
    lot, paddle = ended(session)
    by = by or make_officer(session, lot.office)
    barred = bar(session, lot, paddle.number, officer_id=by.id)
    appeal(
        session,
        barring_id=barred.id,
        user_id=paddle.user_id,
        text="I meant every bid of mine.",
        now=NOON,
    )
    return barred, by


def test_a_person_appeals_once(session: Session) -> None:
    barred, _ = appealed(session)

    assert barred.appeal == "I meant every bid of mine."
    assert barred.appealed_at == NOON
    with pytest.raises(AlreadyAppealed):
        appeal(
            session,
            barring_id=barred.id,
            user_id=barred.user_id,
            text="And once more, I did.",
            now=NOON,
        )


def test_nobody_appeals_for_another(session: Session) -> None:
    lot, paddle = ended(session)
    barred = bar(session, lot, paddle.number)

    with pytest.raises(NoSuchBar):
        appeal(
            session,
            barring_id=barred.id,
            user_id=make_bidder(session).id,
            text="He meant every bid of his.",
            now=NOON,
        )


@pytest.mark.parametrize("lifts", [True, False])
def test_a_colleague_answers_and_the_person_is_told(
    session: Session, *, lifts: bool
) -> None:
    barred, _ = appealed(session)
    colleague = make_officer(session, barred.office)

    answer(
        session,
        barring_id=barred.id,
        by_id=colleague.id,
        text="We have looked at it again.",
        lifts=lifts,
        now=NOON,
    )

    assert (barred.lifted_at is not None) is lifts
    found = find_bar(session, make_lot(session), barred.user_id, NOON)
    assert (found is None) is lifts
    told = session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert told is not None
    assert told.subject.endswith("is lifted" if lifts else "is not lifted")
    assert "We have looked at it again." in told.text


def test_who_has_barred_does_not_answer(session: Session) -> None:
    barred, by = appealed(session)

    with pytest.raises(SomebodyElseAnswers):
        answer(
            session,
            barring_id=barred.id,
            by_id=by.id,
            text="We have looked at it again.",
            lifts=False,
            now=NOON,
        )


def test_without_an_appeal_there_is_nothing_to_answer(session: Session) -> None:
    lot, paddle = ended(session)
    barred = bar(session, lot, paddle.number)

    with pytest.raises(NothingToAnswer):
        answer(
            session,
            barring_id=barred.id,
            by_id=make_officer(session, lot.office).id,
            text="We have looked at it again.",
            lifts=True,
            now=NOON,
        )


def test_a_bar_is_lifted_once_and_by_those_who_decide(session: Session) -> None:
    lot, paddle = ended(session)
    barred = bar(session, lot, paddle.number)
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotAllowed):
        lift(session, barring_id=barred.id, by_id=stranger.id, now=NOON)
    own = make_officer(session, lot.office).id
    lift(session, barring_id=barred.id, by_id=own, now=NOON)

    assert find_bar(session, make_lot(session), paddle.user_id, NOON) is None
    with pytest.raises(NotInForce):
        lift(session, barring_id=barred.id, by_id=own, now=NOON)


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotThere):
        lift(session, barring_id=7, by_id=make_officer(session).id, now=NOON)
