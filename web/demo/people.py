"""The people who can sign in to the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Duty, Role
from auction.services import accounts, offices
from web.demo.offices import OFFICES

PASSWORD = "example-hammer-2026"  # noqa: S105 - printed, and opens examples only
BIDDERS = 20
CROWD = 9  # of them bid
VERIFIER = "verifier@example.com"
OTHERS = {
    VERIFIER: Role.VERIFIER,
    "auditor@example.com": Role.AUDITOR,
    "operator@example.com": Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who can sign in to the demo."""

    password: str
    others: tuple[str, ...] = tuple(OTHERS)
    bidders: int = BIDDERS

    def told(self) -> str:
        """Return the accounts as they are printed."""
        return "\n".join(
            [
                "Demo accounts, all of them examples:",
                f"  bidders   {bidder(1)} to {bidder(self.bidders)}",
                *(f"  officers  {', '.join(at.emails)}" for at in OFFICES.values()),
                f"  others    {', '.join(self.others)}",
                f"  password  {self.password}  (the same for all)",
            ]
        )


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the story, by id."""

    offices: Mapping[str, int]
    officers: Mapping[str, int]  # by the short name of their office
    approvers: Mapping[str, int]  # the same: whoever looks at it a second time
    bidders: tuple[int, ...]
    verifier: int

    @property
    def crowd(self) -> tuple[int, ...]:
        """Those who bid; the others are on their way to a number."""
        return self.bidders[:CROWD]


def bidder(number: int) -> str:
    """Return a bidder's e-mail address."""
    return f"bidder{number}@example.com"


def add_people(session: Session, *, password: str, now: datetime) -> Cast:
    """Open the offices and all accounts."""

    def add(
        email: str,
        name: str,
        role: Role,
        office_id: int | None = None,
        duties: tuple[Duty, ...] = (),
    ) -> int:
        return accounts.add_person(
            session,
            email=email,
            password=password,
            name=name,
            role=role,
            office_id=office_id,
            duties=duties,
            is_example=True,
            now=now,
        ).id

    opened, staff = {}, {}
    for slug, example in OFFICES.items():
        profile = example.profile
        office_id = offices.add_office(session, slug=slug, profile=profile).id
        opened[slug] = office_id
        for post, duties in example.people:
            email, name = (
                f"{post}@{example.domain}",
                f"{post.title()} of {profile.name}",
            )
            staff[slug, post] = add(email, name, Role.OFFICER, office_id, duties)
    others = {
        email: add(email, f"Example {role.value}", role)
        for email, role in OTHERS.items()
    }
    bidders = tuple(
        add(bidder(n), f"Example Bidder {n}", Role.BIDDER)
        for n in range(1, BIDDERS + 1)
    )
    return Cast(
        opened,
        {slug: staff[slug, "officer"] for slug in OFFICES},
        {slug: staff[slug, "approver"] for slug in OFFICES},
        bidders,
        others[VERIFIER],
    )
