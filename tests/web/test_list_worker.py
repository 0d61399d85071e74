"""The thread that works on lists, and the files that it leaves behind or not."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import ImportState
from auction.services import import_work, list_imports
from tests.moving_clock import NOON
from tests.services.lists import LIST, look, planned, started
from web import list_files, list_worker
from web.extensions import db
from web.list_worker import ListWorker

MONTH = timedelta(days=31)


def kept(app: Flask, content: bytes = LIST) -> str:
    with app.app_context():
        return list_files.keep(content)


def files(app: Flask) -> set[str]:
    return {path.name for path in Path(app.config["IMPORTS"]).glob("*")}


def aged(app: Flask) -> None:
    for path in Path(app.config["IMPORTS"]).glob("*"):
        os.utime(path, (0, 0))


def tidy(app: Flask) -> int:
    with app.app_context():
        return list_files.tidy(db.session(), now=NOON + timedelta(days=1))


def test_every_list_that_waits_is_worked_on(app: Flask, session: Session) -> None:
    listed = [planned(session), planned(session)]
    for one in listed:
        one.file = kept(app)
    session.commit()

    with app.app_context():
        assert list_worker.work_on_all() == 2

    assert {look(session, one).state for one in listed} == {ImportState.CHECKED}


def test_a_list_whose_file_is_gone_fails_in_a_sentence(
    app: Flask, session: Session
) -> None:
    listed = planned(session)

    with app.app_context():
        list_worker.work_on_all()

    assert look(session, listed).state is ImportState.FAILED
    assert listed.failure == "The file of this list is gone: please upload it again."


def test_one_who_lost_the_claim_leaves_the_work_to_the_other(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()

    def lose(*_: object, **__: object) -> None:
        raise import_work.ClaimLost

    monkeypatch.setattr(import_work, "work", lose)
    with app.app_context():
        assert list_worker.work_on_next()

    assert look(session, listed).state is ImportState.CHECKING


def test_the_same_list_is_kept_once(app: Flask) -> None:
    assert kept(app) == kept(app)
    assert len(files(app)) == 1


@pytest.mark.parametrize(
    ("content", "ending"),
    [(LIST, ".csv"), (b"[{}]", ".json"), (b"PK\x03\x04", ".xlsx")],
)
def test_a_list_is_kept_as_what_it_is(app: Flask, content: bytes, ending: str) -> None:
    assert kept(app, content).endswith(ending)


def test_a_file_that_is_needed_stays(app: Flask, session: Session) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()
    aged(app)

    assert tidy(app) == 0
    assert files(app) == {listed.file}


def test_a_file_of_an_import_that_is_over_is_deleted(
    app: Flask, session: Session
) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()
    list_imports.abandon_import(
        session, import_id=listed.id, officer_id=listed.uploaded_by_id, now=NOON
    )
    aged(app)

    assert tidy(app) == 1
    assert files(app) == set()


def test_a_file_that_has_just_come_is_spared(app: Flask) -> None:
    kept(app)

    with app.app_context():
        assert list_files.tidy(db.session(), now=NOON) == 0


def test_what_lies_about_for_a_month_is_deleted(app: Flask, session: Session) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()
    aged(app)

    with app.app_context():
        assert list_files.tidy(db.session(), now=NOON + MONTH) == 1

    assert look(session, listed).state is ImportState.ABANDONED


def test_the_thread_works_until_it_is_stopped(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()
    monkeypatch.setattr(list_worker, "LOOK_SECONDS", 0.01)
    done = Event()
    work_on_all = list_worker.work_on_all

    def watched() -> int:
        count = work_on_all()
        if count:
            done.set()
        return count

    monkeypatch.setattr(list_worker, "work_on_all", watched)
    worker = ListWorker(app)

    worker.wake()
    worker.wake()  # it runs already
    assert done.wait(30)
    worker.stop()
    worker.wake()  # it has been stopped for good

    assert worker._thread is not None  # noqa: SLF001
    worker._thread.join(30)  # noqa: SLF001
    assert not worker._thread.is_alive()  # noqa: SLF001
    assert look(session, listed).state is ImportState.CHECKED


def test_an_import_is_done_by_the_thread_once(app: Flask, session: Session) -> None:
    listed = planned(session)
    listed.file = kept(app)
    session.commit()
    with app.app_context():
        list_worker.work_on_all()
    started(session, listed)

    with app.app_context():
        assert list_worker.work_on_all() == 1
        assert list_worker.work_on_all() == 0

    assert look(session, listed).lots_added == 3
