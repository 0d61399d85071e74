"""The forms for questions and what an office replies."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea
from wtforms import SubmitField, TextAreaField

from web.forms import Form


class QuestionForm(Form):
    """A question about a lot."""

    question = TextAreaField(
        "Your question",
        widget=GovTextArea(),
        description="Do not write who you are: question and answer become public.",
        render_kw={"rows": "6"},
    )
    submit = SubmitField("Send the question", widget=GovSubmitInput())


class AnswerForm(Form):
    """The public answer to a question."""

    answer = TextAreaField(
        "Answer that everybody will read",
        widget=GovTextArea(),
        description="Question and answer stand on the lot's page at once, and the "
        "answer cannot be changed. You can add to it later.",
        render_kw={"rows": "8"},
    )
    submit = SubmitField("Publish the answer", widget=GovSubmitInput())


class DeclineForm(Form):
    """Why a question is not answered."""

    reason = TextAreaField(
        "Reason, for the person who asked",
        widget=GovTextArea(),
        description="Nobody else sees the question or the reason. Decline what names "
        "people or does not concern the lot.",
        render_kw={"rows": "4"},
    )
    submit = SubmitField(
        "Decline the question",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--secondary"}},
    )


class SupplementForm(Form):
    """What is added to an answer."""

    supplement = TextAreaField(
        "What you add to the answer",
        widget=GovTextArea(),
        description="It stands below the answer, with its time.",
        render_kw={"rows": "6"},
    )
    submit = SubmitField("Publish the addition", widget=GovSubmitInput())
