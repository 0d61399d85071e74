from __future__ import annotations

from pathlib import Path

from flask import Flask

from web.commands.fields import manual

MANUAL = Path(__file__).parents[2] / "docs" / "fields.md"


def test_the_manual_lists_the_fields_as_they_are() -> None:
    assert MANUAL.read_text(encoding="utf-8") == manual()


def test_the_command_writes_the_manual(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["list-fields"])

    assert told.exit_code == 0
    assert told.output == manual()
    assert "| `make` | Make | text | needed |" in told.output
    assert "| `plate` | Registration plate | text | not public |" in told.output
    assert "needed with `occupied` yes" in told.output
