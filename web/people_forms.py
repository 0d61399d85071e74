"""The forms about the people of an office."""

from __future__ import annotations

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import EmailField, SelectMultipleField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from auction.models import Duty
from auction.services.appointing import IN_WORDS
from web.account_fields import full_name, new_password
from web.forms import Form

CHOICES = [
    SelectChoice(duty.value, f"{duty.title()}: {IN_WORDS[duty]}") for duty in Duty
]


class InviteForm(Form):
    """Whom to invite, and to what."""

    email = EmailField(
        "E-mail address",
        widget=GovTextInput(),
        description="The invitation goes there, and its reader signs in with it. "
        "It must not be the address of a bidder's account.",
        validators=[InputRequired("Please enter an e-mail address.")],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    duties = SelectMultipleField(
        "Duties",
        widget=GovCheckboxesInput(),
        choices=CHOICES,
        validators=[InputRequired("Please choose at least one duty.")],
    )
    submit = SubmitField("Send the invitation", widget=GovSubmitInput())

    def chosen(self) -> list[Duty]:
        """Return the duties that are ticked."""
        return [Duty(value) for value in self.duties.data or ()]


class VerifierForm(Form):
    """Whom to invite as a verifier."""

    email = EmailField(
        "E-mail address",
        widget=GovTextInput(),
        description="The invitation goes there. Nobody who bids or sells can be a "
        "verifier: it must be an address without an account.",
        validators=[InputRequired("Please enter an e-mail address.")],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    submit = SubmitField("Send the invitation", widget=GovSubmitInput())


class DutiesForm(Form):
    """What a colleague does."""

    duties = SelectMultipleField(
        "Duties",
        widget=GovCheckboxesInput(),
        choices=CHOICES,
        description="Somebody without any duty does not work here any more.",
    )
    submit = SubmitField("Save the duties", widget=GovSubmitInput())

    def chosen(self) -> list[Duty]:
        """Return the duties that are ticked."""
        return [Duty(value) for value in self.duties.data or ()]


class NewcomerForm(Form):
    """What an account needs, beside the address that was invited."""

    name = full_name(hint="Your colleagues see it; the public does not.")
    password = new_password()
    submit = SubmitField("Open the account and accept", widget=GovSubmitInput())
