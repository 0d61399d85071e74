"""Whoever does the long work: a thread that checks and imports lists, and tidies up.

It has no part in opening and closing lots, so that a long list delays nobody. Several
processes may each have one; what is to be done stands in the database.
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from time import monotonic

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from auction import clock
from auction.services import import_work
from web import list_files
from web.extensions import db
from web.uploads.sweeping import Sweep

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
TIDY_SECONDS = 600.0


class ListWorker:
    """Works as long as it is not stopped; ``wake`` it when it has died."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._stopped = Event()
        self._thread: Thread | None = None
        self._tidied_at = 0.0
        self._sweep = Sweep()

    def wake(self) -> None:
        """Start the thread, unless it runs."""
        runs = self._thread is not None and self._thread.is_alive()
        if not runs and not self._stopped.is_set():
            self._thread = Thread(target=self._work, name="lists", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Begin nothing more; what has been claimed comes back by itself."""
        self._stopped.set()

    def _work(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                with self.app.app_context():
                    work_on_all()
                    self._tidy()
            except SQLAlchemyError as error:
                log.warning("No list can be worked on: %s", type(error).__name__)

    def _tidy(self) -> None:
        if monotonic() - self._tidied_at > TIDY_SECONDS:
            self._tidied_at = monotonic()
            list_files.tidy(db.session(), now=clock.now())
            self._sweep.run(db.session(), now=clock.now())


def work_on_all() -> int:
    """Work on every list that waits; return how many there were."""
    done = 0
    while work_on_next():
        done += 1
    return done


def work_on_next() -> bool:
    """Work on the list that has waited longest; return whether there was one."""
    session = db.session()
    claim = import_work.claim_next(session, now=clock.now())
    if claim is None:
        return False
    try:
        content = list_files.read(claim.file)
    except list_files.FileGone as gone:
        import_work.fail(session, claim=claim, sentence=str(gone), now=clock.now())
        return True
    try:
        import_work.work(
            session,
            claim,
            content=content,
            tell_time=clock.now,
            keep=list_files.keep_for_data_room,
        )
    except import_work.ClaimLost:
        log.warning("Somebody else has taken over the import %s", claim.import_id)
    return True
