"""The clockwork: what the site does without being asked.

APScheduler is an alarm clock here and never the truth. A sweep every second, and an
alarm at the next due moment, ask the database what is due; both may run in every
process, twice, late or not at all for an hour, and each lot still opens and closes
once, at the time in its row. Only *date* jobs with new names are used: they re-arm
themselves. A watchdog on the monotonic clock heals the scheduler when the wall clock
is stepped.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Event, Lock, Thread
from time import monotonic

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy.orm import Session

from auction import clock
from auction.services import (
    announcing,
    closing,
    deadlines,
    mailed_links,
    newcomers,
    open_bids,
    opening,
    outages,
    tries,
)
from web import counting, identity_sweeping, news, timekeeping
from web.extensions import db
from web.list_worker import ListWorker
from web.mail.postman import Postman

log = logging.getLogger(__name__)

SWEEP = timedelta(seconds=1)
WATCH_SECONDS = 0.25
STEP_SECONDS = 0.5  # the wall clock moved against the monotonic one
SILENCE_SECONDS = 3.0
COUNT_SECONDS = 3.0
BEAT_SECONDS = 5.0
BARS_SECONDS = 5.0
FOLLOW_SECONDS = 10.0
SHRED_SECONDS = 600.0
NEWS_SECONDS = 10.0
TIDY_SECONDS = 60.0
PAYMENTS_SECONDS = 300.0


def init_app(app: Flask) -> None:
    """Give the app its clockwork; start it where the settings say so."""
    clockwork = Clockwork(app)
    app.extensions["clockwork"] = clockwork
    if app.config["RUN_JOBS"]:
        clockwork.start()


class Clockwork:
    """The alarm clock of one process, and the watchdog that keeps it alive."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.steps = 0  # how often the watchdog had to heal the scheduler
        self._names = count(1)
        self._busy = Lock()
        self._stopped = Event()
        self._tried_at = self._swept_at = monotonic()
        timed = ("bars", "count", "beat", "follow", "shred", "news", "payments", "tidy")
        self._done_at = dict.fromkeys(timed, 0.0)
        self._scheduler: BackgroundScheduler | None = None
        self.postman = Postman(app)
        self.list_worker = ListWorker(app)

    @property
    def runs(self) -> bool:
        """Whether this process has a scheduler at all."""
        return self._scheduler is not None

    @property
    def silence(self) -> float:
        """Seconds since the last sweep that succeeded."""
        return monotonic() - self._swept_at

    def start(self) -> None:
        """Deal with an outage first; only then begin to open and close."""
        with self.app.app_context():
            timekeeping.follow(db.engine)
            extended = outages.extend_after_outage(db.session(), now=clock.now())
        if extended:
            log.warning("Extended %s lots after an outage", extended)
        self._wind_up()
        Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        """Stop for good."""
        self._stopped.set()
        self.postman.stop()
        self.list_worker.stop()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)

    def sweep(self) -> None:
        """Arm the next sweep, then do whatever is due."""
        self._tried_at = monotonic()
        self._ring(self._sweep_again, machine_time(clock.now()) + SWEEP)
        if not self._busy.acquire(blocking=False):
            return
        try:
            with self.app.app_context():
                self._do_what_is_due()
            self._swept_at = monotonic()
        finally:
            self._busy.release()

    def _sweep_again(self) -> None:
        self.sweep()

    def _do_what_is_due(self) -> None:
        session = db.session()
        if self._is_time_to("follow", FOLLOW_SECONDS):
            timekeeping.follow(db.engine)
        opening.open_due_lots(session, now=clock.now())
        closing.close_due_lots(session, now=clock.now())
        announcing.announce_due_lots(session, now=clock.now())
        self._do_what_may_wait(session)
        self._remind_of_payments(session)
        self._tidy(session)
        self._set_alarm(closing.next_due_at(session))
        self.postman.wake()
        self.list_worker.wake()

    def _do_what_may_wait(self, session: Session) -> None:
        if self._is_time_to("bars", BARS_SECONDS):
            open_bids.look_after_open_bids(session, now=clock.now())
        if self._is_time_to("count", COUNT_SECONDS):
            counting.flush()
        if self._is_time_to("beat", BEAT_SECONDS):
            outages.beat(session, now=clock.now())
        if self._is_time_to("shred", SHRED_SECONDS):
            identity_sweeping.sweep(session, now=clock.now())
        if self._is_time_to("news", NEWS_SECONDS):
            news.tell_what_is_due(session, now=clock.now())

    def _remind_of_payments(self, session: Session) -> None:
        if self._is_time_to("payments", PAYMENTS_SECONDS):
            deadlines.remind_of_payments(session, now=clock.now())

    def _tidy(self, session: Session) -> None:
        if self._is_time_to("tidy", TIDY_SECONDS):
            tries.forget_old(session, now=clock.now())
            newcomers.forget_old(session, now=clock.now())
            mailed_links.forget_old(session, now=clock.now())

    def _set_alarm(self, due_at: datetime | None) -> None:
        if due_at is not None and due_at - clock.now() < SWEEP:
            self._ring(self._due_now, machine_time(due_at))

    def _due_now(self) -> None:
        with self.app.app_context():
            opening.open_due_lots(db.session(), now=clock.now())
            closing.close_due_lots(db.session(), now=clock.now())
            announcing.announce_due_lots(db.session(), now=clock.now())

    def _is_time_to(self, what: str, seconds: float) -> bool:
        if monotonic() - self._done_at[what] < seconds:
            return False
        self._done_at[what] = monotonic()
        return True

    def _wind_up(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True},
        )
        self._scheduler.start()
        self._tried_at = monotonic()
        self._ring(self._sweep_again, machine_time(clock.now()))

    def _ring(self, job: object, at: datetime) -> None:
        if self._scheduler is not None and not self._stopped.is_set():
            name = f"{getattr(job, '__name__', 'job')}-{next(self._names)}"
            self._scheduler.add_job(job, "date", run_date=at, id=name)

    def _watch(self) -> None:
        ahead = _wall_against_monotonic()
        while not self._stopped.wait(WATCH_SECONDS):
            now_ahead = _wall_against_monotonic()
            stepped = abs(now_ahead - ahead) > STEP_SECONDS
            ahead = now_ahead
            silent = monotonic() - self._tried_at > SILENCE_SECONDS
            if stepped or silent or not self._thread_lives():
                self._heal("clock.step" if stepped else "scheduler.silent")

    def _heal(self, why: str) -> None:
        log.warning("%s: starting the scheduler anew", why)
        self.steps += 1
        old = self._scheduler
        self._wind_up()
        if old is not None and old.running:
            old.shutdown(wait=False)

    def _thread_lives(self) -> bool:
        thread = getattr(self._scheduler, "_thread", None)
        return thread is not None and thread.is_alive()


def machine_time(moment: datetime) -> datetime:
    """Turn a moment of the database's clock into this machine's, for its alarms."""
    return moment - clock.offset()


def _wall_against_monotonic() -> float:
    return (clock.now() - clock.offset()).timestamp() - monotonic()
