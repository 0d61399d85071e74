"""Rights of priority: claimed with a paper, and confirmed before bidding begins.

A verifier decides, not the office: the office would learn who takes part. Before the
opening it can give the verifier the list of those whom it knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Identity,
    IdentityPaper,
    IdentityState,
    Lot,
    PriorityClaim,
    Registration,
    RegistrationState,
)
from auction.rules.identities import ABOUT_LOT_FOR
from auction.rules.lifecycle import LIVE
from auction.rules.plain_text import check_text
from auction.rules.priority import (
    LONGEST_EXPLANATION,
    Claim,
    check_claim,
    check_decision,
    has_begun,
    told,
)
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services import notifying, trail
from auction.services.applying import NotAsked
from auction.services.identifying import SealedPaper, file_paper
from auction.services.registration_facts import registration_of, shown_identity
from auction.services.transaction import atomic, lot_for_change, step_version
from auction.services.verifying import NotAboutHimself, check_reason, check_verifier

SHOWN = (IdentityState.SUBMITTED, IdentityState.ACCEPTED)
RUNNING = (RegistrationState.ASKED, RegistrationState.NUMBERED)


class ClaimUnknown(NotThere):
    """There is no such claim."""


class ClaimDecided(OutOfStep):
    """This claim was decided already."""


class ClaimedAlready(OutOfStep):
    """Your claim is with the verifier already, or it is confirmed."""


class NameMissing(Refusal):
    """Please show who you are first, and hand it in: the claim is checked with it."""


class NotVerified(OutOfStep):
    """Accept first who it is; then the right can be confirmed."""


class RankMissing(Refusal):
    """Please choose the rank: 1 goes first."""


@atomic
def claim(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    ground: str,
    explanation: str,
    paper: SealedPaper,
    now: datetime,
) -> PriorityClaim:
    """Claim a right of priority, with the paper that shows it."""
    lot = lot_for_change(session, lot_id)
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    if registration is None or registration.state not in RUNNING:
        raise NotAsked
    found = check_claimable(lot, ground=ground, explanation=explanation, now=now)
    if any(one.declined_at is None for one in registration.priority):
        raise ClaimedAlready
    identity = shown_identity(session, registration)
    if identity is None or identity.state not in SHOWN:
        raise NameMissing
    kept_until = lot.closes_at + ABOUT_LOT_FOR
    claimed = PriorityClaim(
        registration_id=registration.id,
        ground=found,
        explanation=check_text(
            explanation, called="The explanation", longest=LONGEST_EXPLANATION
        ),
        paper_id=file_paper(
            session, identity, paper, now=now, delete_after=kept_until
        ).id,
        filed_at=now,
    )
    registration.priority.append(claimed)
    session.flush()
    return claimed


@atomic
def confirm(
    session: Session, *, claim_id: int, verifier_id: int, rank: int, now: datetime
) -> PriorityClaim:
    """Confirm, as a verifier, a right of priority with its rank."""
    claimed, registration = _to_decide(session, claim_id, verifier_id, now)
    terms = registration.lot.catalogue.procedure.priority
    if terms is None or rank not in {ground.rank for ground in terms.grounds}:
        raise RankMissing
    identity = shown_identity(session, registration)
    if identity is None or not identity.is_accepted:
        raise NotVerified
    claimed.confirmed_at, claimed.decided_by_id = now, verifier_id
    claimed.rank = rank
    _put_on_number(session, registration, rank, now)
    _tell(session, registration, claimed, now)
    return claimed


@atomic
def decline(
    session: Session, *, claim_id: int, verifier_id: int, reason: str, now: datetime
) -> PriorityClaim:
    """Decline, as a verifier, a right of priority, with a reason that is told."""
    claimed, registration = _to_decide(session, claim_id, verifier_id, now)
    claimed.reason = check_reason(reason)
    claimed.declined_at, claimed.decided_by_id = now, verifier_id
    _tell(session, registration, claimed, now)
    return claimed


def check_claimable(lot: Lot, *, ground: str, explanation: str, now: datetime) -> str:
    """Return the code of a ground on which priority can be claimed now, or refuse."""
    return check_claim(
        lot.catalogue.procedure.priority,
        ground=ground,
        explanation=explanation,
        status=lot.status,
        opens_at=lot.opens_at,
        now=now,
    ).code


def waiting(
    session: Session, now: datetime
) -> Sequence[tuple[PriorityClaim, Registration]]:
    """Return the claims that can still be decided, the next opening first."""
    rows = session.execute(
        select(PriorityClaim, Registration)
        .join(Registration, Registration.id == PriorityClaim.registration_id)
        .join(Lot, Lot.id == Registration.lot_id)
        .where(
            PriorityClaim.confirmed_at.is_(None),
            PriorityClaim.declined_at.is_(None),
            Registration.state.in_(RUNNING),
            Lot.status.in_(LIVE),
            Lot.opens_at > now,
        )
        .order_by(Lot.opens_at, PriorityClaim.id)
    )
    return [(claimed, registration) for claimed, registration in rows]


def as_told(claimed: PriorityClaim, lot: Lot, *, now: datetime) -> str:
    """Tell the one who claims it what became of it, in a sentence."""
    begun = has_begun(lot.status, opens_at=lot.opens_at, now=now)
    return told(
        Claim(
            confirmed=claimed.confirmed_at is not None,
            declined=claimed.declined_at is not None,
            rank=claimed.rank,
            reason=claimed.reason,
        ),
        begun=begun,
    )


def claim_of(session: Session, claim_id: int) -> tuple[PriorityClaim, Registration]:
    """Return a claim and the registration that it belongs to."""
    claimed = session.get(PriorityClaim, claim_id)
    if claimed is None:
        raise ClaimUnknown
    return claimed, session.get_one(Registration, claimed.registration_id)


def claimant(
    session: Session, claimed: PriorityClaim, registration: Registration
) -> Identity | None:
    """Return who claims it, as shown by the paper or by the registration."""
    paper = session.get(IdentityPaper, claimed.paper_id) if claimed.paper_id else None
    if paper is not None:
        return session.get(Identity, paper.identity_id)
    return shown_identity(session, registration)


def can_be_decided(
    claimed: PriorityClaim, registration: Registration, now: datetime
) -> bool:
    """Say whether a verifier can still confirm or decline a claim."""
    lot = registration.lot
    return (
        claimed.confirmed_at is None
        and claimed.declined_at is None
        and registration.state in RUNNING
        and not has_begun(lot.status, opens_at=lot.opens_at, now=now)
    )


def paper_of(session: Session, claimed: PriorityClaim) -> IdentityPaper | None:
    """Return the paper of a claim, as long as it exists."""
    paper = session.get(IdentityPaper, claimed.paper_id) if claimed.paper_id else None
    return paper if paper is not None and paper.deleted_at is None else None


def _to_decide(
    session: Session, claim_id: int, verifier_id: int, now: datetime
) -> tuple[PriorityClaim, Registration]:
    check_verifier(session, verifier_id)
    _, registration = claim_of(session, claim_id)
    lot = lot_for_change(session, registration.lot_id)
    claimed = session.get_one(PriorityClaim, claim_id, populate_existing=True)
    session.refresh(registration)
    if registration.user_id == verifier_id:
        raise NotAboutHimself
    if claimed.confirmed_at is not None or claimed.declined_at is not None:
        raise ClaimDecided
    if registration.state not in RUNNING:
        raise ClaimUnknown
    check_decision(lot.status, opens_at=lot.opens_at, now=now)
    return claimed, registration


def _put_on_number(
    session: Session, registration: Registration, rank: int, now: datetime
) -> None:
    paddle, lot = registration.paddle, registration.lot
    if paddle is None:
        return  # it comes with the number
    paddle.priority_rank = rank
    step_version(lot)
    trail.record(
        session,
        lot,
        action="priority confirmed",
        actor=f"paddle {paddle.number}",
        at=now,
        priority_rank=rank,
    )


def _tell(
    session: Session,
    registration: Registration,
    claimed: PriorityClaim,
    now: datetime,
) -> None:
    lot = registration.lot
    notifying.tell(
        session,
        registration.user,
        lot,
        kind="priority",
        subject=f"Your right of priority: {lot.title}",
        text=f"Lot {lot.number}, “{lot.title}”: {as_told(claimed, lot, now=now)}",
        now=now,
    )
