"""Letters with a link that lets somebody in: who may read them."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app
from sqlalchemy import select

from auction.models import Role, User
from web.extensions import db
from web.links import absolute


def sends_mail() -> bool:
    """Say whether this site has a mail server, or the operator carries its letters."""
    return current_app.config["MAIL"] is not None


def written_to(email: str) -> str:
    """Return what somebody is told who has been sent a link."""
    if sends_mail():
        return f"We have written to {email}. Open the link in that mail."
    return (
        f"This site sends no mail: the letter to {email} lies in the operator's "
        "Outbox, with the link in it."
    )


def has_example_operator() -> bool:
    """Say whether everybody can be the operator here, as in the demo."""
    example = select(User.id).where(User.role == Role.OPERATOR, User.is_example)
    return db.session.scalar(example.limit(1)) is not None


def link_to(endpoint: str, **values: object) -> Callable[[str], str]:
    """Return what turns the word of a link into the address of its page."""

    def link(word: str) -> str:
        return absolute(endpoint, word=word, **values)

    return link
