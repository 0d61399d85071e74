"""Offering again what was not sold: the next attempt, as a draft linked to the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, undefer

from auction.models import Catalogue, Lot
from auction.rules.narrowing import kept_eligibility
from auction.rules.procedure import Procedure, ReserveKind
from auction.rules.refusal import NotThere, Refusal
from auction.rules.staggering import check_seconds, end_at
from auction.services.cataloguing import LotAlreadyThere, open_catalogue
from auction.services.copying import copied_papers, copy_row
from auction.services.drafting import catalogue_for_change, next_number
from auction.services.next_rounds import (
    check_not_offered_again,
    one_stage,
    propose,
    unpublished_for,
)
from auction.services.officers import lot_for_officer
from auction.services.transaction import atomic


class NothingChosen(Refusal):
    """Please choose at least one lot."""


class EndBeforeOpening(Refusal):
    """The first end must be after the opening."""


class NotForThese(Refusal):
    """These lots cannot go into that catalogue: it is under other rules, or public."""


@dataclass(frozen=True, slots=True)
class NewSale:
    """A catalogue that is made for lots that are offered again."""

    title: str
    slug: str
    introduction: str = ""  # Markdown


@dataclass(frozen=True, slots=True)
class Timing:
    """When the lots open and how their ends follow one another, in their order."""

    opens_at: datetime
    first_end: datetime
    seconds: int  # between two ends


@atomic
def relist(
    session: Session,
    *,
    lot_ids: Iterable[int],
    officer_id: int,
    sale: NewSale | int,
    timing: Timing,
) -> Catalogue:
    """Offer lots again under the stage that follows; return their catalogue.

    ``sale`` is a new catalogue, or the id of one that is not published: that one keeps
    its own times where it has any. The new lots are drafts that can be corrected; the
    files of photos and papers are the same. Each lot has one next attempt at most.
    """
    _check_timing(timing)
    lots = _locked(session, sorted(set(lot_ids)), officer_id)
    for lot in lots:
        check_not_offered_again(session, lot)
    name, procedure = one_stage(lots)

    catalogue = _catalogue(session, sale, lots, name, timing)
    there = next_number(session, catalogue) - 1
    in_order = sorted(lots, key=lambda lot: (lot.catalogue_id, lot.number))
    for place, lot in enumerate(in_order, start=there):
        _check_number_of_office(session, catalogue, lot)
        session.add(_next_attempt(session, lot, catalogue, procedure, place))
        session.flush()
    return catalogue


def _locked(session: Session, lot_ids: Sequence[int], officer_id: int) -> Sequence[Lot]:
    if not lot_ids:
        raise NothingChosen
    for lot_id in lot_ids:
        lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    whole = (undefer("*"), selectinload(Lot.photos), selectinload(Lot.documents))
    lots = select(Lot).where(Lot.id.in_(lot_ids)).order_by(Lot.id).options(*whole)
    return session.scalars(lots.execution_options(populate_existing=True)).all()


def _check_timing(timing: Timing) -> None:
    check_seconds(timing.seconds)
    if timing.first_end <= timing.opens_at:
        raise EndBeforeOpening


def _catalogue(
    session: Session,
    sale: NewSale | int,
    lots: Sequence[Lot],
    procedure_name: str,
    timing: Timing,
) -> Catalogue:
    if isinstance(sale, int):
        catalogue = catalogue_for_change(session, sale)
        if catalogue not in unpublished_for(session, lots, procedure_name):
            raise NotForThese
    else:
        catalogue = _new_catalogue(session, sale, lots, procedure_name)
    if catalogue.opens_at is None or catalogue.closes_at is None:
        catalogue.opens_at = timing.opens_at
        catalogue.closes_at = timing.first_end
        catalogue.stagger_seconds = timing.seconds
    return catalogue


def _new_catalogue(
    session: Session, sale: NewSale, lots: Sequence[Lot], procedure_name: str
) -> Catalogue:
    last = lots[0].catalogue
    catalogue = open_catalogue(
        session,
        office_id=last.office_id,
        slug=sale.slug,
        title=sale.title,
        procedure=procedure_name,
        currency=last.currency_code,
        locale=last.locale,
        time_zone=last.time_zone,
        introduction=sale.introduction,
    )
    if len({lot.catalogue_id for lot in lots}) == 1:
        catalogue.previous_id = last.id
    return catalogue


def _check_number_of_office(session: Session, catalogue: Catalogue, lot: Lot) -> None:
    same = select(Lot.number).where(
        Lot.catalogue_id == catalogue.id, Lot.external_id == lot.external_id
    )
    number = session.scalar(same) if lot.external_id else None
    if number is not None:
        raise LotAlreadyThere(number=number, external_id=lot.external_id)


def _next_attempt(
    session: Session, lot: Lot, catalogue: Catalogue, procedure: Procedure, place: int
) -> Lot:
    if catalogue.opens_at is None or catalogue.closes_at is None:
        raise NotThere("This catalogue has no times yet.")
    prices = propose(session, lot, procedure)
    is_hidden = procedure.reserve is ReserveKind.HIDDEN
    end = end_at(catalogue.closes_at, seconds=catalogue.stagger_seconds, place=place)
    return Lot(
        catalogue_id=catalogue.id,
        office_id=lot.office_id,
        number=place + 1,
        external_id=lot.external_id,
        title=lot.title,
        description=lot.description,
        category=lot.category,
        region=lot.region,
        location=lot.location,
        round=procedure.round,
        fields=dict(lot.fields),
        eligibility=kept_eligibility(lot.eligibility, procedure.eligibility),
        valuation=lot.valuation,
        starting_price=prices.starting_price,
        reserve=lot.reserve if is_hidden else None,
        increment=prices.increment,
        deposit=prices.deposit,
        opens_at=catalogue.opens_at,
        closes_at=end,
        scheduled_close=end,
        attempt=lot.attempt + 1,
        previous_id=lot.id,
        first_id=lot.chain_id,
        photos=[copy_row(photo, lot_id=None) for photo in lot.photos],
        documents=copied_papers(session, lot),
    )
