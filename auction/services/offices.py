"""Offices that sell: opening one, and what it says about itself."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Office, OfficeKind
from auction.rules.local_ways import check_currency, check_locale, check_time_zone
from auction.rules.payment_account import read_bic, read_iban
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services.transaction import atomic

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 80  # characters
TAKEN = frozenset({"new"})  # means something else in the address of a page


class SlugUnreadable(Refusal):
    """A short name has small letters, digits and hyphens: example-court."""


class SlugTaken(OutOfStep):
    """There is already an office called {slug}."""


class NameMissing(Refusal):
    """An office needs a name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """What an office says about itself, and what its catalogues begin with."""

    name: str
    kind: OfficeKind
    region: str = ""
    country: str = ""  # ISO 3166-1; empty: not said
    address: str = ""
    contact: str = ""
    supervision: str = ""
    introduction: str = ""
    time_zone: str = "UTC"
    currency_code: str = "EUR"
    locale: str = "en"
    payee: str = ""
    iban: str = ""
    bic: str = ""

    @classmethod
    def of(cls, office: Office) -> Profile:
        """Return what an office says now."""
        return cls(**{name: getattr(office, name) for name in FIELDS})

    @property
    def account(self) -> tuple[str, str, str]:
        """To whom and where people pay."""
        return self.payee, self.iban, self.bic

    def checked(self) -> Profile:
        """Return it as it is kept, or refuse with what is not right."""
        if not self.name.strip():
            raise NameMissing
        return replace(
            self,
            name=" ".join(self.name.split()),
            time_zone=check_time_zone(self.time_zone),
            currency_code=check_currency(self.currency_code),
            locale=check_locale(self.locale),
            iban=read_iban(self.iban),
            bic=read_bic(self.bic),
        )


FIELDS = tuple(field.name for field in fields(Profile))


@atomic
def add_office(session: Session, *, slug: str, profile: Profile) -> Office:
    """Open an office that sells; its short name stays for ever."""
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug) or slug in TAKEN:
        raise SlugUnreadable
    if session.scalar(select(Office.id).where(Office.slug == slug)):
        raise SlugTaken(slug=slug)
    office = Office(slug=slug, **asdict(profile.checked()))
    session.add(office)
    session.flush()
    return office


def office_for_change(session: Session, office_id: int) -> Office:
    """Load an office that nobody else can change until this transaction ends.

    Whoever changes its people comes through here too: one after the other.
    """
    office = session.scalars(
        select(Office)
        .where(Office.id == office_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if office is None:
        raise NotThere("There is no such office.")
    return office
