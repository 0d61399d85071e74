"""People on their way to a bidder number, and sales that ask something of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    Deposit,
    Identity,
    IdentityPaper,
    IdentityState,
    Lot,
    Mandate,
    PersonKind,
    Registration,
    RegistrationState,
    User,
)
from auction.services import applying
from auction.services.depositing import confirm_deposit
from auction.services.registration_facts import deposit_of
from auction.services.transaction import atomic
from tests.deposits import make_cashier, pay
from tests.factories import make_bidder, make_catalogue, plain
from tests.moving_clock import NOON

COURT = "[registration]\nidentity = true"
CHOOSY = (
    "[registration]\nidentity = true\nconfirmed_by_office = true\n"
    '[[registration.grounds]]\ncode = "licence"\ntext = "It has no licence."'
)
PRIORITY = (
    '[priority]\nclaim_until = "3 d"\n'
    '[[priority.grounds]]\ncode = "co-owner"\ntext = "Co-owner."\nrank = 1\n'
    '[[priority.grounds]]\ncode = "tenant"\ntext = "Tenant."\nrank = 2'
)
RUNNER_UP = "[runner_up]\nby_consent = true"


def make_sale(session: Session, *sections: str, **columns: Any) -> Catalogue:
    """Make a sale of movables whose terms on bidders are these sections alone."""
    sale = make_catalogue(session, "movables", **columns)
    sale.procedure_text = "\n".join([plain(sale.procedure_text), *sections])
    session.commit()
    return sale


def make_known(session: Session, name: str = "Bidder", **columns: Any) -> User:
    """Make a bidder whose e-mail address is confirmed."""
    return make_bidder(session, name, email_confirmed_at=NOON, **columns)


def make_identity(
    session: Session,
    user: User,
    state: IdentityState = IdentityState.ACCEPTED,
    **columns: Any,
) -> Identity:
    """Let somebody have shown who he is."""
    usual: dict[str, Any] = {
        "kind": PersonKind.NATURAL,
        "name": f"Verified {user.name}",
        "address": "Mill Lane 1\n1000 Example",
        "country": "DE",
        "begun_at": NOON,
    }
    identity = Identity(user_id=user.id, state=state, **usual | columns)
    session.add(identity)
    session.commit()
    return identity


def make_mandate(
    session: Session, principal: Identity, lot: Lot, **columns: Any
) -> Mandate:
    """Let somebody have filed a power of attorney for a lot."""
    paper = IdentityPaper(
        identity_id=principal.id,
        user_id=principal.user_id,
        kind="mandate",
        media_type="application/pdf",
        file=f"{principal.id}-{lot.id}.sealed",
        size=1,
        added_at=NOON,
    )
    session.add(paper)
    session.flush()
    mandate = Mandate(
        user_id=principal.user_id,
        identity_id=principal.id,
        lot_id=lot.id,
        paper_id=paper.id,
        filed_at=NOON,
        **columns,
    )
    session.add(mandate)
    session.commit()
    return mandate


def deposit_asked(session: Session, registration: Registration) -> Deposit:
    """Return the deposit that was asked for."""
    session.rollback()
    deposit = deposit_of(session, session.get_one(Registration, registration.id))
    assert deposit is not None
    return deposit


def pay_deposit(
    session: Session, registration: Registration, *, now: datetime = NOON
) -> Deposit:
    """Let all of the deposit come in, and a cashier confirm it."""
    deposit = deposit_asked(session, registration)
    pay(session, deposit, deposit.amount)
    cashier = make_cashier(session, deposit.office)
    return confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=now)


def ask(
    session: Session, lot: Lot, user: User, *, now: datetime = NOON, **wish: Any
) -> Registration:
    """Register somebody for a lot, through the service."""
    return applying.apply_for(session, lot_id=lot.id, user_id=user.id, now=now, **wish)


def state_of(session: Session, registration: Registration) -> RegistrationState:
    """Look again how far a registration is."""
    session.rollback()
    return session.get_one(Registration, registration.id).state


def going_on(
    user_id: int, change: Callable[[Session], object], *, now: datetime = NOON
) -> Callable[[Session], object]:
    """Change something of a person, and go on with what he asked for, at once."""

    @atomic
    def both(session: Session) -> None:
        change(session)
        applying.advance_all_of(session, user_id, now)

    return both
