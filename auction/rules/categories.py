"""What is sold, by category, and the fields that each category has.

The form, the lot page, the import and the validation come from this declaration.
Source: what courts and banks publish for such lots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Kind = Literal["text", "number", "date", "money", "flag"]


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


@dataclass(frozen=True, slots=True)
class Field:
    """One structured field of a category."""

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""


COMMON: tuple[Field, ...] = (
    Field("ownership", "Ownership"),
    Field("possession", "Possession and use"),
    Field("encumbrances", "Encumbrances"),
    Field("defects", "Known defects"),
    Field("taxes", "Taxes and who pays them"),
    Field("case_number", "Case or file number"),
    Field("valuation_date", "Valuation date", "date"),
    Field("inspection", "Inspection"),
)

_OWN: Mapping[Category, tuple[Field, ...]] = {
    Category.LOAN: (
        Field("debtor", "Debtor"),
        Field("debtor_status", "Debtor's status"),
        Field("cut_off_date", "Cut-off date", "date"),
        Field("principal", "Principal", "money"),
        Field("interest", "Accrued interest", "money"),
        Field("penalty", "Penalty interest and charges", "money"),
        Field("total_claim", "Total claim", "money"),
        Field("default_date", "In default since", "date"),
        Field("collateral", "Collateral"),
        Field("lien_rank", "Rank of the security"),
        Field("guarantors", "Guarantors"),
        Field("litigation", "Litigation stage"),
        Field("limitation_date", "Limitation period ends", "date"),
    ),
    Category.REAL_ESTATE: (
        Field("property_type", "Type of property"),
        Field("certificate", "Land register or certificate no."),
        Field("building_area", "Building area", "number", "m²"),
        Field("land_area", "Land area", "number", "m²"),
        Field("year_built", "Year built", "number"),
        Field("floor", "Floor"),
        Field("structure", "Structure"),
        Field("occupied", "Occupied", "flag"),
        Field("lease", "Lease"),
        Field("arrears", "Arrears"),
        Field("energy_class", "Energy class"),
    ),
    Category.FOREST: (
        Field("right", "Kind of right"),
        Field("compartment", "Compartment and sub-compartment"),
        Field("area", "Area", "number", "ha"),
        Field("species", "Main species"),
        Field("age", "Average age", "number", "years"),
        Field("standing_volume", "Standing volume", "number", "m³"),
        Field("cruise_date", "Date of the cruise", "date"),
        Field("protection", "Protection"),
        Field("term_end", "Right ends", "date"),
        Field("certification", "Certification"),
        Field("access", "Access"),
    ),
    Category.MACHINERY: (
        Field("maker", "Manufacturer"),
        Field("model", "Model"),
        Field("serial_number", "Serial number"),
        Field("year_made", "Year made", "number"),
        Field("quantity", "Quantity", "number"),
        Field("power", "Rated power", "number", "kW"),
        Field("running_hours", "Running hours", "number", "h"),
        Field("condition", "Condition"),
        Field("dismantling", "Dismantling and removal"),
    ),
    Category.IP: (
        Field("right_type", "Kind of right"),
        Field("registration", "Registration no."),
        Field("territory", "Territory"),
        Field("classes", "Classes"),
        Field("filed_on", "Filed on", "date"),
        Field("term_end", "Protected until", "date"),
        Field("fees_paid_until", "Fees paid until", "date"),
        Field("licences", "Licences in force"),
        Field("disputes", "Disputes"),
        Field("owners", "Owner and co-owners"),
    ),
    Category.EQUITY: (
        Field("company", "Company"),
        Field("industry", "Industry"),
        Field("share", "Share", "number", "%"),
        Field("subscribed_capital", "Subscribed capital", "money"),
        Field("paid_in_capital", "Paid-in capital", "money"),
        Field("net_assets", "Net assets", "money"),
        Field("revenue", "Revenue", "money"),
        Field("transfer_limits", "Limits of transfer"),
        Field("co_shareholders", "Priority of co-shareholders"),
        Field("accounts_date", "Accounts as of", "date"),
    ),
    Category.INTANGIBLE: (
        Field("right_type", "Kind of right"),
        Field("subject", "Subject"),
        Field("place", "Place"),
        Field("valid_until", "Valid until", "date"),
        Field("holder", "Holder"),
        Field("annual_fee", "Annual fee", "money"),
        Field("consent", "Whose consent is needed"),
        Field("termination", "Grounds of termination"),
    ),
    Category.VEHICLE: (
        Field("make", "Make"),
        Field("model", "Model"),
        Field("first_registered", "First registered", "date"),
        Field("mileage", "Mileage", "number", "km"),
        Field("fuel", "Fuel"),
        Field("vin", "Vehicle identification no."),
        Field("inspection_until", "Inspection valid until", "date"),
        Field("keys", "Keys", "number"),
        Field("accidents", "Accidents"),
        Field("papers", "Papers present"),
    ),
    Category.GOODS: (
        Field("kind", "Kind of goods"),
        Field("quantity", "Quantity", "number"),
        Field("quantity_unit", "Counted in"),
        Field("brand", "Brand"),
        Field("condition", "Condition"),
        Field("storage", "Where it is stored"),
        Field("removal", "Removal"),
    ),
}

FIELDS: Mapping[Category, tuple[Field, ...]] = {
    category: own + COMMON for category, own in _OWN.items()
}
