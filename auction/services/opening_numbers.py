"""Proving who had a bidder number and has left since, when the law asks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Paddle
from auction.rules.lifecycle import ENDED
from auction.rules.refusal import NotAllowed, NotThere
from auction.sealing import KeyRing
from auction.services.leaving import left_as
from auction.services.registering import commit_to, tight


class NumberUnknown(NotThere):
    """Nobody who has left had this number on this lot."""


class NothingKept(NotThere):
    """Who had this number is not kept any more."""


class LotNotOver(NotAllowed):
    """Nobody learns who bids on a lot before it is over."""


def words_of_number(
    session: Session, *, lot_id: int, number: int, ring: KeyRing
) -> str:
    """Return the words to which the public record binds a number of who has left.

    Whoever has the salt of the number can check it: SHA-256 over salt, line end, words.
    """
    paddle = session.scalars(
        select(Paddle).where(Paddle.lot_id == lot_id, Paddle.number == number)
    ).one_or_none()
    if paddle is None or paddle.user.closed_at is None:
        raise NumberUnknown
    if session.get_one(Lot, lot_id).status not in ENDED:
        raise LotNotOver
    who = left_as(paddle.user, ring=ring)
    words = [
        f"{tight(one['name'])}\n{tight(one['address'])}"
        for one in who.get("identities", [])
    ]
    for candidate in (who.get("email", ""), *words):
        if commit_to(candidate, paddle.salt) == paddle.commitment:
            return str(candidate)
    raise NothingKept
