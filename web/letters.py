"""Letters with a link that lets somebody in: who may read them."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app

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


def link_to(endpoint: str, **values: object) -> Callable[[str], str]:
    """Return what turns the word of a link into the address of its page."""

    def link(word: str) -> str:
        return absolute(endpoint, word=word, **values)

    return link
