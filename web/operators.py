"""The way into the operator's pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask.typing import ResponseReturnValue

from auction.models import Role
from auction.services.operators import OperatorsOnly
from web.login import sign_in_required, signed_in

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def for_operator(view: View[P]) -> View[P]:
    """Let only the operator in: strangers sign in first, others are refused."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if signed_in().role is not Role.OPERATOR:
            raise OperatorsOnly
        return view(*args, **kwargs)

    return sign_in_required(guarded)
