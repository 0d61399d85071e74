"""What stands in the demo for each brace of an address."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, Office, Paddle, Photo, Question, User
from auction.rules.lifecycle import LotStatus

OFFICE = "example-district-court"


def things_of_the_demo(session: Session, bidder: str) -> dict[str, object]:
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
        .limit(1)
    ).one()
    draft = session.scalars(
        select(Lot)
        .where(Lot.office_id == office.id, Lot.status == LotStatus.DRAFT)
        .limit(1)
    ).one()
    return {
        "office_slug": office.slug,
        "catalogue_slug": lot.catalogue.slug,
        "draft_slug": draft.catalogue.slug,
        "lot_id": lot.id,
        "draft_id": draft.id,
        "bid_id": bid.id,
        "question_id": session.scalars(
            select(Question.id).join(Lot).where(Lot.office_id == office.id).limit(1)
        ).one(),
        "file": session.scalars(select(Photo.file).limit(1)).one(),
    }
