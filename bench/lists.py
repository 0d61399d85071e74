"""Measure the import of a real bank's list, step by step, in a process of its own.

``python -m bench.lists`` measures it as CSV and as XLSX, where the file is there; with
``--file`` it is the process that is measured.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from openpyxl import Workbook

from auction import clock
from auction.models import Catalogue, OfficeKind
from auction.rules.columns.proposing import knows
from auction.rules.columns.reading import LotReading
from auction.rules.columns.targets import APPEND
from auction.rules.tables.headings import table_of
from auction.rules.tables.reading import read_grid
from auction.services import cataloguing, importing, list_imports, offices
from bench.site import ROOT, prepared
from web.commands import mapping_file
from web.extensions import db

T = TypeVar("T")

BESIDE_US = ROOT.parent / "shared" / "realdata"
REAL_DATA = Path(os.environ.get("REAL_DATA") or BESIDE_US)
LIST = REAL_DATA / "caixa" / "Lista_imoveis_RJ_raw_2024-10-21.csv"
FOR_ALL = {
    "category": "real_estate",
    "increment": "1 %",
    "deposit": "5 %",
    "round_to": "10",
}


def main() -> None:
    """Measure one file here, or the real list in processes of its own."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--file", type=Path)
    file = arguments.parse_args().file
    if file is not None:
        measure(file)
    else:
        show()


def show() -> None:
    """Measure the real list in both forms, or say that it is not there."""
    if not LIST.exists():
        print("import of a real list: the file is not here")
        return
    with tempfile.TemporaryDirectory() as name:
        for file in (LIST, as_workbook(LIST, Path(name))):
            command = [sys.executable, "-m", "bench.lists", "--file", str(file)]
            subprocess.run(command, cwd=ROOT, check=True)


def measure(file: Path) -> None:
    """Import one file into an empty site; print what each step took."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = prepared(f"sqlite:///{folder}/lists.sqlite", folder)
        with app.app_context():
            catalogue = _catalogue()
            idle = _peak_mb()
            content = file.read_bytes()
            table, read = timed(lambda: table_of(read_grid(content), knows))
            plan = mapping_file.plan_for(
                catalogue, table, None, constants=FOR_ALL, rest=APPEND
            )
            lots = LotReading(table, plan, list_imports.terms_of(catalogue))
            _, checked = timed(lots.read)
            sheets = [sheet for _, sheet in lots.sheets]
            result, imported = timed(
                lambda: importing.import_lots(
                    db.session(), catalogue_id=catalogue.id, sheets=sheets
                )
            )
    print(
        f"import of {result.added} lots, {file.suffix[1:]:<4}   read {read:5.2f} s   "
        f"check {checked:5.2f} s   import {imported:5.2f} s   "
        f"peak memory +{_peak_mb() - idle:.0f} MB over {idle:.0f} MB"
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do something; return what came of it and how many seconds it took."""
    start = perf_counter()
    found = work()
    return found, perf_counter() - start


def as_workbook(file: Path, folder: Path) -> Path:
    """Write the list once more, as a workbook with the same cells."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lots")
    for line in read_grid(file.read_bytes()).lines:
        sheet.append(list(line.cells))
    path = folder / f"{file.stem}.xlsx"
    book.save(path)
    return path


def _catalogue() -> Catalogue:
    session, now = db.session(), clock.now()
    office = offices.add_office(
        session,
        slug="bench",
        profile=offices.Profile(name="Bench", kind=OfficeKind.BANK),
    )
    catalogue = cataloguing.create_catalogue(
        session,
        office_id=office.id,
        slug="bench",
        title="Bench",
        procedure="court-first-round",
        currency="BRL",
        locale="pt_BR",
        time_zone="America/Sao_Paulo",
    )
    catalogue.opens_at = now + timedelta(days=40)
    catalogue.closes_at = now + timedelta(days=42)
    session.commit()
    return catalogue


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
