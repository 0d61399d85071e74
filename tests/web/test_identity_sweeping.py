"""Identity papers are deleted when their time is over, whatever happens meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import Identity, IdentityPaper, User
from auction.rules.identities import UNUSED_FOR
from auction.services import retaining
from auction.services.identifying import number_of
from tests.factories import make_bidder
from tests.identities import (
    RING,
    YEAR,
    accept,
    add_paper,
    begin,
    make_accepted,
    refuse,
    submit,
)
from tests.moving_clock import NOON, MovingClock
from tests.web.uploads import made
from web import identity_files
from web.extensions import db
from web.identity_sweeping import YOUNG, sweep
from web.jobs import Clockwork

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def folder(app: Flask) -> Iterator[Path]:
    """Stay inside the app, and return where the papers lie."""
    with app.app_context():
        yield identity_files.folder()


def test_unused_refused_and_accepted_papers_have_their_time(
    session: Session, folder: Path
) -> None:
    unused = kept_paper(session)
    refused = kept_paper(session)
    refuse(session, submit(session, identity_of(session, refused)))
    accepted = kept_paper(session)
    accept(session, submit(session, identity_of(session, accepted)))
    waits = kept_paper(session)
    submit(session, identity_of(session, waits))

    swept(session, at=UNUSED_FOR - SECOND)
    assert len(list(folder.iterdir())) == 4
    swept(session, at=UNUSED_FOR)
    assert left(folder) == {accepted.file, waits.file}
    swept(session, at=YEAR)
    assert left(folder) == {waits.file}
    assert unused.deleted_at == refused.deleted_at == NOON + UNUSED_FOR
    assert accepted.deleted_at == NOON + YEAR


def test_papers_go_at_once_when_the_account_is_closed(
    session: Session, folder: Path
) -> None:
    paper = kept_paper(session)
    identity = accept(session, submit(session, identity_of(session, paper)))
    close(session, identity.user)

    swept(session)

    session.refresh(identity)
    assert list(folder.iterdir()) == []
    assert (identity.number, identity.born_on, identity.address) == (None, None, "")
    assert identity.name == "Maria Example"
    assert identity.fingerprint is not None


def test_of_those_who_stay_nothing_is_forgotten(session: Session) -> None:
    identity = make_accepted(session)

    retaining.forget_closed(session)

    assert number_of(identity, RING) == "P 1234567"


def test_who_is_killed_after_the_file_goes_on_where_he_was(
    session: Session, folder: Path
) -> None:
    paper = kept_paper(session)

    def killed(name: str) -> None:
        identity_files.shred(name)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retaining.delete_due_papers(
            session, shred=killed, now=NOON + UNUSED_FOR, most=9
        )
    session.refresh(paper)
    assert not (folder / paper.file).exists()
    assert paper.deleted_at is None  # nothing is said that was not sure

    assert swept(session, at=UNUSED_FOR) == 1
    assert paper.deleted_at is not None


def test_a_second_run_finds_nothing_left(session: Session) -> None:
    kept_paper(session)

    assert [swept(session, at=UNUSED_FOR) for _ in range(2)] == [1, 0]


def test_what_was_handed_in_at_the_last_moment_stays(
    session: Session, folder: Path
) -> None:
    paper = kept_paper(session)
    identity = identity_of(session, paper)

    def hand_in_first(name: str) -> None:
        raise AssertionError(name)

    submit(session, identity, now=NOON + UNUSED_FOR)
    retaining.delete_due_papers(
        session, shred=hand_in_first, now=NOON + UNUSED_FOR, most=9
    )

    assert (folder / paper.file).exists()


def test_a_file_of_which_no_paper_speaks_goes_after_a_day(
    session: Session, folder: Path
) -> None:
    paper = kept_paper(session)
    for name in ("a" * 64 + ".sealed", ".draft-cut-off"):
        (folder / name).write_bytes(b"left over")
    age(folder, NOON.timestamp())

    assert swept(session, at=YOUNG) == 0
    assert swept(session, at=YOUNG + SECOND) == 2

    assert [path.name for path in folder.iterdir()] == [paper.file]


def test_a_deleted_file_was_overwritten_before_it_was_let_go(
    session: Session, folder: Path
) -> None:
    paper = kept_paper(session)
    os.link(folder / paper.file, folder.parent / "another-name")

    swept(session, at=UNUSED_FOR)

    assert set((folder.parent / "another-name").read_bytes()) == {0}


def test_the_clockwork_does_it_by_itself(
    app: Flask, session: Session, folder: Path, moving_clock: MovingClock
) -> None:
    kept_paper(session)
    session.commit()
    clockwork = Clockwork(app)
    clockwork.list_worker.stop()  # its thread would outlive the test
    moving_clock.at = NOON + UNUSED_FOR

    clockwork.sweep()

    assert list(folder.iterdir()) == []


def kept_paper(session: Session, user: User | None = None) -> IdentityPaper:
    identity = begin(session, user or make_bidder(session))
    sealed = identity_files.keep(
        BytesIO(made.pdf()), kind="passport", user_id=identity.user_id
    )
    return add_paper(session, identity, file=sealed.file)


def identity_of(session: Session, paper: IdentityPaper) -> Identity:
    return session.get_one(Identity, paper.identity_id)


def close(session: Session, user: User) -> None:
    user.closed_at = NOON
    session.commit()


def swept(session: Session, *, at: timedelta = timedelta(0)) -> int:
    session.commit()
    count = sweep(db.session(), now=NOON + at)
    session.expire_all()
    return count


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def age(folder: Path, moment: float) -> None:
    for path in folder.iterdir():
        os.utime(path, (moment, moment))
