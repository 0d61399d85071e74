"""Who followed one attempt to sell a thing hears of the next."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Barring, Lot, Mail, Notice, Reminder, User
from auction.rules.lifecycle import LotStatus
from auction.services.attempts import successor_of
from tests.factories import announce, make_bidder, make_draft, make_paddle
from tests.moving_clock import NOON
from tests.services.chains import DAY, again, over

AGAIN = select(Notice).where(Notice.kind == "offered again")


def passed_with(session: Session, *registered: User) -> Lot:
    """Make a lot that passed, for which some people were registered."""
    lot = over(session, status=LotStatus.OPEN, closes_at=NOON + DAY, title="Quarry")
    for person in registered:
        make_paddle(session, lot, person)
    with_all_that_it_needs(session, lot)
    lot.status = LotStatus.PASSED
    session.commit()
    return lot


def with_all_that_it_needs(session: Session, lot: Lot) -> None:
    good = make_draft(session)
    lot.category, lot.fields = good.category, good.fields
    lot.description, lot.valuation = good.description, good.valuation
    lot.starting_price, lot.deposit = good.starting_price, good.deposit
    for paper in good.documents:
        paper.lot_id = lot.id
    session.commit()
    session.refresh(lot)


def announced(session: Session, lot: Lot) -> Lot:
    catalogue = again(session, lot)
    announce(session, catalogue)
    successor = successor_of(session, lot)
    assert successor is not None
    session.refresh(successor)
    assert successor.status is LotStatus.ANNOUNCED
    return successor


def test_who_took_part_before_is_told_when_and_at_what_price(
    session: Session,
) -> None:
    registered, follower = make_bidder(session, "Anna"), make_bidder(session, "Bert")
    passed = passed_with(session, registered)
    session.add(Reminder(lot_id=passed.id, user_id=follower.id, set_at=NOON))
    session.commit()

    lot = announced(session, passed)

    notices = session.scalars(AGAIN.order_by(Notice.user_id)).all()
    assert [notice.user_id for notice in notices] == [registered.id, follower.id]
    assert {notice.lot_id for notice in notices} == {lot.id}
    mails = select(Mail).where(Mail.recipient == registered.email)
    mail = session.scalars(mails.order_by(Mail.id.desc())).first()
    assert mail is not None
    assert mail.is_private
    assert mail.subject == "Offered again: Quarry"
    assert "Bidding opens on 22 Mar 2026, 12:00:00" in mail.text
    assert "at a starting price of EUR\N{NBSP}320.00" in mail.text


def test_who_is_barred_is_not_invited(session: Session) -> None:
    barred, other = make_bidder(session), make_bidder(session)
    passed = passed_with(session, barred, other)
    session.add(
        Barring(user_id=barred.id, lot_id=passed.id, ground="x", barred_at=NOON)
    )
    session.commit()

    announced(session, passed)

    assert [one.user_id for one in session.scalars(AGAIN)] == [other.id]


def test_of_a_draft_nobody_is_told(session: Session) -> None:
    again(session, passed_with(session, make_bidder(session)))

    assert session.scalars(AGAIN).all() == []


def test_a_first_attempt_is_announced_to_nobody_in_particular(
    session: Session,
) -> None:
    draft = make_draft(session)

    announce(session, draft.catalogue)

    assert session.scalars(select(Notice)).all() == []
