"""Commands that read lists of lots, and write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from auction import clock
from auction.models import Catalogue
from auction.rules.columns.proposing import knows
from auction.rules.columns.reading import FOR_ALL, LotReading
from auction.rules.columns.targets import APPEND, LEAVE_OUT
from auction.rules.lifecycle import LotStatus
from auction.rules.list_reading import ListReading
from auction.rules.lot_export import lots_as_csv, lots_as_xlsx
from auction.rules.lot_row import Problem
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import LARGEST, TableUnreadable
from auction.rules.tables.headings import table_of
from auction.rules.tables.reading import read_grid
from auction.rules.tapes.reading import TapeReading
from auction.rules.tapes.rows import Lots
from auction.services import exporting, importing, list_imports
from web import list_files
from web.commands import mapping_file
from web.commands.asking import counted, one, saying_no
from web.extensions import db

SHOWN = 50  # kinds of problems; a file wrong throughout would fill the screen
UNKNOWN = {"refuse": "", "leave-out": LEAVE_OUT, "append": APPEND}
AT_ONCE = 1_000  # lots of a tape
TAPE_HELP = "The file is a loan tape: what one lot is."
READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


def register(app: Flask) -> None:
    """Add the commands."""
    for command in (import_lots, export_lots):
        app.cli.add_command(command)


@click.command("import-lots")
@click.argument("file", type=READABLE)
@click.option("--catalogue", required=True, help="The catalogue's short name.")
@click.option("--mapping", type=READABLE, help="A JSON file: what the columns are.")
@click.option("--set", "constants", multiple=True, help="FIELD=VALUE, for all lots.")
@click.option("--unknown", type=click.Choice(list(UNKNOWN)), default="refuse")
@click.option("--skip-bad", is_flag=True, help="Leave wrong rows out and go on.")
@click.option("--propose", "only_propose", is_flag=True, help="Print a mapping only.")
@click.option("--tape", type=click.Choice([way.value for way in Lots]), help=TAPE_HELP)
@saying_no
def import_lots(
    file: Path,
    catalogue: str,
    mapping: Path | None,
    constants: tuple[str, ...],
    unknown: str,
    *,
    skip_bad: bool,
    only_propose: bool,
    tape: str | None,
) -> None:
    """Read lots from an XLSX, CSV or JSON file; all of them or none.

    docs/importing.md says how columns are mapped to the fields of lots.
    """
    into = one(Catalogue, select(Catalogue).where(Catalogue.slug == catalogue))
    said_for_all = dict(mapping_file.constant(written) for written in constants)
    if tape:
        import_tape(_content(file), into, tape, said_for_all, skip_bad=skip_bad)
        return
    shape, said = mapping_file.read(mapping)
    table = table_of(read_grid(_content(file), shape), knows)
    plan = mapping_file.plan_for(
        into,
        table,
        said,
        constants=said_for_all,
        rest=UNKNOWN[unknown],
    )
    if only_propose:
        click.echo(mapping_file.write(table, plan))
        return
    lots = LotReading(table, plan, list_imports.terms_of(into))
    lots.read()
    _check(lots, skip_bad=skip_bad)
    result = importing.import_lots(
        db.session(),
        catalogue_id=into.id,
        sheets=[sheet for _, sheet in lots.sheets],
    )
    tell(result, lots)


def import_tape(
    content: bytes,
    into: Catalogue,
    way: str,
    constants: dict[str, str],
    *,
    skip_bad: bool,
) -> None:
    """Read lots from a loan tape on the EBA templates; all of them or none."""
    lots = TapeReading(
        content,
        lots=way,
        constants={**list_imports.usual_constants(into), **constants},
        terms=list_imports.terms_of(into),
    )
    for _ in lots.in_steps(AT_ONCE):
        pass
    _check(lots, skip_bad=skip_bad)
    papers = {
        number: list_files.keep_for_data_room(workbook)
        for number, workbook in lots.attachments().items()
    }
    result = importing.import_packs(
        db.session(),
        catalogue_id=into.id,
        sheets=[sheet for _, sheet in lots.sheets],
        papers=papers,
        now=clock.now(),
    )
    tell(result, lots)


def tell(result: importing.ImportResult, lots: ListReading) -> None:
    """Print what came of it."""
    left_out = len({problem.row for problem in lots.problems})
    click.echo(
        f"{counted(result.added, 'lot')} added, {result.already_there} already there, "
        f"{counted(left_out, 'row')} left out."
    )


@click.command("export-lots")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--catalogue", required=True, help="The catalogue's short name.")
@click.option(
    "--status", multiple=True, type=click.Choice([s.value for s in LotStatus])
)
@saying_no
def export_lots(file: Path, catalogue: str, status: tuple[str, ...]) -> None:
    """Write the lots of a catalogue to an XLSX or CSV file, as its ending says."""
    found = one(Catalogue, select(Catalogue).where(Catalogue.slug == catalogue))
    entries = exporting.entries_of(
        db.session(),
        office_id=found.office_id,
        catalogue_id=found.id,
        statuses=[LotStatus(name) for name in status],
    )
    if file.suffix.lower() == ".xlsx":
        content = lots_as_xlsx(entries, sheet=found.title)
    elif file.suffix.lower() == ".csv":
        content = lots_as_csv(entries, locale=found.locale)
    else:
        raise Refusal("The name of the file must end in .xlsx or .csv.")
    file.write_bytes(content)
    click.echo(f"{counted(len(entries), 'lot')} written to {file}.")


def _content(file: Path) -> bytes:
    if file.stat().st_size > LARGEST:
        raise TableUnreadable(f"This file is larger than {LARGEST // 1024**2} MB.")
    return file.read_bytes()


def _check(lots: ListReading, *, skip_bad: bool) -> None:
    """Print what is wrong, and refuse if that is not to be left out."""
    if not lots.sheets and not lots.problems:
        raise Refusal("There are no lots in this file.")
    show(lots.problems)
    is_hopeless = any(problem.row == FOR_ALL for problem in lots.problems)
    if lots.problems and (is_hopeless or not skip_bad):
        raise Refusal("Nothing was imported: mend these rows, or use --skip-bad.")


def show(problems: Iterable[Problem]) -> None:
    """Print every problem once, with the rows that have it."""
    rows: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        rows.setdefault((problem.column, problem.sentence), []).append(problem.row)
    for (column, sentence), numbers in list(rows.items())[:SHOWN]:
        also = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
        where = f"Row {numbers[0]}{also}, " if numbers[0] else ""
        click.echo(f"{where}{printable(column)}: {sentence}", err=True)
    if len(rows) > SHOWN:
        click.echo(f"... and {len(rows) - SHOWN} other problems.", err=True)


def printable(column: str) -> str:
    """Return a column's name without what could steer a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in column[:80])
