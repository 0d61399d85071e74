"""Asking for the password again before a delicate act."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.rules.sign_ins import is_proved
from auction.services import proving
from auction.services.proving import WrongPassword
from web import keys, login, next_paths
from web.account_forms import ProofForm, ProofWithCodeForm
from web.extensions import db

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

UNPROVED = 403
OURS = frozenset({"csrf_token", *ProofForm.FIELDS})


def proof_required(view: View[P]) -> View[P]:
    """Ask for the password again, unless it was given a short while ago.

    A page is shown afterwards. What was typed into a form is not lost: it is sent once
    more, together with the password. Stands below the guard that says who may.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if is_proved(login.sign_in_here().proved_at, now=clock.now()):
            return view(*args, **kwargs)
        if request.method == "GET":
            return redirect(url_for("proof.show", next=next_paths.here()), 303)
        form = proof_form()
        if not form.was_sent():
            return page(form), UNPROVED
        code = proved_by(form)
        return view(*args, **kwargs) if code is None else (page(form), code)

    return guarded


def proof_form() -> ProofForm:
    """Return the form for the person who asks: with a code, where there is one."""
    has_code = login.signed_in().totp_since is not None
    return ProofWithCodeForm() if has_code else ProofForm()


def proved_by(form: ProofForm) -> int | None:
    """Take the proof that was typed; return the status of a refusal, if it is one."""
    if not form.is_right():
        return Refusal.code
    has_code = isinstance(form, ProofWithCodeForm)
    try:
        proving.prove_again(
            db.session(),
            word=login.word_here(),
            password=form.proof_password.data,
            code=form["proof_code"].data if has_code else "",
            ring=keys.ring(),
            now=clock.now(),
        )
    except Refusal as refusal:
        at_code = has_code and not isinstance(refusal, WrongPassword)
        form.refuse("proof_code" if at_code else "proof_password", str(refusal))
        return refusal.code
    return None


def page(form: ProofForm) -> str:
    """Return the page that asks, with all that was typed into another form."""
    return render_template(
        "proof/show.html",
        form=form,
        carried=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name not in OURS
        ],
        files_lost=any(file.filename for file in request.files.values()),
    )
