"""The verifier's verbs: looking at papers, accepting and refusing who people are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import (
    Appointment,
    Identity,
    IdentityLook,
    IdentityPaper,
    Role,
    User,
)
from auction.rules.identities import REFUSED_FOR, check_waiting
from auction.rules.persons import IdentityState, PersonKind
from auction.rules.plain_text import check_text
from auction.rules.refusal import NotAllowed, OutOfStep, Refusal
from auction.services.applying import advance_all_of
from auction.services.identifying import (
    PaperUnknown,
    identity_for_change,
    papers_of,
)
from auction.services.notifying import tell
from auction.services.transaction import atomic

LONGEST_REASON = 1_000  # characters
LOOK_REASONS: Mapping[str, str] = {  # words of ours: no name of a person gets in
    "check": "To check who this is",
    "again": "To check again what was decided",
    "same_person": "The same person may have another account",
    "complaint": "Somebody has complained or objected",
    "order": "A court or an authority has asked",
}
OWN_LOOK = "own"  # the person himself


class VerifiersOnly(NotAllowed):
    """This is for the verifiers."""


class NotAboutHimself(NotAllowed):
    """Nobody decides about himself."""


class SellersDoNotVerify(NotAllowed):
    """Who works for an office that sells does not verify who bids."""


class LookReasonMissing(Refusal):
    """Please say why you open this paper."""


class NotLookedAt(Refusal):
    """You have not opened a paper of this person: look at one first."""


class ChangedMeanwhile(OutOfStep):
    """This was taken back and handed in again since you opened the page. Look again."""


@atomic
def look(
    session: Session, *, paper_id: int, verifier_id: int, reason: str, now: datetime
) -> IdentityPaper:
    """Write down that a verifier opens a paper, and why, before it opens."""
    check_verifier(session, verifier_id)
    if reason not in LOOK_REASONS:
        raise LookReasonMissing
    paper = session.get(IdentityPaper, paper_id)
    if paper is None or paper.deleted_at is not None:
        raise PaperUnknown
    return _note(session, paper, user_id=verifier_id, reason=reason, now=now)


@atomic
def look_at_own(
    session: Session, *, paper_id: int, user_id: int, now: datetime
) -> IdentityPaper:
    """Write down that somebody opens a paper of his own."""
    paper = session.get(IdentityPaper, paper_id)
    if paper is None or paper.deleted_at is not None or paper.user_id != user_id:
        raise PaperUnknown
    return _note(session, paper, user_id=user_id, reason=OWN_LOOK, now=now)


@atomic
def accept(
    session: Session,
    *,
    identity_id: int,
    verifier_id: int,
    seen: datetime,
    keep_for: timedelta,
    now: datetime,
) -> Identity:
    """Accept who somebody is; what it replaces counts no more.

    ``seen`` is when what the verifier looked at was handed in, ``keep_for`` how long
    its papers are kept. Who has not opened one since then has nothing to go by.
    """
    identity = _to_decide(session, identity_id, verifier_id=verifier_id, seen=seen)
    if not _has_looked(session, identity, verifier_id=verifier_id, since=seen):
        raise NotLookedAt
    for older in _replaced_by(session, identity):
        older.state = IdentityState.REPLACED
        _keep_papers(older, until=now + REFUSED_FOR)
    _decide(identity, IdentityState.ACCEPTED, verifier_id=verifier_id, now=now)
    _keep_papers(identity, until=now + keep_for)
    advance_all_of(session, identity.user_id, now)
    tell(
        session,
        identity.user,
        None,
        kind="identity",
        subject=f"Verified: {identity.name}",
        text=f"We have verified {identity.name}. Papers of a sale will carry this "
        "name.\n\nWhat you showed is kept under seal, and deleted after a while.",
        now=now,
    )
    advance_all_of(session, identity.user_id, now)
    return identity


@atomic
def refuse(
    session: Session,
    *,
    identity_id: int,
    verifier_id: int,
    seen: datetime,
    reason: str,
    now: datetime,
) -> Identity:
    """Refuse who somebody says he is, with a reason that he is told."""
    identity = _to_decide(session, identity_id, verifier_id=verifier_id, seen=seen)
    identity.reason = check_reason(reason)
    _decide(identity, IdentityState.REFUSED, verifier_id=verifier_id, now=now)
    _keep_papers(identity, until=now + REFUSED_FOR)
    tell(
        session,
        identity.user,
        None,
        kind="identity",
        subject=f"Not verified: {identity.name}",
        text=f"We could not verify {identity.name}.\n\nReason: {identity.reason}\n\n"
        "You can change what you said, add other papers, and hand it in again. "
        f"Papers that you leave are deleted after {REFUSED_FOR.days} days.",
        now=now,
    )
    return identity


def waiting(session: Session, *, most: int, skip: int) -> list[Identity]:
    """Return who waits to be verified, the longest first."""
    found = session.scalars(
        select(Identity)
        .where(Identity.state == IdentityState.SUBMITTED)
        .order_by(Identity.submitted_at, Identity.id)
        .limit(most)
        .offset(skip)
    )
    return list(found)


def decided(session: Session, *, most: int, skip: int) -> list[Identity]:
    """Return who was decided on, the latest first."""
    found = session.scalars(
        select(Identity)
        .where(Identity.decided_at.is_not(None))
        .order_by(Identity.decided_at.desc(), Identity.id.desc())
        .limit(most)
        .offset(skip)
    )
    return list(found)


def looks_at(session: Session, identity: Identity) -> list[IdentityLook]:
    """Return who looked at the papers of an identity, the latest first.

    That its person looks at his own is nobody's business but his.
    """
    found = session.scalars(
        select(IdentityLook)
        .join(IdentityPaper, IdentityPaper.id == IdentityLook.paper_id)
        .where(
            IdentityPaper.identity_id == identity.id, IdentityLook.reason != OWN_LOOK
        )
        .options(joinedload(IdentityLook.user), joinedload(IdentityLook.paper))
        .order_by(IdentityLook.id.desc())
    )
    return list(found)


def all_looks(session: Session, *, most: int, skip: int) -> list[IdentityLook]:
    """Return every look at any paper, the latest first: who, when and why."""
    found = session.scalars(
        select(IdentityLook)
        .options(joinedload(IdentityLook.user), joinedload(IdentityLook.paper))
        .order_by(IdentityLook.id.desc())
        .limit(most)
        .offset(skip)
    )
    return list(found)


def shown_elsewhere(session: Session, identity: Identity) -> list[Identity]:
    """Return what other accounts show of, as it seems, the same person or company.

    The number is the same, or name and date of birth are.
    """
    same_number = Identity.fingerprint == identity.fingerprint
    others = session.scalars(
        select(Identity)
        .where(
            Identity.user_id != identity.user_id,
            Identity.kind == identity.kind,
            Identity.state != IdentityState.DRAFT,
            or_(same_number, Identity.born_on == identity.born_on),
        )
        .order_by(Identity.id)
    )
    return [
        other
        for other in others
        if other.fingerprint == identity.fingerprint
        or other.name.casefold() == identity.name.casefold()
    ]


def himself(session: Session, user_id: int) -> Identity | None:
    """Return as whom an account was last accepted for itself."""
    return session.scalars(
        select(Identity)
        .where(
            Identity.user_id == user_id,
            Identity.is_principal.is_(False),
            Identity.state == IdentityState.ACCEPTED,
        )
        .order_by(Identity.id.desc())
    ).first()


def check_verifier(session: Session, verifier_id: int) -> User:
    """Return a verifier, or refuse anybody else; he neither sells nor runs the site."""
    verifier = session.get(User, verifier_id)
    if verifier is None or verifier.role is not Role.VERIFIER or verifier.closed_at:
        raise VerifiersOnly
    sells = select(Appointment.id).where(
        Appointment.user_id == verifier_id, Appointment.ended_at.is_(None)
    )
    if session.scalar(sells.limit(1)):
        raise SellersDoNotVerify
    return verifier


def check_reason(reason: str) -> str:
    """Return the reason of a refusal, which its person reads."""
    return check_text(reason, called="The reason", longest=LONGEST_REASON, shortest=10)


def _to_decide(
    session: Session, identity_id: int, *, verifier_id: int, seen: datetime
) -> Identity:
    identity = identity_for_change(session, identity_id)
    check_verifier(session, verifier_id)
    if identity.user_id == verifier_id:
        raise NotAboutHimself
    check_waiting(identity.state)
    if identity.submitted_at != seen:
        raise ChangedMeanwhile
    return identity


def _has_looked(
    session: Session, identity: Identity, *, verifier_id: int, since: datetime
) -> bool:
    papers = [paper.id for paper in papers_of(identity)]
    looks = select(IdentityLook.id).where(
        IdentityLook.paper_id.in_(papers),
        IdentityLook.user_id == verifier_id,
        IdentityLook.looked_at >= since,
    )
    return session.scalar(looks.limit(1)) is not None


def _decide(
    identity: Identity, state: IdentityState, *, verifier_id: int, now: datetime
) -> None:
    identity.state = state
    identity.decided_at = now
    identity.decided_by_id = verifier_id


def _replaced_by(session: Session, identity: Identity) -> list[Identity]:
    accepted = session.scalars(
        select(Identity)
        .where(
            Identity.user_id == identity.user_id,
            Identity.state == IdentityState.ACCEPTED,
            Identity.id != identity.id,
        )
        .with_for_update(of=Identity, key_share=True)
    )
    return [older for older in accepted if _is_newer(identity, older)]


def _is_newer(identity: Identity, older: Identity) -> bool:
    # Whoever shows himself anew is one person still; companies may be several.
    are_himself = all(
        one.kind is PersonKind.NATURAL and not one.is_principal
        for one in (identity, older)
    )
    is_same = older.fingerprint == identity.fingerprint
    return are_himself or is_same or older.id == identity.replaces_id


def _keep_papers(identity: Identity, *, until: datetime) -> None:
    for paper in papers_of(identity):
        paper.delete_after = until


def _note(
    session: Session,
    paper: IdentityPaper,
    *,
    user_id: int,
    reason: str,
    now: datetime,
) -> IdentityPaper:
    session.add(
        IdentityLook(paper_id=paper.id, user_id=user_id, reason=reason, looked_at=now)
    )
    session.flush()
    return paper
