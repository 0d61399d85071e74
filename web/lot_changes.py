"""Changes of a lot after its announcement: what its pages show of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, LotChange
from auction.rules.checks import TITLES

MOST = 200  # changes on a page


def changes_of(session: Session, lot: Lot, *, for_office: bool) -> Sequence[LotChange]:
    """Return the changes of a lot, the newest first; the public ones or all."""
    changes = select(LotChange).where(LotChange.lot_id == lot.id)
    if not for_office:
        changes = changes.where(LotChange.is_public)
    return session.scalars(
        changes.order_by(LotChange.at.desc(), LotChange.id).limit(MOST)
    ).all()


def deviations_of(lot: Lot) -> list[tuple[str, str, str]]:
    """Return from which terms an office deviates: what, why, and the rule."""
    procedure = lot.catalogue.procedure
    return [
        (TITLES.get(check, check), reason, procedure.law_of(check))
        for check, reason in sorted(lot.deviations.items())
    ]
