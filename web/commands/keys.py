"""The command that changes the keys."""

import click
from flask import Flask

from auction import clock
from web import keys, rotation
from web.commands.asking import counted, saying_no
from web.extensions import db


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(rotate_keys)


@click.command("rotate-keys")
@click.option(
    "--remove-old",
    is_flag=True,
    help="Make no new key; finish, then remove the old ones that nothing needs.",
)
@saying_no
def rotate_keys(*, remove_old: bool) -> None:
    """Make a new key, and seal everything anew with it. The site may go on running.

    May be stopped at any moment, and run again.
    """
    session = db.session()
    if remove_old or rotation.is_unfinished(session):
        click.echo(f"Going on with key {keys.ring().newest}.")
    else:
        click.echo(f"Made key {keys.add_key()}.")
    tally = rotation.reseal_everything(session)
    click.echo(f"Sealed {counted(tally.done, 'value')} and papers anew.")
    if tally.broken:
        click.echo(f"{tally.broken} could not be opened: their key is not here.")
    if remove_old:
        removed = rotation.remove_old_keys(session, now=clock.now())
        click.echo(f"Removed {counted(len(removed), 'old key')}.")
