"""Forms, drawn with the components of GOV.UK Frontend."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import wtforms_errors
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import PasswordField, SubmitField
from wtforms.validators import InputRequired

from web.account_fields import full_name, new_password, own_email

ABOUT_A_FIELD = ("This must ", "This is ", "This has ", "This amount ")


def init_app(app: Flask) -> None:
    """Let templates find the components, and forms draw themselves with them."""
    app.jinja_loader = ChoiceLoader(
        [
            app.jinja_loader or PackageLoader("app"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.globals["wtforms_errors"] = summary_of


def summary_of(
    form: FlaskForm, params: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """Return what an error summary shows, with a field's name where "this" is it."""
    summary: dict[str, Any] = wtforms_errors(form, params or {})
    labels = {f"#{field.id}": field.label.text for field in form}
    for line in summary["errorList"]:
        label = labels.get(line["href"])
        if label and str(line["text"]).startswith(ABOUT_A_FIELD):
            line["text"] = f"{label}: t{line['text'][1:]}"
    return summary


class Form(FlaskForm):
    """A form that a page shows and reads."""

    def __init__(self, filled: Mapping[str, object] | None = None) -> None:
        super().__init__(data=filled)  # type: ignore[no-untyped-call]

    def is_right(self) -> bool:
        """Say whether everything was filled in as it should be."""
        return bool(self.validate())  # type: ignore[no-untyped-call]

    def refuse(self, name: str, sentence: str) -> None:
        """Say at one of the fields what is not right with it."""
        self[name].errors = [sentence]  # a list: the summary would print a tuple whole


class SignInForm(Form):
    """E-mail address and password."""

    email = own_email()
    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Please enter your password.")],
    )
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class RegisterForm(Form):
    """What a bidder's account needs."""

    name = full_name()
    email = own_email(hint="You sign in with it.")
    password = new_password()
    submit = SubmitField("Create the account", widget=GovSubmitInput())
