"""Moving an account to another address."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Notice, User
from auction.services import accounts, signing_in
from auction.services.changing_email import SameAddress, ask_to_change
from auction.services.confirming_email import confirm
from auction.services.forgotten_passwords import ask_for_link, choose_password
from auction.services.mailed_links import AddressTaken, LinkUsed
from auction.services.second_factor import ExampleAccount
from auction.services.signing_in import SignInRefused
from tests.factories import PASSWORD, make_bidder, password_hash
from tests.letters import last_link_to, letters_to, word_of
from tests.moving_clock import NOON

NEW = "anna@new.example"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def ask(session: Session, user: User, email: str = NEW) -> None:
    ask_to_change(
        session,
        user_id=user.id,
        email=email,
        link=lambda word: f"https://site.example/address/{word}",
        is_private=True,
        now=NOON,
    )


def word_to(session: Session, email: str = NEW) -> str:
    return word_of(last_link_to(session, email))


def test_the_link_in_the_letter_to_the_new_address_moves_the_account(
    session: Session,
) -> None:
    anna = make_bidder(session, "Anna", email="anna@old.example")
    ask(session, anna, " Anna@New.example")
    assert anna.email == "anna@old.example"

    confirm(session, word=word_to(session), now=NOON)

    assert (anna.email, anna.email_confirmed_at) == (NEW, NOON)
    assert signing_in.sign_in(session, email=NEW, password=PASSWORD, now=NOON)
    with pytest.raises(SignInRefused):
        signing_in.sign_in(
            session, email="anna@old.example", password=PASSWORD, now=NOON
        )


def test_the_old_address_is_told(session: Session) -> None:
    anna = make_bidder(session, "Anna", email="anna@old.example")
    ask(session, anna)
    confirm(session, word=word_to(session), now=NOON)

    (letter,) = letters_to(session, "anna@old.example")
    assert NEW in letter.text
    assert letter.is_private
    assert session.scalars(select(Notice.subject)).all() == [
        "Your e-mail address was changed"
    ]


def test_links_to_the_old_address_open_nothing_any_more(session: Session) -> None:
    anna = make_bidder(session, "Anna", email="anna@old.example")
    ask(session, anna)
    word = word_to(session)
    ask_for_link(session, email=anna.email, link=str, now=NOON)
    forgotten = letters_to(session, anna.email)[-1].text.split("\n\n")[1]
    confirm(session, word=word, now=NOON)

    with pytest.raises(LinkUsed):
        choose_password(session, word=forgotten, password=PASSWORD, now=NOON)


def test_asking_anew_ends_the_link_to_another_address(session: Session) -> None:
    anna = make_bidder(session, "Anna")
    ask(session, anna, "wrong@new.example")
    ask(session, anna)

    with pytest.raises(LinkUsed):
        confirm(session, word=word_to(session, "wrong@new.example"), now=NOON)


def test_an_address_that_has_an_account_is_told_and_whoever_asks_is_not(
    session: Session,
) -> None:
    anna, other = make_bidder(session, "Anna"), make_bidder(session, "Other")

    ask(session, anna, other.email)

    (letter,) = letters_to(session, other.email)
    assert "It has one already" in letter.text
    assert "http" not in letter.text


def test_an_address_that_got_an_account_meanwhile_is_not_taken_from_it(
    session: Session,
) -> None:
    anna = make_bidder(session, "Anna", email="anna@old.example")
    ask(session, anna)
    word = word_to(session)
    make_bidder(session, "Other", email=NEW)

    with pytest.raises(AddressTaken):
        confirm(session, word=word, now=NOON)

    session.refresh(anna)
    assert anna.email == "anna@old.example"
    assert letters_to(session, "anna@old.example") == []


def test_the_address_that_one_has_is_no_new_one(session: Session) -> None:
    anna = make_bidder(session, "Anna")

    with pytest.raises(SameAddress):
        ask(session, anna, anna.email.upper())


def test_the_address_of_an_example_stays(session: Session) -> None:
    with pytest.raises(ExampleAccount):
        ask(session, make_bidder(session, is_example=True))
