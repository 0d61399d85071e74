"""Preparing catalogues at the desk, as long as nothing of them is public."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import ColumnElement, Select, delete, exists, select, update
from sqlalchemy.orm import Session

from auction.models import Catalogue, ListImport, Lot, Submission
from auction.rules.catalogue_entries import CataloguePlan, proposed_slug
from auction.rules.lifecycle import LotStatus
from auction.rules.narrowing import kept_eligibility
from auction.rules.procedure import Procedure, ReserveKind, StepKind
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.cataloguing import check_slug, open_catalogue
from auction.services.drafting import catalogue_for_change
from auction.services.next_rounds import free_slug
from auction.services.officers import check_duty
from auction.services.procedures import load_shipped
from auction.services.transaction import atomic, lot_for_change

SAID = (
    *("title", "slug", "procedure_name", "introduction", "currency_code", "locale"),
    *("time_zone", "opens_at", "closes_at", "stagger_seconds"),
)
PLAIN = tuple(name for name in SAID if name not in {"slug", "procedure_name"})


class AlreadyPublished(OutOfStep):
    """This catalogue is published: its terms and numbers are fixed."""


class LotsAreSubmitted(OutOfStep):
    """Lots of this catalogue are submitted or approved: take them back first."""


class HasLots(OutOfStep):
    """This catalogue has lots: only an empty one can be deleted."""


class StaleCatalogue(OutOfStep):
    """Somebody has changed this catalogue since you opened it. Nothing was saved."""


class CurrencyIsUsed(Refusal):
    """Its lots have amounts in {code}: the currency stays."""


@atomic
def prepare_catalogue(
    session: Session, *, office_id: int, officer_id: int, plan: CataloguePlan
) -> Catalogue:
    """Open a catalogue as planned; nobody but its office sees it yet."""
    check_duty(session, officer_id=officer_id, office_id=office_id)
    catalogue = open_catalogue(
        session,
        office_id=office_id,
        slug=_slug(session, plan),
        title=plan.title,
        procedure=plan.procedure_name,
        currency=plan.currency_code,
        locale=plan.locale,
        time_zone=plan.time_zone,
        introduction=plan.introduction,
    )
    catalogue.opens_at = plan.opens_at
    catalogue.closes_at = plan.closes_at
    catalogue.stagger_seconds = plan.stagger_seconds
    return catalogue


@atomic
def change_catalogue(
    session: Session,
    *,
    catalogue_id: int,
    officer_id: int,
    plan: CataloguePlan,
    seen: str,
) -> Catalogue:
    """Change an unpublished catalogue; ``seen`` is its fingerprint when it was read.

    Drafts take over what a new procedure settles: its round, and no increment or
    reserve where it leaves none to them.
    """
    catalogue = catalogue_for_preparation(session, catalogue_id, officer_id)
    if seen != fingerprint(catalogue):
        raise StaleCatalogue
    _check_currency(session, catalogue, plan)
    if plan.slug not in ("", catalogue.slug):
        catalogue.slug = _slug(session, plan)
    if plan.procedure_name != catalogue.procedure_name:
        _change_procedure(session, catalogue, plan)
    for name in PLAIN:
        setattr(catalogue, name, getattr(plan, name))
    return catalogue


@atomic
def delete_catalogue(session: Session, *, catalogue_id: int, officer_id: int) -> None:
    """Delete a catalogue that has no lots and was never public."""
    catalogue = catalogue_for_preparation(session, catalogue_id, officer_id)
    check_deletable(session, catalogue)
    own = catalogue.id
    session.execute(delete(ListImport).where(ListImport.catalogue_id == own))
    session.execute(delete(Submission).where(Submission.catalogue_id == own))
    later = update(Catalogue).where(Catalogue.previous_id == own)
    session.execute(later.values(previous_id=None))
    session.delete(catalogue)


def catalogue_for_preparation(
    session: Session, catalogue_id: int, officer_id: int
) -> Catalogue:
    """Lock a catalogue for an officer who may still change all of it, or refuse."""
    catalogue = catalogue_for_change(session, catalogue_id)
    check_duty(session, officer_id=officer_id, office_id=catalogue.office_id)
    check_in_preparation(session, catalogue)
    return catalogue


def check_in_preparation(session: Session, catalogue: Catalogue) -> None:
    """Refuse a catalogue of which something is public, or waits to be."""
    if catalogue.published_at is not None:
        raise AlreadyPublished
    if session.scalar(_lots(catalogue, Lot.status != LotStatus.DRAFT)):
        raise LotsAreSubmitted


def is_in_preparation(session: Session, catalogue: Catalogue) -> bool:
    """Say whether all of a catalogue can still be changed."""
    try:
        check_in_preparation(session, catalogue)
    except OutOfStep:
        return False
    return True


def check_deletable(session: Session, catalogue: Catalogue) -> None:
    """Refuse a catalogue that is public or not empty."""
    check_in_preparation(session, catalogue)
    if has_lots(session, catalogue):
        raise HasLots


def has_lots(session: Session, catalogue: Catalogue) -> bool:
    """Say whether there are lots in a catalogue."""
    return bool(session.scalar(_lots(catalogue)))


def fingerprint(catalogue: Catalogue) -> str:
    """Return what tells one state of a catalogue from another: SHA-256, in hex."""
    told = [getattr(catalogue, name) for name in SAID]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _slug(session: Session, plan: CataloguePlan) -> str:
    if not plan.slug:
        return free_slug(session, proposed_slug(plan.title))
    return check_slug(session, plan.slug)


def _check_currency(
    session: Session, catalogue: Catalogue, plan: CataloguePlan
) -> None:
    code = catalogue.currency_code
    if plan.currency_code != code and has_lots(session, catalogue):
        raise CurrencyIsUsed(code=code)


def _change_procedure(
    session: Session, catalogue: Catalogue, plan: CataloguePlan
) -> None:
    old = catalogue.procedure
    catalogue.procedure_text = load_shipped(plan.procedure_name)
    catalogue.procedure_name = plan.procedure_name
    of_it = select(Lot.id).where(Lot.catalogue_id == catalogue.id).order_by(Lot.id)
    for lot_id in session.scalars(of_it).all():
        settle(lot_for_change(session, lot_id), catalogue.procedure, old=old)


def settle(lot: Lot, procedure: Procedure, *, old: Procedure) -> None:
    """Let a draft take over what a procedure settles, coming from another one."""
    if lot.round == old.round:
        lot.round = procedure.round
    if procedure.step is StepKind.TABLE:
        lot.increment = None
    if procedure.reserve is ReserveKind.START:
        lot.reserve = None
    lot.eligibility = kept_eligibility(lot.eligibility, procedure.eligibility)


def _lots(catalogue: Catalogue, *which: ColumnElement[bool]) -> Select[tuple[bool]]:
    return select(exists().where(Lot.catalogue_id == catalogue.id, *which))
