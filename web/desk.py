"""The way into an office's desk, and what its pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction.models import Catalogue, Duty, Lot, Office, User
from auction.rules.refusal import NotAllowed
from auction.services.officers import NotYourDuty, check_duty
from web import lot_page
from web.extensions import db
from web.login import sign_in_required, signed_in

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

EVERYBODY = frozenset(Duty)
ACTING = frozenset({Duty.DRAFTER, Duty.APPROVER})


class OfficersOnly(NotAllowed):
    """The desk is for the officers of an office that sells."""


def for_officers(*duties: Duty) -> Callable[[View[P]], View[P]]:
    """Let only officers of the office in the address in; without one it is not there.

    With ``duties``, only those who have one of them. The view finds the office with
    ``office()`` and its person with ``signed_in()``; its address holds ``office_slug``.
    """

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            _enter(str(kwargs["office_slug"]), frozenset(duties) or EVERYBODY)
            return view(*args, **kwargs)

        return sign_in_required(guarded)

    return guard


def office() -> Office:
    """Return the office whose desk this is; only behind ``for_officers``."""
    found: Office = g.office
    return found


def duties() -> frozenset[Duty]:
    """Return what the person who asks does in this office."""
    return signed_in().duties_in(office().id)


def lot_of_office(lot_id: int) -> Lot:
    """Return a lot of this office; to others' lots the desk answers 404."""
    lot = db.session.get(Lot, lot_id)
    if lot is None or lot.office_id != office().id:
        abort(404)
    return lot


def lot_of_officer(lot_id: int) -> Lot:
    """Return a lot on which the person may act, or refuse."""
    lot = lot_page.public_lot(lot_id, signed_in())
    check_duty(db.session(), officer_id=signed_in().id, office_id=lot.office_id)
    return lot


def catalogue_of_office(slug: str) -> Catalogue:
    """Return a catalogue of this office; to others' the desk answers 404."""
    found = db.session.scalars(
        select(Catalogue).where(
            Catalogue.slug == slug, Catalogue.office_id == office().id
        )
    ).one_or_none()
    if found is None:
        abort(404)
    return found


def page(template: str, **context: object) -> str:
    """Return a page of the desk, inside its frame."""
    return render_template(
        template, office=office(), duties=duties(), me=signed_in(), **context
    )


def _enter(slug: str, needed: frozenset[Duty]) -> None:
    person: User = signed_in()
    found = db.session.scalars(select(Office).where(Office.slug == slug)).one_or_none()
    if found is None or not person.works_for(found.id):
        abort(404)
    if person.duties_in(found.id).isdisjoint(needed):
        raise NotYourDuty(duties=" or ".join(sorted(needed)))
    g.office = found
