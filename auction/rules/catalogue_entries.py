"""What an office says of a catalogue: its entries, and how they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from auction.rules import lot_cells
from auction.rules.categories import Field, Option
from auction.rules.categories.field import group
from auction.rules.local_ways import (
    check_currency,
    check_locale,
    check_time_zone,
    time_zone,
)
from auction.rules.lot_cells import needed
from auction.rules.lot_steps import LONGEST_DESCRIPTION, needed_title
from auction.rules.refusal import Refusal
from auction.rules.staggering import LONGEST as LONGEST_STAGGER
from auction.rules.staggering import SecondsOutOfRange, check_seconds

LONGEST_SLUG = 60  # characters that are proposed


@dataclass(frozen=True, kw_only=True, slots=True)
class CataloguePlan:
    """What a catalogue is to be; without a ``slug`` one is made from its title."""

    title: str
    slug: str
    procedure_name: str
    introduction: str
    currency_code: str
    locale: str
    time_zone: str
    opens_at: datetime | None
    closes_at: datetime | None
    stagger_seconds: int


def entries(procedures: Iterable[Option]) -> tuple[Field, ...]:
    """Return what is asked, with the procedures that there are to choose from."""
    return (
        Field("title", "Title", hint="Such as: Court auctions in spring."),
        Field(
            "slug",
            "Short name",
            hint="It stands in the address of the catalogue: small letters, digits "
            "and hyphens. Leave it empty, and it is made from the title.",
        ),
        Field(
            "procedure_name",
            "Procedure",
            "choice",
            options=tuple(procedures),
            must_choose=True,
            hint="The rules of the sale. They are fixed when it is published.",
        ),
        Field(
            "introduction", "Introduction", "markdown", hint="What buyers read first."
        ),
        *group(
            "Money and time",
            Field("currency_code", "Currency", hint="Such as: EUR, CNY, INR."),
            Field("locale", "Language of the amounts", hint="Such as: en, de, fr, zh."),
            time_zone(),
            Field(
                "opens_at",
                "Bidding opens",
                "moment",
                hint="New lots begin with it; each can have its own. In the time zone "
                "of this catalogue.",
            ),
            Field(
                "closes_at",
                "The first lot closes",
                "moment",
                hint="The others follow, in their order.",
            ),
            Field(
                "stagger_seconds",
                "Seconds between two ends",
                "integer",
                hint=f"From 0, for all together, to {LONGEST_STAGGER}.",
            ),
        ),
    )


def read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was typed as the values of a ``CataloguePlan``, and what was wrong.

    Moments are read in the time zone that is typed beside them.
    """
    zone_name = typed.get("time_zone", "").strip()
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, reader in {**READERS, **_moments(zone_name)}.items():
        try:
            values[name] = reader(typed.get(name, ""))
        except Refusal as refusal:
            refused[name] = refusal.told()
    opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        refused["closes_at"] = "The end must be after the opening."
    return values, refused


def proposed_slug(title: str) -> str:
    """Make a short name of a title; "sale", if it has no letters that can be used."""
    bare = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", bare.decode())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}".lstrip("-")
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug if slug not in ("", "new") else "sale"


def _moments(zone_name: str) -> Mapping[str, Callable[[str], Any]]:
    try:
        zone = ZoneInfo(check_time_zone(zone_name))
    except Refusal:
        return {}  # the zone itself is refused; without it no time can be read
    read_moment = partial(lot_cells.moment, zone=zone)
    return {"opens_at": read_moment, "closes_at": read_moment}


def _seconds(typed: str) -> int:
    digits = typed.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len("99999")):
        raise SecondsOutOfRange(longest=LONGEST_STAGGER)
    return check_seconds(int(digits))


def _slug(typed: str) -> str:
    return lot_cells.line(typed).lower()


READERS: Mapping[str, Callable[[str], Any]] = {
    "title": needed_title,
    "slug": _slug,
    "procedure_name": needed(lot_cells.line),
    "introduction": partial(lot_cells.text, longest=LONGEST_DESCRIPTION),
    "currency_code": lambda typed: check_currency(typed.strip().upper()),
    "locale": lambda typed: check_locale(typed.strip().replace("-", "_")),
    "time_zone": lambda typed: check_time_zone(typed.strip()),
    "stagger_seconds": _seconds,
}
