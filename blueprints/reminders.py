"""Reminders: on the person's own page, and as an entry for his calendar."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services import reminding
from web import lot_page
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("reminders", __name__, url_prefix="/lots/<int:lot_id>")


@bp.post("/reminder")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Remind the person of this lot."""
    lot_page.public_lot(lot_id, person())
    reminding.remind(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("This lot now stands under your reminders.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.post("/reminder/remove")
@sign_in_required
def destroy(lot_id: int) -> ResponseReturnValue:
    """Take the reminder off again."""
    reminding.forget(db.session(), lot_id=lot_id, user_id=signed_in().id)
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.get("/reminder.ics")
def calendar(lot_id: int) -> ResponseReturnValue:
    """Return the lot's end as a calendar entry that rings (RFC 5545)."""
    lot = lot_page.public_lot(lot_id, person())
    entry = render_template(
        "reminders/calendar.ics",
        lot=lot,
        address=url_for("lots.show", lot_id=lot_id, _external=True),
        host=request.host,
        stamp=_utc(clock.now()),
        begins=_utc(lot.closes_at),
    )
    lines = [piece for line in entry.strip().splitlines() for piece in folded(line)]
    return "\r\n".join(lines) + "\r\n", {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f'attachment; filename="lot-{lot_id}.ics"',
    }


def folded(line: str) -> list[str]:
    """Break a line so that no part is longer than 75 octets."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > 74:
            parts.append(part)
            part = " "
        part += sign
    return [*parts, part]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
