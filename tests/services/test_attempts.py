"""The chain of attempts, what can go on, and whose term is running out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services.attempts import (
    attempts_until,
    chain_of,
    running_out,
    successor_of,
    to_offer_again,
)
from tests.factories import make_catalogue, make_lot, make_office
from tests.moving_clock import NOON
from tests.services.chains import DAY, again, over

WEEK = timedelta(days=7)


def next_of(session: Session, lot: Lot) -> Lot:
    again(session, lot)
    successor = successor_of(session, lot)
    assert successor is not None
    return successor


def test_the_chain_is_the_same_from_each_of_its_lots(session: Session) -> None:
    first = over(session)
    second = next_of(session, first)
    second.status = LotStatus.PASSED
    session.commit()
    third = next_of(session, second)
    over(session)  # of another chain

    for lot in (first, second, third):
        assert list(chain_of(session, lot)) == [first, second, third]


def test_attempts_until_a_lot_leave_out_what_came_later(session: Session) -> None:
    first = over(session)
    second = next_of(session, first)
    second.status = LotStatus.RECALLED
    session.commit()

    statuses = [one.status for one in attempts_until(session, first)]
    assert statuses == [LotStatus.PASSED]
    assert len(attempts_until(session, second)) == 2


def test_what_is_over_and_not_yet_offered_again_can_go_on(session: Session) -> None:
    catalogue = make_catalogue(session)
    passed, unpaid, recalled, void = (
        over(session, catalogue, status=status)
        for status in (
            *(LotStatus.PASSED, LotStatus.DEFAULTED),
            *(LotStatus.RECALLED, LotStatus.VOIDED),
        )
    )
    for status in (LotStatus.SOLD, LotStatus.OPEN, LotStatus.DRAFT):
        over(session, catalogue, status=status)
    again(session, over(session, catalogue))
    over(session, make_catalogue(session, "sell-off"))  # the last stage
    elsewhere = make_office(session, "another-court")
    over(session, make_catalogue(session, office=elsewhere))

    found = to_offer_again(session, office_id=catalogue.office_id)

    assert found == [passed, unpaid, recalled, void]


def test_the_lots_of_one_catalogue_can_be_asked_for(session: Session) -> None:
    one, _ = over(session), over(session)

    found = to_offer_again(
        session, office_id=one.office_id, catalogue_id=one.catalogue_id
    )

    assert found == [one]


@pytest.mark.parametrize(
    ("category", "ended", "announced_by"),
    [
        # it must open within 30 days of its end, after 15 days of notice
        (Category.REAL_ESTATE, NOON - 10 * DAY, NOON + 5 * DAY),
        (Category.MACHINERY, NOON - 20 * DAY, NOON + 3 * DAY),  # 7 for movables
    ],
)
def test_a_term_that_ends_soon_is_told_with_the_days_of_notice_taken_off(
    session: Session, category: Category, ended: object, announced_by: object
) -> None:
    lot = over(session, category=category, ended_at=ended)

    (due,) = running_out(session, office_id=lot.office_id, now=NOON, within=WEEK)

    assert (due.lot, due.announced_by, due.draft) == (lot, announced_by, None)
    assert due.opens_by == lot.ended_at + 30 * DAY  # type: ignore[operator]


def test_a_sell_off_has_a_term_for_its_announcement(session: Session) -> None:
    second = make_catalogue(session, "court-second-round")
    lot = over(session, second, ended_at=NOON - 9 * DAY)

    (due,) = running_out(session, office_id=lot.office_id, now=NOON, within=WEEK)

    assert (due.announced_by, due.opens_by) == (NOON + 6 * DAY, None)


def test_a_draft_does_not_keep_the_term_and_an_announcement_does(
    session: Session,
) -> None:
    lot = over(session, ended_at=NOON - 10 * DAY)
    draft = next_of(session, lot)

    (due,) = running_out(session, office_id=lot.office_id, now=NOON, within=WEEK)
    assert due.draft == draft
    draft.status = LotStatus.ANNOUNCED
    session.commit()

    assert running_out(session, office_id=lot.office_id, now=NOON, within=WEEK) == []


def test_the_most_urgent_comes_first_and_what_has_time_is_left_out(
    session: Session,
) -> None:
    catalogue = make_catalogue(session)
    later, sooner, missed = (
        over(session, catalogue, ended_at=NOON - days * DAY) for days in (9, 12, 40)
    )
    over(session, catalogue, ended_at=NOON - DAY)  # has two weeks
    over(session, catalogue, ended_at=NOON - 80 * DAY)  # missed long ago
    over(session, catalogue, status=LotStatus.DEFAULTED, ended_at=NOON - 12 * DAY)
    over(session, make_catalogue(session, "bank-claims"), ended_at=NOON - 12 * DAY)

    due = running_out(session, office_id=catalogue.office_id, now=NOON, within=WEEK)

    assert [one.lot for one in due] == [missed, sooner, later]


def test_other_offices_are_not_reminded(session: Session) -> None:
    over(session, ended_at=NOON - 10 * DAY)
    other = make_lot(
        session, make_catalogue(session, office=make_office(session, "another-court"))
    )

    assert running_out(session, office_id=other.office_id, now=NOON, within=WEEK) == []
