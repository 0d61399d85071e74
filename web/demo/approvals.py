"""How the demo's lots came to be announced: one officer submits, another approves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Submission
from auction.services import approving, submitting
from web.demo.people import Cast
from web.demo.plans import PlannedCatalogue
from web.demo.story import Event


def events(
    planned: PlannedCatalogue, *, catalogue_id: int, cast: Cast
) -> Iterator[Event]:
    """Tell how a catalogue goes to its announcement, as far as it has come."""
    if planned.submitted_at:
        submit = partial(
            submitting.submit,
            catalogue_id=catalogue_id,
            officer_id=cast.officers[planned.office],
            announce_at=planned.published_at,
            note="An example, as is everything here.",
        )
        yield Event(planned.submitted_at, submit)
    if planned.approved_at:
        approve = partial(
            _approve,
            catalogue_id=catalogue_id,
            officer_id=cast.approvers[planned.office],
        )
        yield Event(planned.approved_at, approve)


def _approve(
    session: Session, *, catalogue_id: int, officer_id: int, now: datetime
) -> None:
    waiting = select(Submission).where(
        Submission.catalogue_id == catalogue_id, Submission.decision.is_(None)
    )
    submission = session.scalars(waiting).one()
    approving.approve(
        session,
        submission_id=submission.id,
        officer_id=officer_id,
        digest=submission.digest,
        now=now,
    )
