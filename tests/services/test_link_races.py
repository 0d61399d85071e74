"""Links that are used at the same moment, and what happens beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, Paddle, User
from auction.services import accounts
from auction.services.applying import apply_for
from auction.services.confirming_email import confirm
from auction.services.forgotten_passwords import choose_password
from auction.services.mailed_links import AddressTaken, LinkUsed, make_link
from auction.services.newcomers import open_account
from auction.services.signing_in import SignInRefused, sign_in, sign_in_of
from tests.applicants import make_sale
from tests.factories import PASSWORD, make_bidder, make_lot, password_hash
from tests.moving_clock import NOON
from tests.newcomers import ask_for_account
from tests.racing import at_once

TIMES = 3
ADDRESS_ALONE = "[registration]\nidentity = false\naddress = true"
Act = Callable[[Session], Any]


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def linked(session: Session, user: User, purpose: LinkPurpose, email: str = "") -> str:
    word = make_link(
        session, user.id, purpose=purpose, email=email or user.email, now=NOON
    )
    session.commit()
    return word


def refusals(came: Sequence[Any]) -> list[type]:
    return [type(one) for one in came if isinstance(one, Exception)]


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_who_choose_a_password_by_one_link_the_first_has_chosen(
    app: Flask, session: Session, _: int
) -> None:
    anna = make_bidder(session, "Anna")
    word = linked(session, anna, LinkPurpose.FORGOTTEN)

    def choose(password: str) -> Act:
        return lambda s: choose_password(s, word=word, password=password, now=NOON)

    came = at_once(app, [choose("one mild winter more"), choose("two mild winters")])

    assert refusals(came) == [LinkUsed]


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_presses_on_one_button_one_opens_the_account(
    app: Flask, session: Session, _: int
) -> None:
    word = ask_for_account(session)

    def come(s: Session) -> Any:
        return open_account(s, word=word, asked_here=True, browser="", now=NOON)

    came = at_once(app, [come, come])

    session.rollback()
    assert refusals(came) in ([LinkUsed], [AddressTaken])
    assert len(session.scalars(select(User)).all()) == 1


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_links_to_one_address_one_opens_the_account(
    app: Flask, session: Session, _: int
) -> None:
    words = [ask_for_account(session), ask_for_account(session)]

    def come(word: str) -> Act:
        return lambda s: open_account(
            s, word=word, asked_here=False, browser="", now=NOON
        )

    came = at_once(app, [come(word) for word in words])

    session.rollback()
    assert refusals(came) in ([LinkUsed], [AddressTaken])
    assert len(session.scalars(select(User)).all()) == 1


@pytest.mark.parametrize("_", range(TIMES))
def test_of_two_accounts_that_move_to_one_address_one_gets_it(
    app: Flask, session: Session, _: int
) -> None:
    people = [make_bidder(session, name) for name in ("Anna", "Boris")]
    words = [
        linked(session, user, LinkPurpose.CHANGE_EMAIL, "new@example.com")
        for user in people
    ]

    def move(word: str) -> Act:
        return lambda s: confirm(s, word=word, now=NOON).email

    came = at_once(app, [move(word) for word in words])

    assert refusals(came) == [AddressTaken]
    assert "new@example.com" in came


@pytest.mark.parametrize("_", range(TIMES))
def test_who_confirms_while_he_registers_gets_his_number(
    app: Flask, session: Session, _: int
) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    lot = make_lot(session, make_sale(session, ADDRESS_ALONE))
    word = linked(session, anna, LinkPurpose.CONFIRM_EMAIL)
    lot_id, user_id = lot.id, anna.id

    at_once(
        app,
        [
            lambda s: confirm(s, word=word, now=NOON),
            lambda s: apply_for(s, lot_id=lot_id, user_id=user_id, now=NOON),
        ],
    )

    session.rollback()
    assert len(session.scalars(select(Paddle)).all()) == 1


@pytest.mark.parametrize("_", range(TIMES))
def test_no_thief_who_signs_in_at_that_moment_stays_in(
    app: Flask, session: Session, _: int
) -> None:
    anna = make_bidder(session, "Anna")
    word, email = linked(session, anna, LinkPurpose.FORGOTTEN), anna.email

    came = at_once(
        app,
        [
            lambda s: choose_password(
                s, word=word, password="one mild winter more", now=NOON
            ),
            lambda s: sign_in(s, email=email, password=PASSWORD, now=NOON),
        ],
    )

    thief = came[1]
    session.rollback()
    assert isinstance(thief, SignInRefused) or not sign_in_of(
        session, word=thief, now=NOON
    )
