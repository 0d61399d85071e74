"""What a person is told about his deposit, on the site and by a private mail.

No mail ever names an account to pay to: that stands on the site alone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Deposit
from auction.money import Money
from auction.rules.ledger import NOTHING, Account, balances
from auction.rules.lifecycle import RESTING
from auction.rules.payment_account import in_groups
from auction.services import notifying

KIND = "deposit"


def tell_asked(session: Session, deposit: Deposit, now: datetime) -> None:
    """Ask for it: how much, with which reference, and by when."""
    lot, tell = deposit.lot, deposit.lot.catalogue.tell
    rests = lot.status in RESTING
    by_when = "before the lot ends" if rests else f"before {tell(lot.closes_at)}"
    text = (
        f"Please transfer {tell(deposit.amount)} with the reference above. It must be "
        f"there {by_when}, and a transfer may take two working days. You get your "
        "bidder number when the office has confirmed it. The account stands on the "
        "site under “My deposits”; no mail of this site ever names one."
    )
    _tell(session, deposit, "Please pay the deposit", text, now)


def tell_booked(
    session: Session,
    deposit: Deposit,
    amount: Money,
    missing: Money,
    too_much: Money,
    now: datetime,
) -> None:
    """Say what came in, unless that was exactly what was missing."""
    tell = deposit.lot.catalogue.tell
    if too_much > NOTHING:
        text = (
            f"{tell(amount)} came in. Of that, {tell(too_much)} is more than was "
            "needed, or came after the end, and goes back."
        )
        _tell(session, deposit, "More came in than was needed", text, now)
    elif missing > NOTHING:
        text = (
            f"{tell(amount)} came in, and {tell(missing)} is still missing. Please "
            "transfer the rest with the same reference. Until then you cannot bid."
        )
        _tell(session, deposit, "Your deposit is not complete", text, now)


def tell_confirmed(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say that all of it is there."""
    text = f"Your deposit of {deposit.lot.catalogue.tell(deposit.amount)} is confirmed."
    _tell(session, deposit, "Your deposit is confirmed", text, now)


def tell_withdrawn(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say that it is not there any more, and what that means."""
    text = (
        "Your deposit is not confirmed any more, because the money or a part of it is "
        "not on the office's account. You can place no bids until it is there again; "
        "the bids that you have made go on as the terms of the sale say."
    )
    _tell(session, deposit, "Your deposit is not there any more", text, now)


def tell_due_back(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say how much goes back, and by when; nothing, if nothing came in."""
    amount = balances(deposit.entries)[Account.DUE_BACK]
    if amount == NOTHING or deposit.due_back_at is None:
        return
    tell = deposit.lot.catalogue.tell
    text = (
        f"{tell(amount)} goes back to you by {tell(deposit.due_back_at)}. Under “My "
        "deposits” you can say to which account; if you say nothing, it goes to the "
        "one that it came from."
    )
    _tell(session, deposit, "Your deposit goes back to you", text, now)


def tell_held(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say that it is kept, and why."""
    is_buyer = deposit.lot.leader_id == deposit.registration.paddle_id
    why = (
        "you bought the lot"
        if is_buyer
        else "you agreed to stay bound if the buyer fails"
    )
    text = f"Your deposit is kept, because {why}."
    _tell(session, deposit, "Your deposit is kept", text, now)


def tell_applied(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say that it counts towards the price."""
    text = "Your deposit has been counted towards the price of the lot."
    _tell(session, deposit, "Your deposit counts towards the price", text, now)


def tell_forfeited(
    session: Session, deposit: Deposit, lost: Money, now: datetime
) -> None:
    """Say how much is lost; what goes back is told apart."""
    amount = deposit.lot.catalogue.tell(lost)
    text = f"You did not pay for the lot. Of your deposit, {amount} is forfeited."
    _tell(session, deposit, "Your deposit is forfeited", text, now)


def tell_returned(
    session: Session, deposit: Deposit, amount: Money, now: datetime
) -> None:
    """Say that money left the office's account for him."""
    text = f"{deposit.lot.catalogue.tell(amount)} has been transferred back to you."
    _tell(session, deposit, "Your deposit was transferred back", text, now)


def tell_bounced(session: Session, deposit: Deposit, now: datetime) -> None:
    """Say that the bank could not deliver it, and ask for another account."""
    text = (
        "The bank could not deliver your deposit, and sent it back. Please say under "
        "“My deposits” to which account it should go."
    )
    _tell(session, deposit, "Your deposit could not be delivered", text, now)


def _tell(
    session: Session, deposit: Deposit, subject: str, text: str, now: datetime
) -> None:
    lot = deposit.lot
    reference = in_groups(deposit.reference)
    notifying.tell(
        session,
        deposit.user,
        lot,
        kind=KIND,
        subject=f"{subject}: {lot.title}",
        text=f"Lot {lot.number}, “{lot.title}”; reference {reference}.\n\n{text}",
        now=now,
        path=f"/my-deposits/{deposit.id}",
    )
