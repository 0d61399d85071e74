"""The reference under which a deposit is paid: ISO 11649, with digits alone.

``RF`` and two check digits, then twelve random digits: nothing in it tells the lot or
the person. Because all are digits, the check finds every single wrong digit and every
two that were exchanged, wherever they stand; so one right reference never becomes
another by one mistake.
"""

import re

from auction.rules.payment_account import remainder
from auction.rules.refusal import Refusal

PREFIX = "RF"
LOWEST, NUMBERS = 10**11, 9 * 10**11  # the first digit is no zero: some banks drop it
DIGITS = 14  # with the check digits
LIKE_DIGITS = str.maketrans("OoIiLl", "001111")  # as people read them off a paper

_SIGN = "[0-9OoIiLl]"
_GAP = r"[\s./:_-]{0,3}"
_MARK = rf"[Rr]{_GAP}[Ff]{_GAP}"
_ALL = rf"(?:{_SIGN}{_GAP}){{{DIGITS - 1}}}{_SIGN}"
# Fourteen digits that no other digit touches, found even where two overlap.
_NUMBER = re.compile(rf"(?<![0-9])(?=({_ALL})(?![0-9]))")
_MARKED = re.compile(rf"{_MARK}((?:{_SIGN}{_GAP})*{_SIGN})")
_TYPED = re.compile(rf"\s*(?:{_MARK})?({_ALL})\s*")


class ReferenceWrong(Refusal):
    """This is not a reference of a deposit. It looks like RF38 3539 0075 4703."""


def reference_of(number: int) -> str:
    """Return the reference with a number from 0 on, below ``NUMBERS``."""
    body = str(LOWEST + number)
    check = 98 - remainder(f"{PREFIX}00{body}")
    return f"{PREFIX}{check:02d}{body}"


def is_right(reference: str) -> bool:
    """Say whether the check digits of a tight reference are right."""
    return remainder(reference) == 1


def read_reference(text: str) -> str:
    """Return the one reference that somebody typed, or refuse it and say why.

    Spaces, small letters, O for 0 and a missing RF do no harm.
    """
    typed = _TYPED.fullmatch(text)
    if typed is None:
        raise ReferenceWrong
    reference = _tight(typed[1])
    if not is_right(reference):
        raise ReferenceWrong(
            "The check digits of this reference are not right: a digit is wrong or two "
            "are exchanged."
        )
    return reference


def find_in(text: str) -> tuple[str, ...]:
    """Return every right reference that stands in a free text, each once.

    Nothing is mended: what has a wrong or a missing digit is not found.
    """
    found = (_tight(match[1]) for match in _NUMBER.finditer(text))
    return tuple(dict.fromkeys(one for one in found if is_right(one)))


def mistyped_in(text: str) -> tuple[str, ...]:
    """Return what begins like a reference in a text, but is none; as it was typed."""
    right = find_in(text)
    found = (PREFIX + _digits(match[1]) for match in _MARKED.finditer(text))
    return tuple(
        dict.fromkeys(
            one
            for one in found
            if len(one) > len(PREFIX) + DIGITS // 2
            and not any(one.startswith(whole) for whole in right)
        )
    )


def _tight(signs: str) -> str:
    return PREFIX + _digits(signs)


def _digits(signs: str) -> str:
    return re.sub(r"[^0-9]", "", signs.translate(LIKE_DIGITS))
