"""Files that nothing speaks of any more are deleted, and never one too many."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import Lot, Photo
from auction.rules.lifecycle import LotStatus
from auction.services import drafts, filing, office_settings, photographing
from tests.factories import (
    make_draft,
    make_lot,
    make_office,
    make_officer,
    make_paper,
    make_photo,
)
from tests.moving_clock import NOON
from web.extensions import db
from web.uploads import store
from web.uploads.sweeping import Sweep

LATER = NOON + timedelta(hours=2)
OLD = (NOON.timestamp(),) * 2


def bring(app: Flask, content: bytes = b"bytes", *, form: str = "webp") -> str:
    """Keep a file as long ago as noon."""
    with app.app_context():
        folder = store.pictures() if form == "webp" else store.documents()
        name = store.keep(content, form, folder=folder)
        os.utime(folder / name, OLD)
    return name


def add_photo(app: Flask, session: Session, lot: Lot) -> Photo:
    name, small = bring(app, b"large"), bring(app, b"small")
    return make_photo(session, lot, file=name, thumbnail=small)


def look(app: Flask, work: Sweep) -> int:
    """Look once, as the worker does; return how many files are gone."""
    with app.app_context():
        return work.run(db.session(), now=LATER)


def sweep(app: Flask) -> int:
    """Look twice; return how many files are gone."""
    work = Sweep()
    assert look(app, work) == 0
    return look(app, work)


def files(app: Flask) -> set[str]:
    folders = (Path(app.config[key]) for key in ("UPLOADS", "DOCUMENTS"))
    return {path.name for folder in folders for path in folder.glob("*")}


def test_a_removed_photo_is_deleted_with_its_thumbnail(
    app: Flask, session: Session
) -> None:
    lot, officer = make_lot(session, status=LotStatus.DRAFT), make_officer(session)
    photo = add_photo(app, session, lot)
    assert sweep(app) == 0

    photographing.remove_photo(
        session, lot_id=lot.id, officer_id=officer.id, photo_id=photo.id, words={}
    )

    assert sweep(app) == 2
    assert files(app) == set()


def test_the_files_of_a_draft_that_is_given_up_are_deleted(
    app: Flask, session: Session
) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add_photo(app, session, lot)
    make_paper(session, lot, file=bring(app, form="pdf"))

    drafts.delete_draft(session, lot_id=lot.id, officer_id=officer.id)

    assert sweep(app) == 3


def test_a_removed_document_is_deleted(app: Flask, session: Session) -> None:
    lot, officer = make_lot(session, status=LotStatus.DRAFT), make_officer(session)
    paper = make_paper(session, lot, file=bring(app, form="pdf"), is_public=False)
    assert sweep(app) == 0

    filing.remove_document(
        session, lot_id=lot.id, officer_id=officer.id, document_id=paper.id
    )

    assert sweep(app) == 1


def test_a_logo_that_was_replaced_is_deleted(app: Flask, session: Session) -> None:
    office, officer = make_office(session), make_officer(session)
    old, new = bring(app, b"old"), bring(app, b"new")
    for logo in (old, new):
        office_settings.set_logo(
            session, office_id=office.id, officer_id=officer.id, file=logo
        )

    assert sweep(app) == 1
    assert files(app) == {new}


@pytest.mark.parametrize(
    "status", [LotStatus.SUBMITTED, LotStatus.OPEN, LotStatus.VOIDED]
)
def test_what_a_lot_shows_in_whatever_state_stays(
    app: Flask, session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)
    add_photo(app, session, lot)
    make_paper(session, lot, file=bring(app, form="pdf"), replaced_at=NOON)

    assert sweep(app) == 0
    assert len(files(app)) == 3


def test_a_file_that_a_copy_shares_stays(app: Flask, session: Session) -> None:
    lot, copy = make_lot(session, status=LotStatus.DRAFT), make_lot(session)
    name, small = bring(app, b"1"), bring(app, b"2")
    photo = make_photo(session, lot, file=name, thumbnail=small)
    make_photo(session, copy, file=name, thumbnail=small)

    session.delete(photo)
    session.commit()

    assert sweep(app) == 0


def test_a_file_that_has_just_come_waits_for_its_row(app: Flask) -> None:
    name = bring(app)
    young = (LATER - timedelta(minutes=59)).timestamp()
    os.utime(Path(app.config["UPLOADS"]) / name, (young, young))

    assert sweep(app) == 0


def test_one_look_is_not_enough_for_a_copy_may_be_under_way(
    app: Flask, session: Session
) -> None:
    """Its old row may be gone, and the new one not yet be written down."""
    name = bring(app)
    work = Sweep()
    assert look(app, work) == 0

    make_photo(session, make_lot(session), file=name)

    assert look(app, work) == 0
    assert look(app, work) == 0
    assert files(app) == {name}


def test_a_file_that_comes_again_between_the_looks_is_spared(app: Flask) -> None:
    name = bring(app)
    work = Sweep()
    assert look(app, work) == 0

    os.utime(Path(app.config["UPLOADS"]) / name, (LATER.timestamp(),) * 2)

    assert look(app, work) == 0
    assert files(app) == {name}


def test_two_may_sweep_at_once(app: Flask) -> None:
    bring(app)
    workers = Sweep(), Sweep()

    assert [look(app, work) for work in workers] == [0, 0]
    assert [look(app, work) for work in workers] == [1, 0]


def test_what_a_crash_has_left_behind_is_deleted_and_nothing_of_others(
    app: Flask,
) -> None:
    folder = Path(app.config["UPLOADS"])
    for name in (".draft-abc", f".gone-{'a' * 64}.webp", "README", "photo.webp"):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, OLD)
    (folder / "lost+found").mkdir()

    assert sweep(app) == 2
    assert files(app) == {"README", "photo.webp", "lost+found"}
