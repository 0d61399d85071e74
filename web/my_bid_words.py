"""How a lot stands for its bidder, what comes next for him, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from auction.models import Deposit, DepositState, Lot, Paddle, Registration
from auction.models import RegistrationState as State
from auction.money import Money
from auction.rules.balance import balance_due_at, balance_of
from auction.rules.deposit_terms import is_asked
from auction.rules.lifecycle import RESTING, LotStatus
from auction.rules.my_lots import Place
from auction.rules.payment_account import in_groups
from auction.rules.registration import TRANSFERRED, Need, Step
from auction.services.bookkeeping import missing_of
from web import my_deposits, registration_page

COUNTS = (DepositState.CONFIRMED, DepositState.HELD, DepositState.APPLIED)
CALLS = (Place.CAN_BID, Place.OUTBID)  # for a bid of his
RESTS = "Nobody can bid until the sale goes on."
ENDS: Mapping[LotStatus, str] = {
    LotStatus.SOLD: "Sold to somebody else",
    LotStatus.PASSED: "Not sold",
    LotStatus.RECALLED: "Recalled",
    LotStatus.VOIDED: "Voided",
    LotStatus.DEFAULTED: "The buyer did not pay",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What his own page may know of a lot and of the part that somebody has in it."""

    lot: Lot
    place: Place
    paddle: Paddle | None
    registration: Registration | None
    deposit: Deposit | None
    has_bid: bool
    step: Step | None  # what is missing to the registration

    @property
    def leads(self) -> bool:
        """Whether his number is the leader's, or was at the end."""
        return self.paddle is not None and self.lot.leader_id == self.paddle.id

    @property
    def is_barred(self) -> bool:
        """Whether his number may place no more bids."""
        return self.paddle is not None and self.paddle.barred_at is not None


@dataclass(frozen=True, slots=True)
class Next:
    """How it stands in a few words, what comes next, and where that is done."""

    standing: str
    sentence: str = ""
    link: tuple[str, str] | None = None


def next_of(known: Known, now: datetime) -> Next:
    """Say how a lot stands for somebody, and what he can do."""
    match known.place:
        case Place.NEEDS_YOU:
            return _needed(known)
        case Place.WON:
            return Next("You won", _owed(known, now))
        case Place.ENDED:
            return Next(_how_it_ended(known), _deposit_after(known, now))
        case _:
            return _running(known)


def _needed(known: Known) -> Next:
    lot, deposit, step = known.lot, known.deposit, known.step
    page = (f"/lots/{lot.id}/registration", "Your registration")
    if known.paddle is not None and known.paddle.unsecured_at is not None:
        standing = "You lead, without a deposit" if known.leads else "Deposit missing"
        sentence = "Your deposit is not there any more: you can place no bids."
        return Next(standing, f"{sentence} {_to_pay(known)}".strip(), _pay_link(known))
    if step is not None and step.need is Need.DEPOSIT and deposit is not None:
        return Next("You cannot bid yet", _to_pay(known), _pay_link(known))
    if step is None:
        return Next("You cannot bid yet", "Something is missing.", page)
    link = registration_page.link(step, lot, known.registration, deposit)
    return Next("You cannot bid yet", step.sentence, link or page)


def _to_pay(known: Known) -> str:
    deposit, lot = known.deposit, known.lot
    if deposit is None:
        return ""
    amount = lot.catalogue.tell(missing_of(deposit))
    return (
        f"Please transfer {amount} with the reference {in_groups(deposit.reference)}. "
        f"{_until(lot)} {TRANSFERRED}"
    )


def _until(lot: Lot) -> str:
    if lot.status in RESTING or lot.waits_for_first_bid:
        return "It must be there before the lot ends."
    return f"It must be there before {lot.catalogue.tell(lot.closes_at)}."


def _pay_link(known: Known) -> tuple[str, str] | None:
    if known.deposit is None:
        return None
    return f"/my-deposits/{known.deposit.id}", "How to pay"


def _running(known: Known) -> Next:
    standing = _standing(known)
    if known.is_barred:
        barred = "You are barred from this sale and can place no more bids."
        return Next(standing, barred, ("/barrings", "What bars me"))
    if known.paddle is None:
        sentence = known.step.sentence if known.step else ""
        page = (f"/lots/{known.lot.id}/registration", "Your registration")
        return Next(standing, sentence, page)
    if known.place in CALLS and known.lot.status not in RESTING:
        return Next(standing, _next_bid(known.lot), (f"/lots/{known.lot.id}", "Bid"))
    return Next(standing, _to_wait_for(known))


def _next_bid(lot: Lot) -> str:
    return f"The next bid must be {lot.catalogue.tell(lot.next_bid)} or more."


def _to_wait_for(known: Known) -> str:
    lot = known.lot
    if lot.status in RESTING:
        return RESTS
    if known.place is Place.OPENING:
        return f"Opens {lot.catalogue.tell(lot.opens_at)}."
    return "You are told if somebody bids more."


def _standing(known: Known) -> str:
    if known.leads:
        standing = "You lead"
    elif known.has_bid:
        standing = "You are outbid"
    elif known.paddle is not None:
        standing = "You have not bid"
    else:
        standing = "You cannot bid yet"
    rests = known.lot.status in RESTING
    return f"{standing}, {known.lot.status.value}" if rests else standing


def _owed(known: Known, now: datetime) -> str:
    lot, tell = known.lot, known.lot.catalogue.tell
    if lot.price is None:
        return ""
    paid = _counted(known)
    left = balance_of(lot.price, deposit=paid)
    due_at = balance_due_at(
        lot.catalogue.procedure, ended_at=lot.ended_at or lot.closes_at
    )
    counts = f" Your deposit of {tell(paid)} counts towards the price." if paid else ""
    if not left.minor:
        return f"Nothing is left to pay.{counts}"
    if due_at is None:
        when = "; the office tells you by when"
    elif due_at < now:
        when = f"; it was due by {tell(due_at)}"
    else:
        when = f" by {tell(due_at)}"
    return (
        f"{tell(left)} is to be paid{when}.{counts} The office tells you how to pay; "
        "what it has received since the end is not shown here."
    )


def _counted(known: Known) -> Money | None:
    deposit, asked = known.deposit, known.lot.deposit
    if deposit is not None:
        return deposit.amount if deposit.state in COUNTS else None
    return asked if is_asked(asked) else None


def _how_it_ended(known: Known) -> str:
    lot, registration = known.lot, known.registration
    if known.paddle is None and registration is not None:
        refused = registration.state is State.REFUSED
        return "Your registration was refused" if refused else "You did not take part"
    if lot.status is LotStatus.DEFAULTED and known.leads:
        return "You did not pay"
    if lot.status is LotStatus.SOLD and not known.has_bid:
        return "Sold"
    return ENDS[lot.status]


def _deposit_after(known: Known, now: datetime) -> str:
    registration, deposit = known.registration, known.deposit
    told = []
    if registration is not None and registration.state is State.REFUSED:
        told.append(registration.reason)
    if deposit is not None and deposit.state is not DepositState.LAPSED:
        told.append(f"Your deposit: {_back(known, deposit, now)}.")
    return " ".join(told)


def _back(known: Known, deposit: Deposit, now: datetime) -> str:
    words = my_deposits.state_words(deposit)
    words = words[0].lower() + words[1:]
    back = my_deposits.goes_back(deposit)
    if back is None or deposit.due_back_at is None:
        return words
    tell = known.lot.catalogue.tell
    return f"{words}, {tell(back)} {my_deposits.when_back(deposit, now)}"
