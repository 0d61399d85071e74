"""Pages that are the same for every stranger, drawn once a second at most.

A visitor without a cookie sees what everybody sees, but for the server's clock, which
is put in afresh each time. What this process changes is forgotten at once.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import ParamSpec

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from auction import clock
from auction.models import Catalogue, Lot, LotChange, Office
from web.filters import epoch_ms

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

CLOCK = re.compile(rb'data-server-now="\d+"')
MEMORY = 1.0  # seconds
PAGES = 1_000
NEWS = (Catalogue, Lot, LotChange, Office)  # rows that change a page when they are new
_pages: OrderedDict[object, tuple[float, list[bytes]]] = OrderedDict()


def shared(view: View[P]) -> View[P]:
    """Draw a view's page once a second for all who come without a cookie."""

    @wraps(view)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if request.cookies:
            return view(*args, **kwargs)
        key = (request.host, request.full_path)
        return answer(key, lambda: str(view(*args, **kwargs)))

    return drawn


def answer(key: object, draw: Callable[[], str]) -> Response:
    """Return a page by its key, drawn anew when it is older than a second."""
    known = _pages.get(key)
    if known is None or monotonic() - known[0] > MEMORY:
        drawn_at = monotonic()
        known = (drawn_at, CLOCK.split(draw().encode(), maxsplit=1))
        _pages[key] = known
        while len(_pages) > PAGES:
            _pages.popitem(last=False)
    now = b'data-server-now="%d"' % epoch_ms(clock.now())
    return Response(now.join(known[1]), mimetype="text/html")


def forget_all() -> None:
    """Draw every page anew the next time."""
    _pages.clear()


@event.listens_for(Session, "after_flush")
def _note_change(session: Session, _: object) -> None:
    is_new = any(isinstance(row, NEWS) for row in session.new)
    if is_new or any(_moved(row) for row in session.dirty):
        session.info["lists_changed"] = True


@event.listens_for(Session, "after_commit")
def _forget_changed(session: Session) -> None:
    if session.info.pop("lists_changed", False):
        forget_all()


def _moved(row: object) -> bool:
    if isinstance(row, Office):
        return True
    return isinstance(row, Lot) and inspect(row).attrs.status.history.has_changes()
