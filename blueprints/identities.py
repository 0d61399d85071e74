"""Who I am: a person shows himself, his company, or somebody for whom he acts."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Identity
from auction.rules.persons import PersonKind
from auction.rules.refusal import Refusal
from auction.services import identifying
from web import identity_files, keys
from web.errors import told
from web.extensions import db
from web.identity_forms import IdentityForm, form_of, new_form, paper_form
from web.identity_room import mine, page, to_identity
from web.login import sign_in_required, signed_in

bp = Blueprint("identities", __name__, url_prefix="/identity")

WHO: Mapping[str, tuple[PersonKind, bool]] = {  # the kind, and whether one acts for it
    "myself": (PersonKind.NATURAL, False),
    "my-company": (PersonKind.COMPANY, False),
    "another-person": (PersonKind.NATURAL, True),
    "another-company": (PersonKind.COMPANY, True),
}


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show whom the person has shown, and how far each has come."""
    identifying.check_bidder(signed_in())
    identities = identifying.identities_of(db.session(), signed_in().id)
    return render_template("identities/index.html", identities=identities)


@bp.get("/new/<any('myself', 'my-company', 'another-person', 'another-company'):who>")
@sign_in_required
def new(who: str) -> ResponseReturnValue:
    """Ask what a person or a company says of itself."""
    identifying.check_bidder(signed_in())
    return form_page(new_form(WHO[who][0]), who=who)


@bp.post("/new/<any('myself', 'my-company', 'another-person', 'another-company'):who>")
@sign_in_required
def create(who: str) -> ResponseReturnValue:
    """Begin to show somebody."""
    identifying.check_bidder(signed_in())
    kind, is_principal = WHO[who]
    form, now = new_form(kind), clock.now()
    facts = form.facts(today=now.date())
    if facts is None:
        return form_page(form, who=who), 422
    identity = identifying.begin(
        db.session(),
        user_id=signed_in().id,
        kind=kind,
        is_principal=is_principal,
        facts=facts,
        ring=keys.ring(),
        prints=keys.fingerprints(),
        now=now,
    )
    return saved(identity.id)


@bp.get("/<int:identity_id>")
@sign_in_required
def show(identity_id: int) -> ResponseReturnValue:
    """Show what an identity says, its papers, and what is to be done next."""
    identity = mine(identity_id)
    return page(identity, paper_form(identity))


@bp.get("/<int:identity_id>/facts")
@sign_in_required
def edit(identity_id: int) -> ResponseReturnValue:
    """Ask what an identity shall say instead."""
    identity = mine(identity_id)
    return form_page(form_of(identity), identity=identity)


@bp.post("/<int:identity_id>/facts")
@sign_in_required
def update(identity_id: int) -> ResponseReturnValue:
    """Change what an identity says."""
    identity, now = mine(identity_id), clock.now()
    form = form_of(identity)
    facts = form.facts(today=now.date())
    if facts is None:
        return form_page(form, identity=identity), 422
    identifying.fill(
        db.session(),
        identity_id=identity_id,
        user_id=signed_in().id,
        facts=facts,
        ring=keys.ring(),
        prints=keys.fingerprints(),
        now=now,
    )
    return saved(identity_id)


@bp.get("/<int:identity_id>/renewal")
@sign_in_required
def renewal(identity_id: int) -> ResponseReturnValue:
    """Ask what has changed since an identity was accepted."""
    identity = mine(identity_id)
    return form_page(form_of(identity), identity=identity, renews=True)


@bp.post("/<int:identity_id>/renewal")
@sign_in_required
def renew(identity_id: int) -> ResponseReturnValue:
    """Begin a newer identity, which comes in the place of this one once accepted."""
    identity, now = mine(identity_id), clock.now()
    form = form_of(identity)
    facts = form.facts(today=now.date())
    if facts is None:
        return form_page(form, identity=identity, renews=True), 422
    newer = identifying.begin(
        db.session(),
        user_id=signed_in().id,
        kind=identity.kind,
        is_principal=identity.is_principal,
        facts=facts,
        ring=keys.ring(),
        prints=keys.fingerprints(),
        replaces_id=identity_id,
        now=now,
    )
    return saved(newer.id)


@bp.post("/<int:identity_id>/submission")
@sign_in_required
def submit(identity_id: int) -> ResponseReturnValue:
    """Hand an identity to the verifier."""
    identity = mine(identity_id)
    try:
        identifying.submit(
            db.session(),
            identity_id=identity_id,
            user_id=signed_in().id,
            now=clock.now(),
        )
    except Refusal as refusal:
        identity = mine(identity_id)
        return page(identity, paper_form(identity), refusal=told(refusal)), refusal.code
    flash("Handed in. You are told as soon as a verifier has looked at it.", "success")
    return to_identity(identity_id)


@bp.post("/<int:identity_id>/submission/removal")
@sign_in_required
def take_back(identity_id: int) -> ResponseReturnValue:
    """Take an identity back from the verifier."""
    identifying.take_back(
        db.session(), identity_id=identity_id, user_id=signed_in().id, now=clock.now()
    )
    flash("Taken back. Nobody looks at it until you hand it in again.", "success")
    return to_identity(identity_id)


@bp.get("/<int:identity_id>/removal")
@sign_in_required
def ask_to_give_up(identity_id: int) -> ResponseReturnValue:
    """Ask whether an identity is to be given up."""
    return render_template("identities/removal.html", identity=mine(identity_id))


@bp.post("/<int:identity_id>/removal")
@sign_in_required
def give_up(identity_id: int) -> ResponseReturnValue:
    """Give an identity up, and delete its papers."""
    identifying.give_up(
        db.session(),
        identity_id=identity_id,
        user_id=signed_in().id,
        shred=identity_files.shred,
        now=clock.now(),
    )
    flash("Given up. Its papers are deleted.", "success")
    return redirect(url_for(".index"), 303)


def saved(identity_id: int) -> ResponseReturnValue:
    """Say that it is saved, and what comes next."""
    flash("Saved. Now add the papers that show it, and hand it in.", "success")
    return to_identity(identity_id)


def form_page(
    form: IdentityForm,
    *,
    who: str = "",
    identity: Identity | None = None,
    renews: bool = False,
) -> str:
    """Return the page on which somebody says who he is."""
    return render_template(
        "identities/form.html", form=form, who=who, identity=identity, renews=renews
    )
