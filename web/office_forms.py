"""The forms in which an office says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSubmitInput
from wtforms import FileField, HiddenField, SubmitField

from auction.models import Office, OfficeKind
from auction.rules.categories import Field
from auction.rules.office_entries import (
    ACCOUNT,
    PRESENTATION,
    SLUG,
    country,
    read,
    ways,
)
from auction.rules.payment_account import in_groups
from auction.services.office_settings import fingerprint
from auction.services.offices import Profile
from web.declared_forms import DeclaredForm, declared_form
from web.forms import Form


class OfficeForm(DeclaredForm):
    """What an office says. It knows what it said when the form was opened."""

    seen = HiddenField()

    def values(self) -> dict[str, Any] | None:
        """Return what was typed, by entry, or None after saying what is wrong."""
        values, refused = read(self.typed)
        self.refuse_all(refused)
        if refused:
            return None
        return values | {"kind": OfficeKind(values["kind"])}

    def show_newer(self, office: Office) -> None:
        """Say what is stored by now, and let the form be sent again over it."""
        self.show_stored(_stored(office, self.asked))
        self["seen"].data = fingerprint(Profile.of(office))


class LogoForm(Form):
    """A picture that stands for the office."""

    logo = FileField(
        "Logo",
        widget=GovFileInput(),
        description="JPEG, PNG or WebP. It is made small, and anew.",
        render_kw={
            "params": {"attributes": {"accept": "image/jpeg,image/png,image/webp"}}
        },
    )
    submit = SubmitField("Save the logo", widget=GovSubmitInput())


def form_for_new() -> OfficeForm:
    """Return the form of an office that is opened."""
    asked = (SLUG, *PRESENTATION, country(), *ways())
    usual = {"time_zone": "", "currency_code": "EUR", "locale": "en"}
    stored = {entry.name: usual.get(entry.name, "") for entry in asked}
    return declared_form(OfficeForm, asked, stored | {"seen": ""})


def form_for_operator(office: Office) -> OfficeForm:
    """Return the form of an office without its payment account."""
    return _form_for(office, (*PRESENTATION, country(), *ways()))


def form_for_office(office: Office) -> OfficeForm:
    """Return the form of an office's settings, with its payment account."""
    return _form_for(office, (*PRESENTATION, country(), *ACCOUNT, *ways()))


def _form_for(office: Office, asked: tuple[Field, ...]) -> OfficeForm:
    seen = {"seen": fingerprint(Profile.of(office))}
    return declared_form(OfficeForm, asked, _stored(office, asked) | seen)


def _stored(office: Office, asked: Sequence[Field]) -> dict[str, str]:
    stored = {entry.name: str(getattr(office, entry.name)) for entry in asked}
    if "iban" in stored:
        stored["iban"] = in_groups(stored["iban"])
    return stored
