"""The form with which a site is set up."""

from govuk_frontend_wtf.wtforms_widgets import (
    GovPasswordInput,
    GovSubmitInput,
    GovTextInput,
)
from wtforms import EmailField, PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from web.forms import Form


class SetupForm(Form):
    """The code that the site printed, and the operator's account."""

    code = StringField(
        "Set-up code",
        widget=GovTextInput(),
        description="The site printed it when it was started. On the machine it stands "
        "in the file setup_code, in the folder instance.",
        validators=[InputRequired("Please enter the set-up code.")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    name = StringField(
        "Your full name",
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
    submit = SubmitField("Set the site up", widget=GovSubmitInput())
