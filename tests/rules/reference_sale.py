"""A second opinion on maximum bids, in a hundred lines that share nothing with ours.

It keeps every offer, and reads leader and price off the list. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

WINDOW = 300  # a bid so near to the end moves it to so long after the bid


@dataclass
class Offer:
    who: str
    amount: int
    kind: str  # "bid", "maximum" or "match"


@dataclass
class ReferenceSale:
    start: int
    end: int
    step: Callable[[int], int]
    exactly: bool
    most_extensions: int
    ranks: dict[str, int]
    offers: list[Offer] = field(default_factory=list)
    price: int | None = None
    leader: str | None = None
    now: int = 0
    extensions: int = 0
    state: str = "open"
    barred: set[str] = field(default_factory=set)
    led_by_maximum: bool = False  # whether the leader's last bid was made for him

    @property
    def minimum(self) -> int:
        return self.start if self.price is None else self.price + self.step(self.price)

    def bid(self, who: str, amount: int) -> bool:
        if not self._hears(who) or who == self.leader or amount < self.minimum:
            return False
        if self.price is None and self.exactly and amount != self.start:
            return False
        return self._settle(Offer(who, amount, "bid"))

    def maximum(self, who: str, amount: int) -> bool:
        least = self.price if who == self.leader else self.minimum
        if not self._hears(who) or least is None or amount < least:
            return False
        newest = Offer(who, amount, "maximum")
        for place, offer in enumerate(self.offers):
            if (offer.who, offer.kind) == (who, "maximum"):
                del self.offers[place]
                if who == self.leader:  # he goes on leading, so he keeps his place
                    return self._settle(newest, place)
        return self._settle(newest)

    def match(self, who: str) -> bool:
        rank, best = self.ranks.get(who), self.ranks.get(self.leader or "", 99)
        if not self._hears(who) or self.price is None or best <= (rank or 99):
            return False
        return self._settle(Offer(who, self.price, "match"))

    def cancel(self, who: str) -> bool:
        return who != self.leader

    def bar(self, who: str) -> None:
        self.barred.add(who)
        for offer in self.offers:
            if offer.who == who and self.price is not None:
                offer.amount = min(offer.amount, self.price)

    def _hears(self, who: str) -> bool:
        return self.state == "open" and self.now < self.end and who not in self.barred

    def _settle(self, newest: Offer, place: int | None = None) -> bool:
        self.offers.insert(len(self.offers) if place is None else place, newest)
        top = max(self.offers, key=lambda o: (o.amount, self._right(o)))
        second = max((o.amount for o in self.offers if o.who != top.who), default=None)
        if top.kind != "maximum" or second is None:
            price = self.start if top.kind == "maximum" else top.amount
        else:
            price = min(top.amount, second + self.step(second))
        if top.who == self.leader == newest.who and self.price is not None:
            price = max(price, self.price) if self.led_by_maximum else self.price
        else:
            self.led_by_maximum = top.kind == "maximum"
        if (top.who, price) != (self.leader, self.price):
            self._extend()
        self.leader, self.price = top.who, price
        return True

    def _right(self, offer: Offer) -> tuple[int, int]:
        """At one amount a match goes first, by rank; then whoever was earlier."""
        rank = -self.ranks[offer.who] if offer.kind == "match" else -99
        return rank, -self.offers.index(offer)

    def _extend(self) -> None:
        if self.now < self.end - WINDOW or self.extensions >= self.most_extensions:
            return
        self.extensions += self.now + WINDOW > self.end
        self.end = max(self.end, self.now + WINDOW)
