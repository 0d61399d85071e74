"""The command that starts the site."""

import os
import sys

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction import clock
from auction.models import Catalogue, User
from auction.services.setting_up import is_set_up
from web import setup_code
from web.demo import load_demo
from web.extensions import db

APPLICATION = "wsgi:application"


def register(app: Flask) -> None:
    """Add ``flask start``."""
    app.cli.add_command(start)


@click.command()
@click.option("--demo/--no-demo", default=True, help="Fill an empty database.")
@with_appcontext
def start(*, demo: bool) -> None:
    """Bring the database up to date, fill an empty one, and start the site."""
    upgrade()
    if demo and is_empty():
        click.echo("The database is empty: loading the demo (invented examples).")
        accounts = load_demo(current_app, now=clock.now())
        click.echo(accounts.told())
    host, port = current_app.config["HOST"], current_app.config["PORT"]
    click.echo(f"Openhammer is at http://{host}:{port}/  (Ctrl+C stops it)")
    if not is_set_up(db.session()):
        click.echo(how_to_set_up())
    sys.stdout.flush()
    os.execv(sys.executable, server_command(host, port))  # noqa: S606


def how_to_set_up() -> str:
    """Say where the first account is made, and with which code."""
    code, site = setup_code.code(), current_app.config["SITE_URL"]
    return (
        "Nobody has an account yet. Set the site up in the browser:\n"
        f"  {site}/setup?code={code}\n"
        f"The code is good once; it is kept in {current_app.config['SETUP_CODE']}."
    )


def is_empty() -> bool:
    """Say whether nobody and nothing is in the database yet."""
    with Session(db.engine) as session:  # a view of its own, which ends with the answer
        return (
            session.scalar(select(User.id).limit(1)) is None
            and session.scalar(select(Catalogue.id).limit(1)) is None
        )


def server_command(host: str, port: int) -> list[str]:
    """Return the command line of the server, Granian."""
    config = current_app.config
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(config["WORKERS"])),
        *("--blocking-threads", str(config["THREADS"])),
        *("--log-level", str(config["LOG_LEVEL"]).lower(), "--no-ws"),
        APPLICATION,
    ]
