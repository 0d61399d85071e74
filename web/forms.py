"""Forms, drawn with the components of GOV.UK Frontend."""

from collections.abc import Mapping

from flask import Flask
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import wtforms_errors
from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovSubmitInput
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import PasswordField, SubmitField
from wtforms.validators import InputRequired

from web.account_fields import full_name, new_password, own_email


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
    app.jinja_env.globals["wtforms_errors"] = wtforms_errors


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
