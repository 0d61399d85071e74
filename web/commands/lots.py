"""Commands that prepare catalogues."""

from __future__ import annotations

import click
from flask import Flask
from sqlalchemy import select

from auction.models import Office
from auction.services import cataloguing
from web.commands.asking import one, saying_no
from web.extensions import db


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(create_catalogue)


@click.command("create-catalogue")
@click.argument("slug")
@click.argument("title")
@click.option("--office", required=True, help="The short name of the selling office.")
@click.option("--procedure", required=True, help="For example court-first-round.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--locale", default="en", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True)
@saying_no
def create_catalogue(slug: str, title: str, office: str, **terms: str) -> None:
    """Open a catalogue under a procedure."""
    seller = one(Office, select(Office).where(Office.slug == office))
    cataloguing.create_catalogue(
        db.session(), office_id=seller.id, slug=slug, title=title, **terms
    )
    click.echo(
        f"Opened the catalogue {slug}. Next: import-lots FILE --catalogue {slug}"
    )
