"""What officers do to a lot, as their office would: with a paper, and by two."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Lot
from auction.rules.acting import circumstances, terms_of
from auction.rules.grounds import grounds_that_hold
from auction.services import acting
from tests.factories import make_officer
from tests.moving_clock import NOON

REASON = "The debtor has paid the whole debt."
PAPER = acting.Paper("Order of the court", f"{'a' * 64}.pdf", 2048)


def ask_for(session: Session, lot: Lot, kind: ActKind, **differences: Any) -> Act:
    """Ask for an act on the first ground that holds, unless told otherwise."""
    now = differences.setdefault("now", NOON)
    if "officer_id" not in differences:
        differences["officer_id"] = make_officer(session, lot.office).id
    differences.setdefault("ground", a_ground(lot, kind, now))
    differences.setdefault("public_text", REASON)
    if terms_of(lot.catalogue.procedure, kind, lot.status).document:
        differences.setdefault("paper", PAPER)
    return acting.ask_for(session, lot_id=lot.id, kind=kind, **differences)


def act_on(session: Session, lot: Lot, kind: ActKind, **differences: Any) -> Act:
    """Act on a lot: one officer asks, and another confirms where the terms want two."""
    now = differences.get("now", NOON)
    act = ask_for(session, lot, kind, **differences)
    if act.done_at is None:
        second = make_officer(session, lot.office)
        acting.confirm(session, act_id=act.id, officer_id=second.id, now=now)
    return act


def a_ground(lot: Lot, kind: ActKind, now: Any = NOON) -> str | None:
    procedure = lot.catalogue.procedure
    grounds = terms_of(procedure, kind, lot.status).grounds
    holding = grounds_that_hold(
        grounds, circumstances(procedure, lot.standing, now=now)
    )
    return holding[0].code if holding else None
