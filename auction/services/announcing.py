"""Announcing what was approved, at its time: the only way to the public."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, LotViews, SubmittedLot
from auction.rules.checks import blocking
from auction.rules.lifecycle import LotStatus
from auction.services import contents, trail
from auction.services.checking import findings_of
from auction.services.each import each_lot
from auction.services.following import tell_of_next_attempt
from auction.services.officers import office_name
from auction.services.submissions import lot_before_announcement
from auction.services.taking_back import send_back
from auction.services.transaction import atomic

AT_ONCE = 50  # lots; then whatever opens or closes has its turn
# An announcement made so soon after its time was made in time: a thousand lots are
# announced one after the other, and their terms are counted from the same moment.
PROMPT = timedelta(minutes=5)

CHANGED = (
    "What is there now is not what was approved. Please look at it, and submit it anew."
)


def announce_due_lots(session: Session, *, now: datetime, most: int = AT_ONCE) -> int:
    """Announce approved lots whose time has come; return how many were dealt with."""
    due = (
        select(Lot.id)
        .where(Lot.status == LotStatus.APPROVED, Lot.announce_at <= now)
        .order_by(Lot.announce_at, Lot.id)
        .limit(most)
    )
    return each_lot(session, due, announce_lot, now=now)


@atomic
def announce_lot(session: Session, *, lot_id: int, now: datetime) -> bool:
    """Announce one lot, unless somebody was there first.

    It is announced if it is what was approved, and lawful at this moment: a lot whose
    terms no longer hold, because the site was down, goes back to its drafter.
    """
    lot = lot_before_announcement(session, lot_id)
    if lot.status is not LotStatus.APPROVED or lot.announce_at is None:
        return False
    if now < lot.announce_at:
        return False

    at = lot.announce_at if now - lot.announce_at <= PROMPT else now
    approved = session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    obstacle = _obstacle(lot, approved.digest, at=at)
    if obstacle:
        send_back(session, lot, remark=obstacle, by_id=None, now=now)
    else:
        _announce(session, lot, digest=approved.digest, at=at, now=now)
    return True


def _obstacle(lot: Lot, approved: str, *, at: datetime) -> str:
    terms = contents.terms_of(lot.catalogue)
    if contents.digest_of(terms, contents.content_of(lot)) != approved:
        return CHANGED
    found = blocking(findings_of(lot, announced_at=at))
    return " ".join(finding.sentence for finding in found)


def _announce(
    session: Session, lot: Lot, *, digest: str, at: datetime, now: datetime
) -> None:
    catalogue = lot.catalogue
    lot.move_to(LotStatus.ANNOUNCED)
    lot.announced_at = at
    catalogue.published_at = catalogue.published_at or at
    session.merge(LotViews(lot_id=lot.id, views=0))  # whoever looked before, works here
    trail.record(
        session,
        lot,
        action="announced",
        actor=office_name(lot),
        at=now,
        announced_at=at,
        submission=lot.submission_id,
        digest=digest,
        deviations=lot.deviations,
        starting_price=lot.starting_price,
        reserve=catalogue.procedure.reserve.value,
        increment=lot.increment,
        currency=catalogue.currency_code,
        opens_at=lot.opens_at,
        closes_at=lot.closes_at,
        attempt=lot.attempt,
        previous=lot.previous_id,
        procedure=hashlib.sha256(catalogue.procedure_text.encode()).hexdigest(),
    )
    tell_of_next_attempt(session, lot, now=now)
