"""What the next attempts of some lots would be, before anybody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.money import Money
from auction.rules.procedure import Procedure
from auction.rules.proposing import Dates, Prices, propose_dates, propose_prices
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.attempts import (
    attempt_of,
    attempts_until,
    next_procedure,
    successor_of,
)
from auction.services.cataloguing import LONGEST_SLUG


class AlreadyOfferedAgain(OutOfStep):
    """Lot {number} is already offered again."""  # as the lot with the id successor


class NotTogether(Refusal):
    """These lots do not go on together: they need different procedures, offices or currencies."""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Plan:
    """How lots would go on together; ``prices`` are in their order."""

    procedure_name: str
    procedure: Procedure
    lots: Sequence[Lot]
    prices: Sequence[Prices]
    dates: Dates


def plan(session: Session, lots: Sequence[Lot], *, now: datetime) -> Plan:
    """Plan the next attempts of lots, or refuse those that cannot go on together."""
    for lot in lots:
        check_not_offered_again(session, lot)
    name, procedure = one_stage(lots)
    zone = lots[0].catalogue.zone
    attempts = [attempt_of(lot) for lot in lots]
    return Plan(
        name,
        procedure,
        lots,
        [propose(session, lot, procedure) for lot in lots],
        propose_dates(attempts, procedure, now=now, zone=zone),
    )


def propose(session: Session, lot: Lot, procedure: Procedure) -> Prices:
    """Propose what a lot costs at its next attempt."""
    unit = Money(10**lot.catalogue.currency.exponent)
    return propose_prices(attempts_until(session, lot), procedure, unit=unit)


def free_slug(session: Session, wish: str) -> str:
    """Return a short name for a catalogue that nobody has taken, near to a wish."""
    wish = wish[: LONGEST_SLUG - len("-99")].strip("-")
    wishes = chain([wish], (f"{wish}-{number}" for number in count(2)))
    taken = select(Catalogue.id).where(Catalogue.slug == bindparam("slug"))
    return next(s for s in wishes if session.scalar(taken, {"slug": s}) is None)


def check_not_offered_again(session: Session, lot: Lot) -> None:
    """Refuse a lot that has a next attempt; the refusal knows which one."""
    successor = successor_of(session, lot)
    if successor is not None:
        raise AlreadyOfferedAgain(number=lot.number, successor=successor.id)


def one_stage(lots: Sequence[Lot]) -> tuple[str, Procedure]:
    """Return the procedure under which lots go on together, or refuse."""
    stages = {next_procedure(lot)[0] for lot in lots}
    offices = {lot.office_id for lot in lots}
    currencies = {lot.catalogue.currency_code for lot in lots}
    if max(len(stages), len(offices), len(currencies)) > 1:
        raise NotTogether
    return next_procedure(lots[0])


def unpublished_for(
    session: Session, lots: Sequence[Lot], procedure_name: str
) -> list[Catalogue]:
    """Return the catalogues in preparation into which these lots could go."""
    first = lots[0]
    return list(
        session.scalars(
            select(Catalogue)
            .where(
                Catalogue.office_id == first.office_id,
                Catalogue.published_at.is_(None),
                Catalogue.procedure_name == procedure_name,
                Catalogue.currency_code == first.catalogue.currency_code,
            )
            .order_by(Catalogue.id.desc())
        )
    )
