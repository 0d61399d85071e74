"""What must hold of a lot after several people have acted on it at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act, Bid, Lot, Mail, Notice, Paddle, TrailRow
from auction.rules.lifecycle import LotStatus
from auction.services import trail

ENDS = {"recalled", "sold", "passed", "voided", "defaulted"}
ACTS = {"recalled", "suspended", "stayed", "resumed", "voided", "defaulted"}
STATUS_AFTER = {
    "recalled": LotStatus.RECALLED,
    "stayed": LotStatus.STAYED,
    "suspended": LotStatus.SUSPENDED,
    "voided": LotStatus.VOIDED,
    "defaulted": LotStatus.DEFAULTED,
    "sold": LotStatus.SOLD,
    "passed": LotStatus.PASSED,
    "resumed": LotStatus.OPEN,
    "opened": LotStatus.OPEN,
}
VOIDS = {LotStatus.RECALLED, LotStatus.VOIDED}


class FaultFoundError(AssertionError):
    """Something does not hold."""


def require(holds: bool, what: str, told: object) -> None:  # noqa: FBT001 - it reads as an assertion
    """Raise a fault, with what everybody was told, when something does not hold."""
    if not holds:
        raise FaultFoundError(f"{what}: {told}")


def check_lot(session: Session, lot_id: int, told: object) -> Sequence[TrailRow]:
    """Hold the trail, the bids, the notices and the acts against each other."""
    lot = session.get_one(Lot, lot_id)
    rows = session.scalars(
        select(TrailRow).where(TrailRow.lot_id == lot_id).order_by(TrailRow.sequence)
    ).all()
    require(trail.first_broken(rows) is None, "the trail is broken", told)
    _check_story(lot, [row.action for row in rows], told)
    _check_bids(session, lot, rows, told)
    _check_notices(session, lot, rows, told)
    _check_acts(session, lot, rows, told)
    _check_deposits(session, lot, told)
    return rows


def _check_story(lot: Lot, actions: Sequence[str], told: object) -> None:
    steps = [action for action in actions if action in STATUS_AFTER]
    if steps:
        after = STATUS_AFTER[steps[-1]]
        require(lot.status is after, f"{lot.status} after {steps}", told)
    times = Counter(actions)
    for end in ENDS:
        require(times[end] <= 1, f"{end} {times[end]} times", told)
    ended = [action for action in steps if action in {"recalled", "sold", "passed"}]
    require(len(ended) <= 1, f"ended as {ended}", told)
    if ended:
        later = actions[actions.index(ended[0]) + 1 :]
        require("bid" not in later, f"a bid after {ended[0]}", told)


def _check_bids(
    session: Session, lot: Lot, rows: Sequence[TrailRow], told: object
) -> None:
    bids = session.scalars(
        select(Bid).where(Bid.lot_id == lot.id).order_by(Bid.sequence)
    ).all()
    in_trail = sum(row.action == "bid" for row in rows)
    require(lot.bid_count == len(bids) == in_trail, "the counts differ", told)
    void = lot.status in VOIDS
    require(all((bid.voided_at is not None) is void for bid in bids), "void?", told)
    price = bids[-1].amount if bids and not void else None
    require(lot.price == price, f"the price is {lot.price}, not {price}", told)


def _check_notices(
    session: Session, lot: Lot, rows: Sequence[TrailRow], told: object
) -> None:
    done = Counter(row.action for row in rows if row.action in ACTS)
    registered = session.scalars(
        select(Paddle.user_id).where(Paddle.lot_id == lot.id)
    ).all()
    for user_id in registered:
        mine = select(Notice.kind).where(
            Notice.lot_id == lot.id, Notice.user_id == user_id, Notice.kind.in_(ACTS)
        )
        kinds = Counter(session.scalars(mine))
        require(kinds == done, f"told {dict(kinds)}, done {dict(done)}", told)
    letters = session.scalars(select(Mail.text).where(Mail.subject.contains(lot.title)))
    expected = sum(done.values()) * len(registered)
    private = [text for text in letters if "Reason:" in text]
    require(len(private) == expected, f"{len(private)} mails, not {expected}", told)


def _check_acts(
    session: Session, lot: Lot, rows: Sequence[TrailRow], told: object
) -> None:
    acts = session.scalars(select(Act).where(Act.lot_id == lot.id)).all()
    done = [act for act in acts if act.done_at is not None]
    in_trail = sum(row.action in ACTS for row in rows)
    require(len(done) == in_trail, f"{len(done)} acts, {in_trail} in the trail", told)
    both = [act for act in acts if act.done_at and act.declined_at]
    require(not both, "done and declined", told)


def _check_deposits(session: Session, lot: Lot, told: object) -> None:
    paddles = session.scalars(select(Paddle).where(Paddle.lot_id == lot.id)).all()
    if lot.deposit is None:
        return
    due = {paddle.id for paddle in paddles if paddle.release_due_at is not None}
    if lot.status in VOIDS | {LotStatus.PASSED}:
        expected = {paddle.id for paddle in paddles}
    elif lot.status in {LotStatus.SOLD, LotStatus.DEFAULTED}:
        expected = {paddle.id for paddle in paddles} - {lot.leader_id}
    else:
        expected = set()
    require(due == expected, f"{due} due, not {expected}", told)
