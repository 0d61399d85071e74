"""What is different between two submissions of a lot, for whoever approves it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from auction.models import Catalogue
from auction.rules.categories import FIELDS, Category, Field
from auction.rules.checks import TITLES
from auction.rules.lot_steps import BASICS, DESCRIPTION, PRICE
from auction.rules.narrowing import ELIGIBILITY
from auction.rules.narrowing import entries as narrowing_entries
from auction.rules.telling import told

LONGEST = 400  # characters of what was and of what is


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a lot says in another way than before."""

    label: str
    old: str
    new: str


def differences(old: str, new: str, catalogue: Catalogue) -> list[Difference]:
    """Return what is different between two contents of a lot, both canonical JSON."""
    was, is_ = json.loads(old), json.loads(new)
    found = [
        *_of_entries(was, is_, (*BASICS, *PRICE, *DESCRIPTION), catalogue),
        *_of_entries(was["fields"], is_["fields"], _fields(was, is_), catalogue),
        *_of_entries(*_narrowed(was, is_, catalogue), catalogue),
        *_of_texts(_photos(was), _photos(is_), "Photos"),
        *_of_texts(_papers(was), _papers(is_), "Documents"),
        *_of_deviations(was["deviations"], is_["deviations"]),
    ]
    return [Difference(one.label, _short(one.old), _short(one.new)) for one in found]


def _of_entries(
    was: Mapping[str, Any],
    is_: Mapping[str, Any],
    entries: tuple[Field, ...],
    catalogue: Catalogue,
) -> Iterator[Difference]:
    for entry in entries:
        old, new = was.get(entry.name), is_.get(entry.name)
        if old != new:
            yield Difference(
                entry.label,
                told(old, of=entry, terms=catalogue.terms),
                told(new, of=entry, terms=catalogue.terms),
            )


def _narrowed(
    was: Mapping[str, Any], is_: Mapping[str, Any], catalogue: Catalogue
) -> tuple[Mapping[str, Any], Mapping[str, Any], tuple[Field, ...]]:
    """Return who may bid; what was submitted before lots could say it says nothing."""
    asked = tuple(
        replace(one, name=one.name.removeprefix(ELIGIBILITY))
        for one in narrowing_entries(catalogue.procedure.eligibility)
    )
    return was.get("eligibility", {}), is_.get("eligibility", {}), asked


def _fields(*contents: Mapping[str, Any]) -> tuple[Field, ...]:
    known = {
        field.name: field
        for content in contents
        for field in FIELDS[Category(content["category"])]
    }
    return tuple(known.values())


def _of_texts(was: list[str], is_: list[str], label: str) -> Iterator[Difference]:
    if was != is_:
        yield Difference(label, "\n".join(was), "\n".join(is_))


def _of_deviations(
    was: Mapping[str, str], is_: Mapping[str, str]
) -> Iterator[Difference]:
    for check in sorted(was.keys() | is_.keys()):
        old, new = was.get(check, ""), is_.get(check, "")
        if old != new:
            title = TITLES.get(check, check)
            yield Difference(f"Deviation: {title}", old, new)


def _photos(content: Mapping[str, Any]) -> list[str]:
    return [
        f"{place}. {photo['alt']}. {photo['caption']} ({photo['file'][:8]})"
        for place, photo in enumerate(content["photos"], start=1)
    ]


def _papers(content: Mapping[str, Any]) -> list[str]:
    return [
        f"{paper['title']}, version {paper['version']}"
        f"{'' if paper['public'] else ', not public'} ({paper['file'][:8]})"
        for paper in content["documents"]
        if not paper["replaced"]
    ]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
