"""Changing the keys: nothing is lost, wherever it is stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask, current_app
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Session

from auction.models import Base, Identity, IdentityPaper, Maximum, User
from auction.sealing import SealBroken, key_number
from auction.services import rotating
from auction.services.identifying import number_of
from auction.services.rotating import SEALED
from tests.factories import make_lot, make_paddle
from tests.identities import add_paper, begin
from tests.moving_clock import NOON
from tests.web.uploads import made
from web import identity_files, keys, rotation
from web.extensions import db
from web.rotation import KeyTooYoung, remove_old_keys, reseal_everything

HOUR = timedelta(hours=1)
PDF = made.pdf()


@dataclass(frozen=True)
class Sealed:
    """One of everything that lies under seal."""

    user: User
    identity: Identity
    paper: IdentityPaper
    maximum: Maximum


@pytest.fixture(autouse=True)
def _inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def sealed(session: Session) -> Sealed:
    ring = keys.ring()
    identity = begin(session, ring=ring)
    kept = identity_files.keep(BytesIO(PDF), kind="passport", user_id=identity.user_id)
    paper = add_paper(session, identity, file=kept.file)
    user = identity.user
    user.totp_seed = ring.seal(b"seed", bound_to=f"user {user.id} totp")
    paddle = make_paddle(session, make_lot(session), user)
    maximum = Maximum(
        lot_id=paddle.lot_id,
        paddle_id=paddle.id,
        sealed=ring.seal(b"500", bound_to=f"lot {paddle.lot_id} paddle {paddle.id}"),
        received_at=NOON,
        idempotency_key="one",
    )
    session.add(maximum)
    session.commit()
    return Sealed(user, identity, paper, maximum)


def test_every_sealed_column_stands_in_the_list() -> None:
    # What is missing here loses its key one day.
    ours = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert ours == {sealed.name for sealed in SEALED}


def test_everything_opens_with_the_new_key_alone(
    session: Session, sealed: Sealed
) -> None:
    keys.add_key()
    tally = reseal_everything(db.session())

    assert (tally.done, tally.broken) == (4, 0)
    assert remove_old_keys(db.session(), now=settled()) == [1]
    assert set(keys.ring().keys) == {2}
    session.rollback()
    assert opened(sealed) == (b"seed", "P 1234567", b"500", PDF)


def test_nothing_is_sealed_twice(sealed: Sealed) -> None:
    assert sealed.user.id
    keys.add_key()

    assert reseal_everything(db.session()).done == 4
    assert reseal_everything(db.session()).done == 0


@pytest.mark.parametrize("at", range(4))
def test_whoever_is_killed_at_any_value_goes_on_later(
    session: Session,
    sealed: Sealed,
    monkeypatch: pytest.MonkeyPatch,
    at: int,
) -> None:
    keys.add_key()
    with monkeypatch.context() as patch:
        calls: list[object] = []
        for name in ("_reseal", "_reseal_paper"):
            service = getattr(rotating, name)
            patch.setattr(rotating, name, killing(service, calls, at))
        with pytest.raises(KeyboardInterrupt):
            reseal_everything(db.session())
    session.rollback()
    assert opened(sealed) == (b"seed", "P 1234567", b"500", PDF)  # in between, too
    assert remove_old_keys(db.session(), now=settled()) == []

    assert reseal_everything(db.session()).done == 4 - at
    assert remove_old_keys(db.session(), now=settled()) == [1]
    session.rollback()
    assert opened(sealed) == (b"seed", "P 1234567", b"500", PDF)


def test_whoever_is_killed_while_a_file_is_written_leaves_the_old_one_whole(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.add_key()
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            identity_files.reseal(
                sealed.paper.file, user_id=sealed.user.id, ring=keys.ring()
            )

    assert identity_files.read(sealed.paper) == PDF
    assert len(list(identity_files.folder().iterdir())) == 1


def test_a_value_whose_key_is_lost_is_counted_and_left_as_it_is(
    session: Session, sealed: Sealed
) -> None:
    sealed.identity.number = b"\x01\x00\x00\x00\x09" + b"x" * 40
    session.commit()
    keys.add_key()

    tally = reseal_everything(db.session())

    assert (tally.done, tally.broken) == (3, 1)
    session.refresh(sealed.identity)
    assert sealed.identity.number == b"\x01\x00\x00\x00\x09" + b"x" * 40


def test_a_key_that_something_needs_is_not_removed(sealed: Sealed) -> None:
    keys.add_key()

    assert remove_old_keys(db.session(), now=settled()) == []
    assert opened(sealed)


def test_old_keys_stay_for_an_hour_for_those_who_are_just_sealing(
    sealed: Sealed,
) -> None:
    assert sealed.user.id
    keys.add_key()
    reseal_everything(db.session())

    with pytest.raises(KeyTooYoung):
        remove_old_keys(db.session(), now=settled() - HOUR)


def test_a_deleted_paper_needs_no_key(session: Session, sealed: Sealed) -> None:
    keys.add_key()
    identity_files.shred(sealed.paper.file)
    sealed.paper.deleted_at = NOON
    session.commit()

    assert reseal_everything(db.session()).done == 3
    assert remove_old_keys(db.session(), now=settled()) == [1]


def test_a_paper_that_is_deleted_meanwhile_does_not_come_back(
    session: Session, sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.add_key()
    number = rotation._number  # noqa: SLF001

    def deleted_after_the_look(file: str) -> int | None:
        found = number(file)
        identity_files.shred(file)
        sealed.paper.deleted_at = NOON
        session.commit()
        return found

    monkeypatch.setattr(rotation, "_number", deleted_after_the_look)
    reseal_everything(db.session())

    assert list(identity_files.folder().iterdir()) == []


def test_what_was_moved_to_another_person_is_not_sealed_for_him(
    session: Session, sealed: Sealed
) -> None:
    other = begin(session, ring=keys.ring())
    other.number = sealed.identity.number
    session.commit()
    keys.add_key()

    assert reseal_everything(db.session()).broken == 1
    session.refresh(other)
    with pytest.raises(SealBroken):
        number_of(other, keys.ring())


def test_the_command_makes_one_key_and_finishes_before_it_makes_another(
    app: Flask, sealed: Sealed
) -> None:
    assert "Made key 2." in run(app).output
    assert "Made key 3." in run(app).output
    assert key_number(seed_of(sealed)) == 3

    keys.add_key()  # and is killed
    answer = run(app)

    assert "Going on with key 4." in answer.output
    assert key_number(seed_of(sealed)) == 4


def test_the_command_removes_old_keys_only_when_asked(
    app: Flask, sealed: Sealed
) -> None:
    run(app)
    assert set(keys.ring().keys) == {1, 2}
    early = run(app, "--remove-old")
    assert early.exit_code == 1
    assert "younger than an hour" in early.output

    make_older(2)
    late = run(app, "--remove-old")

    assert "Removed 1 old key." in late.output
    assert set(keys.ring().keys) == {2}
    assert opened(sealed)


def opened(sealed: Sealed) -> tuple[bytes, str, bytes, bytes]:
    ring, user, maximum = keys.ring(), sealed.user, sealed.maximum
    assert user.totp_seed is not None
    bound = f"lot {maximum.lot_id} paddle {maximum.paddle_id}"
    return (
        ring.open(user.totp_seed, bound_to=f"user {user.id} totp"),
        number_of(sealed.identity, ring),
        ring.open(maximum.sealed, bound_to=bound),
        identity_files.read(sealed.paper),
    )


def seed_of(sealed: Sealed) -> bytes:
    with Session(db.engine) as session:
        seed = session.get_one(User, sealed.user.id).totp_seed
    assert seed is not None
    return seed


def killing(
    service: Callable[..., object], calls: list[object], at: int
) -> Callable[..., object]:
    """Let the power go before the value number ``at`` is sealed anew."""

    def run(*args: object, **kwargs: object) -> object:
        if len(calls) == at:
            raise KeyboardInterrupt
        calls.append(service)
        return service(*args, **kwargs)

    return run


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def settled() -> datetime:
    return keys.made_at(keys.ring().newest) + HOUR


def make_older(number: int) -> None:
    path = keys.key_file(Path(current_app.config["KEYS"]), number)
    moment = (NOON - 2 * HOUR).timestamp()
    os.utime(path, (moment, moment))


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["rotate-keys", *words])
