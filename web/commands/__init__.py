"""What can be done on the command line: ``flask --app app ...``."""

from flask import Flask

from web.commands import (
    approvals,
    declarations,
    demo,
    fields,
    keys,
    left,
    lists,
    lots,
    people,
    start,
    trails,
)

PARTS = (
    *(start, demo, people, lots, fields, lists, approvals, keys, declarations, left),
    trails,
)


def init_app(app: Flask) -> None:
    """Add every command to the app."""
    for part in PARTS:
        part.register(app)
