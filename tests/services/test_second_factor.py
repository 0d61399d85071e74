"""The second factor: each code once, few wrong ones, and nothing readable at rest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Mail, Notice, RecoveryCode, SignIn, Tries, User
from auction.rules.refusal import Refusal
from auction.rules.wrong_codes import Locked
from auction.sealing import KeyRing, new_key
from auction.services import (
    factor_messages,
    recovery_codes,
    second_factor,
    signing_in,
)
from auction.services.second_factor import (
    AlreadyOn,
    ExampleAccount,
    NoSeed,
    SeedUnreadable,
    WrongCode,
)
from tests.factories import PASSWORD, make_bidder, make_office, make_officer
from tests.moving_clock import NOON
from tests.racing import at_once
from tests.second_factors import code_of, give_factor

RING = KeyRing({1: new_key()})
MINUTE = timedelta(minutes=1)


def half(session: Session, user: User, now=NOON) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return signing_in.sign_in(session, email=user.email, password=PASSWORD, now=now)


def complete(session: Session, word: str, code: str, now=NOON) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    return second_factor.complete(session, word=word, code=code, ring=RING, now=now)


def wrong_code(session: Session, user: User, now=NOON) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001
    right = {code_of(session, user, RING, now=now, drift=d) for d in (-1, 0, 1)}
    return next(c for c in ("000000", "111111", "222222", "333333") if c not in right)


def test_a_password_alone_lets_nobody_in_who_has_a_second_factor(
    session: Session,
) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)

    word = half(session, user)

    row = signing_in.sign_in_of(session, word=word, now=NOON)
    assert row is not None
    assert (row.waits_for_code, row.proved_at) == (True, None)
    assert row.expires_at == NOON + 10 * MINUTE


def test_a_code_gives_a_new_word_and_ends_the_half_one(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word = half(session, user)

    new = complete(session, word, code_of(session, user, RING))

    row = signing_in.sign_in_of(session, word=new, now=NOON)
    assert new != word
    assert row is not None
    assert (row.waits_for_code, row.proved_at) == (False, NOON)
    assert signing_in.sign_in_of(session, word=word, now=NOON) is None


def test_a_code_is_good_once(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    code = code_of(session, user, RING)
    complete(session, half(session, user), code)

    with pytest.raises(WrongCode):
        complete(session, half(session, user), code)


def test_the_code_that_proved_the_app_signs_nobody_in(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)

    with pytest.raises(WrongCode):
        complete(session, half(session, user), code_of(session, user, RING, drift=-1))


def test_of_two_who_give_one_code_at_the_same_moment_one_gets_in(
    app: Flask, session: Session
) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    code = code_of(session, user, RING)
    words = [half(session, user) for _ in range(4)]
    session.commit()

    came = at_once(app, [lambda s, w=w: complete(s, w, code) for w in words])  # type: ignore[misc]

    assert sorted(type(one).__name__ for one in came) == ["WrongCode"] * 3 + ["str"]


def test_of_two_who_give_one_recovery_code_at_the_same_moment_one_gets_in(
    app: Flask, session: Session
) -> None:
    user = make_bidder(session)
    code = give_factor(session, user, RING)[0]
    words = [half(session, user) for _ in range(4)]
    session.commit()

    came = at_once(app, [lambda s, w=w: complete(s, w, code) for w in words])  # type: ignore[misc]

    assert sorted(type(one).__name__ for one in came) == ["WrongCode"] * 3 + ["str"]


def test_five_wrong_codes_lock_even_the_right_one_out_for_a_quarter_of_an_hour(
    session: Session,
) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word, wrong = half(session, user), wrong_code(session, user)
    for _ in range(5):
        with pytest.raises(WrongCode):
            complete(session, word, wrong)

    with pytest.raises(Locked, match="15 minutes"):
        complete(session, word, code_of(session, user, RING))

    later = NOON + 15 * MINUTE
    again = half(session, user, later)
    assert complete(session, again, code_of(session, user, RING, now=later), later)


def test_a_lock_holds_for_another_browser_and_for_recovery_codes_too(
    session: Session,
) -> None:
    user = make_bidder(session)
    codes = give_factor(session, user, RING)
    wrong = wrong_code(session, user)
    for _ in range(5):
        with pytest.raises(WrongCode):
            complete(session, half(session, user), wrong)

    with pytest.raises(Locked):
        complete(session, half(session, user), codes[0])


def test_wrong_codes_at_the_same_moment_are_all_counted(
    app: Flask, session: Session
) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    wrong = wrong_code(session, user)
    words = [half(session, user) for _ in range(8)]
    session.commit()

    came = at_once(app, [lambda s, w=w: complete(s, w, wrong) for w in words])  # type: ignore[misc]

    assert sum(isinstance(one, WrongCode) for one in came) == 5
    assert sum(isinstance(one, Locked) for one in came) == 3


def test_each_further_lock_is_longer(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    now = NOON
    for minutes in (15, 30, 60):
        wrong = wrong_code(session, user, now)
        for _ in range(5):
            with pytest.raises(WrongCode):
                complete(session, half(session, user, now), wrong, now)
        with pytest.raises(Locked, match=f"{minutes} minutes"):
            complete(session, half(session, user, now), wrong, now)
        now += minutes * MINUTE


def test_a_right_code_forgets_the_wrong_ones(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word, wrong = half(session, user), wrong_code(session, user)
    for _ in range(4):
        with pytest.raises(WrongCode):
            complete(session, word, wrong)

    complete(session, word, code_of(session, user, RING))

    assert session.scalars(select(Tries)).all() == []


def test_who_gets_locked_out_is_told_once(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word, wrong = half(session, user), wrong_code(session, user)
    for _ in range(7):
        with pytest.raises(Refusal):
            complete(session, word, wrong)

    subjects = session.scalars(select(Mail.subject).order_by(Mail.id)).all()
    assert subjects == [factor_messages.ON.subject, factor_messages.LOCKED.subject]


def test_a_half_signed_in_browser_waits_ten_minutes(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word, later = half(session, user), NOON + 10 * MINUTE

    with pytest.raises(signing_in.SignedOut):
        complete(session, word, code_of(session, user, RING, now=later), later)


def test_a_recovery_code_lets_in_once_however_it_is_typed(session: Session) -> None:
    user = make_bidder(session)
    codes = give_factor(session, user, RING)

    assert complete(session, half(session, user), codes[0].upper().replace("-", " "))

    with pytest.raises(WrongCode):
        complete(session, half(session, user), codes[0])
    assert recovery_codes.codes_left(session, user.id) == 9


def test_nobodys_recovery_code_is_good_for_somebody_else(session: Session) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    give_factor(session, anna, RING)
    codes = give_factor(session, boris, RING)

    with pytest.raises(WrongCode):
        complete(session, half(session, anna), codes[0])


def test_new_recovery_codes_end_the_old_ones(session: Session) -> None:
    user = make_bidder(session)
    old = give_factor(session, user, RING)

    new = recovery_codes.renew_codes(session, user_id=user.id, now=NOON)

    assert not set(old) & set(new)
    with pytest.raises(WrongCode):
        complete(session, half(session, user), old[0])
    assert complete(session, half(session, user), new[0])


def test_there_are_no_recovery_codes_without_a_factor(session: Session) -> None:
    user = make_bidder(session)

    with pytest.raises(recovery_codes.NothingToRecover):
        recovery_codes.renew_codes(session, user_id=user.id, now=NOON)


def test_neither_seeds_nor_recovery_codes_lie_open_in_the_database(
    session: Session,
) -> None:
    user = make_bidder(session)
    codes = give_factor(session, user, RING)

    seed = second_factor.seed_of(user, RING)
    kept = session.scalars(select(RecoveryCode.digest)).all()
    assert user.totp_seed is not None
    assert seed not in user.totp_seed
    assert len(kept) == 10
    assert not {code for code in codes for digest in kept if code in digest}


def test_a_seed_that_is_moved_to_another_account_opens_nothing(
    session: Session,
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    give_factor(session, anna, RING)
    boris.totp_seed = anna.totp_seed
    session.commit()

    with pytest.raises(SeedUnreadable):
        second_factor.seed_of(boris, RING)


def test_without_its_key_no_code_is_checked_and_nothing_counts_as_wrong(
    session: Session,
) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word, code = half(session, user), code_of(session, user, RING)

    with pytest.raises(SeedUnreadable):
        second_factor.complete(
            session, word=word, code=code, ring=KeyRing({2: new_key()}), now=NOON
        )
    assert session.scalars(select(Tries)).all() == []
    assert complete(session, word, code)


def test_an_app_that_was_never_proved_asks_for_no_code(session: Session) -> None:
    user = make_bidder(session)
    second_factor.begin(session, user_id=user.id, ring=RING)

    row = signing_in.sign_in_of(session, word=half(session, user), now=NOON)

    assert row is not None
    assert not row.waits_for_code


def test_proving_an_app_signs_every_other_browser_out(session: Session) -> None:
    user = make_bidder(session)
    here, there = half(session, user), half(session, user)
    second_factor.begin(session, user_id=user.id, ring=RING)

    new, _ = second_factor.prove(
        session, word=here, code=code_of(session, user, RING), ring=RING, now=NOON
    )

    assert signing_in.sign_in_of(session, word=new, now=NOON)
    for old in (here, there):
        assert signing_in.sign_in_of(session, word=old, now=NOON) is None


def test_nothing_is_proved_without_a_seed_or_twice(session: Session) -> None:
    user = make_bidder(session)
    word = half(session, user)
    with pytest.raises(NoSeed):
        second_factor.prove(session, word=word, code="123456", ring=RING, now=NOON)
    give_factor(session, user, RING)
    new = complete(session, half(session, user), code_of(session, user, RING))

    with pytest.raises(AlreadyOn):
        second_factor.prove(session, word=new, code="123456", ring=RING, now=NOON)
    with pytest.raises(AlreadyOn):
        second_factor.begin(session, user_id=user.id, ring=RING)


def test_a_factor_that_is_off_leaves_nothing_behind(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)
    word = complete(session, half(session, user), code_of(session, user, RING))
    other = half(session, user)

    new = second_factor.switch_off(session, word=word, now=NOON)

    session.refresh(user)
    assert (user.totp_seed, user.totp_since, user.totp_step) == (None, None, None)
    assert session.scalars(select(RecoveryCode)).all() == []
    assert signing_in.sign_in_of(session, word=new, now=NOON)
    assert signing_in.sign_in_of(session, word=other, now=NOON) is None


def test_a_half_signed_in_browser_switches_nothing_off(session: Session) -> None:
    user = make_bidder(session)
    give_factor(session, user, RING)

    with pytest.raises(signing_in.SignedOut):
        second_factor.switch_off(session, word=half(session, user), now=NOON)


def test_an_example_account_stays_as_it_is(session: Session) -> None:
    user = make_bidder(session, is_example=True)
    word = half(session, user)

    with pytest.raises(ExampleAccount):
        second_factor.begin(session, user_id=user.id, ring=RING)
    with pytest.raises(ExampleAccount):
        second_factor.switch_off(session, word=word, now=NOON)


def test_a_reset_takes_the_factor_not_the_password_and_tells_the_office(
    session: Session,
) -> None:
    office = make_office(session)
    officer = make_officer(session, office, duties=[Duty.DRAFTER])
    boss = make_officer(session, office, duties=[Duty.APPROVER])
    give_factor(session, officer, RING)
    half(session, officer)

    second_factor.reset(session, user_id=officer.id, now=NOON)

    last = session.scalars(select(Notice.subject).order_by(Notice.id.desc())).first()
    told = session.scalars(select(Mail.recipient).order_by(Mail.id)).all()
    good = session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()
    assert last == factor_messages.RESET.subject
    assert told[-2:] == [officer.email, boss.email]
    assert good == []
    row = signing_in.sign_in_of(session, word=half(session, officer), now=NOON)
    assert row is not None
    assert not row.waits_for_code
