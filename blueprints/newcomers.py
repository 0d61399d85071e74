"""Opening a bidder's account: a form, a mail, and a button behind the link in it."""

from __future__ import annotations

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.services import accounts, newcomers
from auction.services.mailed_links import DeadLink
from web import limits, login, next_paths
from web.extensions import db
from web.forms import RegisterForm
from web.letters import has_example_operator, link_to, sends_mail
from web.links import absolute

bp = Blueprint("newcomers", __name__)

ASKED, TOKEN = "newcomer", "newcomer_token"  # what the browser keeps of its asking


@bp.get("/register")
def new() -> ResponseReturnValue:
    """Ask for what a bidder's account needs."""
    return page(RegisterForm())


@bp.post("/register")
@limits.REGISTER
def create() -> ResponseReturnValue:
    """Write to the address; whoever asks is not told whether it has an account."""
    form = RegisterForm()
    if not form.is_right():
        return page(form), 422
    email = form.email.data
    try:
        token = newcomers.ask_for_account(
            db.session(),
            email=email,
            password=form.password.data,
            name=form.name.data,
            letters=letters_to(email),
            now=clock.now(),
        )
    except Refusal as refusal:
        at_email = isinstance(refusal, accounts.EmailUnreadable)
        form.refuse("email" if at_email else "password", str(refusal))
        return page(form), refusal.code
    session[ASKED], session[TOKEN] = accounts.normal(email), token
    return redirect(url_for(".asked"), 303)


@bp.get("/register/asked")
def asked() -> ResponseReturnValue:
    """Say that a mail was written, and where it lies if this site sends none."""
    return render_template(
        "newcomers/asked.html",
        email=session.get(ASKED, ""),
        sends_mail=sends_mail(),
        is_demo=has_example_operator(),
    )


@bp.get("/welcome/<word>")
def show(word: str) -> ResponseReturnValue:
    """Ask for a press of a button; programs that read mails follow links."""
    newcomer = newcomers.open_newcomer(db.session(), word=word, now=clock.now())
    return render_template("newcomers/show.html", word=word, email=newcomer.email)


@bp.post("/welcome/<word>")
def open_account(word: str) -> ResponseReturnValue:
    """Open the account, and sign in who has asked for it in this browser."""
    there = request.form.get("next")
    let_in = newcomers.open_account(
        db.session(),
        word=word,
        asked_here=session.get(TOKEN) == accounts.digest(word),
        browser=login.browser(),
        now=clock.now(),
    )
    if let_in is None:
        flash("Your account is open. Please sign in.", "success")
        return redirect(next_paths.safe_next(there or url_for("my_account.show")), 303)
    login.begin(let_in)
    flash("Your account is open. Register for a lot to get a bidder number.", "success")
    return login.to_next(there)


@bp.errorhandler(DeadLink)
def dead(refusal: DeadLink) -> ResponseReturnValue:
    """Say why a link is good no more, and how to go on."""
    answer = render_template("newcomers/dead.html", sentence=refusal.told())
    return answer, refusal.code


def page(form: RegisterForm) -> str:
    """Return the page, which remembers where the person wanted to go."""
    return render_template("newcomers/new.html", form=form)


def letters_to(email: str) -> newcomers.Letters:
    """Return how letters to somebody are written who wants an account."""
    there = next_paths.safe_next(request.form.get("next"))
    return newcomers.Letters(
        link=link_to("newcomers.show", next=there),
        sign_in=absolute("accounts.sign_in", next=there),
        forgotten=absolute("forgotten.new"),
        are_private=sends_mail(),
        are_wanted=limits.may_write_to(email),
    )
