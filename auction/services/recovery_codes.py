"""Recovery codes: ten on paper, for the day on which the app is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from auction import one_time_codes
from auction.models import RecoveryCode, User
from auction.rules.refusal import OutOfStep
from auction.services.accounts import person_for_change
from auction.services.factor_messages import CODE_USED, tell_of_factor
from auction.services.transaction import atomic


class NothingToRecover(OutOfStep):
    """Recovery codes go with a second factor: please set it up first."""


@atomic
def renew_codes(session: Session, *, user_id: int, now: datetime) -> list[str]:
    """Return new codes, which are shown once; the old ones are good no more."""
    user = person_for_change(session, user_id)
    if user.totp_since is None:
        raise NothingToRecover
    return make_codes(session, user, now=now)


def make_codes(session: Session, user: User, *, now: datetime) -> list[str]:
    """Replace a person's codes, within a lock on the person."""
    codes = one_time_codes.new_recovery_codes()
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    session.add_all(
        RecoveryCode(
            user_id=user.id,
            digest=one_time_codes.recovery_digest(code, user_id=user.id),
            made_at=now,
        )
        for code in codes
    )
    return codes


def spend_code(session: Session, user: User, typed: str, *, now: datetime) -> bool:
    """Use a code up, within a lock on the person; return whether it was good."""
    code = session.scalars(
        select(RecoveryCode).where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.digest
            == one_time_codes.recovery_digest(typed, user_id=user.id),
            RecoveryCode.used_at.is_(None),
        )
    ).one_or_none()
    if code is None:
        return False
    code.used_at = now
    session.flush()
    left = codes_left(session, user.id)
    tell_of_factor(session, user, CODE_USED, now=now, left=left)
    return True


def codes_left(session: Session, user_id: int) -> int:
    """Return how many of a person's codes are still good."""
    unused = RecoveryCode.used_at.is_(None)
    return (
        session.scalar(
            select(func.count(RecoveryCode.id)).where(
                RecoveryCode.user_id == user_id, unused
            )
        )
        or 0
    )
