"""The form of a declaration: one question for each rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput
from wtforms import RadioField, SubmitField
from wtforms.fields.choices import SelectChoice

from auction.rules.declaring import TRUE, UNTRUE, Statement
from web.forms import Form

ANSWER = "rule-"  # before the code of a rule, in the name of its control


class DeclarationForm(Form):
    """Every rule, to be answered by itself."""

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, by the codes of the rules."""
        return {
            field.name.removeprefix(ANSWER): field.data or ""
            for field in self
            if field.name.startswith(ANSWER)
        }

    def refuse_unanswered(self, codes: Iterable[str]) -> None:
        """Say at each rule without an answer that it needs one."""
        for code in codes:
            self.refuse(ANSWER + code, "Please say whether this is true of you.")


def declaration_form(statements: Iterable[Statement]) -> DeclarationForm:
    """Return the form of these statements, with nothing chosen beforehand."""
    inputs: dict[str, Any] = {
        **{ANSWER + one.code: _question(one) for one in statements},
        "submit": SubmitField("Declare and sign", widget=GovSubmitInput()),
    }
    made: type[DeclarationForm] = type("DeclarationForm", (DeclarationForm,), inputs)
    return made()


def _question(statement: Statement) -> RadioField:
    shape: dict[str, Any] = {"classes": "govuk-radios--inline govuk-radios--small"}
    if not statement.source:
        shape["hint"] = None  # the widget would leave an empty one
    return RadioField(
        statement.text,
        widget=GovRadioInput(),
        description=f"Rule: {statement.source}" if statement.source else "",
        choices=[
            SelectChoice(TRUE, "This is true"),
            SelectChoice(UNTRUE, "This is not true"),
        ],
        validate_choice=False,
        render_kw={"params": shape},
    )
