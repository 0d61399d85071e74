"""The second factor of one's account: setting it up, proving it, switching it off."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from auction import clock, one_time_codes
from auction.rules.refusal import Refusal
from auction.services import recovery_codes, second_factor
from auction.services.second_factor import NoSeed
from web import keys, login, next_paths
from web.account_forms import CodeForm
from web.extensions import db
from web.login import first_steps, sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")


@bp.get("")
@first_steps
@proof_required
def show() -> ResponseReturnValue:
    """Show how things stand: off, to be proved with a first code, or on."""
    return page(CodeForm())


@bp.post("/seed")
@first_steps
@proof_required
def begin() -> ResponseReturnValue:
    """Make the secret that the person's app is to know."""
    second_factor.begin(db.session(), user_id=signed_in().id, ring=keys.ring())
    return redirect(url_for(".show", next=wanted()), 303)


@bp.post("")
@first_steps
@proof_required
def prove() -> ResponseReturnValue:
    """Switch it on with a first code, and show the recovery codes, this once."""
    form = CodeForm()
    if not form.is_right():
        return page(form), 422
    try:
        word, codes = second_factor.prove(
            db.session(),
            word=login.word_here(),
            code=form.code.data,
            ring=keys.ring(),
            now=clock.now(),
        )
    except NoSeed as refusal:
        flash(str(refusal), "refusal")
        return redirect(url_for(".show", next=wanted()), 303)
    except Refusal as refusal:
        form.refuse("code", str(refusal))
        return page(form), refusal.code
    login.begin(word)
    return codes_page(codes)


@bp.post("/removal")
@sign_in_required
@proof_required
def remove() -> ResponseReturnValue:
    """Switch it off."""
    login.begin(
        second_factor.switch_off(db.session(), word=login.word_here(), now=clock.now())
    )
    flash("Your second factor is off.", "success")
    return redirect(url_for(".show"), 303)


@bp.post("/recovery-codes")
@sign_in_required
@proof_required
def renew_codes() -> ResponseReturnValue:
    """Make new recovery codes, and show them, this once."""
    return codes_page(
        recovery_codes.renew_codes(
            db.session(), user_id=signed_in().id, now=clock.now()
        )
    )


def wanted() -> str:
    """Return where the person wanted to go before this."""
    there = request.form.get("next") or request.args.get("next")
    return next_paths.safe_next(there or url_for("my_account.show"))


def codes_page(codes: list[str]) -> str:
    """Return the page with the codes; nobody sees it a second time."""
    return render_template("second_factor/codes.html", codes=codes, next=wanted())


def page(form: CodeForm) -> str:
    """Return the page as it concerns the person who asks."""
    me = signed_in()
    seed = None
    if me.totp_since is None and me.totp_seed is not None:
        seed = second_factor.seed_of(me, keys.ring())
    known = login.visitor()
    return render_template(
        "second_factor/show.html",
        owner=me,  # base.html calls nobody "me" who stands before this page
        form=form,
        seed=seed and one_time_codes.seed_as_text(seed),
        qr=seed and qr_code(seed, email=me.email),
        codes_left=recovery_codes.codes_left(db.session(), me.id),
        is_wanted=known is not None and known.stands_before is not None,
        next=wanted(),
    )


def qr_code(seed: bytes, *, email: str) -> Markup:
    """Draw what an app reads; it has no inline style, so the browser shows it."""
    site = urlsplit(current_app.config["SITE_URL"]).hostname or "Openhammer"
    address = one_time_codes.address_for_app(seed, email=email, site=site)
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=4))  # noqa: S704 - our own
