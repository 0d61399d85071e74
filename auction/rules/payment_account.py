"""The account to which people pay: IBAN (ISO 13616) and BIC (ISO 9362)."""

import re
from collections.abc import Mapping

from auction.rules.refusal import Refusal

IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
# Where the length is known to be fixed; elsewhere the check digits must do.
LENGTHS: Mapping[str, int] = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI NL",
        19: "MK SI",
        20: "AT BA EE LT LU",
        21: "CH HR LI LV",
        22: "BG DE GB GE IE ME RS VA",
        23: "GI",
        24: "AD CZ ES MD RO SE SK",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "AL CY HU PL",
        29: "UA",
        31: "MT",
    }.items()
    for country in countries.split()
}


class IbanWrong(Refusal):
    """This is not an IBAN. Please compare it with a bank statement."""


class BicWrong(Refusal):
    """A BIC has 8 or 11 letters and digits, for example EXAMATWWXXX."""


def read_iban(text: str) -> str:
    """Return an IBAN without its spaces, or nothing for an empty text.

    Its length, where the country has one, and its check digits (ISO 7064 mod 97-10)
    must be right.
    """
    iban = _tight(text)
    if not iban:
        return ""
    if not IBAN.fullmatch(iban):
        raise IbanWrong
    length = LENGTHS.get(iban[:2], len(iban))
    if len(iban) != length:
        raise IbanWrong(
            "An IBAN that begins with {country} has {length} letters and digits; "
            "this one has {count}.",
            country=iban[:2],
            length=length,
            count=len(iban),
        )
    if remainder(iban) != 1:
        raise IbanWrong(
            "The check digits of this IBAN are not right: a letter or digit is wrong "
            "or two are exchanged."
        )
    return iban


def is_iban(text: str) -> bool:
    """Say whether a text is an IBAN; a national account number is none."""
    try:
        return bool(read_iban(text))
    except IbanWrong:
        return False


def read_bic(text: str) -> str:
    """Return a BIC without its spaces, or nothing for an empty text."""
    bic = _tight(text)
    if bic and not BIC.fullmatch(bic):
        raise BicWrong
    return bic


def in_groups(iban: str) -> str:
    """Write an IBAN as people read it: in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def remainder(signs: str) -> int:
    """Return what ISO 7064 mod 97-10 makes of an IBAN or a reference; 1 is right."""
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97


def _tight(text: str) -> str:
    return "".join(text.split()).upper()
