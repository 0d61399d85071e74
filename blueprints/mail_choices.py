"""Which mails somebody gets: his own page, and the link that stands in each mail."""

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

from auction import clock
from auction.rules.languages import LANGUAGES, letters_in
from auction.rules.notice_kinds import STOPPABLE, NoticeKind
from auction.services import mail_choosing
from web.extensions import csrf, db
from web.login import sign_in_required, signed_in
from web.mail.site import Site

bp = Blueprint("mail_choices", __name__)


@bp.get("/mail-choices")
@sign_in_required
def edit() -> ResponseReturnValue:
    """Show which mails a person gets."""
    return render_template(
        "mail_choices/edit.html",
        kinds=STOPPABLE.values(),
        language=LANGUAGES[letters_in(signed_in().language)],
        stopped=mail_choosing.stopped(db.session(), signed_in().id),
    )


@bp.post("/mail-choices")
@sign_in_required
def update() -> ResponseReturnValue:
    """Take over which mails a person wants."""
    mail_choosing.choose(
        db.session(),
        user_id=signed_in().id,
        wanted=set(request.form.getlist("kind")),
        now=clock.now(),
    )
    flash("Saved. Legal notices are always sent.", "success")
    return redirect(url_for(".edit"), 303)


@bp.get("/mail-stops/<token>")
def ask(token: str) -> ResponseReturnValue:
    """Ask whoever followed the link of a mail to press the button; he need not sign in.

    Mail programs look at links before people do: looking stops nothing.
    """
    user_id, kind = _signed(token)
    return render_template(
        "mail_choices/stop.html",
        kind=kind,
        token=token,
        is_stopped=kind.code in mail_choosing.stopped(db.session(), user_id),
    )


@bp.post("/mail-stops/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
def stop(token: str) -> ResponseReturnValue:
    """Stop mails of a kind, for whoever holds a mail's link or his mail program.

    The signed link is the proof. A mail program (RFC 8058) is not sent elsewhere.
    """
    user_id, kind = _signed(token)
    mail_choosing.stop(db.session(), user_id=user_id, kind=kind.code, now=clock.now())
    if request.form.get("List-Unsubscribe") == "One-Click":
        return "Stopped.\n", {"Content-Type": "text/plain; charset=utf-8"}
    return redirect(url_for(".ask", token=token), 303)


def _signed(token: str) -> tuple[int, NoticeKind]:
    read = Site.of(current_app).read_token(token)
    if read is None or read[1] not in STOPPABLE:
        abort(404)
    return read[0], STOPPABLE[read[1]]
