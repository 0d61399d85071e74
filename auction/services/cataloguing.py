"""Preparing catalogues and lots."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.money import currency_of
from auction.rules import lot_cells
from auction.rules.lot_sheet import LotSheet
from auction.rules.procedure import read_procedure
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.drafting import catalogue_for_change, draft, next_number
from auction.services.procedures import load_shipped
from auction.services.transaction import atomic

SLUG = re.compile(r"(?!new$)[a-z0-9]+(-[a-z0-9]+)*")  # "new" is a page of the desk
LONGEST_SLUG = 80  # characters


class LotAlreadyThere(OutOfStep):
    """Lot {number} of this catalogue already has the number {external_id}."""


class SlugUnusable(Refusal):
    """A short name has small letters, digits and hyphens."""


@atomic
def create_catalogue(
    session: Session,
    *,
    office_id: int,
    slug: str,
    title: str,
    procedure: str,
    currency: str,
    locale: str,
    time_zone: str,
    introduction: str = "",
) -> Catalogue:
    """Open a catalogue with a copy of the procedure that will govern it."""
    return open_catalogue(
        session,
        office_id=office_id,
        slug=slug,
        title=title,
        procedure=procedure,
        currency=currency,
        locale=locale,
        time_zone=time_zone,
        introduction=introduction,
    )


def open_catalogue(
    session: Session,
    *,
    office_id: int,
    slug: str,
    title: str,
    procedure: str,
    currency: str,
    locale: str,
    time_zone: str,
    introduction: str = "",
) -> Catalogue:
    """Open a catalogue within the caller's transaction."""
    text = load_shipped(procedure)
    _check_names(session, slug=slug, locale=locale, time_zone=time_zone)
    try:
        known = currency_of(currency)
    except ValueError as unknown:
        raise Refusal(str(unknown)) from unknown
    read_procedure(text, currency=known, source=f"{procedure}.toml")
    catalogue = Catalogue(
        office_id=office_id,
        slug=slug,
        title=lot_cells.needed(lot_cells.line)(title),
        introduction=introduction,
        procedure_name=procedure,
        procedure_text=text,
        currency_code=currency,
        locale=locale,
        time_zone=time_zone,
    )
    session.add(catalogue)
    session.flush()
    return catalogue


@atomic
def add_lot(session: Session, *, catalogue_id: int, sheet: LotSheet) -> Lot:
    """Add a draft lot under the next number of its catalogue."""
    catalogue = catalogue_for_change(session, catalogue_id)
    _check_new(session, catalogue, sheet)
    lot = draft(sheet, catalogue, number=next_number(session, catalogue))
    session.add(lot)
    session.flush()
    return lot


def _check_new(session: Session, catalogue: Catalogue, sheet: LotSheet) -> None:
    if sheet.external_id is None:
        return
    same = select(Lot.number).where(
        Lot.catalogue_id == catalogue.id, Lot.external_id == sheet.external_id
    )
    number = session.scalar(same)
    if number is not None:
        raise LotAlreadyThere(number=number, external_id=sheet.external_id)


def check_slug(session: Session, slug: str) -> str:
    """Return a short name that a catalogue can have, or refuse."""
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise SlugUnusable
    if session.scalar(select(Catalogue.id).where(Catalogue.slug == slug)):
        raise SlugUnusable("There is already a catalogue called {slug}.", slug=slug)
    return slug


def _check_names(session: Session, *, slug: str, locale: str, time_zone: str) -> None:
    check_slug(session, slug)
    if time_zone not in available_timezones():
        raise Refusal("There is no time zone called {zone}.", zone=time_zone)
    try:
        Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        raise Refusal("There is no locale called {locale}.", locale=locale) from None
