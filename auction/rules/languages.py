"""In which languages letters can be written.

A language stands here once every text is there in it: half a letter in another one
helps nobody. What somebody would like to read is kept with the account all the same.
"""

from __future__ import annotations

from collections.abc import Mapping

USUAL = "en"
LANGUAGES: Mapping[str, str] = {USUAL: "English"}  # by BCP 47 tag, in its own words


def letters_in(wanted: str) -> str:
    """Return in which language somebody is written to: his own, or the usual one."""
    return next((tag for tag in (wanted, _base(wanted)) if tag in LANGUAGES), USUAL)


def _base(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0]
