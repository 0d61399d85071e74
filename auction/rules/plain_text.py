"""Plain text that people type: lines without control characters, of a fair length."""

from __future__ import annotations

import re

from auction.rules.lot_cells import UNWANTED
from auction.rules.refusal import Refusal

EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


class TextUnfit(Refusal):
    """This text cannot be taken."""


def check_text(text: str, *, called: str, longest: int, shortest: int = 1) -> str:
    """Return a text, trimmed, its lines kept, or refuse it by the name of its field.

    ``called`` begins the sentence: "The question".
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not shortest <= len(lines) <= longest:
        raise TextUnfit(
            "{called} must have between {shortest} and {longest} characters.",
            called=called,
            shortest=shortest,
            longest=longest,
        )
    if UNWANTED.search(lines):
        raise TextUnfit("{called} has control characters in it.", called=called)
    return EMPTY_LINES.sub("\n\n", lines)


def check_line(text: str, *, called: str, longest: int, shortest: int = 1) -> str:
    """Return a text of a single line, or refuse it."""
    return " ".join(
        check_text(text, called=called, longest=longest, shortest=shortest).split()
    )
