"""What the pages of the emergency brake show, and how they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Act, EmergencyStop, Lot
from auction.rules.refusal import Refusal
from auction.services.stopping import Stopped
from web.errors import told
from web.stop_forms import StopForm

RECENT = 50
IS_OF_SITE = EmergencyStop.office_id.is_(None)


def stops_of_office(
    session: Session, office_id: int
) -> list[tuple[EmergencyStop, int]]:
    """Return the stops that met an office, the newest first, with its lots in each."""
    lots = (
        select(func.count(Act.id))
        .join(Act.lot)
        .where(Act.stop_id == EmergencyStop.id, Lot.office_id == office_id)
        .correlate(EmergencyStop)
        .scalar_subquery()
    )
    rows = session.execute(
        select(EmergencyStop, lots)
        .where(or_(EmergencyStop.office_id == office_id, IS_OF_SITE))
        .options(joinedload(EmergencyStop.pulled_by))
        .order_by(EmergencyStop.id.desc())
        .limit(RECENT)
    )
    return [(stop, count) for stop, count in rows]


def all_stops(session: Session) -> Sequence[EmergencyStop]:
    """Return the stops of the whole site, the newest first."""
    return session.scalars(
        select(EmergencyStop)
        .options(joinedload(EmergencyStop.office), joinedload(EmergencyStop.pulled_by))
        .order_by(EmergencyStop.id.desc())
        .limit(RECENT)
    ).all()


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
