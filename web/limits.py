"""How often somebody may do something: flask-limiter over the table of tries.

A limit stands below the guard that says who may: ``@limits.BIDS``. Nothing is stored
by which a person or an address could be read: keys are digests under the site's
secret, and their rows go when the window is over.

Where the database is too busy to count, bids, searches and uploads go on (and that is
logged); signing in, which needs it anyway, answers 503.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, current_app, request
from flask_limiter import Limiter, RateLimitExceeded
from limits import RateLimitItem, parse

from auction import clock
from auction.fingerprints import Fingerprints
from auction.rules import too_often
from auction.rules.too_often import TooManyLetters, TooOften
from auction.services.accounts import normal
from web import addresses
from web.login import person
from web.tries_storage import TriesStorage

LETTERS_TO_ONE = parse(too_often.LETTERS_TO_ONE)


def digest(*parts: str) -> str:
    """Return what is stored instead of an address or an account."""
    secret = f"tries\n{current_app.config['SECRET_KEY']}".encode()
    return Fingerprints(secret).of(*parts)[:40]


def from_address() -> str:
    """Count by the address of whoever asks."""
    return digest("address", addresses.address())


def from_account() -> str:
    """Count by the account, or by the address of a stranger."""
    who = person()
    return from_address() if who is None else digest("account", str(who.id))


limiter = Limiter(
    from_account, storage_uri="tries://", strategy="fixed-window", swallow_errors=True
)

BIDS = limiter.shared_limit(
    too_often.BIDDING,
    scope="bids",
    error_message="You have sent very many bids within a minute.",
)
REGISTER = limiter.shared_limit(
    too_often.REGISTERING,
    scope="register",
    key_func=from_address,
    exempt_when=addresses.is_a_proxys,
    error_message="Very many accounts were asked for from where you are.",
)
MAIL = limiter.shared_limit(
    too_often.LETTERS_ASKED,
    scope="mail",
    key_func=from_address,
    exempt_when=addresses.is_a_proxys,
    error_message="Very many mails were asked for from where you are.",
)
SEARCH = limiter.shared_limit(
    too_often.SEARCHING,
    scope="search",
    key_func=from_address,
    exempt_when=lambda: not request.args.get("q") or addresses.is_a_proxys(),
    error_message="Very many searches came from where you are.",
)
ELIGIBILITY = limiter.shared_limit(
    too_often.ASKING,
    scope="eligibility",
    key_func=from_address,
    exempt_when=lambda: not request.args or addresses.is_a_proxys(),
    error_message="Very many questions came from where you are.",
)
QUESTIONS = limiter.shared_limit(
    too_often.QUESTIONS,
    scope="questions",
    error_message="You have asked very many questions within an hour.",
)
UPLOADS = limiter.shared_limit(
    too_often.UPLOADING,
    scope="uploads",
    error_message="You have sent very many files within an hour.",
)
EXPORTS = limiter.shared_limit(
    too_often.EXPORTING,
    scope="exports",
    error_message="You have downloaded your data very often within an hour.",
)


def init_app(app: Flask) -> None:
    """Count for an app, where its settings say so."""
    limiter.init_app(app)


@limiter.request_filter
def is_off() -> bool:
    """Say whether this site counts nothing."""
    return not current_app.config["RATE_LIMITS"]


def may_write_to(email: str) -> bool:
    """Count a mail with a link to somebody; say whether it is to be sent.

    The page says the same either way: it must not tell who has an account.
    """
    return is_off() or hit(LETTERS_TO_ONE, "mail to", digest("email", normal(email)))


def check_may_write_to(email: str) -> None:
    """Count a mail with a link to who is signed in, or refuse one too many."""
    if not may_write_to(email):
        raise TooManyLetters


def hit(item: RateLimitItem, *names: str) -> bool:
    """Count under a name; say whether it was within the limit."""
    return limiter.limiter.hit(item, *names)


def take_back(item: RateLimitItem, *names: str) -> None:
    """Undo a count, for a try that turned out right."""
    storage = limiter.storage
    if isinstance(storage, TriesStorage):
        storage.take_back(item.key_for(*names))


def ends_at(item: RateLimitItem, *names: str) -> datetime:
    """Return when the window ends in which something is counted."""
    return datetime.fromtimestamp(limiter.storage.get_expiry(item.key_for(*names)), UTC)


def refusal_of(error: RateLimitExceeded) -> TooOften:
    """Return what a person is told who has gone over a limit."""
    now, current = clock.now(), limiter.current_limit
    ends = now if current is None else datetime.fromtimestamp(current.window[0], UTC)
    return TooOften(ends, now=now, what=error.description or "")
