"""Opening accounts, signing in and out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auction.models import Role, User
from auction.passwords import hash_password, is_password
from auction.rules.passwords import (
    PasswordTooCommon,
    PasswordTooNear,
    PasswordTooShort,
)
from auction.services import accounts, signing_in
from tests.factories import PASSWORD, make_office
from tests.moving_clock import NOON

HOUR = timedelta(hours=1)


def register(
    session: Session,
    *,
    email: str = "anna@example.com",
    password: str = PASSWORD,
    name: str = "Anna Example",
) -> User:
    return accounts.add_person(
        session,
        email=email,
        password=password,
        name=name,
        role=Role.BIDDER,
        office_id=None,
        is_example=False,
        now=NOON,
    )


def sign_in(session: Session, email: str, password: str = PASSWORD) -> str:
    return signing_in.sign_in(session, email=email, password=password, now=NOON)


def test_a_new_account_is_a_bidders_and_its_password_is_not_kept(
    session: Session,
) -> None:
    user = register(session, name="  Anna Example ")

    assert (user.role, user.offices, user.is_example) == (Role.BIDDER, [], False)
    assert (user.name, user.registered_at) == ("Anna Example", NOON)
    assert user.password_hash.startswith("$argon2id$v=19$")
    assert PASSWORD not in user.password_hash


def test_an_address_is_kept_trimmed_and_in_small_letters(session: Session) -> None:
    assert register(session, email="  Anna@Example.COM ").email == "anna@example.com"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@example",
        "anna@@example.com",
        "an na@example.com",
        "anna@example..com",
        f"{'a' * 65}@example.com",
        f"anna@{'a' * 250}.com",
    ],
)
def test_what_is_no_address_is_refused(session: Session, email: str) -> None:
    with pytest.raises(accounts.EmailUnreadable):
        register(session, email=email)

    assert session.scalars(select(User)).all() == []


@pytest.mark.parametrize("length", [0, 7, 129])
def test_a_password_that_is_too_short_or_too_long_is_refused(
    session: Session, length: int
) -> None:
    with pytest.raises(PasswordTooShort, match="8 to 128"):
        register(session, password="x" * length)


@pytest.mark.parametrize("length", [8, 128])
def test_a_password_of_the_least_and_of_the_greatest_length_opens_the_account(
    session: Session, length: int
) -> None:
    password = "öäüßéèêñ" * (length // 8)
    register(session, password=password)

    assert sign_in(session, "anna@example.com", password)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("Password123!", PasswordTooCommon),
        ("Anna-Example-7", PasswordTooNear),
    ],
)
def test_a_password_that_is_easily_guessed_opens_no_account(
    session: Session, password: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        register(session, password=password)

    assert session.scalars(select(User)).all() == []


def test_an_address_is_taken_however_it_is_written(session: Session) -> None:
    register(session, email="anna@example.com")

    with pytest.raises(accounts.EmailTaken):
        register(session, email="ANNA@example.com ")

    assert len(session.scalars(select(User)).all()) == 1


def test_of_two_who_take_an_address_at_the_same_moment_one_gets_it(
    engine: Engine,
) -> None:
    def attempt(_: int) -> str:
        with Session(engine) as session:
            try:
                return register(session).email
            except accounts.EmailTaken:
                return "taken"

    with ThreadPoolExecutor(4) as crowd:
        answers = sorted(crowd.map(attempt, range(4)))

    assert answers == ["anna@example.com", "taken", "taken", "taken"]


def test_a_password_is_hashed_before_anything_is_locked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[bool] = []

    def note(password: str) -> str:
        locked.append(session.in_transaction())
        return hash_password(password)

    monkeypatch.setattr(accounts, "hash_password", note)

    register(session)

    assert locked == [False]


def test_an_officer_belongs_to_an_office(session: Session) -> None:
    office = make_office(session)

    officer = accounts.add_person(
        session,
        email="officer@court.example",
        password=PASSWORD,
        name="Officer Example",
        role=Role.OFFICER,
        office_id=office.id,
        is_example=True,
        now=NOON,
    )

    assert officer.works_for(office.id)
    assert officer.is_example


def test_no_two_hashes_of_one_password_are_alike() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)

    assert first != second
    assert is_password(PASSWORD, first)
    assert not is_password(PASSWORD.upper(), first)
