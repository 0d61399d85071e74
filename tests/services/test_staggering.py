"""The lots of a sale end one after another, in their order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot, TrailRow
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotThere
from auction.rules.staggering import EndBeforeOpening, SecondsOutOfRange
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.staggering import (
    NothingToSpread,
    WaitsForApproval,
    hints_of,
    spread_ends,
)
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
FIRST_END = NOON + 3 * DAY


def drafts(session: Session, *numbers: int) -> tuple[Catalogue, list[Lot]]:
    """Make a catalogue in preparation, whose lots all end together."""
    catalogue = make_catalogue(session, published_at=None)
    lots = [
        make_lot(
            session,
            catalogue,
            number=number,
            status=LotStatus.DRAFT,
            opens_at=NOON + DAY,
            closes_at=NOON + 2 * DAY,
        )
        for number in numbers
    ]
    return catalogue, lots


def spread(session: Session, catalogue: Catalogue, **changes: Any) -> int:
    usual: dict[str, Any] = {"first_end": FIRST_END, "seconds": 60}
    officer = make_officer(session, catalogue.office)
    return spread_ends(
        session,
        catalogue_id=catalogue.id,
        **{"officer_id": officer.id} | usual | changes,
    )


def ends(lots: list[Lot]) -> list[datetime]:
    assert all(lot.closes_at == lot.scheduled_close for lot in lots)
    return [lot.closes_at for lot in lots]


def test_the_drafts_end_one_after_another_in_the_order_of_their_numbers(
    session: Session,
) -> None:
    catalogue, (ninth, second, fifth) = drafts(session, 9, 2, 5)

    assert spread(session, catalogue) == 3

    assert ends([second, fifth, ninth]) == [
        FIRST_END,
        FIRST_END + MINUTE,
        FIRST_END + 2 * MINUTE,
    ]
    assert (catalogue.closes_at, catalogue.stagger_seconds) == (FIRST_END, 60)


def test_with_no_seconds_between_them_they_end_together(session: Session) -> None:
    catalogue, lots = drafts(session, 1, 2)

    spread(session, catalogue, seconds=0)

    assert ends(lots) == [FIRST_END, FIRST_END]
    assert hints_of(session, catalogue) == []  # for so it was wanted


def test_spreading_again_closes_the_gap_of_a_lot_that_was_deleted(
    session: Session,
) -> None:
    catalogue, (first, gone, third) = drafts(session, 1, 2, 3)
    spread(session, catalogue)
    session.delete(gone)
    session.commit()

    spread(session, catalogue)

    assert ends([first, third]) == [FIRST_END, FIRST_END + MINUTE]


def test_lots_that_would_end_in_the_same_second_are_named(session: Session) -> None:
    catalogue, lots = drafts(session, 1, 2, 3)
    lots[1].closes_at = lots[1].scheduled_close = FIRST_END
    over = make_lot(session, catalogue, number=4, status=LotStatus.RECALLED)
    over.scheduled_close = lots[1].scheduled_close
    session.commit()

    first, second = hints_of(session, catalogue)
    assert first.startswith("Lots 1 and 3 end in the same second")
    assert second == "The ends do not follow the numbers: lot 3 ends before lot 2."
    spread(session, catalogue)
    assert hints_of(session, catalogue) == []


def test_an_end_that_bids_have_moved_is_no_collision(session: Session) -> None:
    catalogue = make_catalogue(session)
    moved = make_lot(session, catalogue, closes_at=NOON + DAY)
    moved.scheduled_close = NOON + DAY - MINUTE
    make_lot(session, catalogue, closes_at=NOON + DAY)
    make_lot(session, catalogue, status=LotStatus.DRAFT, closes_at=NOON + 2 * DAY)

    assert hints_of(session, catalogue) == []


def test_what_is_public_keeps_its_end_and_its_record(session: Session) -> None:
    catalogue, (draft,) = drafts(session, 2)
    public = make_lot(session, catalogue, number=1, closes_at=NOON + DAY)

    spread(session, catalogue)

    assert ends([public, draft]) == [NOON + DAY, FIRST_END]
    assert session.scalar(select(func.count(TrailRow.id))) == 0


@pytest.mark.parametrize("status", [LotStatus.SUBMITTED, LotStatus.APPROVED])
def test_what_somebody_else_judges_or_has_judged_is_not_moved(
    session: Session, status: LotStatus
) -> None:
    catalogue, lots = drafts(session, 1, 2)
    lots[1].status = status
    session.commit()

    with pytest.raises(WaitsForApproval):
        spread(session, catalogue)

    assert ends(lots) == [NOON + 2 * DAY] * 2


def test_a_catalogue_without_drafts_has_nothing_to_spread(session: Session) -> None:
    with pytest.raises(NothingToSpread):
        spread(session, make_lot(session).catalogue)


def test_no_lot_ends_before_it_opens_and_none_is_moved_then(session: Session) -> None:
    catalogue, lots = drafts(session, 1, 2)

    with pytest.raises(EndBeforeOpening, match="Lot 1 would end before it opens"):
        spread(session, catalogue, first_end=NOON + DAY)

    assert ends(lots) == [NOON + 2 * DAY] * 2
    assert catalogue.closes_at is None


@pytest.mark.parametrize("seconds", [-1, 3_601])
def test_seconds_that_cannot_be_meant_are_refused(
    session: Session, seconds: int
) -> None:
    catalogue, _ = drafts(session, 1)

    with pytest.raises(SecondsOutOfRange):
        spread(session, catalogue, seconds=seconds)


def test_only_those_who_prepare_lots_in_the_office_spread_ends(
    session: Session,
) -> None:
    catalogue, lots = drafts(session, 1)
    elsewhere = make_officer(session, make_office(session, "another-court"))
    auditor = make_officer(session, catalogue.office, duties=[Duty.AUDITOR])

    for person, refusal in (
        (make_bidder(session), NotYourOffice),
        (elsewhere, NotYourOffice),
        (auditor, NotYourDuty),
    ):
        with pytest.raises(refusal):
            spread(session, catalogue, officer_id=person.id)
    assert ends(lots) == [NOON + 2 * DAY]


def test_a_catalogue_that_is_not_there_is_not_spread(session: Session) -> None:
    with pytest.raises(NotThere):
        spread_ends(
            session,
            catalogue_id=9_999_999,
            officer_id=make_officer(session).id,
            first_end=FIRST_END,
            seconds=60,
        )
