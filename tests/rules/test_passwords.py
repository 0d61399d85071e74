"""Which passwords are taken."""

from __future__ import annotations

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from auction.rules.passwords import (
    PasswordRefused,
    PasswordTooCommon,
    PasswordTooNear,
    PasswordTooShort,
    check_password,
)

ANNA = ("anna.berg@example.com", "Anna Maria Berg", "Example Court of Klagenfurt")


@pytest.mark.parametrize(
    "password",
    [
        "seven mild winters in a row",
        "correct horse battery staple",
        "kV7#qLw9",  # eight
        "mild winters and long roads, " * 4,
        "\u4e03\u4e2a\u6e29\u548c\u7684\u51ac\u5929\u3002",  # eight, of another script
        "\U0001f40e\U0001f50b\U0001f4ce\u2713 ok, so",
        "mild winters   with spaces  ",
        "83920174650213",
        "Anna likes seven mild winters",  # enough is left without her name
    ],
)
def test_a_password_that_nobody_guesses_is_taken(password: str) -> None:
    check_password(password, about=ANNA)


@pytest.mark.parametrize(
    ("length", "is_taken"),
    [(0, False), (7, False), (8, True), (128, True), (129, False)],
)
def test_it_has_8_to_128_characters(length: int, is_taken: bool) -> None:  # noqa: FBT001
    password = ("k\u00e4V7#qLw9" * 20)[:length]

    if is_taken:
        check_password(password, about=ANNA)
    else:
        with pytest.raises(PasswordTooShort, match="8 to 128"):
            check_password(password, about=ANNA)


def test_a_character_counts_once_however_it_is_composed() -> None:
    with pytest.raises(PasswordTooShort):
        check_password("o\u0308a\u0308u\u0308x", about=ANNA)  # eight code points


def test_none_of_the_first_three_thousand_that_thieves_try_is_taken() -> None:
    taken = []
    for password in FREQUENCY_LISTS["passwords"][:3000]:
        for written in (password, password.upper(), password.title()):
            try:
                check_password(written, about=())
            except PasswordRefused:
                continue
            taken.append(written)

    assert taken == []


@pytest.mark.parametrize(
    "password",
    [
        "password1",
        "Password123!",
        "PASSWORD-2026",
        "...dragon1987",
        "12345678",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "passwordpassword",
    ],
)
def test_what_everybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(PasswordTooCommon, match="a few words in a row"):
        check_password(password, about=ANNA)


@pytest.mark.parametrize(
    "password",
    [
        "anna.berg@2026",
        "AnnaMariaBerg",
        "berg-anna-1987",
        "Klagenfurt-2026!",
        "openhammer-anna",
        "Auction.2026",
    ],
)
def test_names_and_addresses_do_not_make_a_password(password: str) -> None:
    with pytest.raises(PasswordTooNear, match="Without your name"):
        check_password(password, about=ANNA)


def test_short_words_of_a_name_stand_in_many_other_words() -> None:
    check_password("of mild kV7#", about=("", "Li Of Na"))
