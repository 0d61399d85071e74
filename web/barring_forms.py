"""The forms with which people are barred, appeal, and are answered."""

from __future__ import annotations

from collections.abc import Mapping

from govuk_frontend_wtf.wtforms_widgets import (
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice

from auction.rules.barring import (
    GROUNDS,
    AlreadyAppealed,
    GroundMissing,
    TermUnfit,
    TextUnfit,
)
from auction.rules.refusal import Refusal
from web.forms import Form

OF_FORM = (GroundMissing, TermUnfit, TextUnfit, AlreadyAppealed)


class BarForm(Form):
    """Why somebody is barred, and for how long."""

    ground = RadioField(
        "Ground",
        widget=GovRadioInput(),
        choices=[SelectChoice(code.value, words) for code, words in GROUNDS.items()],
        validate_choice=False,
    )
    text = TextAreaField(
        "Reason that the person reads",
        widget=GovTextArea(),
        description="What happened, and when. It is not public.",
        render_kw={"params": {"rows": 4}},
    )
    term = StringField(
        "For how many months",
        widget=GovTextInput(),
        description="Leave it empty to bar for good.",
        render_kw={"params": {"classes": "govuk-input--width-4"}},
    )

    @property
    def said(self) -> dict[str, str]:
        """What was filled in, as the service takes it."""
        return {name: self[name].data or "" for name in ("ground", "text", "term")}

    def refuse_for(self, refusal: Refusal) -> None:
        """Say at the right field what is not right with it."""
        at: Mapping[type[Refusal], str] = {
            GroundMissing: "ground",
            TermUnfit: "term",
            TextUnfit: "text",
        }
        self.refuse(at[type(refusal)], refusal.told())


class BidderBarForm(BarForm):
    """A bidder of an ended lot, by his number."""

    lot = StringField(
        "Number of the lot's page",
        widget=GovTextInput(),
        description="The last figures of its address: of /lots/17 it is 17. The lot "
        "must have ended.",
        render_kw={"params": {"classes": "govuk-input--width-5"}},
    )
    number = StringField(
        "Bidder number",
        widget=GovTextInput(),
        render_kw={"params": {"classes": "govuk-input--width-5"}},
    )
    submit = SubmitField("Bar this bidder", widget=GovSubmitInput())


class AccountBarForm(BarForm):
    """An account, by its e-mail address."""

    email = StringField(
        "E-mail address of the account",
        widget=GovTextInput(),
        description="As the order names it. The page does not tell whether there is "
        "such an account.",
        render_kw={"type": "email", "spellcheck": "false"},
    )
    submit = SubmitField("Bar this account", widget=GovSubmitInput())


class AppealForm(Form):
    """What somebody says against a bar."""

    text = TextAreaField(
        "Your appeal",
        widget=GovTextArea(),
        description="You can appeal once. In an office, somebody else than who has "
        "barred you answers.",
        render_kw={"params": {"rows": 5}},
    )
    submit = SubmitField("Appeal", widget=GovSubmitInput())


class AnswerForm(Form):
    """The answer to an appeal."""

    outcome = RadioField(
        "Decision",
        widget=GovRadioInput(),
        choices=[
            SelectChoice("lift", "Lift the bar"),
            SelectChoice("keep", "The bar stays"),
        ],
        validate_choice=False,
    )
    text = TextAreaField(
        "Answer that the person reads",
        widget=GovTextArea(),
        render_kw={"params": {"rows": 4}},
    )
    submit = SubmitField("Answer", widget=GovSubmitInput())
