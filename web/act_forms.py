"""The form of an officer's act on a lot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from govuk_frontend_wtf.wtforms_widgets import (
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    FileField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)

from auction.models import Document, Lot
from auction.rules.filing import LONGEST_TITLE
from auction.rules.procedure import Ground
from auction.rules.refusal import Refusal
from web.document_forms import ACCEPT, SORTS
from web.forms import Form

NO_DOCUMENT = ""
DATE_AND_TIME = {
    "type": "datetime-local",
    "params": {"classes": "govuk-input--width-20"},
}


class MomentUnreadable(Refusal):
    """Please give a day and a time, such as 2026-03-31T14:00."""


class ActForm(Form):
    """Why an officer acts on a lot, in public; a page leaves out what it needs not."""

    ground = RadioField(
        "Ground",
        widget=GovRadioInput(),
        description="These are the grounds that the rules of this sale allow now.",
    )
    public_text = TextAreaField(
        "Reason that everybody will read",
        widget=GovTextArea(),
        description="It stands on the lot's page and stays in its record.",
    )
    until = StringField(
        "Until",
        widget=GovTextInput(),
        render_kw=DATE_AND_TIME,
    )
    paper = FileField(
        "Document on which it rests",
        widget=GovFileInput(),
        description=f"Everybody will be able to read it once this is done. {SORTS}",
        render_kw={"accept": ACCEPT},
    )
    paper_title = StringField(
        "Title of the document",
        widget=GovTextInput(),
        description="As everybody reads it. Left empty, it is called like its file.",
        render_kw={"maxlength": LONGEST_TITLE},
    )
    document = SelectField(
        "Or one that stands on the lot's page already", widget=GovSelect()
    )
    submit = SubmitField("Confirm", widget=GovSubmitInput())

    def offer_grounds(self, grounds: Sequence[Ground] | None) -> None:
        """Offer the grounds that hold now; without any, ask for none."""
        if grounds is None:
            del self.ground
            return
        self.ground.choices = [(ground.code, ground.text) for ground in grounds]

    def offer_documents(self, lot: Lot) -> None:
        """Offer the public documents of a lot, beside a new one."""
        choices = [(str(one.id), one.title) for one in lot.documents if is_shown(one)]
        if choices:
            self.document.choices = [(NO_DOCUMENT, "None of them"), *choices]
        else:
            del self.document

    def ask_for_no_document(self) -> None:
        """Do not ask for a document."""
        del self.paper
        del self.paper_title
        del self.document

    def make_document_optional(self) -> None:
        """Say that the rules want no document."""
        self.paper.label.text = "Document on which it rests, if there is one"

    def ask_until(self, label: str | None, hint: str = "") -> None:
        """Ask for a date under a name; without one, do not ask."""
        if label is None:
            del self.until
            return
        self.until.label.text = label
        self.until.description = hint


def is_shown(document: Document) -> bool:
    """Say whether everybody can open a document of a lot now."""
    return document.is_public and document.replaced_at is None


class ExpectationForm(Form):
    """Until when a lot is expected to rest."""

    until = StringField(
        "The cause ends, or has ended",
        widget=GovTextInput(),
        description="Leave it empty while nobody knows.",
        render_kw=DATE_AND_TIME,
    )
    submit = SubmitField("Publish the date", widget=GovSubmitInput())


def read_moment(written: str, zone: ZoneInfo) -> datetime | None:
    """Read a day and a time as a browser sends them; nothing where it is empty."""
    if not written.strip():
        return None
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError as odd:
        raise MomentUnreadable from odd
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def write_moment(at: datetime | None, zone: ZoneInfo) -> str:
    """Write a moment as a browser wants it; nothing where there is none."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if at else ""
