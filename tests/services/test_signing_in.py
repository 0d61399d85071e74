"""Signing in and out: what a browser's word opens, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from auction import passwords
from auction.models import SignIn, User
from auction.passwords import Work, hash_password, is_outdated, is_password
from auction.services import accounts, signing_in
from auction.services.changing_password import change_password
from tests.factories import PASSWORD, make_bidder
from tests.moving_clock import NOON
from tests.racing import at_once

HOUR = timedelta(hours=1)


def sign_in(session: Session, email: str, password: str = PASSWORD) -> str:
    return signing_in.sign_in(session, email=email, password=password, now=NOON)


def seen(session: Session, word: str, now: datetime) -> None:
    signing_in.note_seen(session, token=accounts.digest(word), now=now)


def who(session: Session, word: str, now: datetime) -> User | None:
    row = signing_in.sign_in_of(session, word=word, now=now)
    return row.user if row else None


def test_the_browsers_word_is_not_stored_only_its_digest(session: Session) -> None:
    user = make_bidder(session)

    word = sign_in(session, user.email)

    row = session.scalars(select(SignIn)).one()
    assert row.token == accounts.digest(word)
    assert word not in row.token
    assert (row.user_id, row.expires_at) == (user.id, NOON + 12 * HOUR)


def test_every_sign_in_has_a_word_of_its_own(session: Session) -> None:
    user = make_bidder(session)

    assert sign_in(session, user.email) != sign_in(session, user.email)


def test_an_address_signs_in_however_it_is_written(session: Session) -> None:
    user = make_bidder(session)

    word = sign_in(session, f" {user.email.upper()} ")

    assert who(session, word, NOON) is user


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    session: Session,
) -> None:
    user = make_bidder(session)
    tries = [(user.email, "wrong password"), ("nobody@example.com", PASSWORD)]
    tries += [(user.email, ""), (user.email, "x" * 100_000)]

    answers = set()
    for email, password in tries:
        with pytest.raises(signing_in.SignInRefused) as refused:
            sign_in(session, email, password)
        answers.add((str(refused.value), refused.value.code))

    assert answers == {("The e-mail address or the password is not right.", 422)}
    assert session.scalars(select(SignIn)).all() == []


def test_an_unknown_address_costs_a_hash_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def note(password: str, phc: str) -> bool:
        checked.append(phc)
        return is_password(password, phc)

    monkeypatch.setattr(signing_in, "is_password", note)

    with pytest.raises(signing_in.SignInRefused):
        sign_in(session, "nobody@example.com")

    assert not is_outdated(checked[0])  # as much work as any


def test_a_word_is_good_for_twelve_hours_of_work(session: Session) -> None:
    user = make_bidder(session)
    word = sign_in(session, user.email)
    nearly = NOON + 12 * HOUR - timedelta(microseconds=1)
    seen(session, word, NOON + 12 * HOUR - timedelta(minutes=2))

    assert who(session, word, nearly) is user
    assert who(session, word, NOON + 12 * HOUR) is None


def test_a_word_falls_asleep_after_half_an_hour_without_a_sign_of_life(
    session: Session,
) -> None:
    user = make_bidder(session)
    word = sign_in(session, user.email)
    nearly = NOON + HOUR / 2 - timedelta(microseconds=1)

    assert who(session, word, nearly) is user
    assert who(session, word, NOON + HOUR / 2) is None


def test_a_sign_of_life_is_written_at_most_once_a_minute(session: Session) -> None:
    word = sign_in(session, make_bidder(session).email)

    seen(session, word, NOON + timedelta(seconds=59))
    too_soon = session.scalars(select(SignIn.seen_at)).one()
    seen(session, word, NOON + timedelta(seconds=60))

    assert too_soon == NOON
    assert session.scalars(select(SignIn.seen_at)).one() == NOON + timedelta(minutes=1)


def test_the_word_of_a_closed_account_is_worth_nothing(session: Session) -> None:
    user = make_bidder(session)
    word = sign_in(session, user.email)
    user.closed_at = NOON
    session.commit()

    assert who(session, word, NOON) is None
    with pytest.raises(signing_in.SignInRefused):
        sign_in(session, user.email)


def test_a_password_that_is_changed_while_it_is_checked_lets_nobody_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = make_bidder(session)

    def slow(password: str, phc: str) -> bool:
        user.password_hash = hash_password("something else altogether")
        session.commit()
        return is_password(password, phc)

    monkeypatch.setattr(signing_in, "is_password", slow)

    with pytest.raises(signing_in.SignInRefused):
        sign_in(session, user.email)
    assert session.scalars(select(SignIn)).all() == []


def test_everywhere_else_is_signed_out_and_here_is_not(session: Session) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    here, there, other = (sign_in(session, u.email) for u in (anna, anna, boris))

    ended = signing_in.end_others(session, word=here, now=NOON)

    assert ended == 1
    assert who(session, here, NOON) is anna
    assert who(session, there, NOON) is None
    assert who(session, other, NOON) is boris


def test_nobody_ends_the_sign_in_of_somebody_else(session: Session) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    word = sign_in(session, anna.email)
    token = accounts.digest(word)

    assert not signing_in.end_one(session, user_id=boris.id, token=token, now=NOON)
    assert who(session, word, NOON) is anna
    assert signing_in.end_one(session, user_id=anna.id, token=token, now=NOON)
    assert not signing_in.end_one(session, user_id=anna.id, token=token, now=NOON)
    assert who(session, word, NOON) is None


def test_a_renewed_word_ends_the_old_one_and_lives_no_longer(session: Session) -> None:
    user = make_bidder(session)
    old = sign_in(session, user.email)

    new = signing_in.renew(session, word=old, now=NOON + timedelta(minutes=20))

    row = signing_in.sign_in_of(session, word=new, now=NOON + timedelta(minutes=20))
    assert who(session, old, NOON) is None
    assert row is not None
    assert (row.signed_in_at, row.expires_at) == (NOON, NOON + 12 * HOUR)
    with pytest.raises(signing_in.SignedOut):
        signing_in.renew(session, word=old, now=NOON)


def test_a_password_changed_at_the_same_moment_leaves_nobody_signed_in(
    app: Flask, session: Session
) -> None:
    user = make_bidder(session)
    here, there = sign_in(session, user.email), sign_in(session, user.email)
    session.commit()

    came = at_once(
        app,
        [
            lambda s: change_password(
                s, word=here, password="something else altogether", now=NOON
            ),
            lambda s: signing_in.renew(s, word=there, now=NOON),
        ],
    )

    (mine,) = [w for w in came if isinstance(w, str) and who(session, w, NOON)]
    assert mine == came[0]


def test_a_word_is_worth_nothing_after_signing_out(session: Session) -> None:
    user = make_bidder(session)
    here, there = sign_in(session, user.email), sign_in(session, user.email)

    signing_in.sign_out(session, word=here, now=NOON)

    assert who(session, here, NOON) is None
    assert who(session, there, NOON) is user


def test_signing_out_twice_keeps_the_first_moment(session: Session) -> None:
    word = sign_in(session, make_bidder(session).email)

    signing_in.sign_out(session, word=word, now=NOON)
    signing_in.sign_out(session, word=word, now=NOON + HOUR)
    signing_in.sign_out(session, word="never given to anybody", now=NOON)

    assert session.scalars(select(SignIn)).one().ended_at == NOON


def test_neither_an_invented_word_nor_a_stored_digest_lets_anybody_in(
    session: Session,
) -> None:
    word = sign_in(session, make_bidder(session).email)

    for stolen in ("", "invented", accounts.digest(word)):
        assert who(session, stolen, NOON) is None


def test_knowing_who_asks_costs_one_query(session: Session) -> None:
    word = sign_in(session, make_bidder(session).email)
    session.expunge_all()
    asked: list[str] = []
    event.listen(
        session.get_bind(),
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )

    person = who(session, word, NOON)

    assert person is not None
    assert person.email
    assert len([query for query in asked if query.startswith("SELECT")]) == 1


def test_a_hash_of_other_work_is_made_anew_at_the_next_sign_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = make_bidder(session)
    before = anna.password_hash
    monkeypatch.setattr(passwords, "WORK", Work(memory=16, iterations=2, lanes=1))

    sign_in(session, anna.email)

    session.refresh(anna)
    assert before.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert anna.password_hash.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert is_password(PASSWORD, anna.password_hash)


def test_a_hash_of_the_right_work_stays(session: Session) -> None:
    anna = make_bidder(session)
    before = anna.password_hash

    sign_in(session, anna.email)

    session.refresh(anna)
    assert anna.password_hash == before


def test_a_wrong_password_makes_no_hash_anew(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = make_bidder(session)
    before = anna.password_hash
    monkeypatch.setattr(passwords, "WORK", Work(memory=16, iterations=2, lanes=1))

    with pytest.raises(signing_in.SignInRefused):
        sign_in(session, anna.email, "another password of hers")

    session.refresh(anna)
    assert anna.password_hash == before
