"""The form of a catalogue, and that of a new lot in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import HiddenField

from auction.models import Catalogue, Office
from auction.rules.catalogue_entries import CataloguePlan, entries, read
from auction.rules.categories import Field, Option
from auction.rules.lot_steps import BASICS, written
from auction.rules.refusal import Refusal
from auction.services.cataloguing import SlugUnusable
from auction.services.preparing import CurrencyIsUsed, fingerprint
from auction.services.procedures import titles
from web.declared_forms import DeclaredForm, declared_form

SECONDS = "60"  # between two ends, as long as nobody says other
FIELDS: Mapping[type[Refusal], str] = {
    SlugUnusable: "slug",
    CurrencyIsUsed: "currency_code",
}
NEW_LOT = tuple(one for one in BASICS if one.name in {"title", "category"})


class CatalogueForm(DeclaredForm):
    """A form of a catalogue. It knows what the catalogue said when it was opened."""

    seen = HiddenField()

    def plan(self) -> CataloguePlan | None:
        """Return what was asked for, or None after saying what is wrong."""
        values, refused = read(self.typed)
        self.refuse_all(refused)
        return None if refused else CataloguePlan(**values)

    def show_newer(self, catalogue: Catalogue) -> None:
        """Say what is stored by now, and let the form be sent again over it."""
        self.show_stored(_stored(catalogue, self.asked))
        self["seen"].data = fingerprint(catalogue)

    def say(self, refusal: Refusal) -> None:
        """Say a refusal at the entry that it is about, if it is about one."""
        if type(refusal) in FIELDS:
            self.refuse(FIELDS[type(refusal)], refusal.told())


def form_for_new(office: Office) -> CatalogueForm:
    """Return the form of a new catalogue, with what the office usually has."""
    usual = {
        "currency_code": office.currency_code,
        "locale": office.locale,
        "time_zone": office.time_zone,
        "stagger_seconds": SECONDS,
    }
    asked = entries(procedures())
    stored = {entry.name: usual.get(entry.name, "") for entry in asked}
    return declared_form(CatalogueForm, asked, stored | {"seen": ""})


def form_for(catalogue: Catalogue) -> CatalogueForm:
    """Return the form of a catalogue: as it was sent, or as it is stored."""
    asked = entries(procedures(catalogue))
    stored = _stored(catalogue, asked)
    seen = {"seen": fingerprint(catalogue)}
    return declared_form(CatalogueForm, asked, stored | seen)


def _stored(catalogue: Catalogue, asked: Sequence[Field]) -> dict[str, str]:
    return {
        one.name: written(getattr(catalogue, one.name), of=one, terms=catalogue.terms)
        for one in asked
    }


def form_for_new_lot() -> DeclaredForm:
    """Return the form that asks what a new lot is."""
    return declared_form(DeclaredForm, NEW_LOT, {"title": "", "category": ""})


def procedures(chosen: Catalogue | None = None) -> tuple[Option, ...]:
    """Return the procedures to choose from, and one that was chosen and is gone."""
    there = {name: Option(name, title, hint) for name, title, hint in titles()}
    if chosen is not None:
        name, terms = chosen.procedure_name, chosen.procedure
        there.setdefault(name, Option(name, terms.title, terms.summary))
    return tuple(there.values())
