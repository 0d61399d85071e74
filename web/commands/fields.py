"""Listing the fields of lots, for whoever writes a list by hand or by program."""

from __future__ import annotations

import click
from flask import Flask

from auction.rules.categories import COMMON, FIELDS, TITLES, Category, Field

TOP = """# The fields of a lot

Written by `flask --app app list-fields > docs/fields.md`. A list has them in columns
named `field.<name>`, see [importing](importing.md). *Needed* means before the lot is
announced; what is not public is for the selling office and the data room only.
"""
HEADINGS = "| name | what it is | kind | |\n|---|---|---|---|"


def register(app: Flask) -> None:
    """Add the command to the app."""
    app.cli.add_command(list_fields)


@click.command("list-fields")
def list_fields() -> None:
    """List the fields of every category, in Markdown."""
    click.echo(manual(), nl=False)


def manual() -> str:
    """Return the list of all fields: the common ones, then those of each category."""
    parts = [_part("All categories", COMMON)]
    for category in Category:
        own = FIELDS[category][: -len(COMMON)]
        parts.append(_part(f"{TITLES[category]}: `{category}`", own))
    return "\n".join([TOP, *parts])


def _part(title: str, fields: tuple[Field, ...]) -> str:
    rows = "\n".join(map(_row, fields))
    return f"## {title}\n\n{HEADINGS}\n{rows}\n"


def _row(field: Field) -> str:
    kind = field.kind.replace("_", " ")
    if field.options:
        kind = ", ".join(f"`{option.code}`" for option in field.options)
    elif field.unit:
        kind = f"{kind}, {field.unit}"
    marks = [_need(field), "" if field.is_public else "not public"]
    said = ", ".join(filter(None, marks))
    return f"| `{field.name}` | {field.label} | {kind} | {said} |"


def _need(field: Field) -> str:
    if field.needed is None:
        return ""
    if not field.needed.when:
        return "needed"
    words = {"True": "yes", "False": "no"}
    has = " or ".join(words.get(str(one), str(one)) for one in field.needed.has)
    return f"needed with `{field.needed.when}` {has}".strip()
