"""The form with which a site is set up."""

from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from wtforms import StringField, SubmitField
from wtforms.validators import InputRequired

from web.account_fields import full_name, new_password, own_email
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
    name = full_name("Your full name")
    email = own_email(hint="You sign in with it.")
    password = new_password()
    submit = SubmitField("Set the site up", widget=GovSubmitInput())
