"""What stands in the demo for each brace of an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction import clock
from auction.models import (
    Act,
    Bid,
    Document,
    IdentityPaper,
    InspectionSlot,
    Lot,
    Mandate,
    Office,
    Paddle,
    Photo,
    Question,
    Role,
    SavedSearch,
    User,
)
from auction.money import plain_figures
from auction.rules.lifecycle import LotStatus
from auction.services.attempts import to_offer_again
from auction.services.visiting import book_visit
from tests.browser.money_things import things_of_the_money

OFFICE = "example-district-court"


def things_of_the_demo(session: Session, bidder: str) -> Mapping[str, object]:
    """Return an example of each thing of the court, some of them of one bidder."""
    office = session.scalars(select(Office).where(Office.slug == OFFICE)).one()
    bid, lot = session.execute(
        select(Bid, Lot)
        .join(Lot, Lot.id == Bid.lot_id)
        .join(Paddle, Paddle.id == Bid.paddle_id)
        .join(User, User.id == Paddle.user_id)
        .where(
            User.email == bidder,
            Lot.office_id == office.id,
            Lot.status == LotStatus.OPEN,
        )
        .order_by(Lot.closes_at.desc())
        .limit(1)
    ).one()

    def of_office(kind: Any, *conditions: Any) -> Select[tuple[Any]]:
        lots = select(kind).join(Lot, Lot.id == kind.lot_id)
        return lots.where(Lot.office_id == office.id, *conditions)

    def of_lots(status: LotStatus) -> Select[tuple[Lot]]:
        return select(Lot).where(Lot.office_id == office.id, Lot.status == status)

    def first(query: Select[tuple[Any]]) -> Any:
        return session.scalars(query.limit(1)).one()

    draft = first(of_lots(LotStatus.DRAFT))
    return {
        "office_slug": office.slug,
        "catalogue_slug": lot.catalogue.slug,
        "draft_slug": draft.catalogue.slug,
        "lot_id": lot.id,
        "draft_id": draft.id,
        "approved_id": first(of_lots(LotStatus.APPROVED)).id,
        "bid_id": bid.id,
        "act_id": first(of_office(Act, Act.done_at.is_(None))).id,
        "question_id": first(of_office(Question)).id,
        "slot_id": first(of_office(InspectionSlot)).id,
        "document_id": first(of_office(Document, Lot.id == draft.id)).id,
        "paper_id": first(of_office(Document, Lot.id == lot.id)).id,
        "user_id": first(select(User).where(User.email == "approver@court.example")).id,
        "file": first(select(Photo)).file,
        "search_id": first(
            select(SavedSearch).join(User).where(User.email == bidder)
        ).id,
        **_shown_by(session, bidder),
        **things_of_the_money(session, office, lot, bidder),
    }


def _shown_by(session: Session, bidder: str) -> Mapping[str, object]:
    paper = session.scalars(
        select(IdentityPaper)
        .join(User, User.id == IdentityPaper.user_id)
        .where(User.email == bidder)
        .limit(1)
    ).one()
    verifier = select(User.id).where(User.role == Role.VERIFIER).limit(1)
    return {
        "identity_id": paper.identity_id,
        "identity_paper_id": paper.id,
        "verifier_id": session.scalars(verifier).one(),
        "mandate_id": session.scalars(select(Mandate.id).limit(1)).one(),
    }


def addresses_with_a_question(session: Session, bidder: str) -> Mapping[str, str]:
    """Return the addresses, by endpoint, that want more than any thing of a kind."""
    office = session.scalars(select(Office).where(Office.slug == OFFICE)).one()
    lot = session.scalars(
        select(Lot)
        .join(Paddle, Paddle.lot_id == Lot.id)
        .join(User, User.id == Paddle.user_id)
        .where(User.email == bidder, Lot.status == LotStatus.OPEN)
        .limit(1)
    ).one()
    amount = plain_figures(
        lot.next_bid, currency=lot.catalogue.currency, locale=lot.catalogue.locale
    )
    again = to_offer_again(session, office_id=office.id)[0]
    sale = again.catalogue.slug
    booked, free = _visits(session)
    person = session.scalars(select(User.id).where(User.email == bidder)).one()
    book_visit(
        session,
        slot_id=booked.id,
        user_id=person,
        visitor="At the gate",
        people=1,
        now=clock.now(),
    )
    return {
        "bids.new": f"/lots/{lot.id}/bids/new?amount={amount}",
        "relisting.new": f"/desk/{OFFICE}/relisting/{sale}/new?lot={again.id}",
        "visits.booking": f"/lots/{free.lot_id}/inspections/{free.id}/booking",
        "visits.calendar": f"/lots/{booked.lot_id}/inspections/{booked.id}/booking.ics",
    }


def _visits(session: Session) -> Sequence[InspectionSlot]:
    """Return two visits that can still be booked."""
    return session.scalars(
        select(InspectionSlot)
        .join(Lot, Lot.id == InspectionSlot.lot_id)
        .where(
            Lot.status.in_((LotStatus.ANNOUNCED, LotStatus.OPEN)),
            InspectionSlot.cancelled_at.is_(None),
            InspectionSlot.begins_at > clock.now(),
        )
        .order_by(InspectionSlot.begins_at.desc())
        .limit(2)
    ).all()
