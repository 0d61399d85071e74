"""A new password by a link in a mail: for its reader alone, once, for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, MailedLink, Notice, SignIn, User
from auction.rules.passwords import PasswordTooShort
from auction.sealing import KeyRing
from auction.services import accounts, signing_in
from auction.services.changing_password import change_password
from auction.services.forgotten_passwords import ask_for_link, choose_password
from auction.services.mailed_links import LASTS, LinkExpired, LinkUnknown, LinkUsed
from auction.services.second_factor import ExampleAccount
from auction.services.signing_in import SignInRefused
from tests.factories import PASSWORD, make_bidder, password_hash
from tests.letters import last_link_to, letters_to, word_of
from tests.moving_clock import NOON
from tests.second_factors import give_factor

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NEW = "seven mild winters in a row"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def asked(session: Session, email: str, *, now: datetime = NOON) -> None:
    ask_for_link(
        session,
        email=email,
        link=lambda word: f"https://site.example/forgotten/{word}",
        now=now,
    )


def word_for(session: Session, user: User, *, now: datetime = NOON) -> str:
    asked(session, user.email, now=now)
    return word_of(last_link_to(session, user.email))


def sign_in(session: Session, user: User, password: str) -> str:
    return signing_in.sign_in(session, email=user.email, password=password, now=NOON)


def is_good(session: Session, word: str) -> bool:
    return signing_in.sign_in_of(session, word=word, now=NOON) is not None


def test_the_new_password_lets_in_and_the_old_one_does_not(session: Session) -> None:
    anna = make_bidder(session, "Anna")
    word = word_for(session, anna)

    choose_password(session, word=word, password=NEW, now=NOON)

    assert sign_in(session, anna, NEW)
    with pytest.raises(SignInRefused):
        sign_in(session, anna, PASSWORD)


def test_every_browser_is_signed_out_and_the_owner_is_told(session: Session) -> None:
    anna = make_bidder(session, "Anna")
    thief = sign_in(session, anna, PASSWORD)
    assert is_good(session, thief)

    choose_password(session, word=word_for(session, anna), password=NEW, now=NOON)

    assert not is_good(session, thief)
    assert session.scalars(select(Notice.subject)).all() == [
        "Your password was changed"
    ]
    assert letters_to(session, anna.email)[-1].subject == "Your password was changed"


def test_the_second_factor_is_asked_for_as_before(session: Session) -> None:
    anna, ring = make_bidder(session, "Anna"), KeyRing({1: bytes(32)})
    give_factor(session, anna, ring)

    choose_password(session, word=word_for(session, anna), password=NEW, now=NOON)

    word = sign_in(session, anna, NEW)
    row = session.get_one(SignIn, accounts.digest(word))
    assert row.waits_for_code
    assert anna.totp_since is not None


def test_a_link_is_good_once(session: Session) -> None:
    word = word_for(session, make_bidder(session))
    choose_password(session, word=word, password=NEW, now=NOON)

    with pytest.raises(LinkUsed):
        choose_password(session, word=word, password=f"{NEW} again", now=NOON)


def test_a_link_is_good_for_an_hour(session: Session) -> None:
    word = word_for(session, make_bidder(session))

    with pytest.raises(LinkExpired, match="good for one hour"):
        choose_password(session, word=word, password=NEW, now=NOON + HOUR)
    choose_password(session, word=word, password=NEW, now=NOON + HOUR - SECOND)
    assert LASTS[LinkPurpose.FORGOTTEN] == HOUR


def test_one_password_chosen_ends_every_other_link(session: Session) -> None:
    anna = make_bidder(session, "Anna")
    first, second = word_for(session, anna), word_for(session, anna)
    choose_password(session, word=second, password=NEW, now=NOON)

    with pytest.raises(LinkUsed):
        choose_password(session, word=first, password=NEW, now=NOON)


def test_a_password_changed_on_the_site_ends_the_links_that_a_thief_asked_for(
    session: Session,
) -> None:
    anna = make_bidder(session, "Anna")
    word = word_for(session, anna)
    here = sign_in(session, anna, PASSWORD)

    change_password(session, word=here, password=NEW, now=NOON)

    with pytest.raises(LinkUsed):
        choose_password(session, word=word, password=PASSWORD, now=NOON)


def test_a_password_that_is_refused_leaves_the_link_good(session: Session) -> None:
    word = word_for(session, make_bidder(session))

    with pytest.raises(PasswordTooShort):
        choose_password(session, word=word, password="short", now=NOON)

    choose_password(session, word=word, password=NEW, now=NOON)


def test_nobody_chooses_one_without_a_link(session: Session) -> None:
    with pytest.raises(LinkUnknown):
        choose_password(session, word="guessed", password=NEW, now=NOON)


def test_an_address_without_an_account_gets_a_letter_without_a_link(
    session: Session,
) -> None:
    asked(session, "nobody@example.com")

    (letter,) = letters_to(session, "nobody@example.com")
    assert "There is no account" in letter.text
    assert "http" not in letter.text
    assert session.scalars(select(MailedLink.user_id)).all() == [None]


def test_as_much_is_written_whether_there_is_an_account_or_not(
    session: Session,
) -> None:
    anna = make_bidder(session, "Anna")

    asked(session, anna.email)
    asked(session, "nobody@example.com")

    links = session.execute(select(MailedLink.email, MailedLink.user_id)).all()
    assert set(links) == {(anna.email, anna.id), ("nobody@example.com", None)}


def test_a_link_of_nobody_leads_nowhere(session: Session) -> None:
    word = "a word that was sent to nobody"
    link = {"purpose": LinkPurpose.FORGOTTEN, "email": "nobody@example.com"}
    until = {"sent_at": NOON, "expires_at": NOON + HOUR}
    session.add(MailedLink(token=accounts.digest(word), **link, **until))
    session.commit()

    with pytest.raises(LinkUnknown):
        choose_password(session, word=word, password=NEW, now=NOON)


def test_an_account_that_is_closed_is_none(session: Session) -> None:
    anna = make_bidder(session, "Anna", closed_at=NOON)

    asked(session, anna.email)

    assert "There is no account" in letters_to(session, anna.email)[0].text


def test_who_runs_the_site_never_reads_these_letters(session: Session) -> None:
    anna = make_bidder(session, "Anna")

    asked(session, anna.email)
    asked(session, "nobody@example.com")

    letters = letters_to(session, anna.email) + letters_to(
        session, "nobody@example.com"
    )
    assert [letter.is_private for letter in letters] == [True, True]


def test_whoever_comes_by_the_link_has_shown_that_the_address_is_his(
    session: Session,
) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)

    choose_password(session, word=word_for(session, anna), password=NEW, now=NOON)

    assert anna.email_confirmed_at == NOON


def test_the_password_of_an_example_stays(session: Session) -> None:
    anna = make_bidder(session, "Anna", is_example=True)

    with pytest.raises(ExampleAccount):
        choose_password(session, word=word_for(session, anna), password=NEW, now=NOON)
