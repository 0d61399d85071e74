"""The demo's offices and the people who can sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import OfficeKind, Role
from auction.services import accounts

PASSWORD = "example-hammer-2026"  # noqa: S105 - printed, and opens examples only
BIDDERS = 20
OFFICES = {
    "example-district-court": (
        "Example District Court",
        OfficeKind.COURT,
        "officer@court.example",
    ),
    "example-regional-bank": (
        "Example Regional Bank",
        OfficeKind.BANK,
        "officer@bank.example",
    ),
    "example-asset-management": (
        "Example Asset Management",
        OfficeKind.ASSET_MANAGER,
        "officer@amc.example",
    ),
}
OTHERS = {"auditor@example.com": Role.AUDITOR, "operator@example.com": Role.OPERATOR}


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who can sign in to the demo."""

    password: str
    officers: tuple[str, ...] = tuple(email for *_, email in OFFICES.values())
    others: tuple[str, ...] = tuple(OTHERS)
    bidders: int = BIDDERS

    def told(self) -> str:
        """Return the accounts as they are printed."""
        return "\n".join(
            [
                "Demo accounts, all of them examples:",
                f"  bidders   {bidder(1)} to {bidder(self.bidders)}",
                f"  officers  {', '.join(self.officers)}",
                f"  others    {', '.join(self.others)}",
                f"  password  {self.password}  (the same for all)",
            ]
        )


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the story, by id."""

    offices: Mapping[str, int]
    officers: Mapping[str, int]  # by the short name of their office
    bidders: tuple[int, ...]


def bidder(number: int) -> str:
    """Return a bidder's e-mail address."""
    return f"bidder{number}@example.com"


def add_people(session: Session, *, password: str, now: datetime) -> Cast:
    """Open the offices and all accounts."""
    offices, officers = {}, {}
    for slug, (name, kind, email) in OFFICES.items():
        offices[slug] = accounts.add_office(
            session,
            slug=slug,
            name=name,
            kind=kind,
            region="Capital",
            contact=f"{email}, weekdays from 9:00 to 12:00 (example)",
            supervision=f"supervision@{email.partition('@')[2]} (example)",
        ).id

    def add(email: str, name: str, role: Role, office: str | None = None) -> int:
        return accounts.add_person(
            session,
            email=email,
            password=password,
            name=name,
            role=role,
            office_id=offices[office] if office else None,
            is_example=True,
            now=now,
        ).id

    for slug, (name, _, email) in OFFICES.items():
        officers[slug] = add(email, f"Officer of {name}", Role.OFFICER, slug)
    for email, role in OTHERS.items():
        add(email, f"Example {role.value}", role)
    bidders = tuple(
        add(bidder(n), f"Example Bidder {n}", Role.BIDDER)
        for n in range(1, BIDDERS + 1)
    )
    return Cast(offices, officers, bidders)
