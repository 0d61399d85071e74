"""What the page of somebody's registration for a lot shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from sqlalchemy.orm import Session

from auction import clock
from auction.models import (
    Deposit,
    Identity,
    IdentityState,
    Lot,
    Registration,
    RegistrationState,
    User,
)
from auction.rules.lifecycle import RESTING
from auction.rules.priority import claims_until, may_claim
from auction.rules.registration import (
    NAMES,
    Need,
    Progress,
    Step,
    gives_numbers,
    next_step,
    registers_until,
)
from auction.services import applying, claiming
from auction.services.identifying import identities_of
from auction.services.registration_facts import deposit_of, registration_of, steps_of
from auction.services.staying_bound import has_bid
from web import lot_page, short_time
from web.extensions import db
from web.login import signed_in
from web.registration_forms import PriorityForm, RegistrationForm

ASKED, NUMBERED = RegistrationState.ASKED, RegistrationState.NUMBERED
LINKS: Mapping[Need, tuple[str, str]] = {
    Need.IDENTITY: ("/identity", "Show who you are"),
    Need.MANDATE: ("/lots/{lot_id}/mandate", "File the power of attorney"),
    Need.DECLARATION: ("/lots/{lot_id}/declarations", "Declare it"),
    Need.DEPOSIT: ("/my-deposits", "See how to pay"),
}
NEEDS_A_REGISTRATION = (Need.MANDATE, Need.DECLARATION, Need.DEPOSIT)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it, with a link to where it is done."""

    step: Step
    link: tuple[str, str] | None

    @property
    def name(self) -> str:
        """What it is called."""
        return NAMES[self.step.need]


def lot_for_bidder(lot_id: int) -> Lot:
    """Return a lot for which the person may register, or refuse."""
    lot = lot_page.public_lot(lot_id, signed_in())
    applying.check_bidder(lot, signed_in())
    return lot


def page(
    lot: Lot,
    *,
    registering: RegistrationForm | None = None,
    claiming_form: PriorityForm | None = None,
) -> str:
    """Return the page, with what is wrong in one of its forms."""
    session, user, now = db.session(), signed_in(), clock.now()
    found = registration_of(session, lot_id=lot.id, user_id=user.id)
    asked = found if found is not None else Registration(lot=lot, user=user)
    steps = steps_of(session, asked, now)
    deposit = deposit_of(session, found) if found is not None else None
    missing = tuple(step for step in steps if step.progress is not Progress.DONE)
    procedure = lot.catalogue.procedure
    return render_template(
        "registrations/show.html",
        lot=lot,
        catalogue=lot.catalogue,
        registration=found,
        state=found.state if found is not None else None,
        steps=[ShownStep(step, link(step, lot, found, deposit)) for step in steps],
        missing=missing,
        next=next_step(missing),
        until=until(lot),
        is_open=applying.is_open(lot, now=now),
        rests=lot.status in RESTING,
        gives_numbers=gives_numbers(lot.status, closes_at=lot.closes_at, now=now),
        form=registering or registration_form(session, lot, user, found),
        claim=claiming_form or priority_form(lot, found, now),
        claims=[
            claiming.as_told(one, lot, now=now)
            for one in (found.priority if found else [])
        ],
        claims_until=procedure.priority
        and claims_until(procedure.priority, opens_at=lot.opens_at),
        promise=procedure.runner_up_by_consent,
        is_bound=found is not None and found.stays_bound_at is not None,
        is_held=_has_bid(session, found),
        short_time=short_time.sentence(lot, [step.need for step in missing], now),
    )


def until(lot: Lot) -> datetime:
    """Return until when somebody can begin to register."""
    return registers_until(
        lot.catalogue.procedure.registration,
        closes_at=lot.closes_at,
        scheduled_close=lot.scheduled_close,
    )


def registration_form(
    session: Session, lot: Lot, user: User, found: Registration | None
) -> RegistrationForm:
    """Return the form that registers, or changes as whom."""
    form = RegistrationForm()
    shown = [one for one in identities_of(session, user.id) if _is_shown(one)]
    chosen = found.identity_id if found is not None else None
    if form.identity.data is None and shown:
        form.identity.data = str(chosen or shown[0].id)
    consent = lot.catalogue.procedure.runner_up_by_consent and found is None
    form.offer(shown, consent=consent)
    return form


def priority_form(
    lot: Lot, found: Registration | None, now: datetime
) -> PriorityForm | None:
    """Return the form that claims a right of priority, where one can be claimed."""
    terms = lot.catalogue.procedure.priority
    runs = found is not None and found.state in {ASKED, NUMBERED}
    if terms is None or not runs:
        return None
    if not may_claim(terms, status=lot.status, opens_at=lot.opens_at, now=now):
        return None
    if found is not None and any(one.declined_at is None for one in found.priority):
        return None
    form = PriorityForm()
    form.offer(terms)
    return form


def link(
    step: Step, lot: Lot, registration: Registration | None, deposit: Deposit | None
) -> tuple[str, str] | None:
    """Return where a step is done, and how the link is called."""
    theirs = (Progress.NOW, Progress.REFUSED)
    found = LINKS.get(step.need)
    comes_later = step.need in NEEDS_A_REGISTRATION and registration is None
    if found is None or step.progress not in theirs or comes_later:
        return None
    path, words = found
    if step.need is Need.DEPOSIT and deposit is not None:
        return f"/my-deposits/{deposit.id}", words
    if step.need is Need.IDENTITY and step.progress is Progress.REFUSED:
        return _refused_identity(registration), "Read why"
    return path.format(lot_id=lot.id), words


def here(lot_id: int) -> str:
    """Return the address of the page."""
    return url_for("registrations.show", lot_id=lot_id)


def _refused_identity(registration: Registration | None) -> str:
    chosen = registration.identity if registration is not None else None
    if chosen is None or chosen.state is not IdentityState.REFUSED:
        return "/identity"  # the list says why, too
    return f"/identity/{chosen.id}"


def _is_shown(identity: Identity) -> bool:
    return bool(identity.name)


def _has_bid(session: Session, found: Registration | None) -> bool:
    paddle = found.paddle if found is not None else None
    return paddle is not None and has_bid(session, paddle)
