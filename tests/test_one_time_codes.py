"""One-time codes, against the vectors of RFC 6238."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from auction import one_time_codes
from auction.one_time_codes import code_at, step_at, step_of_code

SEED = b"12345678901234567890"  # of RFC 6238, appendix B
NOW = datetime(2026, 3, 2, 12, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_a_code_is_that_of_the_standard(seconds: int, eight_digits: str) -> None:
    step = step_at(datetime.fromtimestamp(seconds, UTC))

    assert code_at(SEED, step) == eight_digits[-6:]


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_a_clock_that_is_a_step_wrong_is_right_enough(drift: int) -> None:
    code = code_at(SEED, step_at(NOW + drift * STEP))

    found = step_of_code(SEED, code, now=NOW, after=None)

    assert found == step_at(NOW) + drift


@pytest.mark.parametrize("drift", [-3, -2, 2, 3])
def test_a_code_from_further_away_is_wrong(drift: int) -> None:
    code = code_at(SEED, step_at(NOW + drift * STEP))

    assert step_of_code(SEED, code, now=NOW, after=None) is None


def test_only_a_later_step_than_the_last_is_taken() -> None:
    code = code_at(SEED, step_at(NOW))

    assert step_of_code(SEED, code, now=NOW, after=step_at(NOW) - 1) is not None
    assert step_of_code(SEED, code, now=NOW, after=step_at(NOW)) is None
    assert step_of_code(SEED, code, now=NOW, after=step_at(NOW) + 1) is None


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "1234567", "\uff10\uff11\uff12\uff13\uff14\uff15"]
)
def test_what_is_no_code_is_wrong_and_nothing_worse(typed: str) -> None:
    assert step_of_code(SEED, typed, now=NOW, after=None) is None


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "12"])
def test_digits_are_a_code_of_the_app(typed: str) -> None:
    assert one_time_codes.is_from_app(typed)


@pytest.mark.parametrize("typed", ["abcd-2345-efgh-6789", "1234567", "12345a"])
def test_anything_else_is_taken_for_a_recovery_code(typed: str) -> None:
    assert not one_time_codes.is_from_app(typed)


def test_an_app_is_told_everything_by_one_address() -> None:
    address = one_time_codes.address_for_app(
        SEED, email="anna+x@example.com", site="court.example"
    )

    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parts.path == "/court.example:anna%2Bx%40example.com"
    assert parse_qs(parts.query) == {
        "secret": ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"],
        "issuer": ["court.example"],
        "algorithm": ["SHA1"],
        "digits": ["6"],
        "period": ["30"],
    }


def test_a_seed_is_typed_in_groups_of_four() -> None:
    text = one_time_codes.seed_as_text(SEED)

    assert text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert len(one_time_codes.new_seed()) == 20
    assert one_time_codes.new_seed() != one_time_codes.new_seed()


def test_recovery_codes_are_ten_and_no_two_are_alike() -> None:
    codes = one_time_codes.new_recovery_codes()

    assert len(set(codes)) == 10
    assert all(len(code) == 19 and code.count("-") == 3 for code in codes)
    assert not {"0", "o", "1", "l", "i"} & set("".join(codes))


def test_a_recovery_code_is_known_however_it_is_typed_and_only_to_its_owner() -> None:
    kept = one_time_codes.recovery_digest("abcd-efgh-2345-6789", user_id=7)

    typed = one_time_codes.recovery_digest(" ABCDEFGH 2345 6789", user_id=7)
    others = one_time_codes.recovery_digest("abcd-efgh-2345-6789", user_id=8)

    assert typed == kept
    assert others != kept
