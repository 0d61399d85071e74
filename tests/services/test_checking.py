"""A lot is judged by what its rows say."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auction.models import Photo
from auction.money import Money
from auction.rules.checks import Check
from auction.rules.lifecycle import LotStatus
from auction.services.checking import candidate_of, findings_of
from tests.factories import make_catalogue, make_draft, make_lot, make_paper
from tests.moving_clock import NOON

DAY = timedelta(days=1)


def test_a_complete_draft_has_no_findings(session: Session) -> None:
    lot = make_draft(session)

    assert findings_of(lot, announced_at=NOON) == ()
    late = findings_of(lot, announced_at=NOON + 16 * DAY)
    assert [finding.check for finding in late] == [Check.NOTICE]


def test_a_draft_of_nothing_but_a_title_is_told_the_rest(session: Session) -> None:
    lot = make_lot(
        session, status=LotStatus.DRAFT, starting_price=Money(0), increment=None
    )

    found = {finding.check for finding in findings_of(lot, announced_at=NOON)}

    assert found >= {Check.DESCRIPTION, Check.DOCUMENTS, Check.STARTING_PRICE}


def test_what_a_category_must_say_is_named(session: Session) -> None:
    lot = make_draft(session, fields={"quantity": 6})

    assert candidate_of(lot, announced_at=NOON).missing == (
        "Kind of goods",
        "Counted in",
    )


def test_papers_count_that_are_public_and_not_replaced(session: Session) -> None:
    lot = make_draft(session)
    make_paper(session, lot, kind="floor_plan", is_public=False)
    make_paper(session, lot, kind="invoice", replaced_at=NOON)

    assert candidate_of(lot, announced_at=NOON).documents == {"valuation_report"}


def test_photos_without_a_text_are_named_by_their_place(session: Session) -> None:
    lot = make_draft(session)
    for position, alt in enumerate(("A house", " ", "A garden", ""), start=1):
        session.add(
            Photo(
                lot_id=lot.id,
                position=position,
                file="photo.webp",
                alt=alt,
                width=4,
                height=3,
            )
        )
    session.commit()
    session.refresh(lot)

    assert candidate_of(lot, announced_at=NOON).unseen == (2, 4)


def test_the_last_attempt_says_how_far_the_price_may_be_cut(session: Session) -> None:
    first = make_catalogue(session)
    passed = make_lot(
        session,
        first,
        status=LotStatus.PASSED,
        starting_price=Money(500_00),
        ended_at=NOON,
    )
    second = make_catalogue(session, "court-second-round")
    lot = make_draft(
        session, catalogue=second, previous_id=passed.id, starting_price=Money(400_00)
    )

    previous = candidate_of(lot, announced_at=NOON).previous

    assert previous is not None
    assert previous.terms is not None
    assert previous.terms.price_cut_percent_max == Decimal(20)
    assert findings_of(lot, announced_at=NOON) == ()
    lot.starting_price = Money(399_99)
    lot.opens_at, lot.closes_at = lot.opens_at + DAY, lot.closes_at + DAY
    found = [f.check for f in findings_of(lot, announced_at=NOON)]
    assert found == [Check.PRICE_CUT, Check.NEXT_ROUND]


def test_after_a_default_the_price_of_the_last_attempt_that_passed_still_counts(
    session: Session,
) -> None:
    passed = make_lot(
        session,
        status=LotStatus.PASSED,
        starting_price=Money(500_00),
        ended_at=NOON - 300 * DAY,
    )
    second = make_catalogue(session, "court-second-round")
    unpaid = make_lot(
        session, second, status=LotStatus.DEFAULTED, previous_id=passed.id
    )
    lot = make_draft(
        session, catalogue=second, previous_id=unpaid.id, starting_price=Money(400_00)
    )

    assert findings_of(lot, announced_at=NOON) == ()  # though no term can be kept
    lot.starting_price = Money(399_99)
    found = [f.check for f in findings_of(lot, announced_at=NOON)]
    assert found == [Check.PRICE_CUT]


def test_a_lot_that_was_recalled_first_has_no_floor_of_a_last_attempt(
    session: Session,
) -> None:
    recalled = make_lot(
        session, status=LotStatus.RECALLED, starting_price=Money(900_00)
    )
    lot = make_draft(session, previous_id=recalled.id)

    assert candidate_of(lot, announced_at=NOON).previous is None
