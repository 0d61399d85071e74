"""The form of the emergency brake: one reason, one button."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SubmitField, TextAreaField

from web.forms import Form


class StopForm(Form):
    """Why everything is stopped, in public."""

    reason = TextAreaField(
        "Reason that everybody will read",
        widget=GovTextArea(),
        description="It stands on the page of every lot that is stopped, and everybody "
        "registered is told.",
        render_kw={"rows": "3"},
    )
    submit = SubmitField(
        "Stop",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )


class ResumeStoppedForm(Form):
    """What everybody is told when the lots of a stop go on."""

    public_text = TextAreaField(
        "Reason that everybody will read",
        widget=GovTextArea(),
        description="It stands on the page of each lot, and everybody registered is "
        "told.",
        render_kw={"rows": "3"},
    )
    submit = SubmitField("Resume these lots", widget=GovSubmitInput())
