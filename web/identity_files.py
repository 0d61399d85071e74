"""Identity papers on the disk: under seal, with random names, and deleted for good.

Each is bound to its user and its name (``user 7 paper ...``), so that a file put in the
place of another does not open. Without ``instance/keys`` none opens at all.
"""

from __future__ import annotations

import secrets
from io import BytesIO
from pathlib import Path
from typing import IO

from flask import Response, current_app

from auction.models import IdentityPaper
from auction.rules.identities import paper_name
from auction.rules.labels import download_name
from auction.rules.refusal import OutOfStep
from auction.sealing import KeyRing, SealBroken
from auction.services.identifying import SealedPaper
from web import keys
from web.lot_papers import SANDBOX
from web.uploads.documents import LARGEST, TYPES, read_document
from web.uploads.pictures import is_picture
from web.uploads.taking import FileRefused, take
from web.whole_files import destroy, write_whole

ENDING = ".sealed"


class NotAPaper(FileRefused):
    """Please choose a PDF, or a photo or scan of the paper (JPEG, PNG or WebP)."""


class PaperUnreadable(OutOfStep):
    """This paper cannot be opened any more: its file or its key is not here."""


def keep(file: IO[bytes], *, kind: str, user_id: int) -> SealedPaper:
    """Keep a paper that somebody sent, under seal, or refuse it.

    A picture becomes a PDF, made anew, in a process apart; a PDF stays as it is.
    """
    content = take(file, largest=LARGEST)
    if not (content.startswith(b"%PDF-") or is_picture(content)):
        raise NotAPaper
    paper = read_document(BytesIO(content), "")
    return seal(paper.content, kind=kind, user_id=user_id)


def seal(content: bytes, *, kind: str, user_id: int) -> SealedPaper:
    """Keep a PDF that is known to be one, under seal."""
    name = f"{secrets.token_hex(32)}{ENDING}"
    sealed = keys.ring().seal(content, bound_to=bound_to(user_id, name))
    write_whole(folder() / name, sealed)
    return SealedPaper(kind, TYPES["pdf"], name, len(content))


def send(paper: IdentityPaper) -> Response:
    """Hand out a paper as a file to be saved; nobody keeps it on the way."""
    answer = Response(read(paper), mimetype=paper.media_type)
    name = download_name(f"{paper_name(paper.kind)} {paper.id}", form="pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


def read(paper: IdentityPaper) -> bytes:
    """Return what is under the seal of a paper."""
    try:
        sealed = (folder() / paper.file).read_bytes()
        return keys.ring().open(sealed, bound_to=bound_to(paper.user_id, paper.file))
    except (FileNotFoundError, SealBroken):
        raise PaperUnreadable from None


def shred(name: str) -> None:
    """Delete a file for good; one that is gone already is as good.

    On many disks the overwritten bytes outlive this. They are under seal there.
    """
    destroy(folder() / name)


def reseal(name: str, *, user_id: int, ring: KeyRing) -> None:
    """Seal a file anew with the newest key; whoever reads it finds the old or the new.

    ``SealBroken`` where its own key is missing, ``FileNotFoundError`` without a file.
    """
    path, bound = folder() / name, bound_to(user_id, name)
    plain = ring.open(path.read_bytes(), bound_to=bound)
    write_whole(path, ring.seal(plain, bound_to=bound))


def head(name: str) -> bytes:
    """Return how a sealed file begins: enough to tell the number of its key."""
    with (folder() / name).open("rb") as file:
        return file.read(64)


def folder() -> Path:
    """Return where the sealed papers lie."""
    return Path(current_app.config["IDENTITY"])


def bound_to(user_id: int, name: str) -> str:
    """Return what a paper's seal is bound to."""
    return f"user {user_id} paper {name}"
