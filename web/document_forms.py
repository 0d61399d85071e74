"""The forms in which an office says what a document is."""

from __future__ import annotations

from collections.abc import Mapping

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovRadioInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    FileField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from auction.models import Document, Lot
from auction.rules.categories import Category
from auction.rules.filing import LONGEST_TITLE, Label, read_date
from auction.rules.papers import Kind, kinds_for
from auction.rules.refusal import Refusal
from web.forms import Form

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.txt,.csv"
SORTS = (
    "PDF, a scan (JPEG, PNG or WebP: it becomes a PDF), Word, Excel, or plain text in "
    "UTF-8; up to 15 MB each."
)
ROOM = SelectChoice("room", "Only this office: it lies in the data room")
DATE = "The day that stands on the document itself. It may be left out."


class DatedForm(Form):
    """A form with the day that stands on a document."""

    dated_on = StringField(
        "Date of the document",
        widget=GovTextInput(),
        description=DATE,
        render_kw={"type": "date"},
    )

    def is_right(self) -> bool:
        """Say whether everything was filled in, the date readably."""
        is_right = super().is_right()
        try:
            read_date(self.dated_on.data or "")
        except Refusal as refusal:
            self.refuse("dated_on", str(refusal))
            self.dated_on.render_kw = {"type": "text"}  # so that it can be seen
            return False
        return is_right


class LabelForm(DatedForm):
    """What a document is, of which day, and who may open it."""

    title = StringField(
        "Title", widget=GovTextInput(), render_kw={"maxlength": str(LONGEST_TITLE)}
    )
    kind = SelectField(
        "Kind", validators=[InputRequired("Please choose what kind of document it is.")]
    )
    access = RadioField(
        "Who may open it",
        widget=GovRadioInput(),
        choices=[SelectChoice("public", "Everybody, once the lot is announced"), ROOM],
        description="Put into the data room what names debtors or other people. Each "
        "look at it is written down.",
        validators=[InputRequired("Please choose who may open it.")],
    )

    def __init__(
        self, category: Category, filled: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(filled)
        usual, others = kinds_for(category)
        self.kind.choices = [
            SelectChoice("", "Please choose"),
            *_grouped(usual, "Usual for such a lot"),
            *_grouped(others, "Other kinds"),
        ]

    def label(self, title: str | None = None) -> Label:
        """Return what was filled in, under this title or the one that was typed."""
        return Label(
            title=title or self.title.data or "",
            kind=self.kind.data,
            is_public=self.access.data == "public",
            dated_on=read_date(self.dated_on.data or ""),
        )


class ReasonForm(Form):
    """Why something changes that everybody has read."""

    reason = TextAreaField(
        "Reason that everybody will read",
        widget=GovTextArea(),
        description="It stands in the changes of the lot at once, and stays there.",
        render_kw={"rows": "3"},
    )


class AddForm(LabelForm, ReasonForm):
    """Documents that come to a lot; only an announced one asks for the reason."""

    title = StringField(
        "Title",
        widget=GovTextInput(),
        description="Leave it empty, and each document is called like its file.",
        render_kw={"maxlength": str(LONGEST_TITLE)},
    )
    documents = MultipleFileField(
        "Files",
        widget=GovFileInput(multiple=True),
        description=SORTS,
        render_kw={"accept": ACCEPT},
    )


class VersionForm(DatedForm, ReasonForm):
    """A newer version of a document."""

    document = FileField(
        "File", widget=GovFileInput(), description=SORTS, render_kw={"accept": ACCEPT}
    )
    withhold = BooleanField(
        "Do not show the earlier version any more",
        widget=GovCheckboxInput(),
        description="For one that shows what nobody should see. It stays listed.",
    )


def add_form(lot: Lot) -> AddForm:
    """Return the form for more documents; a draft's asks for no reason."""
    form = AddForm(lot.category)
    if lot.is_public:
        form.access.choices = [SelectChoice("public", "Everybody, at once"), ROOM]
    else:
        del form.reason
    return form


def version_form(lot: Lot) -> VersionForm:
    """Return the form for a newer version; of a draft nobody has seen the older one."""
    form = VersionForm()
    if not lot.is_public:
        del form.reason, form.withhold
    return form


def label_form_of(document: Document, category: Category) -> LabelForm:
    """Return the form of a document, as it was sent or as the document says."""
    return LabelForm(
        category,
        {
            "title": document.title,
            "kind": document.kind,
            "access": "public" if document.is_public else "room",
            "dated_on": document.dated_on.isoformat() if document.dated_on else "",
        },
    )


def _grouped(kinds: tuple[Kind, ...], group: str) -> list[SelectChoice]:
    return [SelectChoice(kind.code, kind.title, optgroup=group) for kind in kinds]
