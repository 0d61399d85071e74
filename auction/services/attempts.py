"""Looking along the chain of attempts to sell the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, defer, joinedload

from auction.models import Catalogue, Lot
from auction.rules.lifecycle import PREPARING, LotStatus
from auction.rules.procedure import Procedure, read_procedure
from auction.rules.proposing import Dates, propose_dates
from auction.rules.rounds import AGAIN, Attempt, goes_on, next_stage
from auction.services.procedures import load_shipped

REMINDED = timedelta(days=30)  # after a term was missed, nobody is reminded any more
ONE_DAY = timedelta(days=1)

_next = aliased(Lot)


@dataclass(frozen=True, slots=True)
class Due:
    """A lot that passed and whose next attempt must be announced by a moment.

    ``draft`` is that attempt, where it is already being prepared.
    """

    lot: Lot
    announced_by: datetime
    opens_by: datetime | None
    draft: Lot | None


@dataclass(frozen=True, slots=True)
class Sale:
    """A catalogue in which lots can go on: how many, by what became of them."""

    catalogue: Catalogue
    counts: dict[LotStatus, int]


def attempt_of(lot: Lot) -> Attempt:
    """Return a lot as the rules of the next round see it."""
    catalogue = lot.catalogue
    return Attempt(
        status=lot.status,
        procedure_name=catalogue.procedure_name,
        procedure=catalogue.procedure,
        category=lot.category,
        valuation=lot.valuation,
        starting_price=lot.starting_price,
        increment=lot.increment,
        deposit=lot.deposit,
        opens_at=lot.opens_at,
        scheduled_close=lot.scheduled_close,
        ended_at=lot.ended_at,
    )


def chain_of(session: Session, lot: Lot) -> Sequence[Lot]:
    """Return every attempt to sell the same thing, the first one first."""
    same = or_(Lot.id == lot.chain_id, Lot.first_id == lot.chain_id)
    return session.scalars(_with_catalogue(select(Lot).where(same))).all()


def attempts_until(session: Session, lot: Lot) -> list[Attempt]:
    """Return the attempts up to this one, the first one first."""
    return [
        attempt_of(one)
        for one in chain_of(session, lot)
        if one.attempt <= lot.attempt and one.status not in PREPARING
    ]


def successor_of(session: Session, lot: Lot) -> Lot | None:
    """Return the next attempt after a lot, where there is one, be it only a draft."""
    return session.scalars(select(Lot).where(Lot.previous_id == lot.id)).first()


def to_offer_again(
    session: Session, *, office_id: int, catalogue_id: int | None = None
) -> list[Lot]:
    """Return the lots of an office that can go on: over, and not yet offered again.

    What passed in the last stage of its procedure is not among them.
    """
    lots = select(Lot).where(*_waits(office_id, catalogue_id))
    found = session.scalars(_with_catalogue(lots, Lot.catalogue_id.desc(), Lot.number))
    return [lot for lot in found if lot.can_go_on]


def sales_to_offer_again(
    session: Session, *, office_id: int, catalogue_id: int | None = None
) -> list[Sale]:
    """Return the catalogues of an office in which lots can go on, the newest first."""
    rows = session.execute(
        select(Lot.catalogue_id, Lot.status, func.count())
        .where(*_waits(office_id, catalogue_id))
        .group_by(Lot.catalogue_id, Lot.status)
        .order_by(Lot.catalogue_id.desc())
    ).all()
    sales: dict[int, Sale] = {}
    for of, status, count in rows:
        catalogue = session.get_one(Catalogue, of)
        if goes_on(status, catalogue.procedure):
            sales.setdefault(of, Sale(catalogue, {})).counts[status] = count
    return list(sales.values())


def running_out(
    session: Session, *, office_id: int, now: datetime, within: timedelta
) -> list[Due]:
    """Return the lots whose term for the next attempt ends soon, the most urgent first.

    For the desk: as long as the next attempt is not announced, and for a month after
    the term was missed.
    """
    following: dict[tuple[str, str], Procedure] = {}  # by the terms of the last one
    due: list[tuple[Lot, Dates]] = []
    for lot in _passed_lately(session, office_id, now):
        terms = lot.catalogue.procedure_text, lot.catalogue.currency_code
        if terms not in following:
            following[terms] = next_procedure(lot)[1]
        dates = propose_dates(
            [attempt_of(lot)],
            following[terms],
            now=now,
            zone=lot.catalogue.zone,
        )
        by = dates.announced_by
        if by is not None and now - REMINDED <= by <= now + within:
            due.append((lot, dates))
    drafts = _successors(session, [lot.id for lot, _ in due])
    found = [
        Due(lot, dates.announced_by, dates.opens_by, drafts.get(lot.id))
        for lot, dates in due
        if dates.announced_by is not None
    ]
    return sorted(found, key=lambda one: (one.announced_by, one.lot.id))


def next_procedure(lot: Lot) -> tuple[str, Procedure]:
    """Return the name and the terms of the procedure under which a lot goes on."""
    name = next_stage(attempt_of(lot))
    text = load_shipped(name)
    currency = lot.catalogue.currency
    return name, read_procedure(text, currency=currency, source=f"{name}.toml")


def _waits(office_id: int, catalogue_id: int | None) -> tuple[ColumnElement[bool], ...]:
    everywhere = (
        Lot.office_id == office_id,
        Lot.status.in_(AGAIN),
        ~exists().where(_next.previous_id == Lot.id),
    )
    if catalogue_id is None:
        return everywhere
    return (*everywhere, Lot.catalogue_id == catalogue_id)


def _passed_lately(session: Session, office_id: int, now: datetime) -> Sequence[Lot]:
    """Return what passed, is not announced again, and whose term may end about now."""
    sold_from = Catalogue.office_id == office_id
    limits = [
        and_(Lot.catalogue_id == catalogue.id, Lot.ended_at >= now - REMINDED - term)
        for catalogue in session.scalars(select(Catalogue).where(sold_from))
        if (term := _longest_term(catalogue.procedure)) is not None
    ]
    if not limits:
        return ()
    announced = exists().where(
        _next.previous_id == Lot.id, _next.status.not_in(PREPARING)
    )
    lots = select(Lot).where(
        Lot.office_id == office_id,
        Lot.status == LotStatus.PASSED,
        or_(*limits),
        ~announced,
    )
    light = lots.options(defer(Lot.description), defer(Lot.fields))
    return session.scalars(_with_catalogue(light)).all()


def _longest_term(procedure: Procedure) -> timedelta | None:
    terms = procedure.next_round
    if terms is None:
        return None
    spans = [span for span in (terms.within, terms.announced_within) if span]
    return max(spans) + ONE_DAY if spans else None  # the clocks may be put forward


def _successors(session: Session, lot_ids: Sequence[int]) -> dict[int, Lot]:
    if not lot_ids:
        return {}
    found = session.scalars(select(Lot).where(Lot.previous_id.in_(lot_ids)))
    return {lot.previous_id: lot for lot in found if lot.previous_id is not None}


def _with_catalogue(lots: Select[tuple[Lot]], *order: object) -> Select[tuple[Lot]]:
    catalogue = joinedload(Lot.catalogue, innerjoin=True)
    return lots.options(catalogue).order_by(*(order or (Lot.attempt, Lot.id)))  # type: ignore[arg-type]
