"""Measure whether a stranger can tell by the time of an answer who has an account.

The figure is the area under the curve (AUC) of guessing by time alone: 0.5 is a coin,
1.0 tells every account, and 0.45 to 0.55 is wanted. Sign-in, forgotten password and
registration are tried, each with 200 addresses that have an account and 200 that have
none, in mixed order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

from auction import clock
from auction.models import Role
from auction.services import accounts
from bench.bidder import Bidder
from bench.site import PASSWORD, prepared, served
from web.extensions import db

PAIRS = 200
WARM_UP = 20
# Without one nobody is written to who has forgotten a password. This one never answers:
# what is measured is the answer of the page, not the mail.
A_MAIL_SERVER = {
    "SMTP_HOST": "127.0.0.1",
    "SMTP_PORT": "9",
    "SMTP_SECURITY": "none",
    "MAIL_FROM": "Bench <bench@bench.example>",
}
Door = Callable[[Bidder, str], tuple[int, str]]


def sign_in(browser: Bidder, email: str) -> tuple[int, str]:
    """Try a wrong password."""
    return browser.post("/sign-in", email=email, password="a wrong password of theirs")  # noqa: S106


def forgotten(browser: Bidder, email: str) -> tuple[int, str]:
    """Ask for a new password."""
    return browser.post("/forgotten", email=email)


def register(browser: Bidder, email: str) -> tuple[int, str]:
    """Ask for an account."""
    return browser.post("/register", email=email, password=PASSWORD, name="Somebody")


DOORS: dict[str, tuple[Door, int]] = {
    "sign in": (sign_in, 422),
    "forgotten password": (forgotten, 303),
    "register": (register, 303),
}


def show() -> None:
    """Measure every door, and print its figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/strangers.sqlite"
        known = [f"known{number}@example.com" for number in range(PAIRS + WARM_UP)]
        with prepared(url, folder).app_context():
            for email in known:
                accounts.add_person(
                    db.session(),
                    email=email,
                    password=PASSWORD,
                    name="",
                    role=Role.BIDDER,
                    office_id=None,
                    is_example=False,
                    now=clock.now(),
                )
        with served(url, threads=2, settings=A_MAIL_SERVER) as port:
            for what, (door, status) in DOORS.items():
                figure = auc(*times(port, door, status, known))
                print(f"known or not by time, {what:<20} AUC {figure:.2f} of {PAIRS}")


def times(
    port: int, door: Door, status: int, known: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Return how long answers take, for addresses with an account and without."""
    browser = Bidder(port, "", "")
    browser.get("/sign-in")
    chance = Random(11)
    spans: dict[bool, list[float]] = {True: [], False: []}
    for number, email in enumerate(known):
        pair = [(True, email), (False, email.replace("known", "other"))]
        chance.shuffle(pair)
        for is_known, address in pair:
            start = perf_counter()
            answered, _ = door(browser, address)
            span = perf_counter() - start
            if answered != status:
                raise RuntimeError(f"{address}: {answered} instead of {status}.")
            if number >= WARM_UP:
                spans[is_known].append(span)
    return spans[True], spans[False]


def auc(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how often one of the ones takes longer than one of the others."""
    longer = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return longer / (len(ones) * len(others))


if __name__ == "__main__":
    show()
