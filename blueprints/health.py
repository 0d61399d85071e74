"""Whether the site is well, for machines that ask."""

from http import HTTPStatus

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from auction import clock
from auction.services import outages
from web.extensions import db
from web.jobs import Clockwork

bp = Blueprint("health", __name__)

SLOWEST_SWEEP = 5.0  # seconds


@bp.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process is up."""
    return "ok\n", {"Content-Type": "text/plain", "Cache-Control": "no-store"}


@bp.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether the database answers, how old the last sweep is, and the clock."""
    database = _database_answers()
    age = _sweep_age() if database else None
    well = database and age is not None and age <= SLOWEST_SWEEP
    answer = jsonify(
        ready=well,
        database=database,
        last_sweep_seconds=None if age is None else round(age, 3),
        clock_offset_seconds=round(clock.offset().total_seconds(), 6),
        now=clock.now().isoformat(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer, HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _sweep_age() -> float | None:
    clockwork: Clockwork = current_app.extensions["clockwork"]
    if clockwork.runs:
        return clockwork.silence
    beaten_at = outages.last_beat(db.session())
    return (clock.now() - beaten_at).total_seconds() if beaten_at else None
