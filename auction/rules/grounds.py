"""The grounds on which an office may act, and the text that everybody reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from auction.rules.procedure import Ground
from auction.rules.refusal import Refusal

SHORTEST, LONGEST = 10, 2000  # characters


class GroundMissing(Refusal):
    """Please choose one of the grounds that the rules of this sale allow."""


class GroundTooLate(Refusal):
    """This ground no longer holds once somebody has bid."""

    code = 409


class GroundTooEarly(Refusal):
    """This ground does not hold before somebody has bid."""

    code = 409


class TermNotOver(Refusal):
    """This ground does not hold while the buyer has still time to pay."""

    code = 409


class PublicTextMissing(Refusal):
    """Please give the reason that everybody will read."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a ground depends on."""

    has_bids: bool
    term_over: bool = False  # the buyer's days to pay


def grounds_that_hold(
    grounds: Sequence[Ground], now: Circumstances
) -> tuple[Ground, ...]:
    """Return the grounds that may be given now."""
    return tuple(ground for ground in grounds if _hindrance(ground, now) is None)


def check_ground(grounds: Sequence[Ground], code: str, now: Circumstances) -> Ground:
    """Return the ground of that code, or refuse it."""
    ground = next((g for g in grounds if g.code == code), None)
    if ground is None:
        raise GroundMissing
    hindrance = _hindrance(ground, now)
    if hindrance is not None:
        raise hindrance
    return ground


def check_public_text(text: str) -> str:
    """Return the public text, trimmed, or refuse one that says nothing."""
    trimmed = text.strip()
    if not trimmed:
        raise PublicTextMissing
    if not SHORTEST <= len(trimmed) <= LONGEST:
        raise PublicTextMissing(
            "Please write between {shortest} and {longest} characters.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    return trimmed


def _hindrance(ground: Ground, now: Circumstances) -> Refusal | None:
    if now.has_bids and not ground.after_first_bid:
        return GroundTooLate()
    if not now.has_bids and not ground.before_first_bid:
        return GroundTooEarly()
    if ground.after_balance_term and not now.term_over:
        return TermNotOver()
    return None
