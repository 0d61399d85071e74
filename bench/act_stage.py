"""A lot, its officers and its bidders, fresh for each scene."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy.orm import Session

from auction import clock
from auction.models import (
    ActKind,
    Appointment,
    Catalogue,
    Lot,
    Office,
    OfficeKind,
    Role,
    User,
)
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services import acting, applying, bidding
from auction.services.accounts import EVERYTHING
from auction.services.procedures import load_shipped
from bench.terms import numbers_at_once
from web.extensions import db

REASON = "The debtor has paid the claim in full."
PAPER = acting.Paper("Order", f"{'0' * 64}.txt", 10)
OFFICERS, BIDDERS = 4, 2
START, STEP = Money(100_00), Money(10_00)
LENGTH = timedelta(hours=1)
GROUNDS: Mapping[ActKind, str] = {
    ActKind.RECALL: "debt-paid",
    ActKind.STAY: "court-order",
    ActKind.SUSPENSION: "objection",
    ActKind.VOIDING: "collusion",
    ActKind.DEFAULT: "buyer-refused",
}
_serial = count(1)


@dataclass
class Stage:
    """Where a scene plays: one open lot of movables, with a deposit."""

    lot_id: int
    catalogue_id: int
    officers: list[int]
    bidders: list[int]
    begin: datetime
    end: datetime
    dice: random.Random
    grounds: Mapping[ActKind, str] = field(default_factory=lambda: GROUNDS)
    already: Counter[str] = field(default_factory=Counter)  # rows from before the race
    not_in_trail: set[str] = field(default_factory=set)
    only_one_of: tuple[str, ...] = ()

    @classmethod
    def set_up(cls, session: Session, dice: random.Random) -> Stage:
        """Open a lot for which people have registered."""
        number, begin = next(_serial), clock.now()
        office = Office(
            slug=f"race-{number}-{uuid4().hex[:8]}",
            name="Race",
            kind=OfficeKind.COURT,
        )
        people = [_person(Role.BIDDER, begin) for _ in range(BIDDERS)]
        officers = [_person(Role.OFFICER, begin) for _ in range(OFFICERS)]
        session.add_all([office, *people, *officers])
        session.flush()
        session.add_all(
            Appointment(
                user_id=one.id, office_id=office.id, duty=duty, appointed_at=begin
            )
            for one in officers
            for duty in EVERYTHING
        )
        catalogue = Catalogue(
            slug=office.slug,
            title="Race",
            office_id=office.id,
            procedure_name="movables",
            procedure_text=numbers_at_once(load_shipped("movables")),
            currency_code="EUR",
            published_at=begin,
        )
        session.add(catalogue)
        session.flush()
        lot = _lot(catalogue, begin)
        session.add(lot)
        session.commit()
        stage = cls(
            lot.id,
            catalogue.id,
            [one.id for one in officers],
            [one.id for one in people],
            begin,
            begin + LENGTH,
            dice,
        )
        for user_id in stage.bidders:
            applying.apply_for(session, lot_id=stage.lot_id, user_id=user_id, now=begin)
        return stage

    def by_two(self) -> None:
        """Let the terms want two persons and a document for a recall, as courts do."""
        session = db.session()
        catalogue = session.get_one(Catalogue, self.catalogue_id)
        catalogue.procedure_text = catalogue.procedure_text.replace(
            "[recall]\n", "[recall]\npersons = 2\ndocument = true\n"
        )
        session.commit()

    def bid_of(self, which: int) -> Callable[[Session], object]:
        """Return the bid of one of the bidders, each a step above the one before."""
        return lambda session: bidding.place_bid(
            session,
            lot_id=self.lot_id,
            user_id=self.bidders[which],
            amount=START + STEP * (2 * which),
            received_at=self.begin + timedelta(minutes=1),
            idempotency_key=f"form-of-{which}",
            sure=True,
        )


def _person(role: Role, now: datetime) -> User:
    return User(
        email=f"{uuid4().hex}@example.com",
        name="",
        password_hash="!",  # noqa: S106 - nobody signs in
        role=role,
        registered_at=now,
    )


def _lot(catalogue: Catalogue, begin: datetime) -> Lot:
    return Lot(
        catalogue_id=catalogue.id,
        office_id=catalogue.office_id,
        number=1,
        title=f"Lot ({catalogue.slug})",
        category=Category.GOODS,
        status=LotStatus.OPEN,
        starting_price=START,
        deposit=STEP,
        opens_at=begin - LENGTH,
        closes_at=begin + LENGTH,
        scheduled_close=begin + LENGTH,
    )
