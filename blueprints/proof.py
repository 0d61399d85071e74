"""Giving the password again, before a page that asks for it."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from web import next_paths, proof
from web.login import first_steps

bp = Blueprint("proof", __name__, url_prefix="/account/proof")


@bp.get("")
@first_steps
def show() -> ResponseReturnValue:
    """Ask for the password, and the code where there is one."""
    return proof.page(proof.proof_form())


@bp.post("")
@first_steps
def create() -> ResponseReturnValue:
    """Take the proof, and lead back to where it was asked for."""
    form = proof.proof_form()
    if code := proof.proved_by(form):
        return proof.page(form), code
    return redirect(next_paths.safe_next(request.args.get("next")), 303)
