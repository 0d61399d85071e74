"""How often somebody may do something, and what he is told who has done it too often.

Rates are written as flask-limiter reads them. Those of sign-ins count wrong tries only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from auction.rules.refusal import Refusal

WRONG_FOR_ACCOUNT = "10/15minute"
WRONG_FROM_ADDRESS = "100/hour"  # an office shares one: only wrong tries count
BIDDING = "120/minute"  # a yes is two requests; nobody is stopped who fights for a lot
REGISTERING = "30/hour"  # accounts from one address
LETTERS_ASKED = "30/hour"  # links by mail, from one address
LETTERS_TO_ONE = "5/hour"  # links by mail to one person
SEARCHING = "240/minute"
ASKING = "120/minute"  # may I bid?
QUESTIONS = "30/hour"
EXPORTING = "10/hour"  # everything about oneself
UPLOADING = "300/hour"


class TooOften(Refusal):
    """That was too often. Please try again {when}."""

    code = 429

    def __init__(self, until: datetime, *, now: datetime, what: str = "") -> None:
        self.seconds = _seconds(until, now)
        self.when = wait_in_words(until, now=now)
        sentence = f"{what} Please try again {{when}}." if what else None
        super().__init__(sentence, when=self.when)


class TooManyWrongTries(TooOften):
    """There were too many wrong tries. Please try again {when}, or use a browser in which you have signed in before."""  # noqa: E501


class TooManyLetters(Refusal):
    """We have sent several mails within an hour. Please look among the unwanted ones, too, and ask again in an hour."""  # noqa: E501

    code = 429


def wait_in_words(until: datetime, *, now: datetime) -> str:
    """Say when somebody may try again: "in 12 minutes, at 14:30 UTC"."""
    seconds = _seconds(until, now)
    if seconds <= 90:
        return f"in {seconds} second{'s' if seconds != 1 else ''}"
    minutes = -(-seconds // 60)
    at = until + timedelta(seconds=59)
    return f"in {minutes} minutes, at {at:%H:%M} UTC"


def _seconds(until: datetime, now: datetime) -> int:
    """Return the whole seconds until then, rounded up; at least one."""
    return max(1, -((now - until) // timedelta(seconds=1)))
