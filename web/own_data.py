"""The ZIP file of all that the site holds about a person."""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy.orm import Session

from auction import clock
from auction.rules.identities import paper_name
from auction.rules.labels import download_name
from auction.services import own_data
from web import identity_files, keys
from web.identity_files import PaperUnreadable

READ_ME = """\
All that this site holds about you.

data.json   every record, as JSON. Moments are in UTC; amounts are whole minor
            units (cents, for euros) under names that end in "_minor". "lots" and
            "offices" say what the numbers under "lot_id" and "office_id" mean.
papers/     the papers that you handed in, without their seal. Keep them safe.

What is not in here, and why, says the site's page about your data.
"""


def archive(session: Session, user_id: int) -> IO[bytes]:
    """Write the file; whoever closes it deletes it."""
    now = clock.now()
    own_data.note_export(session, user_id=user_id, now=now)
    told = own_data.own_data(session, user_id=user_id, ring=keys.ring(), now=now)
    lost: list[int] = []
    file = TemporaryFile()  # noqa: SIM115 - the answer that sends it closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for paper in own_data.own_papers(session, user_id):
            name = download_name(f"{paper_name(paper.kind)} {paper.id}", form="pdf")
            try:
                content = identity_files.read(paper)
            except PaperUnreadable:
                lost.append(paper.id)
                continue
            archive.writestr(f"papers/{name}", content, ZIP_STORED)
        told["papers_that_cannot_be_opened"] = lost
        archive.writestr(
            "data.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        )
        archive.writestr("README.txt", READ_ME)
    file.seek(0)
    return file
