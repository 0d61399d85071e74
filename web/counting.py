"""Counting page views honestly, and without a write per request.

A view is a page load of a lot by somebody who is not its seller. Bots do not count, nor
does the same visitor again within half an hour. Visitors are told apart by a digest of
address and browser with a secret of this process; nothing of it is stored.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import Counter
from threading import Lock
from time import monotonic

from flask import Request

from auction.models import User
from auction.services import viewing
from web import shared_pages
from web.extensions import db

AGAIN_SECONDS = 30 * 60
VISITORS_REMEMBERED = 200_000
BOTS = re.compile(
    r"bot|crawl|spider|slurp|scrape|preview|monitor|headless|curl|wget|httpx|"
    r"python|java/|go-http|libwww|^$",
    re.IGNORECASE,
)

_secret = secrets.token_bytes(16)
_lock = Lock()
_last_seen: dict[tuple[bytes, int], float] = {}
_uncounted: Counter[int] = Counter()


def look(lot_id: int, request: Request, person: User | None) -> None:
    """Count a look at a lot by somebody who is not its seller, if it counts."""
    if not counts(request):
        return
    key = (_visitor(request, person), lot_id)
    now = monotonic()
    with _lock:
        last = _last_seen.get(key)
        if last is not None and now - last < AGAIN_SECONDS:
            return
        _last_seen[key] = now
        _uncounted[lot_id] += 1


def counts(request: Request) -> bool:
    """Say whether a request is a person's look at a page."""
    if request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return BOTS.search(request.headers.get("User-Agent", "")) is None


def flush() -> None:
    """Write down what was counted since the last time; forget old visitors."""
    with _lock:
        seen = dict(_uncounted)
        _uncounted.clear()
        _forget_old()
    if not seen:
        return
    try:
        viewing.count_views(db.session(), seen=seen)
    except BaseException:
        with _lock:
            _uncounted.update(seen)  # count them next time
        raise
    shared_pages.forget_all()


def forget_all() -> None:
    """Start with nobody seen and nothing counted, as with another database."""
    with _lock:
        _uncounted.clear()
        _last_seen.clear()


def waiting(lot_id: int) -> int:
    """Return how many views of a lot are counted and not yet written down."""
    return _uncounted[lot_id]


def _forget_old() -> None:
    if len(_last_seen) < VISITORS_REMEMBERED:
        return
    old = monotonic() - AGAIN_SECONDS
    for key in [key for key, seen_at in _last_seen.items() if seen_at < old]:
        del _last_seen[key]
    if len(_last_seen) >= VISITORS_REMEMBERED:
        _last_seen.clear()


def _visitor(request: Request, person: User | None) -> bytes:
    who = f"{request.remote_addr}\n{request.headers.get('User-Agent', '')}"
    if person is not None:
        who = f"person {person.id}"
    return hashlib.blake2b(who.encode(), key=_secret, digest_size=16).digest()
