"""Opening an account by the link in a mail, and by nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Newcomer, Role, User
from auction.services import accounts, signing_in
from auction.services.mailed_links import (
    KEPT,
    AddressTaken,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
)
from auction.services.newcomers import (
    LASTS,
    forget_old,
    open_account,
)
from auction.services.signing_in import SignInRefused
from tests.factories import PASSWORD, make_bidder, password_hash
from tests.letters import letters_to
from tests.moving_clock import NOON
from tests.newcomers import ask_for_account

ANNA = "anna@example.com"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def come(session: Session, word: str, *, asked_here: bool = False) -> str | None:
    return open_account(
        session, word=word, asked_here=asked_here, browser="Firefox", now=NOON
    )


def people(session: Session) -> list[User]:
    session.rollback()
    return list(session.scalars(select(User)))


def test_the_link_opens_a_bidders_account_with_a_confirmed_address(
    session: Session,
) -> None:
    word = ask_for_account(session, " Anna@Example.com", name=" Anna  Example ")
    assert people(session) == []

    come(session, word)

    (anna,) = people(session)
    assert (anna.email, anna.name, anna.role) == (ANNA, "Anna Example", Role.BIDDER)
    assert (anna.registered_at, anna.email_confirmed_at) == (NOON, NOON)
    assert signing_in.sign_in(session, email=ANNA, password=PASSWORD, now=NOON)


def test_before_that_nobody_signs_in(session: Session) -> None:
    ask_for_account(session)

    with pytest.raises(SignInRefused):
        signing_in.sign_in(session, email=ANNA, password=PASSWORD, now=NOON)


def test_the_browser_that_asked_is_let_in_and_no_other(session: Session) -> None:
    one, other = ask_for_account(session), ask_for_account(session, "b@example.com")

    word = come(session, one, asked_here=True)

    assert word
    row = signing_in.sign_in_of(session, word=word, now=NOON)
    assert row
    assert row.user.email == ANNA
    assert come(session, other) is None


def test_once_it_is_opened_no_password_is_kept_beside_the_account(
    session: Session,
) -> None:
    first = ask_for_account(session)
    ask_for_account(session)

    come(session, first)

    rows = session.scalars(select(Newcomer)).all()
    assert [(row.name, row.password_hash) for row in rows] == [("", "")] * 2


def test_a_link_opens_one_account_once(session: Session) -> None:
    first, second = ask_for_account(session), ask_for_account(session)
    come(session, first)

    for word in (first, second):
        with pytest.raises(LinkUsed):
            come(session, word)


def test_a_link_is_good_for_a_day(session: Session) -> None:
    word = ask_for_account(session, now=NOON - LASTS)

    with pytest.raises(LinkExpired, match="24 hours"):
        come(session, word)

    assert come(session, ask_for_account(session, now=NOON - LASTS + SECOND)) is None
    assert timedelta(hours=24) == LASTS


def test_a_word_that_nobody_was_sent_opens_nothing(session: Session) -> None:
    with pytest.raises(LinkUnknown):
        come(session, "guessed")


def test_an_address_that_was_invited_meanwhile_gets_no_second_account(
    session: Session,
) -> None:
    word = ask_for_account(session)
    make_bidder(session, email=ANNA)

    with pytest.raises(AddressTaken):
        come(session, word)

    assert len(people(session)) == 1


def test_each_link_opens_the_account_of_whoever_asked_for_it(session: Session) -> None:
    ask_for_account(session, password="the thief's own password")
    hers = ask_for_account(session)

    come(session, hers)

    assert signing_in.sign_in(session, email=ANNA, password=PASSWORD, now=NOON)
    with pytest.raises(SignInRefused):
        signing_in.sign_in(
            session, email=ANNA, password="the thief's own password", now=NOON
        )


def test_whoever_has_an_account_is_told_and_nothing_changes(session: Session) -> None:
    anna = make_bidder(session, "Anna", email=ANNA)
    before = anna.password_hash

    ask_for_account(session, password="the thief's own password")

    (letter,) = letters_to(session, ANNA)
    assert "You have one already" in letter.text
    assert "https://site.example/forgotten" in letter.text
    assert "/welcome/" not in letter.text
    session.refresh(anna)
    assert anna.password_hash == before


def test_he_is_told_once_in_an_hour(session: Session) -> None:
    make_bidder(session, email=ANNA)

    for _ in range(3):
        ask_for_account(session)
    assert len(letters_to(session, ANNA)) == 1

    ask_for_account(session, now=NOON + timedelta(hours=1))
    assert len(letters_to(session, ANNA)) == 2


def test_an_address_that_was_written_to_too_often_gets_no_letter(
    session: Session,
) -> None:
    ask_for_account(session, are_wanted=False)

    assert letters_to(session, ANNA) == []
    assert len(session.scalars(select(Newcomer)).all()) == 1


def test_the_same_work_is_done_whether_there_is_an_account_or_not(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes: list[str] = []

    def note(password: str) -> str:
        hashes.append(password)
        return password_hash()

    monkeypatch.setattr(accounts, "hash_password", note)
    make_bidder(session, email="known@example.com")

    ask_for_account(session, "known@example.com")
    ask_for_account(session, "new@example.com")

    assert hashes == [PASSWORD, PASSWORD]
    assert len(session.scalars(select(Newcomer)).all()) == 2
    assert len(letters_to(session, "known@example.com")) == 1
    assert len(letters_to(session, "new@example.com")) == 1


def test_who_never_comes_is_forgotten_after_a_week(session: Session) -> None:
    ask_for_account(session)

    forget_old(session, now=NOON + LASTS + KEPT - SECOND)
    assert len(session.scalars(select(Newcomer)).all()) == 1

    forget_old(session, now=NOON + LASTS + KEPT)
    assert session.scalars(select(Newcomer)).all() == []
