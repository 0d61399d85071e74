"""Acting for somebody else: a power of attorney, filed and confirmed for one lot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from auction.models import Identity, Lot, Mandate, User
from auction.rules.identities import REFUSED_FOR, UNUSED_FOR
from auction.rules.lifecycle import LIVE, PREPARING
from auction.rules.mandates import LotOver, MandateState, check_takes_mandates
from auction.rules.persons import IdentityState
from auction.rules.refusal import NotThere, OutOfStep
from auction.services.applying import advance_all_of
from auction.services.identifying import (
    IdentityUnknown,
    SealedPaper,
    check_bidder,
    destroy,
    file_paper,
    identity_for_change,
    own_identity,
)
from auction.services.notifying import tell
from auction.services.transaction import atomic, lot_for_change
from auction.services.verifying import (
    NotAboutHimself,
    check_reason,
    check_verifier,
)

SHOWN = (IdentityState.SUBMITTED, IdentityState.ACCEPTED)


class PrincipalMissing(OutOfStep):
    """Please show first, under Identity, for whom you act, and hand it in."""


class MandateThere(OutOfStep):
    """You have filed a power of attorney for this lot already."""


class MandateUnknown(NotThere):
    """There is no such power of attorney."""


class MandateDecided(OutOfStep):
    """This power of attorney was decided on already."""


class PrincipalNotVerified(OutOfStep):
    """Its principal has not been verified. Please decide on that first."""


@atomic
def file_mandate(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    identity_id: int,
    paper: SealedPaper,
    now: datetime,
) -> Mandate:
    """File the power under which somebody acts for another on one lot.

    The person's rows are locked before the lot, as whoever registers does.
    """
    check_bidder(session.get_one(User, user_id))
    own_identity(session, identity_id=identity_id, user_id=user_id)
    principal = identity_for_change(session, identity_id)
    if not principal.is_principal or principal.state not in SHOWN:
        raise PrincipalMissing
    lot = lot_for_change(session, lot_id)
    check_takes(session, lot, user_id=user_id, now=now)
    unused_after = lot.closes_at + UNUSED_FOR
    mandate = Mandate(
        user_id=user_id,
        identity=principal,
        lot_id=lot_id,
        paper=file_paper(session, principal, paper, now=now, delete_after=unused_after),
        filed_at=now,
    )
    session.add(mandate)
    session.flush()
    return mandate


@atomic
def take_back(
    session: Session,
    *,
    mandate_id: int,
    lot_id: int,
    user_id: int,
    shred: Callable[[str], None],
    now: datetime,
) -> None:
    """Take a power back that nobody has decided on; its paper is deleted."""
    mandate = session.get(Mandate, mandate_id, with_for_update=True)
    if mandate is None or (mandate.lot_id, mandate.user_id) != (lot_id, user_id):
        raise MandateUnknown
    if mandate.state is not MandateState.WAITS:
        raise MandateDecided
    destroy(session, mandate.paper, shred=shred, now=now)
    mandate.declined_at, mandate.reason = now, "Taken back."


@atomic
def confirm(
    session: Session,
    *,
    mandate_id: int,
    verifier_id: int,
    keep_for: timedelta,
    now: datetime,
) -> Mandate:
    """Confirm a power for its lot; a registration that waited for it goes on."""
    mandate = _to_decide(session, mandate_id, verifier_id=verifier_id)
    if not mandate.identity.is_accepted:
        raise PrincipalNotVerified
    if mandate.lot.status not in LIVE:
        raise LotOver
    mandate.confirmed_at, mandate.decided_by_id = now, verifier_id
    mandate.paper.delete_after = now + keep_for
    _tell(
        session,
        mandate,
        subject=f"Power of attorney confirmed: {mandate.lot.title}",
        text=f"What you do on this lot, you do for {mandate.identity.name}.",
        now=now,
    )
    advance_all_of(session, mandate.user_id, now)
    return mandate


@atomic
def decline(
    session: Session, *, mandate_id: int, verifier_id: int, reason: str, now: datetime
) -> Mandate:
    """Decline a power for its lot, with a reason that the agent is told."""
    mandate = _to_decide(session, mandate_id, verifier_id=verifier_id)
    mandate.reason = check_reason(reason)
    mandate.declined_at, mandate.decided_by_id = now, verifier_id
    mandate.paper.delete_after = now + REFUSED_FOR
    _tell(
        session,
        mandate,
        subject=f"Power of attorney declined: {mandate.lot.title}",
        text=f"Your power of attorney for {mandate.identity.name} was not confirmed "
        f"for this lot. What you do on it counts as your own.\n\n"
        f"Reason: {mandate.reason}\n\nYou can file another one, as long as there is "
        "time.",
        now=now,
    )
    return mandate


def check_takes(session: Session, lot: Lot, *, user_id: int, now: datetime) -> None:
    """Refuse a power that comes too late, or beside another one."""
    if lot.status in PREPARING:
        raise NotThere("There is no such lot.")
    check_takes_mandates(
        lot.catalogue.procedure, lot.status, opens_at=lot.opens_at, now=now
    )
    filed = mandates_of(session, user_id=user_id, lot_id=lot.id)
    if any(one.state is not MandateState.DECLINED for one in filed):
        raise MandateThere


def mandates_of(
    session: Session,
    *,
    user_id: int,
    lot_id: int | None = None,
    identity_id: int | None = None,
) -> list[Mandate]:
    """Return the powers that somebody has filed, for a lot or a principal."""
    wanted = {"lot_id": lot_id, "identity_id": identity_id}
    found = session.scalars(
        select(Mandate)
        .filter_by(
            user_id=user_id,
            **{name: value for name, value in wanted.items() if value is not None},
        )
        .options(joinedload(Mandate.lot), joinedload(Mandate.identity))
        .order_by(Mandate.id.desc())
    )
    return list(found)


def principals_of(session: Session, user_id: int) -> list[Identity]:
    """Return for whom somebody may file a power: whom he has shown, and handed in."""
    found = session.scalars(
        select(Identity)
        .where(
            Identity.user_id == user_id,
            Identity.is_principal.is_(True),
            Identity.state.in_(SHOWN),
        )
        .order_by(Identity.name, Identity.id)
    )
    return list(found)


def waiting_mandates(session: Session, *, most: int, skip: int) -> list[Mandate]:
    """Return the powers that wait for a verifier; first those whose lot opens first."""
    found = session.scalars(
        select(Mandate)
        .join(Lot, Lot.id == Mandate.lot_id)
        .join(Identity, Identity.id == Mandate.identity_id)
        .where(
            Identity.state != IdentityState.WITHDRAWN,
            Mandate.confirmed_at.is_(None),
            Mandate.declined_at.is_(None),
            Lot.status.in_(LIVE),
        )
        .options(joinedload(Mandate.lot), joinedload(Mandate.identity))
        .order_by(Lot.opens_at, Mandate.id)
        .limit(most)
        .offset(skip)
    )
    return list(found)


def _to_decide(session: Session, mandate_id: int, *, verifier_id: int) -> Mandate:
    check_verifier(session, verifier_id)
    found = session.get(Mandate, mandate_id)
    if found is None:
        raise MandateUnknown
    if found.user_id == verifier_id:
        raise NotAboutHimself
    if found.identity.is_given_up:
        raise IdentityUnknown
    # Who registers holds the identity as well: the two never miss each other.
    identity_for_change(session, found.identity_id)
    mandate = session.get_one(
        Mandate, mandate_id, with_for_update=True, populate_existing=True
    )
    if mandate.state is not MandateState.WAITS:
        raise MandateDecided
    return mandate


def _tell(
    session: Session, mandate: Mandate, *, subject: str, text: str, now: datetime
) -> None:
    tell(
        session,
        session.get_one(User, mandate.user_id),
        mandate.lot,
        kind="mandate",
        subject=subject,
        text=text,
        now=now,
    )
