"""The way into the operator's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import abort
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction.models import Office, Role
from auction.services.operators import OperatorsOnly
from web.extensions import db
from web.login import sign_in_required, signed_in

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def office_called(slug: str) -> Office:
    """Return the office of that short name, or answer 404."""
    found = db.session.scalars(select(Office).where(Office.slug == slug)).one_or_none()
    if found is None:
        abort(404)
    return found


def for_operator(view: View[P]) -> View[P]:
    """Let only the operator in: strangers sign in first, others are refused."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if signed_in().role is not Role.OPERATOR:
            raise OperatorsOnly
        return view(*args, **kwargs)

    return sign_in_required(guarded)
