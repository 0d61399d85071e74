"""The page of one identity, as its person sees it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction.models import Identity, Mandate
from auction.rules.identities import EDITABLE
from auction.services import identifying, mandating
from web.extensions import db
from web.identity_facts import facts_of
from web.identity_forms import PaperForm
from web.login import signed_in


def mine(identity_id: int) -> Identity:
    """Return an identity of the person who asks; others' are not there."""
    identity = identifying.own_identity(
        db.session(), identity_id=identity_id, user_id=signed_in().id
    )
    if identity.is_given_up:
        raise identifying.IdentityUnknown
    return identity


def to_identity(identity_id: int) -> ResponseReturnValue:
    """Lead back to an identity."""
    return redirect(url_for("identities.show", identity_id=identity_id), 303)


def mandates_for(identity: Identity) -> list[Mandate]:
    """Return the powers that were filed for a principal."""
    return mandating.mandates_of(
        db.session(), user_id=identity.user_id, identity_id=identity.id
    )


def page(identity: Identity, form: PaperForm, *, refusal: str | None = None) -> str:
    """Return the page of an identity."""
    return render_template(
        "identities/show.html",
        identity=identity,
        facts=facts_of(identity),
        papers=identifying.papers_of(identity),
        form=form,
        may_change=identity.state in EDITABLE,
        mandates=mandates_for(identity),
        refusal=refusal,
    )
