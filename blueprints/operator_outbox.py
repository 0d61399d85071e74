"""The operator's outbox: what became of each mail, and nobody's secrets.

A private mail shows that there is one, and its state. Texts can be read only while
there is no mail server: then somebody has to carry the letters himself.
"""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, func, or_, select, true

from auction import clock
from auction.models import Mail, MailState
from auction.services import posting
from web.extensions import db
from web.login import signed_in
from web.operators import for_operator

bp = Blueprint("operator_outbox", __name__, url_prefix="/operator/outbox")

ON_A_PAGE = 50
IN_STATE: dict[str, ColumnElement[bool]] = {
    MailState.WAITING: posting.IS_WAITING,
    MailState.SENT: Mail.sent_at.is_not(None),
    MailState.FAILED: and_(Mail.sent_at.is_(None), Mail.given_up_at.is_not(None)),
}
READABLE = "readable"
KINDS = IN_STATE | {READABLE: Mail.is_private.is_(False)}


@bp.get("")
@for_operator
def index() -> ResponseReturnValue:
    """List the mails, the newest first: all of them, or those of one kind."""
    state, before = request.args.get("state"), request.args.get("before", "")
    newest_first = (Mail.written_at.desc(), Mail.id.desc())
    wanted = select(Mail).order_by(*newest_first).limit(ON_A_PAGE + 1)
    if state in KINDS:
        wanted = wanted.where(KINDS[state])
    if before.isascii() and before.isdecimal() and len(before) < 19:
        wanted = wanted.where(older_than(db.session.get(Mail, int(before))))
    mails = db.session.scalars(wanted).all()
    return render_template(
        "operator/outbox.html",
        mails=mails[:ON_A_PAGE],
        has_older=len(mails) > ON_A_PAGE,
        state=state if state in KINDS else None,
        counts={name: count(which) for name, which in IN_STATE.items()},
        is_readable=is_readable(),
    )


@bp.get("/<int:mail_id>")
@for_operator
def show(mail_id: int) -> ResponseReturnValue:
    """Show a letter that nobody but the operator can deliver."""
    mail = db.session.get(Mail, mail_id)
    if mail is None or mail.is_private or not is_readable():
        abort(404)
    return render_template("operator/mail.html", mail=mail)


@bp.post("/failed/retry")
@for_operator
def retry() -> ResponseReturnValue:
    """Have everything tried again that was given up."""
    again = posting.try_failed_again(
        db.session(), operator_id=signed_in().id, now=clock.now()
    )
    flash(
        f"{again} {'mail' if again == 1 else 'mails'} will be tried again now.",
        "success",
    )
    return redirect(url_for("operator_outbox.index"), 303)


def older_than(mail: Mail | None) -> ColumnElement[bool]:
    """Return which mails follow one in the list; all of them where it is gone."""
    if mail is None:
        return true()
    at_once = and_(Mail.written_at == mail.written_at, Mail.id < mail.id)
    return or_(Mail.written_at < mail.written_at, at_once)


def is_readable() -> bool:
    """Say whether texts may be read here: there is nobody else to deliver them."""
    return current_app.config["MAIL"] is None


def count(which: ColumnElement[bool]) -> int:
    """Return how many mails there are of a kind."""
    return db.session.scalar(select(func.count(Mail.id)).where(which)) or 0
