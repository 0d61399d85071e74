"""The auditor sees who opened identity papers, when and why: no names, no papers."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction.models import Role
from auction.rules.refusal import NotAllowed
from auction.services import verifying
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import page_number

bp = Blueprint("identity_looks", __name__, url_prefix="/audit/identity-looks")

PAGE = 50


class AuditorsOnly(NotAllowed):
    """This is for the auditor of the site."""


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show every look at a paper, the latest first."""
    if signed_in().role is not Role.AUDITOR:
        raise AuditorsOnly
    number = page_number(request.args)
    looks = verifying.all_looks(db.session(), most=PAGE + 1, skip=(number - 1) * PAGE)
    return render_template(
        "verifying/looks.html",
        looks=looks[:PAGE],
        reasons=verifying.LOOK_REASONS,
        number=number,
        has_more=len(looks) > PAGE,
    )
