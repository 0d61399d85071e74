"""What can be done on the command line: ``flask --app app ...``."""

from flask import Flask

from web.commands import approvals, demo, fields, keys, lists, lots, people, start


def init_app(app: Flask) -> None:
    """Add every command to the app."""
    for part in (start, demo, people, lots, fields, lists, approvals, keys):
        part.register(app)
