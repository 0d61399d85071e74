"""Bars as pages show them: to the person, to the office, to the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Barring, Lot, Paddle
from auction.rules.barring import GROUNDS, BarGround, is_in_force
from auction.services.barring_people import scope_in_words
from web import lot_page

BY_DEFAULT = GROUNDS[BarGround.DEFAULT]


@dataclass(frozen=True, slots=True)
class ShownBar:
    """A bar, and whether it holds now; ``name`` only where the rules let it be told."""

    bar: Barring
    is_in_force: bool
    name: str = ""

    @property
    def ground(self) -> str:
        """Its ground in words; grounds of a procedure are those of a default."""
        code = self.bar.ground
        return GROUNDS[BarGround(code)] if code in set(BarGround) else BY_DEFAULT

    @property
    def scope(self) -> str:
        """From what it keeps, within a sentence."""
        return scope_in_words(self.bar)

    @property
    def lot(self) -> Lot | None:
        """The ended lot on which it happened."""
        return self.bar.paddle.lot if self.bar.paddle is not None else self.bar.lot


def shown(bars: Sequence[Barring], *, now: datetime) -> list[ShownBar]:
    """Return bars as the person himself, or the operator, sees them."""
    return [ShownBar(one, holds(one, now=now)) for one in bars]


def of_office(session: Session, office_id: int, *, now: datetime) -> list[ShownBar]:
    """Return an office's bars, the newest first: by number, and by name where told."""
    bars = session.scalars(
        _bars().where(
            or_(
                Barring.office_id == office_id,
                Barring.lot_id.in_(select(Lot.id).where(Lot.office_id == office_id)),
            )
        )
    ).all()
    return [ShownBar(one, holds(one, now=now), _name(one)) for one in bars]


def of_site(session: Session, *, now: datetime) -> list[ShownBar]:
    """Return the bars from the whole site, the newest first, without names."""
    whole = _bars().where(Barring.office_id.is_(None), Barring.lot_id.is_(None))
    return shown(session.scalars(whole).all(), now=now)


def holds(bar: Barring, *, now: datetime) -> bool:
    """Say whether a bar is in force."""
    return is_in_force(until=bar.until, lifted_at=bar.lifted_at, now=now)


def _bars() -> Select[tuple[Barring]]:
    return (
        select(Barring)
        .options(joinedload(Barring.paddle).joinedload(Paddle.lot))
        .order_by(Barring.id.desc())
    )


def _name(bar: Barring) -> str:
    """Name the buyer of a lot where the office is told who it was; nobody else."""
    paddle = bar.paddle
    if paddle is None or paddle.lot.leader_id != paddle.id:
        return ""
    buyer = lot_page.winner(paddle.lot, for_seller=True)
    return buyer.name if buyer is not None else ""
