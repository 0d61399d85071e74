"""The form with which an announced lot is changed in public."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import HiddenField, TextAreaField

from auction.models import Lot
from auction.services.changing import digest_of, entries_of
from web.declared_forms import DeclaredForm, Section, declared_form
from web.lot_forms import stored_text

SHOWN = frozenset({"Basics", "Description"})


class ChangeForm(DeclaredForm):
    """What may be changed of a lot, and why. It knows what the lot said before."""

    seen = HiddenField()
    reason = TextAreaField(
        "Reason that everybody will read",
        widget=GovTextArea(),
        description="It stands on the lot's page, beside the old and the new text.",
        render_kw={"params": {"rows": 3}},
    )

    def is_open(self, section: Section) -> bool:
        """Whether a section needs no opening: the first two, and where it is wrong."""
        wrong = any(self[name].errors for name in section.names)
        return wrong or section.name in SHOWN

    def show_newer(self, lot: Lot) -> None:
        """Say what is stored by now, and let the form be sent again over it."""
        self.show_stored({one.name: stored_text(lot, one) for one in self.asked})
        self["seen"].data = digest_of(lot)


def form_for(lot: Lot) -> ChangeForm:
    """Return the form of a lot: as it was sent, or as the lot is."""
    asked = entries_of(lot)
    stored = {entry.name: stored_text(lot, entry) for entry in asked}
    return declared_form(
        ChangeForm,
        asked,
        stored | {"seen": digest_of(lot)},
        currency_code=lot.catalogue.currency_code,
    )
