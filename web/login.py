"""Who is signed in: Flask-Login in front of a table of signed-in browsers.

A cookie alone would stay good after signing out; here its word must still stand in the
table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from auction import clock
from auction.models import User
from auction.services import accounts
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

    def __init__(self, user: User, word: str) -> None:
        self.user = user
        self.word = word

    def get_id(self) -> str:
        """Return what the session cookie remembers."""
        return self.word


login_manager = Visitors()  # type: ignore[no-untyped-call]


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(word: str) -> SignedIn | None:
    """Fetch the person whose browser keeps a word."""
    user = accounts.person_of(db.session(), word=word, now=clock.now())
    return SignedIn(user, word) if user else None


def person() -> User | None:
    """Return who asks, or None; a browser without a cookie costs no query."""
    if "_user_id" not in session:
        return None
    visitor = cast("SignedIn", current_user)
    return visitor.user if visitor.is_authenticated else None


def signed_in() -> User:
    """Return the person who asks; only in views that require a sign-in."""
    return cast("SignedIn", current_user).user


def begin(word: str) -> None:
    """Let this browser in with a new session, and end the one that it had."""
    end()
    user = accounts.person_of(db.session(), word=word, now=clock.now())
    if user is not None:
        login_user(SignedIn(user, word))


def end() -> None:
    """End this browser's sign-in, on the server too."""
    if person() is not None:
        word = cast("SignedIn", current_user).word
        accounts.sign_out(db.session(), word=word, now=clock.now())
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


def to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page and, afterwards, back to where the person was."""
    here = request.full_path.rstrip("?") if request.method == "GET" else _lot_page()
    there = url_for("accounts.sign_in", next=here)
    if wants_fragment():
        return "", 401, {"HX-Redirect": there}
    return redirect(there, 303)


def safe_next(path: str | None) -> str:
    """Return a path on this site to go on to; the home page for any other address."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return url_for("site.home")
    parts = urlsplit(path)
    odd = any(sign in path for sign in "\\\r\n\t")
    return url_for("site.home") if parts.scheme or parts.netloc or odd else path


def _lot_page() -> str:
    lot_id = (request.view_args or {}).get("lot_id")
    if lot_id is None:
        return url_for("site.home")
    return url_for("lots.show", lot_id=lot_id)
