"""What becomes of open bids whose bidder is barred, or whose deposit is gone.

Each lot is looked after in a transaction of its own: a bid and a bar at the same moment
are one after the other, and no two lots are held together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session

from auction.models import Barring, Bid, Identity, Lot, Maximum, Paddle, Registration
from auction.rules.barring import BarringTerms, OpenBids
from auction.rules.lifecycle import LIVE
from auction.rules.voided_bids import ValidBid, standing_with
from auction.services import trail
from auction.services.barring import KNOWN, find_bar, in_force
from auction.services.notifying import tell_registered
from auction.services.transaction import atomic, lot_for_change, step_version


def look_after_open_bids(session: Session, *, now: datetime) -> int:
    """Apply every bar, and the end of every bar, to open lots; return how many lots.

    It may run twice, late or beside itself: each paddle is dealt with once.
    """
    lots = _lots_to_look_after(session, now)
    session.rollback()
    return sum(apply_bars(session, lot_id=lot_id, now=now) for lot_id in lots)


@atomic
def apply_bars(session: Session, *, lot_id: int, now: datetime) -> bool:
    """Stop who is barred from bidding on, and let on whose bar has ended."""
    lot = lot_for_change(session, lot_id)
    if lot.status not in LIVE:
        return False
    changed = False
    for paddle in _paddles(session, lot):
        is_barred = find_bar(session, lot, paddle.user_id, now) is not None
        if is_barred and paddle.barred_at is None:
            _stop(session, lot, paddle, now=now)
            changed = True
        elif not is_barred and paddle.barred_at is not None:
            _let_on(session, lot, paddle, now=now)
            changed = True
    return changed


def void_unsecured(
    session: Session, lot: Lot, paddle: Paddle, *, now: datetime
) -> None:
    """Mark the bids void of a number whose deposit is gone, on a locked lot."""
    void = _void(session, lot, paddle, now=now)
    if not void:
        return
    step_version(lot)
    trail.record(
        session,
        lot,
        action="bids void",
        actor=f"paddle {paddle.number}",
        at=now,
        void=[bid.sequence for bid in void],
        price=lot.price,
        leader=_number_of(session, lot.leader_id),
        bidders=lot.bidder_count,
    )
    why = "because its deposit is not there any more"
    _tell(session, lot, paddle, void, why, now=now)


def _stop(session: Session, lot: Lot, paddle: Paddle, *, now: datetime) -> None:
    paddle.barred_at = now
    session.execute(
        update(Maximum)
        .where(Maximum.paddle_id == paddle.id, Maximum.cancelled_at.is_(None))
        .values(cancelled_at=now)
    )
    terms = lot.catalogue.procedure.barring or BarringTerms()
    void: Sequence[Bid] = ()
    if terms.open_bids is OpenBids.VOID:
        void = _void(session, lot, paddle, now=now)
    step_version(lot)
    trail.record(
        session,
        lot,
        action="barred",
        actor=f"paddle {paddle.number}",
        at=now,
        open_bids=terms.open_bids.value,
        void=[bid.sequence for bid in void],
        price=lot.price,
        leader=_number_of(session, lot.leader_id),
        bidders=lot.bidder_count,
    )
    if void:
        why = "because that bidder was barred"
        _tell(session, lot, paddle, void, why, now=now)


def _void(
    session: Session, lot: Lot, paddle: Paddle, *, now: datetime
) -> Sequence[Bid]:
    """Mark his bids void, and let the lot stand by those of the others."""
    counting = session.scalars(
        select(Bid)
        .where(Bid.lot_id == lot.id, Bid.voided_at.is_(None))
        .order_by(Bid.sequence)
    ).all()
    his = [bid for bid in counting if bid.paddle_id == paddle.id]
    for bid in his:
        bid.voided_at = now
    others = [
        ValidBid(bid.paddle_id, bid.amount)
        for bid in counting
        if bid.paddle_id != paddle.id
    ]
    if his:
        lot.stand_at(standing_with(lot.standing, others))
    return his


def _let_on(session: Session, lot: Lot, paddle: Paddle, *, now: datetime) -> None:
    paddle.barred_at = None
    step_version(lot)
    trail.record(
        session, lot, action="bar ended", actor=f"paddle {paddle.number}", at=now
    )


def _tell(
    session: Session,
    lot: Lot,
    paddle: Paddle,
    void: Sequence[Bid],
    why: str,
    *,
    now: datetime,
) -> None:
    bids = "The bid" if len(void) == 1 else f"The {len(void)} bids"
    are = "is" if len(void) == 1 else "are"
    now_stands = (
        f"The price is now {lot.catalogue.tell(lot.price)}."
        if lot.price
        else "There is no bid now."
    )
    lot.notice = f"{bids} of bidder {paddle.number} {are} void, {why}. {now_stands}"
    tell_registered(
        session,
        lot,
        kind="bids void",
        subject=f"Bids are void: {lot.title}",
        text=f"{lot.notice} The end of the lot stays as it was.",
        now=now,
    )


def _number_of(session: Session, paddle_id: int | None) -> int | None:
    return session.get_one(Paddle, paddle_id).number if paddle_id else None


def _paddles(session: Session, lot: Lot) -> Sequence[Paddle]:
    return session.scalars(
        select(Paddle)
        .where(Paddle.lot_id == lot.id)
        .order_by(Paddle.id)
        .execution_options(populate_existing=True)
    ).all()


def _lots_to_look_after(session: Session, now: datetime) -> Sequence[int]:
    """Return open lots on which somebody takes part who is barred, or was."""
    chain = or_(Barring.lot_id == Lot.id, Barring.lot_id == Lot.first_id)
    of_lot = or_(
        chain,
        Barring.office_id == Lot.office_id,
        and_(Barring.lot_id.is_(None), Barring.office_id.is_(None)),
    )
    as_whom = exists().where(
        Registration.identity_id == Identity.id, Registration.lot_id == Lot.id
    )
    same = select(Identity.user_id).where(
        Identity.fingerprint == Barring.fingerprint,
        Identity.state.in_(KNOWN),
        or_(Identity.is_principal.is_(False), as_whom),
    )
    barred = (
        select(Lot.id)
        .join(Paddle, Paddle.lot_id == Lot.id)
        .join(Barring, or_(Barring.user_id == Paddle.user_id, Paddle.user_id.in_(same)))
        .where(Lot.status.in_(LIVE), Paddle.barred_at.is_(None), in_force(now), of_lot)
    )
    stopped = (
        select(Lot, Paddle.user_id)
        .join(Paddle, Paddle.lot_id == Lot.id)
        .where(Lot.status.in_(LIVE), Paddle.barred_at.is_not(None))
    )
    let_on = [
        lot.id
        for lot, user_id in session.execute(stopped)
        if find_bar(session, lot, user_id, now) is None
    ]
    return sorted({*session.scalars(barred), *let_on})
