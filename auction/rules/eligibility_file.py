"""Reading who may bid from the section [eligibility] of a procedure's file."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from auction.rules.categories import Category
from auction.rules.countries import UNIONS, is_country
from auction.rules.eligibility import (
    Countries,
    Eligibility,
    Group,
    Licence,
    Paper,
)
from auction.rules.persons import PersonKind
from auction.rules.procedure_table import Table

E = TypeVar("E", bound=StrEnum)


def read_eligibility(root: Table) -> Eligibility | None:
    """Return the section, if there is one; its source is that of what names none."""
    if not root.has("eligibility"):
        return None
    table = root.table("eligibility")
    source = table.text_or_none("source") or ""
    return Eligibility(
        source=source,
        kinds=_all_of(table, "kinds", PersonKind),
        age_at_least=table.number_or_none("age_at_least"),
        residence=_countries(table, "residence", source),
        nationality=_countries(table, "nationality", source),
        home=_codes(table, "home"),
        licences=_once(table, "licences", _licences(table, source)),
        papers=_once(table, "papers", _papers(table, source)),
        barred=_once(table, "barred", _groups(table, source)),
    )


def _licences(table: Table, source: str) -> tuple[Licence, ...]:
    return tuple(
        Licence(
            one.text("code"),
            one.text("text"),
            one.text_or_none("source") or source,
            needed=one.flag_or("needed", True),
        )
        for one in table.rows("licences")
    )


def _papers(table: Table, source: str) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            one.text("code"),
            one.text("text"),
            one.text_or_none("source") or source,
            kinds=_all_of(one, "kinds", PersonKind),
            foreigners_only=one.flag_or("foreigners_only", False),
        )
        for one in table.rows("papers")
    )


def _groups(table: Table, source: str) -> tuple[Group, ...]:
    return tuple(
        Group(
            one.text("code"),
            one.text("text").removesuffix("."),
            one.text_or_none("source") or source,
            categories=_all_of(one, "categories", Category),
        )
        for one in table.rows("barred")
    )


def _countries(table: Table, name: str, source: str) -> tuple[Countries, ...]:
    only, never = _codes(table, f"{name}_only"), _codes(table, f"{name}_never")
    return (Countries(only, never, source),) if only or never else ()


def _codes(table: Table, key: str) -> tuple[str, ...]:
    codes = table.texts(key)
    for code in codes:
        if code not in UNIONS and not is_country(code):
            unions = ", ".join(UNIONS)
            table.refuse(key, f"must hold codes of ISO 3166-1, or of: {unions}")
    return codes


def _all_of(table: Table, key: str, kinds: type[E]) -> frozenset[E]:
    names = table.texts(key)
    if not set(names) <= {kind.value for kind in kinds}:
        table.refuse(key, f"must be of: {', '.join(kinds)}")
    return frozenset(map(kinds, names)) or frozenset(kinds)


Coded = TypeVar("Coded", Licence, Paper, Group)


def _once(table: Table, key: str, found: tuple[Coded, ...]) -> tuple[Coded, ...]:
    if len({one.code for one in found}) < len(found):
        table.refuse(key, "must not hold the same code twice")
    return found
