"""Keeping a cell's text from being taken for a formula.

A spreadsheet program reckons with whatever begins with one of these signs when it
opens a CSV file; a quotation mark in front makes it text (OWASP, "CSV Injection").
"""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - their wide forms
GUARD = "'"


def guarded(text: str) -> str:
    """Return a text that no program takes for a formula."""
    return GUARD + text if FORMULA.match(text) else text


def without_guard(text: str) -> str:
    """Return a text as it was before it was guarded."""
    is_guarded = text.startswith(GUARD) and FORMULA.match(text)
    return text.removeprefix(GUARD) if is_guarded else text
