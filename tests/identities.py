"""Identities as people show them and verifiers judge them, through the services."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.fingerprints import Fingerprints
from auction.models import (
    Identity,
    IdentityPaper,
    Paddle,
    Registration,
    Role,
    User,
)
from auction.rules.persons import PersonKind
from auction.sealing import KeyRing
from auction.services import identifying, verifying
from auction.services.identifying import Facts, SealedPaper
from tests.factories import make_bidder, make_user
from tests.moving_clock import NOON

RING = KeyRing({1: b"1" * 32})
PRINTS = Fingerprints(b"f" * 32)
YEAR = timedelta(days=365)
PERSON = Facts(
    name="Maria Example",
    country="DE",
    nationality="AT",
    number="P 1234567",
    address="1 Example Square",
    born_on=date(1980, 2, 29),
)
COMPANY = Facts(
    name="Example Holding AG",
    country="CH",
    number="CHE-123.456.789",
    address="2 Example Square",
    capacity="Managing director",
)
SHOWN = {PersonKind.NATURAL: "passport", PersonKind.COMPANY: "register_extract"}


def make_verifier(session: Session, **columns: Any) -> User:
    columns.setdefault("name", "Vera Verifier")
    return make_user(session, role=Role.VERIFIER, **columns)


def begin(
    session: Session,
    user: User | None = None,
    facts: Facts = PERSON,
    *,
    kind: PersonKind = PersonKind.NATURAL,
    is_principal: bool = False,
    replaces: Identity | None = None,
    now: datetime = NOON,
    ring: KeyRing = RING,
    prints: Fingerprints = PRINTS,
) -> Identity:
    return identifying.begin(
        session,
        user_id=(user or make_bidder(session)).id,
        kind=kind,
        is_principal=is_principal,
        facts=facts,
        ring=ring,
        prints=prints,
        replaces_id=replaces.id if replaces else None,
        now=now,
    )


def add_paper(
    session: Session,
    identity: Identity,
    kind: str = "",
    *,
    file: str = "",
    now: datetime = NOON,
) -> IdentityPaper:
    file = file or f"{secrets.token_hex(32)}.sealed"
    return identifying.add_paper(
        session,
        identity_id=identity.id,
        user_id=identity.user_id,
        paper=SealedPaper(kind or SHOWN[identity.kind], "application/pdf", file, 1000),
        now=now,
    )


def hand_in(
    session: Session, user: User | None = None, facts: Facts = PERSON, **more: Any
) -> Identity:
    """Begin an identity, add the paper that shows it, and hand both in."""
    identity = begin(session, user, facts, **more)
    add_paper(session, identity)
    return submit(session, identity)


def submit(session: Session, identity: Identity, *, now: datetime = NOON) -> Identity:
    return identifying.submit(
        session, identity_id=identity.id, user_id=identity.user_id, now=now
    )


def open_first_paper(
    session: Session, identity: Identity, verifier: User, *, now: datetime = NOON
) -> None:
    """Let a verifier open the first paper, which shows who it is."""
    verifying.look(
        session,
        paper_id=identity.papers[0].id,
        verifier_id=verifier.id,
        reason="check",
        now=now,
    )


def accept(
    session: Session,
    identity: Identity,
    verifier: User | None = None,
    *,
    now: datetime = NOON,
) -> Identity:
    """Let a verifier look at the paper that shows who it is, and accept it."""
    assert identity.submitted_at is not None
    verifier = verifier or make_verifier(session)
    open_first_paper(session, identity, verifier, now=now)
    return verifying.accept(
        session,
        identity_id=identity.id,
        verifier_id=verifier.id,
        seen=identity.submitted_at,
        keep_for=YEAR,
        now=now,
    )


def refuse(
    session: Session,
    identity: Identity,
    verifier: User | None = None,
    *,
    reason: str = "The photo of the passport is blurred.",
    now: datetime = NOON,
) -> Identity:
    assert identity.submitted_at is not None
    return verifying.refuse(
        session,
        identity_id=identity.id,
        verifier_id=(verifier or make_verifier(session)).id,
        seen=identity.submitted_at,
        reason=reason,
        now=now,
    )


def make_accepted(
    session: Session, user: User | None = None, facts: Facts = PERSON, **more: Any
) -> Identity:
    """Make an identity that a verifier has accepted."""
    return accept(session, hand_in(session, user, facts, **more))


def registration_of(session: Session, paddle: Paddle) -> Registration:
    """Find the registration behind a bidder number, or write it down."""
    found = session.scalars(
        select(Registration).where(Registration.paddle_id == paddle.id)
    ).one_or_none()
    if found is None:
        found = Registration(
            lot_id=paddle.lot_id,
            user_id=paddle.user_id,
            paddle_id=paddle.id,
            asked_at=NOON,
        )
        session.add(found)
        session.commit()
    return found
