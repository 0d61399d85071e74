"""The grounds on which a seller may act, and the text that everybody reads."""

from collections.abc import Sequence

from auction.rules.procedure import Ground
from auction.rules.refusal import Refusal

SHORTEST, LONGEST = 10, 2000  # characters


class GroundMissing(Refusal):
    """Please choose one of the grounds that the rules of this sale allow."""


class GroundTooLate(Refusal):
    """This ground no longer holds once somebody has bid."""

    code = 409


class PublicTextMissing(Refusal):
    """Please give the reason that everybody will read."""


def grounds_that_hold(
    grounds: Sequence[Ground], *, has_bids: bool
) -> tuple[Ground, ...]:
    """Return the grounds that may be given now."""
    return tuple(g for g in grounds if g.after_first_bid or not has_bids)


def check_ground(grounds: Sequence[Ground], code: str, *, has_bids: bool) -> Ground:
    """Return the ground of that code, or refuse it."""
    ground = next((g for g in grounds if g.code == code), None)
    if ground is None:
        raise GroundMissing
    if has_bids and not ground.after_first_bid:
        raise GroundTooLate
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
