"""The forms of a person's own account: codes, passwords, proofs."""

from __future__ import annotations

from typing import ClassVar

from flask import request
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovPasswordInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import BooleanField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired

from web.account_fields import new_password, own_email
from web.forms import Form

APP_CODE = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": "false",
    "params": {"classes": "govuk-input--width-5"},
}
ANY_CODE = {"autocomplete": "one-time-code", "spellcheck": "false"}


class CodeForm(Form):
    """The code that an app shows."""

    code = StringField(
        "Code from your app",
        widget=GovTextInput(),
        description="Six digits. A new code comes every 30 seconds.",
        validators=[InputRequired("Please enter the code that your app shows.")],
        render_kw=APP_CODE,
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


class RecoveryForm(Form):
    """One of the codes on paper."""

    code = StringField(
        "Recovery code",
        widget=GovTextInput(),
        description="One of the ten that you were shown when you set your app up. "
        "Each is good once.",
        validators=[InputRequired("Please enter one of your recovery codes.")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Continue", widget=GovSubmitInput())


class ClosingForm(Form):
    """The last yes before an account is closed."""

    sure = BooleanField(
        "Close my account for good. I know that it cannot be opened again.",
        widget=GovCheckboxInput(),
        validators=[InputRequired("Please say that you are sure.")],
    )
    submit = SubmitField(
        "Close my account",
        widget=GovSubmitInput(),
        render_kw={"params": {"classes": "govuk-button--warning"}},
    )


class PasswordForm(Form):
    """A new password."""

    password = new_password("New password")
    submit = SubmitField("Change the password", widget=GovSubmitInput())


class AddressForm(Form):
    """A new e-mail address."""

    email = own_email(hint="You sign in with it, and we write to it.")
    submit = SubmitField("Send a link to it", widget=GovSubmitInput())


class ForgottenForm(Form):
    """Whose password is forgotten."""

    email = own_email()
    submit = SubmitField("Send me a link", widget=GovSubmitInput())


class ProofForm(Form):
    """The password once more; its fields have names that no other form has."""

    FIELDS: ClassVar[frozenset[str]] = frozenset({"proof_password", "proof_code"})

    proof_password = PasswordField(
        "Your password",
        widget=GovPasswordInput(),
        validators=[InputRequired("Please enter your password.")],
    )

    def was_sent(self) -> bool:
        """Say whether a password was sent, rather than another form."""
        return "proof_password" in request.form


class ProofWithCodeForm(ProofForm):
    """The password once more, and a code."""

    proof_code = StringField(
        "Code from your app",
        widget=GovTextInput(),
        description="Six digits, or one of your recovery codes. A code that you have "
        "used already is good no more: wait for the next one.",
        validators=[InputRequired("Please enter the code that your app shows.")],
        render_kw=ANY_CODE,
    )
