"""Who is signed in: Flask-Login in front of a table of signed-in browsers.

A cookie alone would stay good after signing out; here its word must still stand in the
table. Who has given the password, and not yet the code, is nobody yet: ``person`` is
None for him, so that no view can forget to ask. So is an officer who has yet to set up
the second factor that this site wants.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast

from flask import Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from auction import clock
from auction.models import SignIn, User
from auction.rules.browsers import browser_label
from auction.rules.sign_ins import is_worth_noting
from auction.services import signing_in
from web import next_paths
from web.extensions import db
from web.htmx import wants_fragment

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class Visitors(LoginManager):
    """Flask-Login without its remember-me cookie, which would touch every answer."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


class SignedIn(UserMixin):
    """A signed-in browser, as Flask-Login wants to see one."""

    def __init__(self, row: SignIn, word: str) -> None:
        self.row = row
        self.user = row.user
        self.word = word

    @property
    def stands_before(self) -> str | None:
        """The endpoint of what has to be done before this is somebody; None: he is."""
        if self.row.waits_for_code:
            return "code_step.show"
        wanted = current_app.config["SECOND_FACTOR"] == "required"
        if wanted and self.user.needs_second_factor and self.user.totp_since is None:
            return "second_factor.show"
        return None

    def get_id(self) -> str:
        """Return what the session cookie remembers."""
        return self.word


login_manager = Visitors()  # type: ignore[no-untyped-call]


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(word: str) -> SignedIn | None:
    """Fetch the person whose browser keeps a word, and note that he is there.

    What a page fetches by itself is no sign of life: a panel that refreshes all night
    keeps nobody signed in.
    """
    now = clock.now()
    row = signing_in.sign_in_of(db.session(), word=word, now=now)
    if row is None:
        return None
    by_itself = wants_fragment() and request.method == "GET"
    if not by_itself and row.seen_at and is_worth_noting(row.seen_at, now=now):
        signing_in.note_seen(db.session(), token=row.token, now=now)
    return SignedIn(row, word)


def visitor() -> SignedIn | None:
    """Return the browser that asks, even half signed in; none costs no query."""
    if "_user_id" not in session:
        return None
    known = cast("SignedIn", current_user)
    return known if known.is_authenticated else None


def person() -> User | None:
    """Return who asks, or None; a browser without a cookie costs no query."""
    known = visitor()
    return known.user if known is not None and not known.stands_before else None


def signed_in() -> User:
    """Return the person who asks; only in views that require a sign-in."""
    return cast("SignedIn", current_user).user


def sign_in_here() -> SignIn:
    """Return the row of this browser; only in views that require a sign-in."""
    return cast("SignedIn", current_user).row


def word_here() -> str:
    """Return the word of this browser; only in views that require a sign-in."""
    return cast("SignedIn", current_user).word


def browser() -> str:
    """Return what a person would call the browser that asks."""
    return browser_label(request.user_agent.string)


def begin(word: str) -> None:
    """Let this browser in with a new session, and end the one that it had."""
    end()
    row = signing_in.sign_in_of(db.session(), word=word, now=clock.now())
    if row is not None:
        login_user(SignedIn(row, word))


def begin_with(*, email: str, password: str) -> None:
    """Let this browser in with a password that was chosen just now."""
    word = signing_in.sign_in(
        db.session(),
        email=email,
        password=password,
        browser=browser(),
        now=clock.now(),
    )
    begin(word)


def renew() -> None:
    """Give this browser a new word, because what its person may do has changed."""
    begin(signing_in.renew(db.session(), word=word_here(), now=clock.now()))


def end() -> None:
    """End this browser's sign-in, on the server too."""
    known = visitor()
    if known is not None:
        signing_in.sign_out(db.session(), word=known.word, now=clock.now())
    logout_user()
    session.clear()
    g.pop("_login_user", None)


def sign_in_required(view: View[P]) -> View[P]:
    """Send strangers to the sign-in page, whole page or fragment alike."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if person() is not None:
            return view(*args, **kwargs)
        return to_sign_in()

    return guarded


def first_steps(view: View[P]) -> View[P]:
    """Let in who lacks nothing but the second factor, too: to set it up."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        known = visitor()
        if known is not None and not known.row.waits_for_code:
            return view(*args, **kwargs)
        return to_sign_in()

    return guarded


def to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page and, afterwards, back to where the person was."""
    here = next_paths.here() if request.method == "GET" else _lot_page()
    known = visitor()
    endpoint = known.stands_before if known is not None else None
    there = url_for(endpoint or "accounts.sign_in", next=here)
    if wants_fragment():
        return "", 401, {"HX-Redirect": there}
    return redirect(there, 303)


def to_next(path: str | None) -> ResponseReturnValue:
    """Lead on to where somebody wanted to go, through what has to be done first."""
    known, there = visitor(), next_paths.safe_next(path)
    if known is not None and (first := known.stands_before):
        there = url_for(first, next=there)
    return redirect(there, 303)


def _lot_page() -> str:
    lot_id = (request.view_args or {}).get("lot_id")
    if lot_id is None:
        return url_for("site.home")
    return url_for("lots.show", lot_id=lot_id)
