"""What people are told when the hammer has fallen: each of them one thing, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, false, select
from sqlalchemy.orm import Session

from auction.models import Appointment, Bid, Duty, Lot, Paddle, Reminder, User
from auction.rules.balance import balance_due_at, balance_of
from auction.rules.closing import PASSED_BECAUSE
from auction.rules.deposit_terms import is_asked
from auction.rules.lifecycle import LotStatus
from auction.rules.notice_kinds import NOT_WON, RESULT, WATCHED_RESULT, WON
from auction.rules.publicity import names_winner_to_seller
from auction.services.notifying import tell_all

SELLING = (Duty.APPROVER, Duty.CASHIER)


def tell_result(session: Session, lot: Lot, *, now: datetime) -> None:
    """Tell everybody concerned how a lot ended, in the transaction that ends it.

    The buyer, who bid in vain, who registered or watched, and the office: nobody hears
    it twice. Nobody's name stands in any of it.
    """
    told: set[int] = set()
    buyer = _people(session, _bought(lot), told)
    losers = _people(session, _bid_on(lot), told)
    others = _people(session, _follows(lot), told)
    office = _people(session, _sells(lot), told)
    letters = (
        (buyer, WON, f"You bought it: {lot.title}", _to_buyer(lot)),
        (losers, NOT_WON, f"Not yours: {lot.title}", _to_loser(lot)),
        (others, WATCHED_RESULT, f"{_end(lot)}: {lot.title}", _to_anybody(lot)),
        (office, RESULT, f"{_end(lot)}: {lot.title}", _to_office(lot)),
    )
    for people, kind, subject, text in letters:
        tell_all(
            session,
            people,
            lot,
            kind=kind,
            subject=subject,
            text=text,
            now=now,
            once=f"result of lot {lot.id}",
        )


def _people(
    session: Session, condition: ColumnElement[bool], told: set[int]
) -> Sequence[User]:
    found = session.scalars(select(User).where(condition).order_by(User.id)).all()
    people = [user for user in found if user.id not in told]
    told.update(user.id for user in people)
    return people


def _bought(lot: Lot) -> ColumnElement[bool]:
    if lot.status is not LotStatus.SOLD:
        return false()
    return exists().where(Paddle.id == lot.leader_id, Paddle.user_id == User.id)


def _bid_on(lot: Lot) -> ColumnElement[bool]:
    has_bid = exists().where(Bid.paddle_id == Paddle.id)
    return exists().where(Paddle.lot_id == lot.id, Paddle.user_id == User.id, has_bid)


def _follows(lot: Lot) -> ColumnElement[bool]:
    registered = exists().where(Paddle.lot_id == lot.id, Paddle.user_id == User.id)
    watches = exists().where(Reminder.lot_id == lot.id, Reminder.user_id == User.id)
    return registered | watches


def _sells(lot: Lot) -> ColumnElement[bool]:
    return exists().where(
        Appointment.user_id == User.id,
        Appointment.office_id == lot.office_id,
        Appointment.duty.in_(SELLING),
        Appointment.ended_at.is_(None),
    )


def _end(lot: Lot) -> str:
    return "Sold" if lot.status is LotStatus.SOLD else "Not sold"


def _named(lot: Lot) -> str:
    return f"Lot {lot.number}, “{lot.title}”"


def _how(lot: Lot) -> str:
    if lot.status is LotStatus.SOLD:
        return f"was sold for {lot.catalogue.tell(lot.price)}."
    return f"was not sold. {PASSED_BECAUSE.get(lot.reason_code or '', '')}".strip()


def _to_buyer(lot: Lot) -> str:
    if lot.status is not LotStatus.SOLD or lot.price is None:
        return ""
    tell, procedure = lot.catalogue.tell, lot.catalogue.procedure
    due_at = balance_due_at(procedure, ended_at=lot.ended_at or lot.closes_at)
    parts = [f"{_named(lot)}, is yours for {tell(lot.price)}."]
    left = balance_of(lot.price, deposit=lot.deposit)
    if is_asked(lot.deposit):
        parts.append(
            f"Your deposit of {tell(lot.deposit)} counts towards the price: "
            f"{tell(left)} is left to pay."
        )
    when = f"by {tell(due_at)}" if due_at else "in time"
    parts.append(
        f"The price must be there {when}. The office that sells will write to you how "
        "to pay; no mail of this site ever names an account."
    )
    if procedure.forfeit:
        parts.append(f"Should it not be paid in time: {procedure.forfeit}")
    return "\n\n".join(parts)


def _to_loser(lot: Lot) -> str:
    parts = [f"{_named(lot)}, {_how(lot)} It is not yours."]
    if is_asked(lot.deposit):
        parts.append(
            "What becomes of your deposit, and by when it goes back, stands under “My "
            "deposits”."
        )
    return "\n\n".join(parts)


def _to_anybody(lot: Lot) -> str:
    return f"{_named(lot)}, {_how(lot)}"


def _to_office(lot: Lot) -> str:
    parts = [f"{_named(lot)} of {lot.catalogue.title}, {_how(lot)}"]
    if names_winner_to_seller(lot.catalogue.procedure, lot.status):
        parts.append("Who bought it stands on the page of the lot, for your office.")
    return "\n\n".join(parts)
