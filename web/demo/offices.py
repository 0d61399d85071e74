"""The demo's offices, and who works there: all invented.

The accounts lie at a bank that cannot exist (its number is all noughts), and the
addresses end in ``.example``, so that nothing ever reaches anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auction.models import Duty, OfficeKind
from auction.services.accounts import EVERYTHING
from auction.services.offices import Profile

Post = tuple[str, tuple[Duty, ...]]
FOUR_EYES = (Duty.DRAFTER, Duty.APPROVER)


@dataclass(frozen=True, slots=True)
class ExampleOffice:
    """An office and its people; the first of them is in the demo's story."""

    domain: str
    profile: Profile
    people: tuple[Post, ...]

    @property
    def emails(self) -> tuple[str, ...]:
        """The addresses with which its people sign in."""
        return tuple(f"{name}@{self.domain}" for name, _ in self.people)


def _profile(
    name: str, kind: OfficeKind, domain: str, iban: str, about: str
) -> Profile:
    return Profile(
        name=name,
        kind=kind,
        region="Capital",
        country="AT",
        address=f"{name}\n1 Example Square\n0000 Exampletown",
        contact=f"officer@{domain}, weekdays from 9:00 to 12:00 (example)",
        supervision=f"supervision@{domain} (example)",
        introduction=about,
        time_zone="Europe/Vienna",
        payee=name,
        iban=iban,
        bic="EXAMATWWXXX",
    )


OFFICES: Mapping[str, ExampleOffice] = {
    "example-district-court": ExampleOffice(
        "court.example",
        _profile(
            "Example District Court",
            OfficeKind.COURT,
            "court.example",
            "AT92 0000 0000 0001 2345",
            "The court of an invented district. It sells what it has *seized*: "
            "houses, forests, machines and goods.",
        ),
        (
            ("officer", EVERYTHING),
            ("approver", FOUR_EYES),
            ("cashier", (Duty.CASHIER,)),
            ("auditor", (Duty.AUDITOR,)),
        ),
    ),
    "example-regional-bank": ExampleOffice(
        "bank.example",
        _profile(
            "Example Regional Bank",
            OfficeKind.BANK,
            "bank.example",
            "AT94 0000 0000 0006 7890",
            "An invented bank that sells the security of loans which went bad.",
        ),
        (("officer", EVERYTHING), ("approver", FOUR_EYES)),
    ),
    "example-asset-management": ExampleOffice(
        "amc.example",
        _profile(
            "Example Asset Management",
            OfficeKind.ASSET_MANAGER,
            "amc.example",
            "AT88 0000 0000 0005 4321",
            "An invented company that buys bad loans from banks, and sells them on.",
        ),
        (("officer", EVERYTHING), ("approver", FOUR_EYES)),
    ),
}
