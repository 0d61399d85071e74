"""The rules of a bid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from auction.money import MAX_MINOR, Money
from auction.rules import increments
from auction.rules.closing import close_after_bid, close_after_first_bid
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import FirstBid, Procedure, StepKind
from auction.rules.refusal import Refusal

LARGEST = Money(MAX_MINOR)


class BidKind(StrEnum):
    """How a bid came about."""

    PLACED = "placed"
    AUTOMATIC = "automatic"  # by the site, within a maximum
    MATCH = "match"  # a priority purchaser's, at the same price


class BidRefused(Refusal):
    """This bid cannot be taken."""

    reason = "refused"  # in the trail


class BiddingNotOpen(BidRefused):
    """Your bid was not placed: this lot is not open."""

    code = 409
    reason = "not_open"


class BiddingClosed(BidRefused):
    """Your bid was not placed: it came after the end, and bidding is closed."""

    code = 409
    reason = "closed"


class AlreadyLeading(BidRefused):
    """Your bid was not placed: you are already the highest bidder."""

    reason = "already_leading"


class FirstBidMustBeStart(BidRefused):
    """Your bid was not placed: the first bid must be exactly {start}."""

    reason = "first_bid_not_start"


class BidTooLow(BidRefused):
    """Your bid was not placed: the minimum bid is now {minimum}."""

    reason = "too_low"


class BidOffStep(BidRefused):
    """Your bid was not placed: bids rise in steps; the next are {lower} and {upper}."""

    reason = "off_step"


class BidOutOfRange(BidRefused):
    """Your bid was not placed: the amount is out of range."""

    reason = "out_of_range"


class NotSecured(BidRefused):
    """Your bid was not placed: your deposit is not there. Please see My deposits."""

    code = 403
    reason = "no_deposit"


class OwnOffice(BidRefused):
    """Your bid was not placed: you work for the office that sells this lot."""

    code = 403
    reason = "own_office"


class BarredFromLot(BidRefused):
    """Your bid was not placed: you may not bid on this lot any more."""

    code = 403
    reason = "barred"


class AboveCeiling(BidRefused):
    """Your deposit of {deposit} lets you bid up to {ceiling}; this needs {needed}."""

    reason = "above_ceiling"


class JumpNeedsConfirming(BidRefused):
    """Are you sure? {amount} is over {steps} steps above the minimum of {minimum}."""

    reason = "jump"


NOT_OPEN = {
    LotStatus.DRAFT: "Your bid was not placed: this lot is not published.",
    LotStatus.SUBMITTED: "Your bid was not placed: this lot is not published.",
    LotStatus.APPROVED: "Your bid was not placed: this lot is not published.",
    LotStatus.ANNOUNCED: "Your bid was not placed: bidding opens at {opens_at}.",
    LotStatus.STAYED: "Your bid was not placed: this lot is stayed.",
    LotStatus.SUSPENDED: "Your bid was not placed: this lot is suspended.",
    LotStatus.RECALLED: "Your bid was not placed: this lot was recalled by its seller.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a bid is judged by: how a lot stands at one moment."""

    status: LotStatus
    opens_at: datetime
    closes_at: datetime
    scheduled_close: datetime
    starting_price: Money
    increment: Money | None = None
    price: Money | None = None
    leader_id: int | None = None
    bid_count: int = 0
    bidder_count: int = 0
    extensions: int = 0

    def step(self, procedure: Procedure) -> Money:
        """Return how far the next bid must be above the price."""
        return self.step_from(self.price or self.starting_price, procedure)

    def step_from(self, amount: Money, procedure: Procedure) -> Money:
        """Return how far a bid must be above an amount."""
        if procedure.step is StepKind.TABLE:
            return increments.step_at(amount, bands=procedure.bands)
        return self.increment or Money(1)

    def minimum_bid(self, procedure: Procedure) -> Money:
        """Return the least amount that the next bid must reach."""
        if self.price is None:
            return max(self.starting_price, Money(1))  # nobody bids nothing
        return self.price + self.step(procedure)

    def waits_for_first_bid(self, procedure: Procedure) -> bool:
        """Say whether the end is still open, because the first bid will set it."""
        return self.price is None and procedure.closing.waits_for_a_bid

    def takes_bids(self, now: datetime) -> bool:
        """Say whether the lot is open, by its status and by the clock."""
        return self.status is LotStatus.OPEN and self.opens_at <= now < self.closes_at


def take_bid(
    standing: Standing,
    procedure: Procedure,
    *,
    paddle_id: int,
    amount: Money,
    received_at: datetime,
    is_new_bidder: bool,
    sure: bool,
) -> Standing:
    """Return how the lot stands after a bid, or refuse the bid with its reason."""
    check_open(standing, received_at)
    check_not_leading(standing, procedure, paddle_id)
    check_amount(standing, procedure, amount)
    if not sure:
        check_jump(standing, procedure, amount)

    return after_bid(
        standing,
        procedure,
        paddle_id=paddle_id,
        amount=amount,
        received_at=received_at,
        is_new_bidder=is_new_bidder,
    )


def after_bid(
    standing: Standing,
    procedure: Procedure,
    *,
    paddle_id: int,
    amount: Money,
    received_at: datetime,
    is_new_bidder: bool,
) -> Standing:
    """Return how the lot stands after a bid, of any kind, that may be taken."""
    return replace(
        _with_end(standing, procedure, received_at),
        price=amount,
        leader_id=paddle_id,
        bid_count=standing.bid_count + 1,
        bidder_count=standing.bidder_count + is_new_bidder,
    )


def check_open(standing: Standing, received_at: datetime) -> None:
    """Refuse a bid that came too early, too late or while the lot rests."""
    if standing.takes_bids(received_at):
        return
    if standing.status is LotStatus.OPEN and received_at < standing.opens_at:
        raise BiddingNotOpen(NOT_OPEN[LotStatus.ANNOUNCED], opens_at=standing.opens_at)
    sentence = NOT_OPEN.get(standing.status)
    if sentence is None:
        raise BiddingClosed
    raise BiddingNotOpen(sentence, opens_at=standing.opens_at)


def check_not_leading(standing: Standing, procedure: Procedure, paddle_id: int) -> None:
    """Refuse a bid of the one who leads, where nobody outbids himself."""
    if standing.leader_id == paddle_id and not procedure.may_outbid_self:
        raise AlreadyLeading


def check_ceiling(
    procedure: Procedure, *, amount: Money, deposit: Money | None
) -> None:
    """Refuse an amount for which the deposit is too small, where the two are tied."""
    ceiling = ceiling_of(procedure, deposit=deposit)
    times = procedure.ceiling_times_deposit
    if ceiling is not None and times is not None and amount > ceiling:
        needed = Money(-(-amount.minor // times))
        raise AboveCeiling(deposit=deposit, ceiling=ceiling, needed=needed)


def ceiling_of(procedure: Procedure, *, deposit: Money | None) -> Money | None:
    """Return up to where a deposit lets somebody bid; None where nothing ties them."""
    times = procedure.ceiling_times_deposit
    if times is None or deposit is None or not deposit.minor:
        return None
    return deposit * times


def check_amount(standing: Standing, procedure: Procedure, amount: Money) -> None:
    """Refuse an amount that the next bid may not be."""
    if amount > LARGEST:
        raise BidOutOfRange
    minimum = standing.minimum_bid(procedure)
    if amount < minimum:
        raise BidTooLow(minimum=minimum)
    if standing.price is None and procedure.first_bid is FirstBid.EXACTLY:
        if amount != minimum:
            raise FirstBidMustBeStart(start=minimum)
        return
    check_steps(standing, procedure, amount)


def check_steps(standing: Standing, procedure: Procedure, amount: Money) -> None:
    """Refuse an amount between two steps, where bids rise by whole ones."""
    step = standing.step(procedure)
    over = (amount - standing.minimum_bid(procedure)).minor % step.minor
    if procedure.multiples and over:
        lower = amount - Money(over)
        raise BidOffStep(lower=lower, upper=lower + step)


def check_jump(standing: Standing, procedure: Procedure, amount: Money) -> None:
    """Ask again when a bid jumps over more steps than people usually mean."""
    if procedure.jump_steps is None:
        return
    minimum = standing.minimum_bid(procedure)
    if amount > minimum + standing.step(procedure) * procedure.jump_steps:
        raise JumpNeedsConfirming(
            amount=amount, minimum=minimum, steps=procedure.jump_steps
        )


def _with_end(
    standing: Standing, procedure: Procedure, received_at: datetime
) -> Standing:
    rule = procedure.closing
    if standing.waits_for_first_bid(procedure):
        end = close_after_first_bid(rule, received_at=received_at)
        return replace(standing, closes_at=end, scheduled_close=end)

    closes_at = close_after_bid(
        rule,
        closes_at=standing.closes_at,
        scheduled_close=standing.scheduled_close,
        received_at=received_at,
        extensions=standing.extensions,
    )
    return replace(
        standing,
        closes_at=closes_at,
        extensions=standing.extensions + (closes_at > standing.closes_at),
    )
