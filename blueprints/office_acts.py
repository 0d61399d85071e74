"""The office's room for acts: what waits for a second person, and what was done."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Act, Duty
from auction.rules.acting import ground_text, terms_of
from auction.rules.refusal import Refusal
from auction.services import acting
from web import desk, office_acts
from web.act_links import WORDS
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.proof import proof_required

bp = Blueprint("office_acts", __name__, url_prefix="/desk/<office_slug>/acts")

PAGE = 50


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what waits, the lots at rest, and what was asked for and done."""
    session, office_id = db.session(), desk.office().id
    number = page_number(request.args)
    acts = office_acts.acts_of_office(
        session, office_id, most=PAGE + 1, skip=(number - 1) * PAGE
    )
    return desk.page(
        "office_acts/index.html",
        waiting=office_acts.waiting_acts(session, office_id),
        resting=office_acts.lots_at_rest(session, office_id),
        acts=acts[:PAGE],
        number=number,
        has_more=len(acts) > PAGE,
        now=clock.now(),
        words=WORDS,
    )


@bp.get("/<int:act_id>")
@desk.for_officers()
def show(office_slug: str, act_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show an act, and what the person who looks may do with it."""
    return page(act_of_office(act_id))


@bp.post("/<int:act_id>/confirmation")
@desk.for_officers(Duty.APPROVER)
@proof_required
def confirm(office_slug: str, act_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Confirm what a colleague has asked for, and do it."""
    act = act_of_office(act_id)
    return decide(act, acting.confirm, done=WORDS[act.kind].done)


@bp.post("/<int:act_id>/refusal")
@desk.for_officers(Duty.APPROVER)
def decline(office_slug: str, act_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Decline what a colleague has asked for."""

    def say_no(*args: object, **who: object) -> Act:
        remark = request.form.get("remark", "")
        return acting.decline(*args, remark=remark, **who)  # type: ignore[arg-type]

    return decide(act_of_office(act_id), say_no, done="Declined: nothing has happened.")


@bp.post("/<int:act_id>/withdrawal")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def withdraw(office_slug: str, act_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Take back what one has asked for."""
    act = act_of_office(act_id)
    return decide(act, acting.withdraw, done="Withdrawn: nothing has happened.")


def decide(act: Act, service: Callable[..., Act], *, done: str) -> ResponseReturnValue:
    """Do with a waiting act what the person says, or say why not."""
    act_id = act.id
    try:
        service(db.session(), act_id=act_id, officer_id=signed_in().id, now=clock.now())
    except Refusal as refusal:
        again = act_of_office(act_id)
        sentence = refusal.told(again.lot.catalogue.tell)
        return page(again, refusal=sentence), refusal.code
    flash(done, "success")
    there = url_for("office_acts.index", office_slug=desk.office().slug)
    return redirect(there, 303)


def act_of_office(act_id: int) -> Act:
    """Return an act on a lot of this office; to others' the desk answers 404."""
    act = db.session.get(Act, act_id)
    if act is None or act.lot.office_id != desk.office().id:
        abort(404)
    return act


def page(act: Act, *, refusal: str | None = None) -> str:
    """Return the page of an act."""
    lot, me = act.lot, signed_in()
    procedure = lot.catalogue.procedure
    hindrance = acting.hindrance(act, now=clock.now()) if act.is_waiting else None
    return desk.page(
        "office_acts/show.html",
        act=act,
        lot=lot,
        catalogue=lot.catalogue,
        words=WORDS[act.kind],
        ground=ground_text(procedure, act.kind, act.ground),
        terms=terms_of(procedure, act.kind, lot.status),
        is_mine=act.asked_by_id == me.id,
        may_confirm=Duty.APPROVER in desk.duties() and act.asked_by_id != me.id,
        hindrance=hindrance.told(lot.catalogue.tell) if hindrance else None,
        refusal=refusal,
        remark=request.form.get("remark", ""),
    )
