"""The forms in which a cashier books by hand, corrects himself and decides."""

from __future__ import annotations

from collections.abc import Mapping

from govuk_frontend_wtf.wtforms_widgets import (
    GovFileInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import FileField, StringField, SubmitField, TextAreaField

from auction.money import AmountUnreadable
from auction.rules.payment_reference import ReferenceWrong
from auction.rules.refusal import Refusal
from auction.services.booking_by_hand import NoSuchReference, PaperMissing
from auction.services.depositing import AmountNotAbove
from auction.services.settling import ForfeitTooMuch
from auction.services.unsecuring import NotConfirmed, NoteMissing, NoteTooLong
from web.forms import Form
from web.uploads.taking import FileRefused

FIELDS: Mapping[type[Refusal], str] = {
    ReferenceWrong: "reference",
    NoSuchReference: "reference",
    NotConfirmed: "reference",
    AmountUnreadable: "amount",
    AmountNotAbove: "amount",
    ForfeitTooMuch: "amount",
    PaperMissing: "paper",
    FileRefused: "paper",
    NoteMissing: "note",
    NoteTooLong: "note",
}


class NoteForm(Form):
    """Why something is booked that no statement shows."""

    note = TextAreaField(
        "Note",
        widget=GovTextArea(),
        description="What happened, and how you know. It stays in the books, with your "
        "name.",
        render_kw={"rows": "3"},
    )

    def refuse_at_field(self, refusal: Refusal, sentence: str) -> None:
        """Say at the field that it is about what is not right."""
        name = next(name for kind, name in FIELDS.items() if isinstance(refusal, kind))
        self.refuse(name, sentence)


class ReferenceForm(NoteForm):
    """A deposit, by the reference that stands on a paper."""

    reference = StringField(
        "Reference",
        widget=GovTextInput(),
        description="As it stands on the paper, for example RF38 3539 0075 4703. Its "
        "check digits are verified.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class ByHandForm(ReferenceForm):
    """A payment that a paper shows."""

    amount = StringField(
        "Amount",
        widget=GovTextInput(),
        render_kw={"autocomplete": "off", "inputmode": "decimal"},
    )
    paper = FileField(
        "Paper that shows the payment",
        widget=GovFileInput(),
        description="PDF, a scan (JPEG, PNG, WebP), Word, Excel or text; up to 15 MB. "
        "Only cashiers and auditors of this office can open it.",
    )
    submit = SubmitField("Book the payment", widget=GovSubmitInput())


class WithdrawalForm(ReferenceForm):
    """A confirmation that is taken back."""

    submit = SubmitField(
        "Take the confirmation back",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )


class CorrectionForm(NoteForm):
    """Why an entry by hand was wrong."""

    submit = SubmitField(
        "Take the entry back",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )


class ForfeitForm(NoteForm):
    """How much a buyer in default loses, where the terms leave it to the office."""

    amount = StringField(
        "Amount that is forfeited",
        widget=GovTextInput(),
        description="What is left of the deposit goes back.",
        render_kw={"autocomplete": "off", "inputmode": "decimal"},
    )
    submit = SubmitField(
        "Forfeit the amount",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )
