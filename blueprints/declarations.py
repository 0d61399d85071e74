"""Declaring, rule by rule, that one may bid; and reading one's own declarations."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Registration, RegistrationState
from auction.rules.declaring import CannotRegister, NotAllAnswered
from auction.rules.refusal import Refusal
from auction.rules.signed_declaration import as_file
from auction.services.affirming import affirm, registration_for
from auction.services.declaring import holds, signed_text, statements_for
from auction.services.registration_facts import shown_identity
from web import keys, lot_page, registration_page
from web.declaration_form import DeclarationForm, declaration_form
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("declarations", __name__, url_prefix="/lots/<int:lot_id>/declarations")


@bp.get("")
@sign_in_required
def show(lot_id: int) -> ResponseReturnValue:
    """Show what there is to declare, and what the person has declared before."""
    return page(own(lot_id), form_of(own(lot_id)))


@bp.post("")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Keep and sign what the person declares, or say why he cannot register."""
    form = form_of(own(lot_id))
    try:
        affirm(
            db.session(),
            lot_id=lot_id,
            user_id=signed_in().id,
            answers=form.answers,
            signer=keys.signer(),
            now=clock.now(),
        )
    except NotAllAnswered as refusal:
        form.refuse_unanswered(refusal.codes)
        return page(own(lot_id), form), refusal.code
    except CannotRegister as refusal:
        return page(own(lot_id), form, refusal=refusal), refusal.code
    flash("Your declaration is kept and signed.", "success")
    return redirect(registration_page.here(lot_id), 303)


@bp.get("/<int:declaration_id>.json")
@sign_in_required
def file(lot_id: int, declaration_id: int) -> ResponseReturnValue:
    """Hand a declaration to the one who made it, with its signature."""
    registration = own(lot_id)
    found = [one for one in registration.declarations if one.id == declaration_id]
    if not found:
        abort(404)
    text = as_file(
        signed_text(found[0], registration),
        signature=found[0].signature,
        public=keys.signer().public,
    )
    answer = Response(text, mimetype="application/json")
    name = f"declaration-{declaration_id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def own(lot_id: int) -> Registration:
    """Return the person's own registration for a lot that everybody may see."""
    person = signed_in()
    lot_page.public_lot(lot_id, person)
    return registration_for(db.session(), lot_id=lot_id, user_id=person.id)


def form_of(registration: Registration) -> DeclarationForm:
    """Return the form of what there is to declare."""
    return declaration_form(
        statements_for(registration, shown_identity(db.session(), registration))
    )


def page(
    registration: Registration, form: DeclarationForm, *, refusal: Refusal | None = None
) -> str:
    """Return the page of somebody's declarations for a lot."""
    public = keys.signer().public
    shown = shown_identity(db.session(), registration)
    said = statements_for(registration, shown)
    return render_template(
        "declarations/show.html",
        lot=registration.lot,
        catalogue=registration.lot.catalogue,
        statements=said,
        form=form,
        refusal=refusal.told() if refusal else None,
        principal=shown if shown is not None and shown.is_principal else None,
        can_declare=bool(said) and registration.state is RegistrationState.ASKED,
        declared=[
            (one, holds(one, registration, public))
            for one in reversed(registration.declarations)
        ],
    )
