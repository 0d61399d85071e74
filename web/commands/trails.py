"""The commands that give trails away, and that verify them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

import click
from flask import Flask
from sqlalchemy import select

from auction.models import Lot
from auction.rules.refusal import NotThere, Refusal
from auction.services import trail
from auction.trail_verifier import Checkpoint
from web.commands.asking import saying_no
from web.extensions import db


class LotUnknown(NotThere):
    """There is no lot {lot_id}."""


class CheckpointUnreadable(Refusal):
    """A checkpoint is written as on a receipt: lot/row/digest, with two slashes."""


class TrailBroken(Refusal):
    """The trail is not as it was written."""


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(export_trail)
    app.cli.add_command(verify_trail)


@click.command("export-trail")
@click.argument("lot_id", type=int)
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
@saying_no
def export_trail(lot_id: int, file: TextIO) -> None:
    """Write the trail of a lot to a file, a row to a line, for anybody to verify.

    auction/trail_verifier.py verifies it on any machine with Python. The trail holds
    bidder numbers, no names; before the lot has ended it is nobody's but the site's.
    """
    session = db.session()
    if session.scalar(select(Lot.id).where(Lot.id == lot_id)) is None:
        raise LotUnknown(lot_id=lot_id)
    count = 0
    for line in trail.lines(session, lot_id):
        file.write(f"{line}\n")
        count += 1
    click.echo(f"{count} rows written.", err=True)


@click.command("verify-trail")
@click.option(
    "--checkpoint",
    "kept",
    multiple=True,
    help="A row that somebody has kept, as its receipt prints it: 3/17/9f86d0...",
)
@saying_no
def verify_trail(kept: Sequence[str]) -> None:
    """Verify the trails of all lots in the database; name the first row that is off."""
    try:
        checkpoints = [Checkpoint.read(text) for text in kept]
    except ValueError:
        raise CheckpointUnreadable from None
    faults = trail.faults(db.session(), checkpoints)
    for fault in faults:
        click.echo(fault.sentence)
    if faults:
        raise TrailBroken
    click.echo("Every row fits.")
