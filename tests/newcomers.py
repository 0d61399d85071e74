"""People who open an account, as a test sees it."""

from __future__ import annotations

from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.services import newcomers
from auction.services.accounts import normal
from auction.services.newcomers import Letters
from tests.factories import PASSWORD
from tests.letters import last_link_to, word_of
from tests.moving_clock import NOON


def ask_for_account(
    session: Session,
    email: str = "anna@example.com",
    *,
    password: str = PASSWORD,
    name: str = "Anna Example",
    are_wanted: bool = True,
    now: datetime = NOON,
) -> str:
    """Ask for an account, through the service; return the word of the last letter."""
    newcomers.ask_for_account(
        session,
        email=email,
        password=password,
        name=name,
        letters=Letters(
            link=lambda word: f"https://site.example/welcome/{word}",
            sign_in="https://site.example/sign-in",
            forgotten="https://site.example/forgotten",
            are_private=True,
            are_wanted=are_wanted,
        ),
        now=now,
    )
    return word_of(last_link_to(session, normal(email))) if are_wanted else ""


def open_account(
    client: FlaskClient, session: Session, form: dict[str, str], *, to: str = ""
) -> str:
    """Open an account in a browser, by the form and the link; return where it leads."""
    answer = client.post("/register", data=form | {"next": to})
    assert answer.location == "/register/asked", answer.text
    link = last_link_to(session, normal(form["email"]))
    opened = client.post(link, data={"next": to})
    assert opened.status_code == 303, opened.text
    return opened.location or ""
