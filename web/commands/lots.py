"""Commands that prepare and publish catalogues."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from auction import clock
from auction.models import Catalogue, Office
from auction.rules.lot_sheet import Terms, read_rows
from auction.rules.refusal import Refusal
from auction.services import cataloguing, importing
from web.commands.asking import one, saying_no
from web.extensions import db

SHOWN = 50  # problems; a file that is wrong throughout would fill the screen
LARGEST = 50 * 1024 * 1024  # bytes


def register(app: Flask) -> None:
    """Add the commands."""
    for command in (create_catalogue, import_lots, publish):
        app.cli.add_command(command)


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


@click.command("import-lots")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--catalogue", required=True, help="The catalogue's short name.")
@click.option("--skip-bad", is_flag=True, help="Leave wrong rows out and go on.")
@saying_no
def import_lots(file: Path, catalogue: str, *, skip_bad: bool) -> None:
    """Read lots from a CSV or JSON file (docs/importing.md); all of them or none."""
    into = one(Catalogue, select(Catalogue).where(Catalogue.slug == catalogue))
    terms = Terms(into.currency, into.locale, into.zone, into.procedure)
    catalogue_id = into.id
    sheets, problems = read_rows(read_file(file), terms=terms)
    for problem in problems[:SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > SHOWN:
        click.echo(f"... and {len(problems) - SHOWN} more.", err=True)
    if problems and not skip_bad:
        raise Refusal("Nothing was imported: mend the rows above, or use --skip-bad.")
    result = importing.import_lots(
        db.session(), catalogue_id=catalogue_id, sheets=sheets
    )
    bad = len({problem.row for problem in problems})
    click.echo(
        f"{result.added} lots added, {result.already_there} were already there, "
        f"{bad} rows left out."
    )


@click.command("publish")
@click.argument("catalogue")
@saying_no
def publish(catalogue: str) -> None:
    """Announce every draft lot of a catalogue."""
    found = one(Catalogue, select(Catalogue).where(Catalogue.slug == catalogue))
    count = cataloguing.publish(db.session(), catalogue_id=found.id, now=clock.now())
    click.echo(f"Published {count} lots: /catalogues/{catalogue}")


def read_file(file: Path) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a CSV or JSON file, by their headings."""
    if file.stat().st_size > LARGEST:
        raise Refusal("This file is larger than 50 MB.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("This file is not UTF-8 text.") from None
    return _json(text) if file.suffix.lower() == ".json" else _csv(text)


def _json(text: str) -> Sequence[Mapping[str, Any]]:
    try:
        rows = json.loads(text)
    except ValueError as broken:
        raise Refusal(f"This is not JSON: {broken}.") from None
    rows = rows.get("lots") if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refusal('The file must hold a list of lots, or {"lots": [...]}.')
    return rows


def _csv(text: str) -> Sequence[Mapping[str, Any]]:
    heading = text.partition("\n")[0]
    sign = ";" if heading.count(";") > heading.count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=sign))
    if not rows:
        raise Refusal("This file has no rows below its headings.")
    for number, row in enumerate(rows, start=1):
        if None in row:
            raise Refusal(f"Row {number} has more cells than there are headings.")
    return rows
