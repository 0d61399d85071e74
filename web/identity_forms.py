"""The forms in which people say who they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect
from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice

from auction.models import Identity
from auction.rules.identities import paper_kinds
from auction.rules.identity_entries import entries, read
from auction.rules.persons import PersonKind
from auction.services.identifying import Facts
from web.declared_forms import DeclaredForm, declared_form
from web.forms import Form
from web.identity_facts import stored_in

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp"
SORTS = "A PDF, or a photo or scan (JPEG, PNG or WebP: it becomes a PDF); up to 15 MB."


class IdentityForm(DeclaredForm):
    """What a person or a company says of itself."""

    def facts(self, *, today: date) -> Facts | None:
        """Return what was typed, or None after saying what is wrong."""
        facts, refused = read(self.typed, today=today)
        self.refuse_all(refused)
        return None if refused else Facts(**facts)


class PaperForm(Form):
    """A paper that shows who somebody is."""

    kind = SelectField("Kind of paper", widget=GovSelect(), validate_choice=False)
    paper = FileField(
        "File", widget=GovFileInput(), description=SORTS, render_kw={"accept": ACCEPT}
    )


class MandateForm(Form):
    """For whom somebody acts, and the paper that lets him."""

    principal = SelectField("You act for", widget=GovSelect(), validate_choice=False)
    paper = FileField(
        "Power of attorney",
        widget=GovFileInput(),
        description=SORTS,
        render_kw={"accept": ACCEPT},
    )

    def principal_id(self) -> int:
        """Return the id of whom was chosen, or 0."""
        typed = self.principal.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() else 0


def new_form(kind: PersonKind) -> IdentityForm:
    """Return the form of somebody who is not known yet."""
    asked = entries(kind)
    return declared_form(IdentityForm, asked, {entry.name: "" for entry in asked})


def form_of(identity: Identity) -> IdentityForm:
    """Return the form of an identity, filled with what it says."""
    return declared_form(IdentityForm, entries(identity.kind), stored_in(identity))


def mandate_form(principals: Sequence[Identity]) -> MandateForm:
    """Return the form for a power of attorney of one of these."""
    form = MandateForm()
    form.principal.choices = [
        SelectChoice("", "Please choose"),
        *(SelectChoice(str(one.id), one.name) for one in principals),
    ]
    return form


def paper_form(identity: Identity) -> PaperForm:
    """Return the form for one more paper."""
    form = PaperForm()
    form.kind.choices = [
        SelectChoice("", "Please choose"),
        *(SelectChoice(one.code, one.label) for one in paper_kinds(identity.kind)),
    ]
    return form
