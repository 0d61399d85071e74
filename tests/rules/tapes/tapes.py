"""A small loan tape, invented, as a workbook and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from auction.rules.tapes.reading import TapeReading
from tests.rules.columns.tables import terms
from tests.rules.tables.workbooks import workbook

COUNTERPARTIES: Sequence[Mapping[str, Any]] = (
    {
        "Counterparty Identifier": "C1",
        "Name of Counterparty": "Zacharias Example",
        "Legal Type of Counterparty": "Private individual",
        "Date of birth": "1970-01-02",
        "National identifier": "ID-4711",
        "Address of Counterparty": "Hidden Lane 5",
        "City of Counterparty": "Smallville",
        "Country of Counterparty": "Northmark",
    },
    {
        "Counterparty Identifier": "C2",
        "Name of Counterparty": "Example Mill Ltd",
        "Legal Type of Counterparty": "Non-listed corporate",
        "Legal Entity Identifier (LEI)": "LEI-7",
        "City of Counterparty": "Millbridge",
        "Country of Counterparty": "Northmark",
        "Economic activity": "Sawmilling",
        "Total Assets": 1000,
    },
    {
        "Counterparty Identifier": "C3",
        "Name of Counterparty": "Yolanda Guarantor",
        "Legal Type of Counterparty": "Private individual",
        "Country of Counterparty": "Southmark",
    },
)
LOANS: Sequence[Mapping[str, Any]] = (
    {
        "Cut-off Date": "2025-12-31",
        "Loan Identifier": "L1",
        "Inception date": "2018-05-01",
        "Currency": "EUR",
        "Principal amount": "1.000,50",
        "Accrued interest": "99,50",
        "Other balances": "0",
        "Legal Balance": "1.100,00",
        "Date of the default status of the instrument": "2023-02-01",
    },
    {
        "Cut-off Date": "2025-12-31",
        "Loan Identifier": "L2",
        "Inception date": "2019-05-01",
        "Currency": "EUR",
        "Principal amount": "2.000,00",
        "Accrued interest": "0",
        "Other balances": "10,00",
        "Legal Balance": None,
        "Date of the default status of the instrument": "2022-02-01",
    },
    {
        "Cut-off Date": "2025-12-31",
        "Loan Identifier": "L3",
        "Inception date": "2020-05-01",
        "Currency": "USD",
        "Principal amount": "500,00",
        "Accrued interest": "0",
        "Other balances": "0",
        "Legal Balance": "500,00",
        "Date of the default status of the instrument": "2024-02-01",
    },
)
LINKS = (
    {"Counterparty Identifier": "C1", "Loan Identifier": "L1"},
    {"Counterparty Identifier": "C2", "Loan Identifier": "L2"},
    {"Counterparty Identifier": "C2", "Loan Identifier": "L3"},
    {"Loan Identifier": "L1", "Protection Identifier": "P1"},
    {"Counterparty Identifier": "C3", "Protection Identifier": "P1"},
)
PROTECTIONS = (
    {
        "Protection Identifier": "P1",
        "Type of immovable property": "House",
        "Address of immovable property": "Hidden Lane 5",
        "City of immovable Property": "Smallville",
        "Building Area (M2)": 120,
        "Latest External Valuation Amount": 150000,
        "Currency of collateral and guarantee": "EUR",
        "Date of Latest External Valuation": "2025-01-01",
        "Enforcement Status": "Ongoing",
    },
)
SECRETS = ("Zacharias", "ID-4711", "Hidden Lane", "1970-01-02", "Yolanda")
CONSTANTS = {
    "opens_at": "2026-03-03 10:00",
    "closes_at": "2026-03-10 10:00",
    "starting_price": "30 %",
    "increment": "10",
    "rates": "USD 0.5",
}


def rows(records: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    headings = list(dict.fromkeys(key for record in records for key in record))
    return [
        tuple(headings),
        *(tuple(record.get(key) for key in headings) for record in records),
    ]


def as_workbook(
    *,
    loans: Sequence[Mapping[str, Any]] = LOANS,
    counterparties: Sequence[Mapping[str, Any]] = COUNTERPARTIES,
) -> bytes:
    """Write the tape with a sheet for each template, a title above one of them."""
    return workbook(
        sheets={
            "Read me": [["Example Bank"]],
            "Template 1 Counterparty": rows(counterparties),
            "Template 2 Relationship": rows(LINKS),
            "Template 3 Loan": [["Loans of Example Bank"], [], *rows(loans)],
            "4 Collateral guarantee and enfo": rows(PROTECTIONS),
        }
    )


def as_json() -> bytes:
    """Write the tape as records with keys, which refer to one another."""
    keys = {"C1": 11, "C2": 12, "C3": 13, "L1": 21, "L2": 22, "L3": 23}
    records = [
        {"model": "tapes.portfolio", "pk": 1, "fields": {"name": "EXAMPLE"}},
        *_records("counterparty", COUNTERPARTIES, keys),
        *_records("loan", LOANS, keys, {"L1": 11, "L2": 12, "L3": 12}),
        {
            "model": "tapes.propertycollateral",
            "pk": 31,
            "fields": {"loan_identifier": 21, "type_of_property": 11},
        },
    ]
    return json.dumps(records).encode()


def _records(
    model: str,
    records: Sequence[Mapping[str, Any]],
    keys: Mapping[str, int],
    debtors: Mapping[str, int] | None = None,
) -> list[dict[str, Any]]:
    found = []
    for record in records:
        own = str(next(v for k, v in record.items() if k.endswith("Identifier")))
        said = {_snake(key): value for key, value in record.items()}
        if debtors:
            said["counterparty_identifier"] = debtors[own]
        found.append({"model": f"tapes.{model}", "pk": keys[own], "fields": said})
    return found


def _snake(heading: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in heading).lower().split())


def reading(
    content: bytes,
    lots: str = "loans",
    left_out: tuple[int, ...] = (),
    **constants: str,
) -> TapeReading:
    """Read a tape; what is not said otherwise, is as in CONSTANTS."""
    tape = TapeReading(
        content,
        lots=lots,
        constants=CONSTANTS | constants,
        terms=terms(),
        left_out=left_out,
    )
    for _ in tape.in_steps(2):
        pass
    return tape
