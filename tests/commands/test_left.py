"""Opening who had a number and has left since, on the command line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import Paddle
from auction.rules.lifecycle import LotStatus
from auction.services import signing_in
from auction.services.forgetting import forget_left
from auction.services.leaving import close_account
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
)
from tests.keys import RING, give_keys
from tests.moving_clock import NOON

EMAIL = "zephyrine@planted.example"


def ask(app: Flask, paddle: Paddle, *, reason: str = "Order 3 K 12/26") -> Result:
    words = ["who-had-number", str(paddle.lot_id), str(paddle.number)]
    return app.test_cli_runner().invoke(args=[*words, "--reason", reason])


@pytest.fixture
def paddle(app: Flask, session: Session) -> Paddle:
    """Make a number on a lot that is over, whose holder has left."""
    give_keys(app)
    lot = make_lot(session, make_catalogue(session, "movables"))
    paddle = make_paddle(session, lot, make_bidder(session, email=EMAIL))
    lot.status = LotStatus.PASSED
    session.commit()
    word = signing_in.sign_in(session, email=EMAIL, password=PASSWORD, now=NOON)
    close_account(session, word=word, ring=RING, now=NOON)
    return paddle


def test_an_order_opens_who_it_was(
    app: Flask, paddle: Paddle, caplog: pytest.LogCaptureFixture
) -> None:
    result = ask(app, paddle)

    assert (result.exit_code, result.output) == (0, f"{EMAIL}\n")
    assert "Order 3 K 12/26" in caplog.text
    assert EMAIL not in caplog.text


def test_nobody_is_opened_before_the_lot_is_over(
    app: Flask, session: Session, paddle: Paddle
) -> None:
    paddle.lot.status = LotStatus.OPEN
    session.commit()

    result = ask(app, paddle)

    assert result.exit_code == 1
    assert "before it is over" in result.output
    assert EMAIL not in result.output


def test_nobody_is_opened_who_is_still_here(
    app: Flask, session: Session, paddle: Paddle
) -> None:
    paddle.user.closed_at = None
    session.commit()

    assert ask(app, paddle).exit_code == 1


def test_after_the_term_there_is_nothing_to_open(
    app: Flask, session: Session, paddle: Paddle
) -> None:
    forget_left(session, now=NOON + timedelta(days=1), kept_for=timedelta(days=1))

    result = ask(app, paddle)

    assert result.exit_code == 1
    assert "not kept any more" in result.output


def test_a_number_that_nobody_had_is_refused(app: Flask, paddle: Paddle) -> None:
    paddle_words = ["who-had-number", str(paddle.lot_id), "999", "--reason", "x"]

    assert app.test_cli_runner().invoke(args=paddle_words).exit_code == 1
