"""The way into the verifiers' pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask.typing import ResponseReturnValue

from auction.models import Identity, Role
from auction.rules.persons import IdentityState
from auction.services.identifying import IdentityUnknown
from auction.services.verifying import VerifiersOnly
from web.extensions import db
from web.login import sign_in_required, signed_in

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


def for_verifier(view: View[P]) -> View[P]:
    """Let only verifiers in: strangers sign in first, others are refused."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if signed_in().role is not Role.VERIFIER:
            raise VerifiersOnly
        return view(*args, **kwargs)

    return sign_in_required(guarded)


def handed_in(identity_id: int) -> Identity:
    """Return an identity that was handed in at least once, or answer 404."""
    identity = db.session.get(Identity, identity_id)
    hidden = (IdentityState.DRAFT, IdentityState.WITHDRAWN)
    if identity is None or identity.state in hidden:
        raise IdentityUnknown
    return identity
