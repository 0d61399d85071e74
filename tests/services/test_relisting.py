"""Offering again what was not sold: once, under the stage that follows, as a draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Catalogue, Document, Duty, Lot, TrailRow
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed, NotThere, Refusal
from auction.rules.rounds import NoNextStage, NotToOfferAgain
from auction.rules.staggering import SecondsOutOfRange
from auction.services.applying import Barred, apply_for
from auction.services.cataloguing import LotAlreadyThere
from auction.services.next_rounds import AlreadyOfferedAgain, NotTogether
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.procedures import load_shipped
from auction.services.relisting import (
    EndBeforeOpening,
    NewSale,
    NotForThese,
    NothingChosen,
    Timing,
    relist,
)
from tests.factories import (
    announce,
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON
from tests.officers import act_on
from tests.racing import at_once
from tests.services.chains import DAY, TIMING, again, over, sale, with_files

SALE = NewSale("Example second round", "second-round")


def lots_of(session: Session, catalogue: Catalogue) -> list[Lot]:
    lots = select(Lot).where(Lot.catalogue_id == catalogue.id)
    return list(session.scalars(lots.order_by(Lot.number)))


def only_lot(session: Session, catalogue: Catalogue) -> Lot:
    (lot,) = lots_of(session, catalogue)
    return lot


def test_a_lot_that_passed_goes_on_as_a_draft_of_the_second_round(
    session: Session,
) -> None:
    said = {"parties": "the debtor", "licence": "gone from the rules"}
    passed = over(
        session,
        external_id="14 E 7/26",
        fields={"land_area": 900},
        eligibility=said,
    )

    catalogue = again(session, passed, sale=SALE)

    assert (catalogue.title, catalogue.slug) == ("Example second round", "second-round")
    assert catalogue.procedure_text == load_shipped("court-second-round")
    assert catalogue.published_at is None
    assert catalogue.previous_id == passed.catalogue_id
    lot = only_lot(session, catalogue)
    assert lot.status is LotStatus.DRAFT
    assert (lot.attempt, lot.previous_id, lot.chain_id) == (2, passed.id, passed.id)
    assert (lot.round, lot.number) == ("second", 1)
    assert (lot.starting_price, lot.deposit) == (Money(800_00), Money(80_00))
    assert lot.title == passed.title
    assert (lot.external_id, lot.fields) == ("14 E 7/26", {"land_area": 900})
    assert lot.eligibility == {"parties": "the debtor"}
    assert lot.opens_at == TIMING.opens_at
    assert lot.closes_at == lot.scheduled_close == TIMING.first_end


def test_nothing_of_the_last_attempts_bidding_goes_along(session: Session) -> None:
    passed = over(
        session,
        price=Money(1_000_00),
        bid_count=3,
        bidder_count=2,
        paddle_count=4,
        extensions=1,
        reason_code="reserve_not_met",
        notice="The site could not be reached.",
        deviations={"notice": "Perishable goods."},
    )

    lot = only_lot(session, again(session, passed))

    assert (lot.price, lot.leader_id, lot.ended_at) == (None, None, None)
    counts = (lot.bid_count, lot.bidder_count, lot.paddle_count, lot.extensions)
    assert counts == (0, 0, 0, 0)
    assert (lot.reason_code, lot.notice, lot.deviations) == (None, None, {})


def test_nothing_is_public_yet_and_the_last_attempt_stays_as_it_was(
    session: Session,
) -> None:
    passed = over(session)
    version = passed.version

    again(session, passed)

    assert (passed.status, passed.version) == (LotStatus.PASSED, version)
    assert session.scalar(select(func.count(TrailRow.id))) == 0


def test_photos_and_papers_go_along_by_their_files(session: Session) -> None:
    passed = over(session)
    with_files(session, passed)

    lot = only_lot(session, again(session, passed))

    assert [photo.file for photo in lot.photos] == ["1.webp", "2.webp"]
    assert [photo.thumbnail for photo in lot.photos] == [
        "1-small.webp",
        "2-small.webp",
    ]
    assert [photo.caption for photo in lot.photos] == ["In spring"] * 2
    papers = [(paper.file, paper.version, paper.is_public) for paper in lot.documents]
    assert papers == [("paper-1.pdf", 2, True), ("paper-2.pdf", 1, False)]
    assert len(passed.photos) == 2
    assert len(passed.documents) == 3


def test_an_order_on_which_the_lot_was_recalled_stays_with_that_attempt(
    session: Session,
) -> None:
    recalled = over(session, status=LotStatus.RECALLED)
    officer = make_officer(session, recalled.office)
    for kind, file in [("order", "recall.pdf"), ("order", "enforcement.pdf")]:
        paper = Document(
            lot_id=recalled.id,
            title="Order",
            kind=kind,
            file=file,
            size=1,
            added_at=NOON,
        )
        session.add(paper)
        session.flush()
        if file == "recall.pdf":
            session.add(
                Act(
                    lot_id=recalled.id,
                    kind=ActKind.RECALL,
                    public_text="The parties have settled.",
                    document_id=paper.id,
                    asked_by_id=officer.id,
                    asked_at=NOON,
                )
            )
    session.commit()

    lot = only_lot(session, again(session, recalled))

    assert [paper.file for paper in lot.documents] == ["enforcement.pdf"]


def test_the_whole_ladder_down_to_the_sell_off_is_one_chain(session: Session) -> None:
    first = over(session)
    second = only_lot(session, again(session, first))
    second.status, second.ended_at = LotStatus.PASSED, NOON
    session.commit()

    catalogue = again(session, second)

    lot = only_lot(session, catalogue)
    assert catalogue.procedure_name == "sell-off"
    assert (lot.attempt, lot.previous_id, lot.first_id) == (3, second.id, first.id)
    assert lot.starting_price == lot.deposit == Money(800_00)
    lot.status = LotStatus.PASSED
    session.commit()
    with pytest.raises(NoNextStage):
        again(session, lot)


@pytest.mark.parametrize(
    "status", [LotStatus.DEFAULTED, LotStatus.RECALLED, LotStatus.VOIDED]
)
def test_what_failed_otherwise_is_offered_again_in_the_same_stage(
    session: Session, status: LotStatus
) -> None:
    lot = over(session, status=status)

    catalogue = again(session, lot)

    assert catalogue.procedure_name == "court-first-round"
    assert only_lot(session, catalogue).starting_price == Money(1_000_00)


def test_several_lots_go_on_together_their_ends_a_minute_apart(
    session: Session,
) -> None:
    first_round = make_catalogue(session)
    late, early = (
        over(session, first_round, number=number, title=f"Example {number}")
        for number in (7, 3)
    )

    catalogue = again(session, late, early)

    lots = lots_of(session, catalogue)
    assert [(lot.number, lot.title) for lot in lots] == [
        (1, "Example 3"),
        (2, "Example 7"),
    ]
    ends = [lot.closes_at - TIMING.first_end for lot in lots]
    assert ends == [timedelta(0), timedelta(minutes=1)]
    assert (catalogue.opens_at, catalogue.closes_at) == (
        TIMING.opens_at,
        TIMING.first_end,
    )


def test_lots_may_go_into_a_catalogue_in_preparation_and_keep_to_its_times(
    session: Session,
) -> None:
    coming = sale(session)
    coming.opens_at, coming.closes_at = NOON + 40 * DAY, NOON + 42 * DAY
    coming.stagger_seconds = 30
    make_lot(session, coming, status=LotStatus.DRAFT)

    again(session, over(session), sale=coming.id)

    _, added = lots_of(session, coming)
    assert added.number == 2
    assert added.opens_at == NOON + 40 * DAY
    assert added.closes_at == NOON + 42 * DAY + timedelta(seconds=30)


def test_a_catalogue_without_times_takes_those_that_are_said(session: Session) -> None:
    coming = sale(session)

    again(session, over(session), sale=coming.id)

    assert coming.closes_at == TIMING.first_end
    assert only_lot(session, coming).closes_at == TIMING.first_end


def test_lots_do_not_go_where_other_rules_or_people_are(session: Session) -> None:
    passed = over(session)
    public = make_catalogue(session, "court-second-round")
    first_round = sale(session, "court-first-round")
    yen = sale(session)
    yen.currency_code = "JPY"
    elsewhere = make_catalogue(
        session,
        "court-second-round",
        office=make_office(session, "another-court"),
        published_at=None,
    )

    for catalogue in (public, first_round, yen, elsewhere):
        with pytest.raises(NotForThese):
            again(session, passed, sale=catalogue.id)
        assert lots_of(session, catalogue) == []
    with pytest.raises(NotThere):
        again(session, passed, sale=9_999_999)


def test_a_lot_has_one_next_attempt_at_most(session: Session) -> None:
    passed = over(session)
    draft = only_lot(session, again(session, passed))

    with pytest.raises(AlreadyOfferedAgain, match="already offered again") as refusal:
        again(session, passed)

    assert refusal.value.values["successor"] == draft.id


def test_a_next_attempt_that_was_given_up_blocks_nothing(session: Session) -> None:
    passed = over(session)
    draft = only_lot(session, again(session, passed))
    session.delete(draft)
    session.commit()

    assert only_lot(session, again(session, passed, sale=SALE)).attempt == 2


def test_after_a_recall_the_chain_goes_on_from_the_lot_that_was_recalled(
    session: Session,
) -> None:
    passed = over(session)
    second = only_lot(session, again(session, passed))
    second.status = LotStatus.RECALLED
    session.commit()

    with pytest.raises(AlreadyOfferedAgain):
        again(session, passed)
    third = only_lot(session, again(session, second))

    assert (third.attempt, third.round) == (3, "second")
    assert third.starting_price == Money(800_00)


def test_who_did_not_pay_cannot_come_back_in_any_later_attempt(
    session: Session,
) -> None:
    buyer, other = make_bidder(session, "Buyer"), make_bidder(session, "Other")
    first = over(session, status=LotStatus.OPEN, closes_at=NOON + DAY)
    leader = make_paddle(session, first, buyer)
    first.status, first.leader_id = LotStatus.SOLD, leader.id
    session.commit()
    act_on(session, first, ActKind.DEFAULT, ground="buyer-refused")

    second = only_lot(session, again(session, first))
    second.status = LotStatus.PASSED
    session.commit()
    third = only_lot(session, again(session, second))

    assert third.chain_id == first.id
    for lot in (second, third):
        lot.status = LotStatus.ANNOUNCED
        session.commit()
        with pytest.raises(Barred):
            apply_for(session, lot_id=lot.id, user_id=buyer.id, now=NOON)
        assert make_paddle(session, lot, other).number


def test_two_officers_who_offer_a_lot_again_at_once_make_one_attempt(
    app: Flask, session: Session
) -> None:
    passed = over(session)
    lot_id = passed.id
    officers = [make_officer(session, passed.office).id for _ in range(4)]

    def relist_as(officer: int) -> Callable[[Session], str]:
        return lambda session: (
            relist(
                session,
                lot_ids=[lot_id],
                officer_id=officer,
                sale=NewSale("Example", f"next-{officer}"),
                timing=TIMING,
            ).slug
        )

    done = at_once(app, [relist_as(officer) for officer in officers])

    assert sum(isinstance(one, AlreadyOfferedAgain) for one in done) == 3
    session.rollback()  # look again, with fresh eyes
    next_attempts = select(func.count(Lot.id)).where(Lot.previous_id == lot_id)
    assert session.scalar(next_attempts) == 1
    assert session.scalar(select(func.count(Catalogue.id))) == 2


@pytest.mark.parametrize(
    "status",
    [
        *(LotStatus.DRAFT, LotStatus.ANNOUNCED, LotStatus.OPEN),
        *(LotStatus.SUSPENDED, LotStatus.SOLD),
    ],
)
def test_a_lot_that_is_not_over_or_was_sold_is_not_offered_again(
    session: Session, status: LotStatus
) -> None:
    with pytest.raises(NotToOfferAgain):
        again(session, over(session, status=status))

    assert session.scalar(select(func.count(Lot.id))) == 1


def test_lots_of_different_stages_do_not_go_on_together(session: Session) -> None:
    passed = over(session)
    unpaid = over(session, passed.catalogue, status=LotStatus.DEFAULTED)

    with pytest.raises(NotTogether):
        again(session, passed, unpaid)


def test_the_same_number_of_the_office_is_not_twice_in_a_catalogue(
    session: Session,
) -> None:
    one, other = (over(session, external_id="14 E 7/26") for _ in range(2))

    with pytest.raises(LotAlreadyThere, match="14 E 7/26"):
        relist(
            session,
            lot_ids=[one.id, other.id],
            officer_id=make_officer(session, one.office).id,
            sale=SALE,
            timing=TIMING,
        )


def test_only_those_who_prepare_lots_in_the_office_offer_them_again(
    session: Session,
) -> None:
    passed = over(session)
    people = [
        (make_bidder(session), NotYourOffice),
        (make_officer(session, make_office(session, "another-court")), NotYourOffice),
        (
            make_officer(session, passed.office, duties=[Duty.CASHIER, Duty.AUDITOR]),
            NotYourDuty,
        ),
    ]

    for person, refusal in people:
        with pytest.raises(refusal):
            relist(
                session,
                lot_ids=[passed.id],
                officer_id=person.id,
                sale=SALE,
                timing=TIMING,
            )
    with pytest.raises(NotAllowed):
        relist(session, lot_ids=[passed.id], officer_id=0, sale=SALE, timing=TIMING)


@pytest.mark.parametrize(
    ("timing", "refusal"),
    [
        (Timing(NOON, NOON, 60), EndBeforeOpening),
        (Timing(NOON, NOON - DAY, 60), EndBeforeOpening),
        (Timing(NOON, NOON + DAY, -1), SecondsOutOfRange),
    ],
)
def test_times_that_cannot_be_are_refused(
    session: Session, timing: Timing, refusal: type[Refusal]
) -> None:
    passed = over(session)

    with pytest.raises(refusal):
        relist(
            session,
            lot_ids=[passed.id],
            officer_id=make_officer(session, passed.office).id,
            sale=SALE,
            timing=timing,
        )


def test_somebody_must_be_chosen_and_the_short_name_must_be_free(
    session: Session,
) -> None:
    passed = over(session)
    officer_id = make_officer(session, passed.office).id

    with pytest.raises(NothingChosen):
        relist(session, lot_ids=[], officer_id=officer_id, sale=SALE, timing=TIMING)
    with pytest.raises(Refusal, match="already a catalogue called"):
        again(session, passed, sale=NewSale("Example", passed.catalogue.slug))
    assert session.scalar(select(func.count(Lot.id))) == 1


def test_the_announcement_says_which_attempt_it_is(session: Session) -> None:
    house = {"property_type": "House", "occupied": False, "tax_payer": "buyer"}
    passed = over(
        session, description="A house.", valuation=Money(1_200_00), fields=house
    )
    with_files(session, passed)
    catalogue = again(session, passed)
    lot = only_lot(session, catalogue)

    announce(session, catalogue)

    row = session.scalars(select(TrailRow).where(TrailRow.lot_id == lot.id)).one()
    assert '"attempt":2' in row.entry
    assert f'"previous":{lot.previous_id}' in row.entry


def test_a_currency_without_cents_is_cut_to_whole_units(session: Session) -> None:
    passed = over(
        session,
        make_catalogue(session, currency_code="JPY"),
        starting_price=Money(101),
        increment=Money(1),
        deposit=None,
    )

    lot = only_lot(session, again(session, passed))

    assert lot.starting_price == Money(81)
    assert lot.deposit == Money(81).at_least_percent(Decimal(5))
