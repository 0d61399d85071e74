"""What is sold, by category, and the fields that each category has.

The form, the lot page, the import, the export and the validation come from this one
declaration. Source: what courts and banks publish for such lots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from typing import Any

from auction.rules.categories.common import COMMON
from auction.rules.categories.field import Field, Kind, Needed, Option, is_given
from auction.rules.categories.forest import FOREST
from auction.rules.categories.goods import GOODS
from auction.rules.categories.intellectual_property import INTELLECTUAL_PROPERTY
from auction.rules.categories.loan import LOAN
from auction.rules.categories.machinery import MACHINERY
from auction.rules.categories.other_intangible import OTHER_INTANGIBLE
from auction.rules.categories.private_equity import PRIVATE_EQUITY
from auction.rules.categories.real_estate import REAL_ESTATE
from auction.rules.categories.vehicle import VEHICLE

__all__ = [
    "COMMON",
    "FIELDS",
    "MOVABLE",
    "TITLES",
    "Category",
    "Field",
    "Kind",
    "Needed",
    "Option",
    "grouped",
    "is_given",
    "missing",
]


class Category(StrEnum):
    """What sort of asset a lot is."""

    LOAN = "loan"
    REAL_ESTATE = "real_estate"
    FOREST = "forest"
    MACHINERY = "machinery"
    IP = "intellectual_property"
    EQUITY = "private_equity"
    INTANGIBLE = "other_intangible"
    VEHICLE = "vehicle"
    GOODS = "goods"


TITLES: Mapping[Category, str] = {
    Category.LOAN: "Bad loans",
    Category.REAL_ESTATE: "Real estate",
    Category.FOREST: "Forest assets",
    Category.MACHINERY: "Machinery",
    Category.IP: "Intellectual property",
    Category.EQUITY: "Private equity",
    Category.INTANGIBLE: "Other intangible assets",
    Category.VEHICLE: "Vehicles",
    Category.GOODS: "Goods",
}

# Movables have shorter notice; everything else counts as immovable or as a right.
MOVABLE = frozenset({Category.MACHINERY, Category.VEHICLE, Category.GOODS})

_OWN: Mapping[Category, tuple[Field, ...]] = {
    Category.LOAN: LOAN,
    Category.REAL_ESTATE: REAL_ESTATE,
    Category.FOREST: FOREST,
    Category.MACHINERY: MACHINERY,
    Category.IP: INTELLECTUAL_PROPERTY,
    Category.EQUITY: PRIVATE_EQUITY,
    Category.INTANGIBLE: OTHER_INTANGIBLE,
    Category.VEHICLE: VEHICLE,
    Category.GOODS: GOODS,
}

FIELDS: Mapping[Category, tuple[Field, ...]] = {
    category: own + COMMON for category, own in _OWN.items()
}


def missing(category: Category, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields without which a lot cannot be announced, and has none."""
    return tuple(
        field
        for field in FIELDS[category]
        if field.needed
        and field.needed.applies(values)
        and not is_given(values.get(field.name))
    )


def grouped(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Return fields by their sections, in the order of the declaration."""
    return [(name, list(found)) for name, found in groupby(fields, lambda f: f.group)]
