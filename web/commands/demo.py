"""The command that loads the demo, and lets simulated bidders bid."""

import click
from flask import Flask, current_app

from auction import clock
from web.commands.asking import saying_no
from web.demo import PASSWORD, Accounts, DemoAlreadyThere, bidders, load_demo


def register(app: Flask) -> None:
    """Add ``flask demo``."""
    app.cli.add_command(demo)


@click.command()
@click.option("--password", default=PASSWORD, help="The one password of all accounts.")
@click.option("--with-bidders", is_flag=True, help="Let simulated bidders bid.")
@click.option(
    "--site",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Where the site runs; this machine only.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=1), help="Stop bidding after so long."
)
@saying_no
def demo(
    *, password: str, with_bidders: bool, site: str, seconds: float | None
) -> None:
    """Fill an empty database with invented examples in the middle of their story."""
    if with_bidders:
        bidders.check_site(site)
    click.echo(loaded(password).told())
    if with_bidders:
        click.echo(f"Bidders are bidding at {site} (Ctrl+C stops them).")
        placed = bidders.bid(site, password=password, seconds=seconds, tell=click.echo)
        click.echo(f"{placed} bids were placed.")


def loaded(password: str) -> Accounts:
    """Load the demo, unless it is there; return who can sign in."""
    try:
        return load_demo(current_app, now=clock.now(), password=password)
    except DemoAlreadyThere as there:
        click.echo(str(there))
        return Accounts(password)
