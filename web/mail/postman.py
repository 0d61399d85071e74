"""The postman: a thread that sends what waits in the outbox, and nothing else.

He has no part in opening and closing lots, so that a mail server which hangs delays
nobody but him. Several processes may each have one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTP
from threading import Event, Thread

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from auction import clock
from auction.services import posting
from web.extensions import db
from web.mail.failure import NotSent
from web.mail.server import hand_over, talking
from web.mail.settings import MailSettings
from web.mail.site import Site

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
LONGEST_PAUSE = 60.0  # seconds, while the server is away
MOST_AT_ONCE = 100  # mails over one connection


class Postman:
    """Sends mails as long as he is not stopped; ``wake`` him when he has died."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._settings: MailSettings | None = app.config["MAIL"]
        self._stopped = Event()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Start the thread, unless it runs or there is no mail server."""
        runs = self._thread is not None and self._thread.is_alive()
        if self._settings is None or runs or self._stopped.is_set():
            return
        self._thread = Thread(
            target=self._work, args=(self._settings,), name="postman", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; what has been claimed comes back by itself."""
        self._stopped.set()

    def _work(self, settings: MailSettings) -> None:
        pause = LOOK_SECONDS
        while not self._stopped.wait(pause):
            goes_well = self._look(settings)
            pause = LOOK_SECONDS if goes_well else min(pause * 2, LONGEST_PAUSE)

    def _look(self, settings: MailSettings) -> bool:
        try:
            with self.app.app_context():
                return deliver(
                    db.session(),
                    settings,
                    keep_on=self._keeps_on,
                    site=Site.of(self.app),
                )
        except SQLAlchemyError as error:
            log.warning("The outbox cannot be read: %s", type(error).__name__)
            return False

    def _keeps_on(self) -> bool:
        return not self._stopped.is_set()


def deliver(
    session: Session,
    settings: MailSettings,
    *,
    keep_on: Callable[[], bool] = lambda: True,
    site: Site | None = None,
) -> bool:
    """Send what is due; return whether the mail server was there for it.

    The mails have links to the ``site`` if it is known.
    """
    if not posting.is_any_due(session, now=clock.now()):
        return True
    posting.give_up_hopeless(session, now=clock.now())
    try:
        with talking(settings) as smtp:
            return _hand_over_all(session, smtp, settings, keep_on, site)
    except NotSent as failure:
        letter = posting.claim_mail(session, now=clock.now())
        if letter is not None:  # so that the outbox shows what is wrong
            _note(session, letter, failure)
        return False


def _hand_over_all(
    session: Session,
    smtp: SMTP,
    settings: MailSettings,
    keep_on: Callable[[], bool],
    site: Site | None,
) -> bool:
    for _ in range(MOST_AT_ONCE):
        letter = posting.claim_mail(session, now=clock.now()) if keep_on() else None
        if letter is None:
            break
        try:
            hand_over(smtp, letter, sender=settings.sender, site=site)
        except NotSent as failure:
            _note(session, letter, failure)
            if failure.is_away:
                return False
        else:
            posting.note_sent(session, letter, now=clock.now())
    return True


def _note(session: Session, letter: posting.Letter, failure: NotSent) -> None:
    log.warning(
        "Mail %s was not sent at try %s: %s", letter.id, letter.tries, failure.code
    )
    posting.note_failed(
        session,
        letter,
        error=failure.reason,
        is_refused=failure.is_refused,
        now=clock.now(),
    )
