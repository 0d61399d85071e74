"""The forms in which a verifier opens papers and decides."""

from __future__ import annotations

from datetime import UTC, datetime

from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from auction.services.verifying import LOOK_REASONS, ChangedMeanwhile
from web.forms import Form


class LookForm(Form):
    """Why a paper is opened."""

    reason = SelectField(
        "Why you open it",
        widget=GovSelect(),
        choices=[
            SelectChoice("", "Please choose"),
            *(SelectChoice(code, words) for code, words in LOOK_REASONS.items()),
        ],
        validate_choice=False,
    )


class DecisionForm(Form):
    """What is decided on, as it was seen, and why it is refused."""

    seen = HiddenField()
    reason = TextAreaField(
        "Reason of the refusal",
        widget=GovTextArea(),
        description="The person reads it. Say what is missing, so that it can be "
        "mended.",
        render_kw={"rows": "4"},
    )

    def seen_at(self) -> datetime:
        """Return when what was seen had been handed in."""
        try:
            seen = datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            raise ChangedMeanwhile from None
        return seen if seen.tzinfo else seen.replace(tzinfo=UTC)
