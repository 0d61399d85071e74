"""Forms, drawn with the components of GOV.UK Frontend."""

from collections.abc import Mapping

from flask import Flask
from flask_wtf import FlaskForm
from govuk_frontend_wtf.main import wtforms_errors
from govuk_frontend_wtf.wtforms_widgets import (
    GovPasswordInput,
    GovSubmitInput,
    GovTextInput,
)
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import (
    EmailField,
    PasswordField,
    StringField,
    SubmitField,
)
from wtforms.validators import InputRequired, Length


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

    email = EmailField(
        "E-mail address",
        widget=GovTextInput(),
        validators=[InputRequired("Please enter your e-mail address.")],
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Please enter your password.")],
    )
    submit = SubmitField("Sign in", widget=GovSubmitInput())


class RegisterForm(Form):
    """What a bidder's account needs."""

    name = StringField(
        "Full name",
        widget=GovTextInput(),
        validators=[
            InputRequired("Please enter your full name."),
            Length(max=200, message="Please shorten the name to 200 characters."),
        ],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "E-mail address",
        widget=GovTextInput(),
        description="You sign in with it.",
        validators=[InputRequired("Please enter your e-mail address.")],
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        widget=GovPasswordInput(),
        description="8 characters or more. A few words in a row are easy to keep.",
        validators=[InputRequired("Please choose a password.")],
        render_kw={"params": {"autocomplete": "new-password"}},
    )
    submit = SubmitField("Create the account", widget=GovSubmitInput())
