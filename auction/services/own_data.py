"""All that the site holds about a person, for that person (GDPR 15 and 20)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from auction.models import (
    Base,
    Catalogue,
    Identity,
    IdentityLook,
    IdentityPaper,
    Lot,
    Maximum,
    Office,
    SignIn,
    User,
)
from auction.money import Money
from auction.sealing import KeyRing, SealBroken
from auction.services.identifying import number_of
from auction.services.notifying import tell
from auction.services.own_data_parts import PARTS, Part
from auction.services.own_maxima import as_own
from auction.services.transaction import atomic
from auction.services.verifying import OWN_LOOK

FORMAT = "openhammer-own-data"
VERSION = 1
Row = dict[str, Any]


def own_data(
    session: Session, *, user_id: int, ring: KeyRing, now: datetime
) -> dict[str, Any]:
    """Return what there is, ready for JSON.

    Moments are ISO 8601 in UTC, amounts whole minor units under ``..._minor``.
    """
    user = session.get_one(User, user_id)
    told: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": _plain(now),
    }
    told |= {part.key: _rows(session, part, user, ring=ring) for part in PARTS}
    told["account"] = told["account"][0]
    told["lots"] = _lots(session, told)
    told["offices"] = _offices(session, told)
    return told


def own_papers(session: Session, user_id: int) -> list[IdentityPaper]:
    """Return the papers of a person that still exist."""
    return list(
        session.scalars(
            select(IdentityPaper)
            .where(IdentityPaper.user_id == user_id, IdentityPaper.deleted_at.is_(None))
            .order_by(IdentityPaper.id)
        )
    )


@atomic
def note_export(session: Session, *, user_id: int, now: datetime) -> None:
    """Write down that a person takes out his papers, and tell him that it was done."""
    session.add_all(
        IdentityLook(paper_id=paper.id, user_id=user_id, reason=OWN_LOOK, looked_at=now)
        for paper in own_papers(session, user_id)
    )
    tell(
        session,
        session.get_one(User, user_id),
        None,
        kind="data exported",
        subject="Your data was downloaded",
        text="Somebody who is signed in with your account, and gave its password, has "
        "downloaded all that this site holds about you.\n\nIf that was not you, change "
        "your password and tell the site's operator at once.",
        now=now,
    )


def _rows(session: Session, part: Part, user: User, *, ring: KeyRing) -> list[Row]:
    if part.model is SignIn and user.is_example:
        return []  # everybody who tries the site shares this account
    found = session.scalars(
        select(part.model).where(part.mine(user)).order_by(*_key(part.model))
    )
    return [_row(part, row) | _under_seal(row, ring) for row in found]


def _key(model: type[Base]) -> tuple[Any, ...]:
    return tuple(inspect(model).primary_key)


def _row(part: Part, row: Base) -> Row:
    values = {name: getattr(row, name) for name in part.columns}
    return {
        f"{name}_minor" if isinstance(value, Money) else name: _plain(value)
        for name, value in values.items()
    }


def _under_seal(row: Base, ring: KeyRing) -> Row:
    """Return what the columns alone do not tell, because it lies under seal.

    A maximum that may still bid stays there: a file lies about more easily than the
    page of the lot, which shows it.
    """
    if isinstance(row, Identity):
        try:
            return {"number": number_of(row, ring)}
        except SealBroken:
            return {"number": None}
    if isinstance(row, Maximum):
        amount = None if row.is_active else as_own(row, ring=ring).amount
        return {"amount_minor": _plain(amount)}
    return {}


def _lots(session: Session, told: dict[str, Any]) -> list[Row]:
    found = session.execute(
        select(
            Lot.id,
            Lot.number,
            Lot.title,
            Lot.office_id,
            Catalogue.title.label("catalogue"),
            Catalogue.currency_code,
        )
        .join(Catalogue, Catalogue.id == Lot.catalogue_id)
        .where(Lot.id.in_(_ids(told, "lot_id")))
        .order_by(Lot.id)
    )
    return [dict(row) for row in found.mappings()]


def _offices(session: Session, told: dict[str, Any]) -> list[Row]:
    found = session.execute(
        select(Office.id, Office.slug, Office.name)
        .where(Office.id.in_(_ids(told, "office_id")))
        .order_by(Office.id)
    )
    return [dict(row) for row in found.mappings()]


def _ids(told: dict[str, Any], name: str) -> set[int]:
    rows = [row for part in told.values() if isinstance(part, list) for row in part]
    return {row[name] for row in rows if row.get(name) is not None}


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
