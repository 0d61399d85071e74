"""What stands in the demo for each brace of an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction.models import (
    Act,
    Bid,
    Document,
    InspectionSlot,
    Lot,
    Office,
    Paddle,
    Photo,
    Question,
    User,
)
from auction.rules.lifecycle import LotStatus

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
    }
