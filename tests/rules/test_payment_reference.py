"""A reference is found however it was written, and never mended into another's."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auction.rules.payment_account import in_groups
from auction.rules.payment_reference import (
    NUMBERS,
    ReferenceWrong,
    find_in,
    is_right,
    mistyped_in,
    read_reference,
    reference_of,
)

ONE = reference_of(253_900_754_703)
OTHER = reference_of(0)

references = st.integers(0, NUMBERS - 1).map(reference_of)


def test_a_reference_is_sixteen_signs_in_four_groups() -> None:
    assert ONE == "RF38353900754703"
    assert in_groups(ONE) == "RF38 3539 0075 4703"


def test_the_check_digits_are_those_of_the_standard() -> None:
    assert is_right("RF18539007547034")  # the example that ISO 11649 is told with


@pytest.mark.parametrize(
    "text",
    [
        "RF38353900754703",
        "RF38 3539 0075 4703",
        "rf38 3539 0075 4703",
        "RF 38 3539 0075 4703",
        "Rf38-3539-0075-4703",
        "RF38.3539.0075.4703",
        "RF38 3539 OO75 47O3",
        "rf38 3539 oo75 47o3",
        "38 3539 0075 4703",
        "38353900754703",
        "Ref.:RF38353900754703",
        "DEPOSIT RF38353900754703LOT 3",
        "deposit for the mill, rf38 3539 0075 4703, thank you",
        "EREF+NOTPROVIDED SVWZ+RF38 3539 0075\n4703 DEPOSIT",
        "2026-03-01 RF38 3539 0075 4703",
        "RF38 3539 0075 4703 RF38 3539 0075 4703",
        "RF38 3539 0075 4703 / 2026",
    ],
)
def test_a_reference_is_found_however_it_was_written(text: str) -> None:
    assert find_in(text) == (ONE,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deposit for lot 3",
        "RF38 3539 0075 470",  # one digit is missing
        "RF38 3539 0075 47031",  # one too many
        "1RF38 3539 0075 4713",
        "RF38 3539 0075 4730",  # two are exchanged
        "RF33 8539 0075 4703",  # a check digit with another
        "RF56 3539 0075 4703",
        "AT61 1904 3002 3457 3201",
        "123456789012345678901234567890",
    ],
)
def test_what_is_not_quite_a_reference_is_not_found(text: str) -> None:
    assert find_in(text) == ()


def test_two_references_in_one_text_are_both_found() -> None:
    assert find_in(f"{in_groups(ONE)} {in_groups(OTHER)}") == (ONE, OTHER)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("deposit RF38 3539 0075 4730", ("RF38353900754730",)),
        ("RF38 3539 0075 47", ("RF383539007547",)),
        ("RF38 3539 0075 4703", ()),
        ("RF38 3539 0075 4703 2026", ()),
        ("Rflex 7", ()),
        ("nothing", ()),
    ],
)
def test_a_typing_error_is_seen_and_shown_as_it_was_typed(
    text: str, found: tuple[str, ...]
) -> None:
    assert mistyped_in(text) == found


def test_a_person_may_type_it_in_his_own_way() -> None:
    assert read_reference(" rf38 3539-oo75 4703 ") == ONE
    assert read_reference("38353900754703") == ONE


@pytest.mark.parametrize("text", ["", "RF", "RF38 3539 0075 470", "lot 3", "RF" * 99])
def test_what_is_no_reference_at_all_is_told_how_one_looks(text: str) -> None:
    with pytest.raises(ReferenceWrong, match="It looks like"):
        read_reference(text)


def test_a_typed_reference_with_a_wrong_digit_is_told_so() -> None:
    with pytest.raises(ReferenceWrong, match="check digits"):
        read_reference("RF38 3539 0075 4704")


@given(references)
def test_every_reference_is_right_and_found_in_its_groups(reference: str) -> None:
    assert is_right(reference)
    assert len(reference) == 16
    assert find_in(f"Deposit {in_groups(reference).lower()} for lot") == (reference,)


@given(references, st.integers(2, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(reference: str, at: int, more: int) -> None:
    wrong = str((int(reference[at]) + more) % 10)
    typed = reference[:at] + wrong + reference[at + 1 :]

    assert find_in(typed) == ()
    assert mistyped_in(typed) == (typed,)


@given(references, st.integers(2, 15), st.integers(2, 15))
def test_two_digits_exchanged_are_always_seen(
    reference: str, one: int, other: int
) -> None:
    assume(reference[one] != reference[other])
    signs = list(reference)
    signs[one], signs[other] = signs[other], signs[one]

    assert find_in("".join(signs)) == ()


@given(references, st.integers(2, 15))
def test_a_digit_left_out_or_typed_twice_is_never_mended(
    reference: str, at: int
) -> None:
    assert find_in(reference[:at] + reference[at + 1 :]) == ()
    assert find_in(reference[:at] + reference[at] + reference[at:]) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(is_right(found) for found in find_in(text))
    assert not set(find_in(text)) & set(mistyped_in(text))


@given(references, references)
def test_two_references_differ_in_more_than_one_digit(one: str, other: str) -> None:
    assume(one != other)

    assert sum(a != b for a, b in zip(one, other, strict=True)) > 1
