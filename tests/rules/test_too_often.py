"""What somebody is told who has done something too often."""

from datetime import timedelta

import pytest

from auction.rules.too_often import TooManyWrongTries, TooOften, wait_in_words
from tests.moving_clock import NOON


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(0), "in 1 second"),
        (timedelta(milliseconds=1), "in 1 second"),
        (timedelta(seconds=45), "in 45 seconds"),
        (timedelta(seconds=90), "in 90 seconds"),
        (timedelta(seconds=91), "in 2 minutes, at 12:02 UTC"),
        (timedelta(minutes=15), "in 15 minutes, at 12:15 UTC"),
    ],
)
def test_a_person_is_told_when_to_try_again(wait: timedelta, words: str) -> None:
    assert wait_in_words(NOON + wait, now=NOON) == words


def test_a_refusal_says_what_was_too_often_and_for_how_long() -> None:
    refusal = TooOften(NOON + timedelta(seconds=30), now=NOON, what="So many searches.")

    assert str(refusal) == "So many searches. Please try again in 30 seconds."
    assert (refusal.code, refusal.seconds) == (429, 30)


def test_wrong_tries_have_a_sentence_of_their_own() -> None:
    refusal = TooManyWrongTries(NOON + timedelta(minutes=15), now=NOON)

    assert str(refusal) == (
        "There were too many wrong tries. Please try again in 15 minutes, "
        "at 12:15 UTC, or use a browser in which you have signed in before."
    )
