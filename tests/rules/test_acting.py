"""Which act is possible when: by state, by the clock, by the terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auction.rules.acting import (
    EMERGENCY,
    ActKind,
    AlreadyDone,
    DateOutOfReach,
    DocumentMissing,
    NoGroundHolds,
    NotInTheTerms,
    NotNow,
    TooLate,
    Wish,
    check_moment,
    check_possible,
    check_wish,
    circumstances,
    ground_text,
    has_lapsed,
    terms_of,
)
from auction.rules.grounds import GroundMissing, PublicTextMissing
from auction.rules.lifecycle import ENDED, LIVE, MOVES, PREPARING, LotStatus
from auction.rules.procedure import ActTerms
from auction.rules.refusal import OutOfStep
from auction.services.procedures import shipped
from tests.moving_clock import NOON
from tests.rules.examples import CLOSE, bid_on, procedure, standing
from tests.rules.shipped import shipped_procedure

REASON = "The creditor and the debtor have settled."
DAY = timedelta(days=1)
COURT = procedure()
RECALL = Wish(ActKind.RECALL, REASON, "settlement", has_document=True)
STAY = Wish(ActKind.STAY, REASON, "enforcement-stayed")
LEADS_TO = {
    ActKind.RECALL: LotStatus.RECALLED,
    ActKind.STAY: LotStatus.STAYED,
    ActKind.SUSPENSION: LotStatus.SUSPENDED,
    ActKind.VOIDING: LotStatus.VOIDED,
    ActKind.DEFAULT: LotStatus.DEFAULTED,
}


@pytest.mark.parametrize("status", list(LotStatus))
@pytest.mark.parametrize("kind", list(LEADS_TO))
def test_an_act_is_possible_where_the_life_of_a_lot_allows_its_move(
    kind: ActKind, status: LotStatus
) -> None:
    lot = standing(status=status)

    if LEADS_TO[kind] in MOVES[status]:
        check_moment(kind, lot, NOON)
    else:
        with pytest.raises(OutOfStep):
            check_moment(kind, lot, NOON)


@pytest.mark.parametrize("status", list(LotStatus))
def test_only_what_rests_is_resumed(status: LotStatus) -> None:
    lot = standing(status=status)

    if status in (LotStatus.STAYED, LotStatus.SUSPENDED):
        check_moment(ActKind.RESUMPTION, lot, NOON)
    else:
        with pytest.raises(OutOfStep):
            check_moment(ActKind.RESUMPTION, lot, NOON)


@pytest.mark.parametrize("status", [LotStatus.OPEN, LotStatus.ANNOUNCED])
@pytest.mark.parametrize("kind", [ActKind.RECALL, ActKind.STAY, ActKind.SUSPENSION])
def test_at_the_end_exactly_it_is_too_late_though_the_hammer_has_not_fallen(
    kind: ActKind, status: LotStatus
) -> None:
    lot = standing(status=status)

    check_moment(kind, lot, CLOSE - timedelta(microseconds=1))
    with pytest.raises(TooLate, match="This lot has closed"):
        check_moment(kind, lot, CLOSE)


def test_a_lot_at_rest_can_be_recalled_after_its_old_end() -> None:
    check_moment(ActKind.RECALL, standing(status=LotStatus.STAYED), CLOSE + DAY)


@pytest.mark.parametrize(("kind", "status"), list(LEADS_TO.items()))
def test_what_is_done_is_not_done_again(kind: ActKind, status: LotStatus) -> None:
    with pytest.raises(AlreadyDone, match="already"):
        check_moment(kind, standing(status=status), NOON)


@pytest.mark.parametrize("status", sorted(PREPARING))
def test_nothing_is_done_to_a_lot_that_is_not_announced(status: LotStatus) -> None:
    for kind in ActKind:
        with pytest.raises(NotNow, match="not announced yet"):
            check_moment(kind, standing(status=status), NOON)


def test_what_was_asked_for_lapses_with_the_end_of_the_lot() -> None:
    for kind in (ActKind.RECALL, ActKind.STAY, ActKind.SUSPENSION, ActKind.RESUMPTION):
        assert all(has_lapsed(kind, status) for status in ENDED)
        assert not any(has_lapsed(kind, status) for status in LIVE)
    for kind in (ActKind.VOIDING, ActKind.DEFAULT):
        assert not has_lapsed(kind, LotStatus.SOLD)
        assert has_lapsed(kind, LotStatus.VOIDED)


def test_a_court_recalls_on_a_ground_with_a_reason_and_a_document() -> None:
    assert check_wish(RECALL, bid_on(), COURT, now=NOON).persons == 2
    for wish, refusal in (
        (replace(RECALL, ground="price-too-low"), GroundMissing),
        (replace(RECALL, ground=None), GroundMissing),
        (replace(RECALL, public_text="No."), PublicTextMissing),
        (replace(RECALL, has_document=False), DocumentMissing),
        (replace(RECALL, until=NOON + DAY), DateOutOfReach),
    ):
        with pytest.raises(refusal):
            check_wish(wish, bid_on(), COURT, now=NOON)


def test_an_act_for_which_no_ground_holds_is_not_possible() -> None:
    late = replace(COURT.recall.grounds[0], after_first_bid=False)
    terms = replace(COURT, recall=replace(COURT.recall, grounds=(late,)))

    check_possible(ActKind.RECALL, standing(), terms, now=NOON)
    with pytest.raises(NoGroundHolds):
        check_possible(ActKind.RECALL, bid_on(), terms, now=NOON)


def test_what_rests_can_be_resumed_without_a_ground() -> None:
    rests = standing(status=LotStatus.STAYED)

    check_possible(ActKind.RESUMPTION, rests, COURT, now=NOON)


def test_an_act_that_the_terms_do_not_name_is_not_possible() -> None:
    without = replace(COURT, stay=ActTerms())

    with pytest.raises(NotInTheTerms):
        check_possible(ActKind.STAY, standing(), without, now=NOON)


def test_a_stay_has_a_date_within_reason_or_none() -> None:
    for until in (None, NOON + DAY, NOON + 1000 * DAY):
        check_wish(replace(STAY, until=until), standing(), COURT, now=NOON)
    for until in (NOON, NOON - DAY, NOON + 2000 * DAY):
        with pytest.raises(DateOutOfReach, match="still to come"):
            check_wish(replace(STAY, until=until), standing(), COURT, now=NOON)


def test_an_act_that_the_terms_do_not_name_is_refused() -> None:
    without = replace(COURT, stay=ActTerms())

    with pytest.raises(NotInTheTerms, match="do not know this act"):
        check_wish(STAY, standing(), without, now=NOON)


def test_what_two_have_decided_one_does_not_undo_alone() -> None:
    persons = {
        status: terms_of(COURT, ActKind.RESUMPTION, status).persons
        for status in (LotStatus.STAYED, LotStatus.SUSPENDED)
    }

    assert persons == {LotStatus.STAYED: 2, LotStatus.SUSPENDED: 1}
    assert not terms_of(COURT, ActKind.RESUMPTION, LotStatus.STAYED).document


def test_a_buyer_has_the_days_of_the_terms_to_pay() -> None:
    sold = bid_on(status=LotStatus.SOLD)

    assert not circumstances(COURT, sold, now=CLOSE + 9 * DAY).term_over
    assert circumstances(COURT, sold, now=CLOSE + 10 * DAY).term_over
    without = replace(COURT, balance_days=None)
    assert circumstances(without, sold, now=CLOSE).term_over


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_procedure_knows_all_the_acts(name: str) -> None:
    terms = shipped_procedure(name)
    kinds = set(ActKind) - {ActKind.RESUMPTION}

    for kind in kinds:
        grounds = terms_of(terms, kind, LotStatus.OPEN).grounds
        assert grounds
        assert ground_text(terms, kind, grounds[0].code) == grounds[0].text


def test_the_text_of_a_ground_is_there_where_there_is_a_ground() -> None:
    settled = ground_text(COURT, ActKind.RECALL, "settlement")

    assert settled == "The parties have settled."
    assert "emergency" in ground_text(COURT, ActKind.SUSPENSION, EMERGENCY)
    assert ground_text(COURT, ActKind.RESUMPTION, None) == ""
    assert ground_text(COURT, ActKind.RECALL, "of an older text") == ""


def test_courts_act_by_two_persons_but_for_what_is_urgent() -> None:
    for name in ("court-first-round", "court-second-round", "sell-off"):
        court = shipped_procedure(name)
        assert [
            (terms.persons, terms.document)
            for terms in (court.recall, court.voiding, court.stay, court.suspension)
        ] == [(2, True), (2, True), (2, False), (1, False)]
        assert court.resume_within == 5 * DAY
        assert court.deposit_release == DAY
    assert shipped_procedure("bank-claims").recall.persons == 2
    movables = shipped_procedure("movables")
    assert {terms_of(movables, kind, LotStatus.OPEN).persons for kind in ActKind} == {1}
