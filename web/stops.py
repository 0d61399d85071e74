"""What the pages of the emergency brake show, and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Act, EmergencyStop, Lot, Office
from auction.rules.refusal import Refusal
from auction.services.stopping import Stopped
from web.errors import told
from web.stop_forms import StopForm

RECENT = 50
IS_OF_SITE = EmergencyStop.office_id.is_(None)


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells of a stop."""

    at: datetime
    what: str
    by: str
    reason: str
    lots: int
    href: str | None = None


def told_to_office(stop: EmergencyStop, lots: int, slug: str) -> Told:
    """Tell an office of a stop that met it; of the operator's, not who it was."""
    all_lots = "All lots of this office" if stop.office_id else "All lots of the site"
    return Told(
        at=stop.pulled_at,
        what="One lot" if stop.lot_id else all_lots,
        by=stop.pulled_by.name if stop.office_id else "The operator",
        reason=stop.reason,
        lots=lots,
        href=url_for("stops.show", office_slug=slug, stop_id=stop.id),
    )


def told_to_operator(stop: EmergencyStop) -> Told:
    """Tell the operator of a stop; an office's own only that there was one."""
    all_lots = "All lots of an office" if stop.office else "All lots of the site"
    return Told(
        at=stop.pulled_at,
        what="One lot" if stop.lot_id else all_lots,
        by=stop.office.name if stop.office else stop.pulled_by.name,
        reason="As its lots say" if stop.office else stop.reason,
        lots=stop.lots_stopped,
    )


def stops_of_office(session: Session, office: Office) -> list[Told]:
    """Return the stops that met an office, the newest first, with its lots in each."""
    lots = (
        select(func.count(Act.id))
        .join(Act.lot)
        .where(Act.stop_id == EmergencyStop.id, Lot.office_id == office.id)
        .correlate(EmergencyStop)
        .scalar_subquery()
    )
    rows = session.execute(
        select(EmergencyStop, lots)
        .where(or_(EmergencyStop.office_id == office.id, IS_OF_SITE))
        .options(joinedload(EmergencyStop.pulled_by))
        .order_by(EmergencyStop.id.desc())
        .limit(RECENT)
    )
    return [told_to_office(stop, count, office.slug) for stop, count in rows]


def all_stops(session: Session) -> list[Told]:
    """Return the stops of the whole site, the newest first."""
    stops = session.scalars(
        select(EmergencyStop)
        .options(joinedload(EmergencyStop.office), joinedload(EmergencyStop.pulled_by))
        .order_by(EmergencyStop.id.desc())
        .limit(RECENT)
    )
    return [told_to_operator(stop) for stop in stops]


def pull(
    service: Callable[[], Stopped],
    form: StopForm,
    page: Callable[..., str],
    *,
    there: str,
) -> ResponseReturnValue:
    """Pull the brake, and say how many lots it stopped, or why it was not pulled."""
    try:
        stopped = service()
    except Refusal as refusal:
        sentence = told(refusal)
        if refusal.code == 422:
            form.refuse("reason", sentence)
        return page(form, refusal=sentence), refusal.code
    flash(f"Stopped: {lots(stopped.lots)}.", "success")
    if stopped.left:
        flash(f"Not stopped: {lots(stopped.left)}. Please stop again.", "refusal")
    return redirect(there, 303)


def lots(number: int) -> str:
    """Count lots in words."""
    return f"{number} lot" + ("" if number == 1 else "s")
