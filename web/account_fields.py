"""The fields of every form that opens an account."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import GovPasswordInput, GovTextInput
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired, Length


def full_name(label: str = "Full name", *, hint: str = "") -> StringField:
    """Ask for somebody's name."""
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[
            InputRequired("Please enter your full name."),
            Length(max=200, message="Please shorten the name to 200 characters."),
        ],
        render_kw={"autocomplete": "name"},
    )


def own_email(*, hint: str = "") -> EmailField:
    """Ask for the address with which somebody signs in."""
    return EmailField(
        "E-mail address",
        widget=GovTextInput(),
        description=hint,
        validators=[InputRequired("Please enter your e-mail address.")],
        render_kw={"type": "email", "autocomplete": "username", "spellcheck": "false"},
    )


def new_password(label: str = "Password") -> PasswordField:
    """Ask for a password that nobody has yet."""
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        description="8 to 128 characters of any script. A few words in a row are "
        "easy to keep.",
        validators=[InputRequired("Please choose a password.")],
        render_kw={"params": {"autocomplete": "new-password"}},
    )
