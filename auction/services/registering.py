"""Giving somebody a bidder number for a lot."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Identity, Lot, Paddle, Registration, RegistrationState, User
from auction.services import trail


def give_number(
    session: Session, lot: Lot, registration: Registration, *, now: datetime
) -> Paddle:
    """Draw a bidder number for a registration to which nothing is missing.

    Within the caller's transaction, the lot locked. Only now does anybody learn that
    there is one bidder more; who it is stays in the commitment.
    """
    paddle = _draw(session, lot, registration, now)
    session.add(paddle)
    session.flush()
    registration.paddle = paddle
    registration.state = RegistrationState.NUMBERED
    lot.paddle_count += 1
    trail.record(
        session,
        lot,
        action="registered",
        actor=f"paddle {paddle.number}",
        at=now,
        commitment=paddle.commitment,
        **_promises(paddle),
    )
    return paddle


def commit_to(words: str, salt: str) -> str:
    """Bind a paddle to what stays secret: SHA-256 over the salt and the words."""
    return hashlib.sha256(f"{salt}\n{words}".encode()).hexdigest()


def committed_words(user: User, identity: Identity | None) -> str:
    """Return what a commitment is over: the verified name and address.

    It is the identity's that the registration names when the number is given. Without
    one, as in all numbers given before there were verifiers, it is the e-mail address.
    """
    if identity is None:
        return user.email
    return f"{tight(identity.name)}\n{tight(identity.address)}"


def tight(words: str) -> str:
    """Return words on one line, with single spaces: one way to write them."""
    return " ".join(words.split())


def _promises(paddle: Paddle) -> dict[str, object]:
    rank, bound = paddle.priority_rank, paddle.stays_bound_at
    return {
        **({"priority_rank": rank} if rank is not None else {}),
        **({"stays_bound": True} if bound is not None else {}),
    }


def _draw(
    session: Session, lot: Lot, registration: Registration, now: datetime
) -> Paddle:
    taken = set(session.scalars(select(Paddle.number).where(Paddle.lot_id == lot.id)))
    highest = 10_000 if len(taken) < 4_500 else 1_000_000
    number = 0
    while number < 1_000 or number in taken:
        number = secrets.randbelow(highest)
    salt = secrets.token_hex(16)
    words = committed_words(registration.user, registration.identity)
    return Paddle(
        lot_id=lot.id,
        user_id=registration.user_id,
        number=number,
        salt=salt,
        commitment=commit_to(words, salt),
        registered_at=now,
        priority_rank=_confirmed_rank(registration),
        stays_bound_at=registration.stays_bound_at,
    )


def _confirmed_rank(registration: Registration) -> int | None:
    confirmed = (c.rank for c in registration.priority if c.confirmed_at is not None)
    return min((rank for rank in confirmed if rank is not None), default=None)
