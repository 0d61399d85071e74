"""The office's room for what was not sold: choose lots, look, offer them again."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction import clock
from auction.models import Catalogue, Lot
from auction.rules.refusal import Refusal
from auction.services.attempts import (
    running_out,
    sales_to_offer_again,
    to_offer_again,
)
from auction.services.next_rounds import Plan, plan
from auction.services.officers import ACTING
from auction.services.relisting import NothingChosen, relist
from web import desk, next_rounds
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.sale_forms import RelistForm

MADE_ONE = "A draft is made: look it over, then submit it."
MADE_SEVERAL = "{count} drafts are made: look them over, then submit them."

bp = Blueprint("relisting", __name__, url_prefix="/desk/<office_slug>/relisting")


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show where lots can be offered again, and whose term ends soon."""
    session, office = db.session(), desk.office()
    now = clock.now()
    return desk.page(
        "relisting/index.html",
        sales=sales_to_offer_again(session, office_id=office.id),
        due=running_out(session, office_id=office.id, now=now, within=next_rounds.SOON),
        now=now,
    )


@bp.get("/<catalogue_slug>")
@desk.for_officers(*ACTING)
def choose(office_slug: str, catalogue_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Let an officer choose which lots of a catalogue are offered again together."""
    return choice(desk.catalogue_of_office(catalogue_slug))


@bp.get("/<catalogue_slug>/new")
@desk.for_officers(*ACTING)
def new(office_slug: str, catalogue_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Propose the next attempts of the lots that were chosen."""
    catalogue = desk.catalogue_of_office(catalogue_slug)
    try:
        planned = planned_for(catalogue)
    except Refusal as refusal:
        return choice(catalogue, refusal)
    form = RelistForm()
    next_rounds.offer(form, planned)
    next_rounds.propose(form, planned)
    return proposal(catalogue, planned, form)


@bp.post("/<catalogue_slug>/new")
@desk.for_officers(*ACTING)
def create(office_slug: str, catalogue_slug: str) -> ResponseReturnValue:
    """Offer the lots again, or say why not."""
    catalogue = desk.catalogue_of_office(catalogue_slug)
    try:
        planned = planned_for(catalogue)
    except Refusal as refusal:
        return choice(catalogue, refusal)
    form = RelistForm()
    next_rounds.offer(form, planned)
    wish = next_rounds.wish(form, catalogue.zone)
    if wish is None:
        return proposal(catalogue, planned, form)
    lot_ids = [lot.id for lot in planned.lots]
    try:
        made = relist(db.session(), lot_ids=lot_ids, officer_id=signed_in().id, **wish)
    except Refusal as refusal:
        next_rounds.say(form, refusal)
        catalogue = desk.catalogue_of_office(catalogue_slug)
        return proposal(catalogue, planned_for(catalogue), form, refusal)
    count = len(lot_ids)
    flash(MADE_ONE if count == 1 else MADE_SEVERAL.format(count=count), "success")
    there = url_for("desk_catalogues.show", office_slug=office_slug, slug=made.slug)
    return redirect(there, 303)


def planned_for(catalogue: Catalogue) -> Plan:
    """Return the plan for the lots that the form names, or refuse."""
    asked = next_rounds.numbers(request.values.getlist("lot"))
    lots = db.session.scalars(
        select(Lot)
        .where(Lot.id.in_(asked), Lot.catalogue_id == catalogue.id)
        .order_by(Lot.number)
    ).all()
    if len(lots) < len(asked):
        abort(404)
    if not lots:
        raise NothingChosen
    return plan(db.session(), lots, now=clock.now())


def choice(catalogue: Catalogue, refusal: Refusal | None = None) -> tuple[str, int]:
    """Return the page on which lots are chosen, by the stage that follows."""
    lots: Sequence[Lot] = to_offer_again(
        db.session(), office_id=catalogue.office_id, catalogue_id=catalogue.id
    )
    html = desk.page(
        "relisting/choose.html",
        catalogue=catalogue,
        stages=next_rounds.by_stage(lots),
        most=next_rounds.MOST,
        refusal=refusal and told(refusal),
        successor=refusal and refusal.values.get("successor"),
    )
    return html, refusal.code if refusal else 200


def proposal(
    catalogue: Catalogue,
    planned: Plan,
    form: RelistForm,
    refusal: Refusal | None = None,
) -> tuple[str, int]:
    """Return the page that shows what the lots would cost, and when they would open."""
    html = desk.page(
        "relisting/new.html",
        catalogue=catalogue,
        plan=planned,
        rows=list(zip(planned.lots, planned.prices, strict=True)),
        form=form,
        refusal=refusal and told(refusal),
        now=clock.now(),
    )
    if refusal:
        return html, refusal.code
    return html, 422 if form.errors else 200
