"""The account to which people pay."""

import pytest

from auction.rules.payment_account import (
    LENGTHS,
    BicWrong,
    IbanWrong,
    in_groups,
    read_bic,
    read_iban,
)

# The examples that ISO 13616's registrar prints for these countries.
PRINTED = (
    "AT61 1904 3002 3457 3201",
    "BE68 5390 0754 7034",
    "CH93 0076 2011 6238 5295 7",
    "DE89 3704 0044 0532 0130 00",
    "ES91 2100 0418 4502 0005 1332",
    "FR14 2004 1010 0505 0001 3M02 606",
    "GB29 NWBK 6016 1331 9268 19",
    "GR16 0110 1250 0000 0001 2300 695",
    "HR12 1001 0051 8630 0016 0",
    "IT60 X054 2811 1010 0000 0123 456",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "NL91 ABNA 0417 1643 00",
    "NO93 8601 1117 947",
    "RS35 2600 0560 1001 6113 79",
    "UA21 3223 1300 0002 6007 2335 6600 1",
)


@pytest.mark.parametrize("iban", PRINTED)
def test_a_right_iban_is_kept_without_its_spaces(iban: str) -> None:
    assert read_iban(iban) == iban.replace(" ", "")
    assert read_iban(iban.lower()) == iban.replace(" ", "")


@pytest.mark.parametrize("iban", PRINTED)
def test_an_iban_is_written_in_groups_of_four(iban: str) -> None:
    assert in_groups(read_iban(iban)) == iban


@pytest.mark.parametrize("at", range(4, 20))
def test_one_wrong_digit_is_found(at: int) -> None:
    iban = "AT611904300234573201"
    wrong = iban[:at] + str((int(iban[at]) + 1) % 10) + iban[at + 1 :]

    with pytest.raises(IbanWrong, match="check digits"):
        read_iban(wrong)


def test_two_digits_exchanged_are_found() -> None:
    with pytest.raises(IbanWrong, match="check digits"):
        read_iban("AT61 1904 3002 3457 3210")


def test_an_iban_of_the_wrong_length_is_told_its_length() -> None:
    with pytest.raises(IbanWrong, match=r"begins with DE has 22 .* has 21"):
        read_iban("DE89 3704 0044 0532 0130 0")


@pytest.mark.parametrize(
    "text", ["1234", "DE", "not an iban", "DE8937040044053201300٣"]
)
def test_what_is_no_iban_is_refused(text: str) -> None:
    with pytest.raises(IbanWrong):
        read_iban(text)


def test_an_office_may_have_no_account() -> None:
    assert read_iban("  ") == ""
    assert read_bic("") == ""


@pytest.mark.parametrize("bic", ["EXAMATWW", "examatwwxxx", "EXAM AT WW 123"])
def test_a_bic_has_eight_or_eleven_signs(bic: str) -> None:
    assert read_bic(bic) == bic.replace(" ", "").upper()


@pytest.mark.parametrize("bic", ["EXAM", "EXAMATWWXX", "1234ATWW", "EXAMATWWXXXX"])
def test_another_bic_is_refused(bic: str) -> None:
    with pytest.raises(BicWrong):
        read_bic(bic)


def test_every_length_is_one_that_the_standard_allows() -> None:
    assert all(15 <= length <= 34 for length in LENGTHS.values())
