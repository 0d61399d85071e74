"""Filling in a draft, step by step; nothing of it is public yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.rules.lot_steps import Step, entries, lost_fields, read
from auction.rules.lot_terms import disagreements
from auction.rules.refusal import OutOfStep
from auction.services.officers import lot_for_officer
from auction.services.transaction import atomic

TERMS = ("starting_price", "reserve", "increment", "opens_at", "closes_at")
WHY_NOT = {
    LotStatus.SUBMITTED: "It waits for approval: take it back before you change it.",
    LotStatus.APPROVED: "It is approved as it is: take it back before you change it.",
}


class NotADraft(OutOfStep):
    """Only a draft can be edited."""


class StaleForm(OutOfStep):
    """Somebody has changed this lot since you opened the form. Nothing was saved."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a form: some of it is stored, and some could not be read."""

    version: int  # of the lot, after this
    refused: Mapping[str, str]  # by entry: the sentence that says why not


def check_draft(lot: Lot) -> None:
    """Refuse unless a lot is a draft, and say what to do instead."""
    if lot.status is not LotStatus.DRAFT:
        then = WHY_NOT.get(lot.status, "Everybody has read it: change it in public.")
        raise NotADraft(f"{NotADraft.__doc__} {then}")


@atomic
def save_step(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    step: Step,
    typed: Mapping[str, str],
    version: int,
    may_lose_fields: bool = False,
) -> Saved:
    """Store what can be read of a step's entries; what was not typed stays as it is.

    ``version`` is the lot's when the form was opened. A form that is behind is refused,
    unless all that it says is stored already.
    """
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_draft(lot)
    asked = entries(step, category=lot.category, procedure=lot.catalogue.procedure)
    values, refused = read(typed, asked, lot.catalogue.terms)
    changes = {n: value for n, value in values.items() if value != lot.said(n)}
    if changes and version != lot.version:
        raise StaleForm

    refused |= _disagreeing(lot, values)
    refused |= _taken_number(session, lot, changes)
    if not may_lose_fields:
        refused |= _losing(lot, changes)
    _take_over(lot, {n: v for n, v in changes.items() if n not in refused})
    session.flush()
    return Saved(lot.version, refused)


def _take_over(lot: Lot, changes: Mapping[str, Any]) -> None:
    if "category" in changes:
        _move_fields(lot, changes["category"])
    for name, value in changes.items():
        lot.say(name, value)
    if "closes_at" in changes:
        lot.scheduled_close = lot.closes_at


def _move_fields(lot: Lot, category: Category) -> None:
    lost = {one.name for one in lost_fields(lot.fields, old=lot.category, new=category)}
    lot.fields = {name: v for name, v in lot.fields.items() if name not in lost}


def _disagreeing(lot: Lot, values: Mapping[str, Any]) -> dict[str, str]:
    """Judge what was typed beside what is stored of the rest."""
    terms = {name: values.get(name, lot.said(name)) for name in TERMS}
    if not terms["starting_price"].minor:
        terms["starting_price"] = None  # not yet said
    found = disagreements(terms, lot.catalogue.procedure)
    return {name: sentence for name, sentence in found.items() if name in values}


def _taken_number(
    session: Session, lot: Lot, changes: Mapping[str, Any]
) -> dict[str, str]:
    wanted = changes.get("external_id")
    if wanted is None:
        return {}
    same = select(Lot.number).where(
        Lot.catalogue_id == lot.catalogue_id, Lot.external_id == wanted
    )
    with session.no_autoflush:
        number = session.scalar(same)
    if number is None:
        return {}
    return {"external_id": f"Lot {number} of this catalogue has this number already."}


def _losing(lot: Lot, changes: Mapping[str, Any]) -> dict[str, str]:
    if "category" not in changes:
        return {}
    lost = lost_fields(lot.fields, old=lot.category, new=changes["category"])
    if not lost:
        return {}
    labels = ", ".join(field.label for field in lost)
    return {"category": f"In this category these answers would be lost: {labels}."}
