"""Correcting what an announced lot says, where everybody can read it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auction.models import Lot, LotChange
from auction.rules import changing
from auction.rules.categories import Field
from auction.rules.grounds import check_public_text
from auction.rules.lot_steps import read, written
from auction.rules.refusal import OutOfStep, Refusal
from auction.rules.telling import told
from auction.services import trail
from auction.services.notifying import tell_registered
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic, step_version


class ChangedMeanwhile(OutOfStep):
    """Somebody has changed this lot since you opened the form. Nothing was changed."""


class NothingChanged(Refusal):
    """Nothing is different from what the lot says already."""


class NotReadable(Refusal):
    """Some of this could not be read. Nothing was changed."""

    def __init__(self, refused: Mapping[str, str]) -> None:
        super().__init__()
        self.refused = refused  # by entry: the sentence that says why not


@atomic
def change_lot(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    typed: Mapping[str, str],
    seen: str,
    reason: str,
    now: datetime,
) -> Lot:
    """Change what an announced lot says, all of it or nothing, and tell everybody.

    ``seen`` is the digest of what the lot said when the form was opened.
    """
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    changing.check_moment(lot.status, closes_at=lot.closes_at, now=now)
    text = check_public_text(reason)
    changes = _changes(lot, typed)
    if seen != digest_of(lot):
        raise ChangedMeanwhile
    if not changes:
        raise NothingChanged

    rows = [
        LotChange(
            lot_id=lot.id,
            at=now,
            field=entry.label,
            old=_told(lot, entry, lot.said(entry.name)),
            new=_told(lot, entry, changes[entry.name]),
            reason=text,
            is_public=entry.is_public,
            changed_by_id=officer_id,
        )
        for entry in entries_of(lot)
        if entry.name in changes
    ]
    for name, value in changes.items():
        lot.say(name, value)
    step_version(lot)
    session.add_all(rows)
    _record(session, lot, rows, reason=text, now=now)
    _tell(session, lot, rows, reason=text, now=now)
    return lot


def entries_of(lot: Lot) -> tuple[Field, ...]:
    """Return what may still be changed of a lot."""
    return changing.entries(lot.category, [photo.id for photo in lot.photos])


def digest_of(lot: Lot) -> str:
    """Return SHA-256, in hex, over what may be changed, as it is now."""
    said = {entry.name: lot.said(entry.name) for entry in entries_of(lot)}
    return hashlib.sha256(trail.canonical(said).encode()).hexdigest()


def _changes(lot: Lot, typed: Mapping[str, str]) -> dict[str, Any]:
    asked, terms = entries_of(lot), lot.catalogue.terms
    different = {
        entry.name: typed[entry.name]
        for entry in asked
        if _plain(typed.get(entry.name))
        not in (None, _plain(written(lot.said(entry.name), of=entry, terms=terms)))
    }
    values, refused = read(different, asked, terms)
    changes = {name: v for name, v in values.items() if v != lot.said(name)}
    refused = changing.emptied(lot.category, lot.fields, changes) | refused
    if refused:
        raise NotReadable(refused)
    return changes


def _plain(text: str | None) -> str | None:
    return None if text is None else text.replace("\r\n", "\n").strip()


def _told(lot: Lot, entry: Field, value: object) -> str:
    return told(value, of=entry, terms=lot.catalogue.terms)


def _record(
    session: Session, lot: Lot, rows: list[LotChange], *, reason: str, now: datetime
) -> None:
    """Put the public changes into the trail; of the others, how many there were."""
    public = [row for row in rows if row.is_public]
    trail.record(
        session,
        lot,
        action="changed",
        actor=office_name(lot),
        at=now,
        reason=reason,
        changes=[
            {"field": row.field, "old": row.old, "new": row.new} for row in public
        ],
        not_public=len(rows) - len(public),
    )


def _tell(
    session: Session, lot: Lot, rows: list[LotChange], *, reason: str, now: datetime
) -> None:
    fields = [row.field for row in rows if row.is_public]
    if fields:
        tell_registered(
            session,
            lot,
            kind="changed",
            subject=f"Changed: {lot.title}",
            text=(
                f"The office has changed what it says of {lot.title}: "
                f"{', '.join(fields)}. Its reason: {reason}\n\n"
                "The old and the new text stand on the lot's page."
            ),
            now=now,
        )
