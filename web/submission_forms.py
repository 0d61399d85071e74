"""The forms with which drafts are submitted, given back and taken back."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice

from web.forms import Form

EVERY, READY, CHOSEN = "all", "ready", "chosen"
AT_ONCE, LATER = "at_once", "later"


class SubmissionForm(Form):
    """Which lots are submitted, when they are announced, and a word to the approver."""

    which = RadioField(
        "Which lots",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(EVERY, "All drafts of this catalogue"),
            SelectChoice(READY, "All drafts of which nothing is left to mend"),
            SelectChoice(CHOSEN, "The lots that are named below"),
        ],
        default=EVERY,
    )
    lots = StringField(
        "Numbers of the lots",
        widget=GovTextInput(),
        description="Only for named lots. For example: 1-20, 25",
    )
    when = RadioField(
        "When they are announced",
        widget=GovRadioInput(),
        choices=[
            SelectChoice(AT_ONCE, "As soon as they are approved"),
            SelectChoice(LATER, "At the time below"),
        ],
        default=AT_ONCE,
    )
    announce_at = StringField(
        "Time of the announcement",
        widget=GovTextInput(),
        description="Only if they are not announced at once.",
        render_kw={"type": "datetime-local"},
    )
    note = TextAreaField(
        "Note to whoever approves them",
        widget=GovTextArea(),
        description="Your office sees it, nobody else.",
        render_kw={"rows": "3"},
    )
    submit = SubmitField("Submit for approval", widget=GovSubmitInput())


class ReturnForm(Form):
    """Why somebody gives lots back to their drafter."""

    remark = TextAreaField(
        "What is not right yet",
        widget=GovTextArea(),
        description="Your office sees it, nobody else.",
        render_kw={"rows": "4"},
    )
    submit = SubmitField(
        "Give them back",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--secondary"}},
    )


class TakeBackForm(Form):
    """Why an approved lot is not announced."""

    remark = TextAreaField(
        "Why it is taken back",
        widget=GovTextArea(),
        description="Your office sees it, with your name; nobody else does.",
        render_kw={"rows": "4"},
    )
    submit = SubmitField("Take the lot back", widget=GovSubmitInput())
