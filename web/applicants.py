"""The bidders whom an office confirms, as its desk shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from auction import clock
from auction.models import Lot
from auction.rules.lifecycle import LIVE
from auction.services import confirming
from auction.services.confirming import confirms_bidders
from web import desk
from web.extensions import db
from web.registration_forms import RefusalForm


@dataclass(frozen=True, slots=True)
class WithApplicants:
    """A lot, and how many wait for the office's yes."""

    lot: Lot
    waiting: int


def lots_with_applicants(
    session: Session, office_id: int, now: datetime
) -> Sequence[WithApplicants]:
    """Return the live lots on which the office confirms bidders, the next end first."""
    live = session.scalars(
        select(Lot)
        .where(Lot.office_id == office_id, Lot.status.in_(LIVE))
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.closes_at, Lot.id)
    )
    return [
        WithApplicants(lot, len(confirming.applicants(session, lot, now)[0]))
        for lot in live
        if confirms_bidders(lot)
    ]


def lot_with_applicants(lot_id: int) -> Lot:
    """Return a lot of the desk's office, whose bidders it confirms, or answer 404."""
    lot = desk.lot_of_office(lot_id)
    if not confirms_bidders(lot):
        abort(404)
    return lot


def applicant_page(
    lot_id: int, registration_id: int, form: RefusalForm | None = None
) -> str:
    """Return the page of one applicant, with what is wrong in its form."""
    lot, now = lot_with_applicants(lot_id), clock.now()
    applicant = confirming.applicant(db.session(), lot, registration_id, now)
    refusing, terms = form or RefusalForm(), lot.catalogue.procedure.registration
    if terms is not None:
        refusing.offer(terms)
    return desk.page(
        "applicants/show.html",
        lot=lot,
        catalogue=lot.catalogue,
        applicant=applicant,
        waits=confirming.is_waiting(db.session(), applicant, now),
        form=refusing,
    )
