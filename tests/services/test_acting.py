"""Acting on a lot: alone, or with a second person, and judged anew by him."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Act,
    ActKind,
    Bid,
    Document,
    Duty,
    Lot,
    Mail,
    Notice,
    TrailRow,
    User,
)
from auction.money import Money
from auction.rules.acting import AlreadyDone, DocumentMissing, TooLate
from auction.rules.grounds import GroundMissing, GroundTooLate, PublicTextMissing
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed, NotThere
from auction.services import acting, reminding
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from auction.services.officers import NotYourDuty
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON
from tests.officers import PAPER, REASON, act_on, ask_for

MINUTE = timedelta(minutes=1)
ONLY_BEFORE_A_BID = "listing-error"


def court_lot(session: Session, **columns: Any) -> Lot:
    return make_lot(session, make_catalogue(session, "court-first-round"), **columns)


def movable(session: Session, **columns: Any) -> Lot:
    return make_lot(session, make_catalogue(session, "movables"), **columns)


def bid_on(session: Session, lot: Lot) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(TrailRow.action).order_by(TrailRow.id)))


def confirm(session: Session, act: Act, **differences: Any) -> Act:
    differences.setdefault("now", NOON)
    if "officer_id" not in differences:
        differences["officer_id"] = make_officer(session, act.lot.office).id
    return acting.confirm(session, act_id=act.id, **differences)


@pytest.mark.parametrize("status", [LotStatus.ANNOUNCED, LotStatus.OPEN])
def test_one_officer_recalls_a_movable_before_and_after_its_opening(
    session: Session, status: LotStatus
) -> None:
    lot = movable(session, status=status, opens_at=NOON + MINUTE)

    act = act_on(session, lot, ActKind.RECALL)

    assert (lot.status, lot.reason_text) == (LotStatus.RECALLED, REASON)
    assert (act.done_at, act.confirmed_by_id) == (NOON, None)
    row = session.scalars(select(TrailRow)).one()
    assert (row.action, row.actor) == ("recalled", "office example-court")


def test_until_the_second_person_confirms_nothing_has_happened(
    session: Session,
) -> None:
    lot = court_lot(session)
    make_paddle(session, lot)
    version, before = lot.version, actions(session)

    act = ask_for(session, lot, ActKind.RECALL)

    assert act.is_waiting
    assert (lot.status, lot.version) == (LotStatus.OPEN, version)
    assert lot.reason_text is None
    assert actions(session) == before
    assert not session.scalars(select(Notice)).all()
    assert session.scalars(select(Document.is_public)).all() == [False]


def test_the_second_person_confirms_and_all_of_it_is_done(session: Session) -> None:
    lot = court_lot(session)
    make_paddle(session, lot)
    act = ask_for(session, lot, ActKind.RECALL)

    confirm(session, act, now=NOON + MINUTE)

    assert (lot.status, lot.ended_at) == (LotStatus.RECALLED, NOON + MINUTE)
    assert act.done_at == NOON + MINUTE
    assert act.confirmed_by_id not in (None, act.asked_by_id)
    assert actions(session)[-1] == "recalled"
    assert len(session.scalars(select(Notice)).all()) == 1
    document = session.scalars(select(Document)).one()
    assert (document.title, document.is_public) == (PAPER.title, True)


def test_nobody_confirms_or_declines_what_he_asked_for_himself(
    session: Session,
) -> None:
    act = ask_for(session, court_lot(session), ActKind.RECALL)

    for say in (acting.confirm, acting.decline):
        with pytest.raises(NotAllowed, match="yourself"):
            say(session, act_id=act.id, officer_id=act.asked_by_id, now=NOON)

    assert act.is_waiting


@pytest.mark.parametrize("duty", sorted(set(Duty) - {Duty.APPROVER}))
def test_only_an_approver_confirms(session: Session, duty: Duty) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)
    other = make_officer(session, lot.office, duties=[duty])

    with pytest.raises(NotYourDuty, match="approver"):
        confirm(session, act, officer_id=other.id)


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_who_keeps_the_money_or_the_books_does_not_act(
    session: Session, duty: Duty
) -> None:
    lot = court_lot(session)
    officer = make_officer(session, lot.office, duties=[duty])

    with pytest.raises(NotYourDuty):
        ask_for(session, lot, ActKind.SUSPENSION, officer_id=officer.id)


def strangers(session: Session) -> list[User]:
    elsewhere = make_officer(session, make_office(session, "another-court"))
    return [elsewhere, make_bidder(session)]


@pytest.mark.parametrize("kind", list(ActKind))
def test_only_officers_of_the_selling_office_ask(
    session: Session, kind: ActKind
) -> None:
    lot = court_lot(session)

    for person in strangers(session):
        with pytest.raises(NotAllowed, match="Only an officer of the office"):
            ask_for(session, lot, kind, officer_id=person.id)


def test_only_officers_of_the_selling_office_decide(session: Session) -> None:
    act = ask_for(session, court_lot(session), ActKind.RECALL)

    for person in strangers(session):
        for say in (acting.confirm, acting.decline, acting.withdraw):
            with pytest.raises(NotAllowed, match="Only an officer of the office"):
                say(session, act_id=act.id, officer_id=person.id, now=NOON)


def test_a_declined_act_leaves_the_lot_alone_and_the_asker_reads_why(
    session: Session,
) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)

    acting.decline(
        session,
        act_id=act.id,
        officer_id=make_officer(session, lot.office).id,
        remark=" The order is not final. ",
        now=NOON,
    )

    assert (lot.status, act.is_waiting, act.is_withdrawn) == ("open", False, False)
    assert act.remark == "The order is not final."
    asker = session.get_one(User, act.asked_by_id)
    mine = select(Mail).where(Mail.recipient == asker.email)
    letter = session.scalars(mine.order_by(Mail.id.desc())).first()
    assert letter is not None
    assert "The order is not final." in letter.text
    with pytest.raises(acting.AlreadyDecided):
        confirm(session, act)


def test_who_asked_may_withdraw_and_ask_again(session: Session) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)

    acting.withdraw(session, act_id=act.id, officer_id=act.asked_by_id, now=NOON)

    assert act.is_withdrawn
    with pytest.raises(acting.AlreadyDecided):
        confirm(session, act)
    assert ask_for(session, lot, ActKind.RECALL).is_waiting


def test_nobody_withdraws_what_a_colleague_asked_for(session: Session) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)

    with pytest.raises(acting.NotYourAct, match="Only who asked"):
        acting.withdraw(
            session,
            act_id=act.id,
            officer_id=make_officer(session, lot.office).id,
            now=NOON,
        )


def test_one_act_of_a_kind_waits_for_a_lot(session: Session) -> None:
    lot = court_lot(session)
    ask_for(session, lot, ActKind.RECALL)

    with pytest.raises(acting.AlreadyAsked, match="waits for a second person"):
        ask_for(session, lot, ActKind.RECALL)

    assert ask_for(session, lot, ActKind.STAY).is_waiting
    assert ask_for(session, court_lot(session), ActKind.RECALL).is_waiting


def test_colleagues_who_may_confirm_are_called_by_mail(session: Session) -> None:
    lot = court_lot(session)
    second = make_officer(session, lot.office, duties=[Duty.APPROVER])
    make_officer(session, lot.office, duties=[Duty.DRAFTER])
    make_officer(session, make_office(session, "another-court"))

    ask_for(session, lot, ActKind.RECALL)

    mails = session.scalars(select(Mail)).all()
    assert [mail.recipient for mail in mails] == [second.email]
    assert mails[0].subject == "Waits for you: recall of Example lot"


def test_a_ground_that_a_bid_has_ended_is_judged_anew(session: Session) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL, ground=ONLY_BEFORE_A_BID)
    bid_on(session, lot)

    with pytest.raises(GroundTooLate):
        confirm(session, act)

    assert (lot.status, lot.price) == (LotStatus.OPEN, Money(400_00))
    assert act.is_waiting


@pytest.mark.parametrize("after_the_end", [timedelta(0), SETTLE])
def test_what_was_asked_for_lapses_when_the_lot_has_ended(
    session: Session, after_the_end: timedelta
) -> None:
    lot = court_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)
    now = lot.closes_at + after_the_end
    close_lot(session, lot_id=lot.id, now=now)

    with pytest.raises(TooLate, match="it can no longer be recalled"):
        confirm(session, act, now=now)

    assert act.done_at is None
    assert act.is_waiting is (after_the_end < SETTLE)  # the hammer has not fallen


def test_a_second_recall_changes_nothing(session: Session) -> None:
    lot = movable(session)
    act_on(session, lot, ActKind.RECALL)
    version = lot.version

    with pytest.raises(AlreadyDone, match="already been recalled"):
        act_on(session, lot, ActKind.RECALL, ground="debt-paid")

    assert lot.version == version
    assert actions(session).count("recalled") == 1


def test_a_confirmation_comes_once(session: Session) -> None:
    act = ask_for(session, court_lot(session), ActKind.RECALL)
    confirm(session, act)

    with pytest.raises(acting.AlreadyDecided):
        confirm(session, act)

    assert actions(session).count("recalled") == 1


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"ground": "price too low"}, GroundMissing),
        ({"ground": None}, GroundMissing),
        ({"public_text": "  "}, PublicTextMissing),
        ({"public_text": "No."}, PublicTextMissing),
        ({"public_text": "x" * 2001}, PublicTextMissing),
        ({"paper": None}, DocumentMissing),
    ],
)
def test_a_recall_needs_a_ground_a_reason_and_a_document(
    session: Session, differences: dict[str, Any], refusal: type[Exception]
) -> None:
    lot = court_lot(session)

    with pytest.raises(refusal):
        ask_for(session, lot, ActKind.RECALL, **differences)

    assert not session.scalars(select(Act)).all()
    assert not session.scalars(select(Document)).all()


def test_an_act_may_rest_on_a_public_document_of_the_lot_and_on_no_other(
    session: Session,
) -> None:
    lot, other = court_lot(session), court_lot(session)
    mine, secret, others = (
        Document(
            lot_id=one.id,
            title="Order",
            kind="order",
            file="a.pdf",
            size=1,
            added_at=NOON,
            is_public=public,
        )
        for one, public in ((lot, True), (lot, False), (other, True))
    )
    session.add_all([mine, secret, others])
    session.commit()

    for document in (secret, others):
        with pytest.raises(NotThere, match="no such public document"):
            ask_for(session, lot, ActKind.RECALL, paper=None, document_id=document.id)
    act = ask_for(session, lot, ActKind.RECALL, paper=None, document_id=mine.id)

    assert act.document_id == mine.id


def test_everybody_registered_and_reminded_is_told_once(session: Session) -> None:
    lot = movable(session)
    anna, bela = make_bidder(session, "Anna"), make_bidder(session, "Bela")
    make_paddle(session, lot, anna)
    for person in (anna, bela):
        reminding.remind(session, lot_id=lot.id, user_id=person.id, now=NOON)
    make_bidder(session, "Cid")

    act_on(session, lot, ActKind.RECALL)

    notices = session.scalars(select(Notice).order_by(Notice.user_id)).all()
    assert [notice.user_id for notice in notices] == [anna.id, bela.id]
    assert {notice.subject for notice in notices} == {"Recalled: Example lot"}
    assert REASON in notices[0].text
    assert "Ground: The debtor has paid." in notices[0].text


def test_the_bids_of_a_recalled_lot_stay_and_are_void(session: Session) -> None:
    lot = movable(session)
    bid_on(session, lot)
    bid_on(session, lot)

    act_on(session, lot, ActKind.RECALL)

    bids = session.scalars(select(Bid)).all()
    assert [bid.voided_at for bid in bids] == [NOON, NOON]
    assert (lot.price, lot.leader_id, lot.bid_count) == (None, None, 2)


def test_nothing_is_there_to_be_confirmed_that_was_not_asked_for(
    session: Session,
) -> None:
    with pytest.raises(NotThere):
        acting.confirm(
            session, act_id=4711, officer_id=make_officer(session).id, now=NOON
        )
