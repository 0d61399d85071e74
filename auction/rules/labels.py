"""Names of files that people send: only labels, cleaned for those who read them.

No file is ever kept or looked for under such a name.
"""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 120  # characters
ENDING = re.compile(r"\.\w{1,5}$")
# Controls, lone surrogates, signs without a width or that turn the direction of
# writing (with which "exe.fdp" can be made to look like "pdf.exe"), private ones.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
NEVER_IN_A_NAME = re.compile(r'[<>:"/\\|?*]')
UNNAMED = "Document"


def label_of(file_name: str) -> str:
    """Return what a file is called, without folders and ending, fit to be read."""
    name = re.split(r"[/\\]", file_name)[-1]
    words = ENDING.sub("", clean(name)).replace("_", " ").strip(" .")
    return words[:LONGEST].strip() or UNNAMED


def clean(text: str) -> str:
    """Return a text of one line, without the signs that nobody sees."""
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in UNSEEN
    )
    return " ".join(seen.split())


def download_name(title: str, *, form: str, parts: Sequence[str] = ()) -> str:
    """Return a good name for a file that somebody saves: ``Title, version 2.pdf``."""
    name = NEVER_IN_A_NAME.sub("-", clean(", ".join([title, *parts]))).strip(" .")
    return f"{name[:LONGEST].strip(' .') or UNNAMED}.{form}"
