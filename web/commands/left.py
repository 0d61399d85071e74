"""The command that opens who had a bidder number and has left since."""

import logging

import click
from flask import Flask

from auction.services.opening_numbers import words_of_number
from web import keys
from web.commands.asking import saying_no
from web.extensions import db

log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(who_had_number)


@click.command("who-had-number")
@click.argument("lot_id", type=int)
@click.argument("number", type=int)
@click.option("--reason", required=True, help="The order on which it is asked.")
@saying_no
def who_had_number(lot_id: int, number: int, reason: str) -> None:
    """Open who had a bidder number on a lot that is over, and has left since.

    For an order of a court. What is printed is what the public record is bound to. The
    log says that it was asked, and why.
    """
    log.warning("Number %s of lot %s was opened: %s", number, lot_id, reason)
    click.echo(
        words_of_number(db.session(), lot_id=lot_id, number=number, ring=keys.ring())
    )
