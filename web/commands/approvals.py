"""Commands that submit, approve and announce the lots of a catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy import select

from auction import clock
from auction.models import Catalogue, Lot, Submission, User
from auction.rules import lot_cells
from auction.rules.checks import Finding
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services import announcing, approving, submitting
from auction.services.accounts import normal
from auction.services.submissions import ChecksFailed, WrongLot
from web.commands.asking import counted, one, saying_no
from web.extensions import db

SHOWN = 50  # findings; a list that is wrong throughout would fill the screen
AT = "When they are announced, in the catalogue's time zone; else at once."


def register(app: Flask) -> None:
    """Add the commands."""
    for command in (submit, approve, publish):
        app.cli.add_command(command)


@click.command()
@click.argument("catalogue")
@click.option("--drafter", required=True, help="The e-mail address of who submits.")
@click.option("--at", default="", help=AT)
@click.option("--note", default="", help="For whoever approves.")
@saying_no
def submit(catalogue: str, drafter: str, at: str, note: str) -> None:
    """Submit every draft lot of a catalogue to a second person."""
    submission = _submit(catalogue, drafter, at, note)
    click.echo(
        f"Submitted {counted(submission.lot_count, 'lot')}. "
        f"Next: approve {catalogue} --approver EMAIL"
    )


@click.command()
@click.argument("catalogue")
@click.option("--approver", required=True, help="The e-mail address of who approves.")
@saying_no
def approve(catalogue: str, approver: str) -> None:
    """Approve what is submitted of a catalogue; it is announced at its time."""
    waiting = db.session.scalars(
        select(Submission)
        .join(Catalogue)
        .where(Catalogue.slug == catalogue, Submission.decision.is_(None))
        .order_by(Submission.id)
    ).all()
    if not waiting:
        raise Refusal("Nothing of this catalogue waits for approval.")
    for submission_id, digest in [(found.id, found.digest) for found in waiting]:
        _approve(submission_id, digest, approver)
        _announce(submission_id)


@click.command()
@click.argument("catalogue")
@click.option("--drafter", required=True, help="The e-mail address of who submits.")
@click.option("--approver", required=True, help="The e-mail address of another person.")
@click.option("--at", default="", help=AT)
@saying_no
def publish(catalogue: str, drafter: str, approver: str, at: str) -> None:
    """Submit every draft lot of a catalogue, approve and announce it."""
    submission = _submit(catalogue, drafter, at, note="")
    submission_id = submission.id
    _approve(submission_id, submission.digest, approver)
    _announce(submission_id)


def _submit(slug: str, email: str, at: str, note: str) -> Submission:
    catalogue = one(Catalogue, select(Catalogue).where(Catalogue.slug == slug))
    catalogue_id = catalogue.id
    announce_at = lot_cells.moment(at, zone=catalogue.zone)
    with _showing("submitted"):
        return submitting.submit(
            db.session(),
            catalogue_id=catalogue_id,
            officer_id=_officer(email),
            announce_at=announce_at,
            note=note,
            now=clock.now(),
        )


def _approve(submission_id: int, digest: str, email: str) -> None:
    with _showing("approved"):
        approving.approve(
            db.session(),
            submission_id=submission_id,
            officer_id=_officer(email),
            digest=digest,
            now=clock.now(),
        )


def _announce(submission_id: int) -> None:
    session = db.session()
    while announcing.announce_due_lots(session, now=clock.now()):
        pass
    submission = session.get_one(Submission, submission_id)
    catalogue = submission.catalogue
    waiting = session.scalars(
        select(Lot.announce_at).where(
            Lot.submission_id == submission_id, Lot.status == LotStatus.APPROVED
        )
    ).first()
    count = counted(submission.lot_count, "lot")
    if waiting:
        click.echo(f"Approved {count}, to be announced on {catalogue.tell(waiting)}.")
    else:
        click.echo(f"Published {count}: /catalogues/{catalogue.slug}")


def _officer(email: str) -> int:
    return one(User, select(User).where(User.email == normal(email))).id


@contextmanager
def _showing(what: str) -> Iterator[None]:
    try:
        yield
    except ChecksFailed as failed:
        _show([(lot, found) for lot in failed.lots for found in lot.findings])
        raise Refusal(f"Nothing was {what}: {failed}") from failed


def _show(findings: Sequence[tuple[WrongLot, Finding]]) -> None:
    for lot, found in findings[:SHOWN]:
        click.echo(f"Lot {lot.number}, {found.title}: {found.sentence}", err=True)
        click.echo(f"  {found.law}", err=True)
    if len(findings) > SHOWN:
        click.echo(f"... and {len(findings) - SHOWN} more.", err=True)
