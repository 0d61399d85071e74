"""Checking lots against their procedure, before anybody else sees them."""

from __future__ import annotations

from datetime import datetime

from auction.models import Lot
from auction.rules.categories import missing
from auction.rules.checks import Candidate, Finding, Passed, check_lot
from auction.rules.lifecycle import LotStatus


def findings_of(lot: Lot, *, announced_at: datetime) -> tuple[Finding, ...]:
    """Return all that is wrong with a lot, if it were announced at that moment."""
    catalogue = lot.catalogue
    return check_lot(
        candidate_of(lot, announced_at=announced_at),
        catalogue.procedure,
        tell=catalogue.tell,
    )


def candidate_of(lot: Lot, *, announced_at: datetime) -> Candidate:
    """Return what a lot is judged by."""
    return Candidate(
        category=lot.category,
        title=lot.title,
        description=lot.description,
        valuation=lot.valuation,
        starting_price=lot.starting_price,
        reserve=lot.reserve,
        increment=lot.increment,
        deposit=lot.deposit,
        opens_at=lot.opens_at,
        closes_at=lot.closes_at,
        announced_at=announced_at,
        zone=lot.catalogue.zone,
        documents=frozenset(
            paper.kind
            for paper in lot.documents
            if paper.is_public and paper.replaced_at is None
        ),
        missing=tuple(one.label for one in missing(lot.category, lot.fields)),
        unseen=tuple(
            number
            for number, photo in enumerate(lot.photos, start=1)
            if not photo.alt.strip()
        ),
        admits_anybody=lot.who_may_bid.admits_anybody,
        previous=_last_passed(lot),
        deviations=lot.deviations,
    )


def _last_passed(lot: Lot) -> Passed | None:
    before, is_next = lot.previous, True
    while before is not None:
        terms = before.catalogue.procedure.next_round
        if before.status is LotStatus.PASSED and terms is not None:
            return Passed(
                before.starting_price, before.ended_at if is_next else None, terms
            )
        before, is_next = before.previous, False
    return None
