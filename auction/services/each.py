"""Doing the same to many lots, one transaction each."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)


def each_lot(
    session: Session,
    lots: Select[tuple[int]],
    service: Callable[..., bool],
    *,
    now: datetime,
) -> int:
    """Run a service on every lot of a query; return how many were changed.

    One lot that fails is logged and left for the next sweep: it must not keep the
    others from closing in time.
    """
    lot_ids = session.scalars(lots).all()
    session.rollback()
    changed = 0
    for lot_id in lot_ids:
        try:
            changed += service(session, lot_id=lot_id, now=now)
        except Exception:
            log.exception("Lot %s could not be dealt with", lot_id)
    return changed
