"""Commands that prepare catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from auction.models import Catalogue, Office
from auction.rules.lot_list import rows_of
from auction.rules.lot_sheet import Problem, read_rows
from auction.rules.refusal import Refusal
from auction.services import cataloguing, importing
from web.commands.asking import one, saying_no
from web.extensions import db

SHOWN = 50  # kinds of problems; a file wrong throughout would fill the screen
LARGEST = 50 * 1024 * 1024  # bytes


def register(app: Flask) -> None:
    """Add the commands."""
    for command in (create_catalogue, import_lots):
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
    catalogue_id = into.id
    sheets, problems = read_rows(
        read_file(file),
        currency=into.currency,
        locale=into.locale,
        zone=into.zone,
        procedure=into.procedure,
    )
    if not sheets and not problems:
        raise Refusal("There are no lots in this file.")
    show(problems)
    if problems and not skip_bad:
        raise Refusal("Nothing was imported: mend these rows, or use --skip-bad.")
    result = importing.import_lots(
        db.session(), catalogue_id=catalogue_id, sheets=sheets
    )
    left_out = len({problem.row for problem in problems})
    click.echo(
        f"{counted(result.added, 'lot')} added, {result.already_there} already there, "
        f"{counted(left_out, 'row')} left out."
    )


def read_file(file: Path) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a CSV or JSON file, by the names of their columns."""
    if file.stat().st_size > LARGEST:
        raise Refusal("This file is larger than 50 MB.")
    try:
        return rows_of(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal("This file is not UTF-8 text.") from None


def show(problems: Iterable[Problem]) -> None:
    """Print every problem once, with the rows that have it."""
    rows: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        rows.setdefault((problem.column, problem.sentence), []).append(problem.row)
    for (column, sentence), numbers in list(rows.items())[:SHOWN]:
        also = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
        click.echo(f"Row {numbers[0]}{also}, {printable(column)}: {sentence}", err=True)
    if len(rows) > SHOWN:
        click.echo(f"... and {len(rows) - SHOWN} other problems.", err=True)


def printable(column: str) -> str:
    """Return a column's name without what could steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in column[:80])


def counted(number: int, thing: str) -> str:
    """Return ``1 lot`` or ``2 lots``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
