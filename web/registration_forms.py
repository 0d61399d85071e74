"""The forms with which people register for a lot."""

from __future__ import annotations

from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovFileInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
)
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice

from auction.models import Identity
from auction.rules.registration_terms import PriorityTerms, RegistrationTerms
from web.forms import Form

PAPERS = ".pdf,.jpg,.jpeg,.png,.webp"
QUIET = {"params": {"classes": "govuk-button--secondary"}}
WARNING = {"params": {"classes": "govuk-button--warning"}}


class RegistrationForm(Form):
    """As whom somebody registers, and whether he stays bound."""

    identity = RadioField(
        "As whom you bid",
        widget=GovRadioInput(),
        description="The name stands on the papers of the sale. For whomever you act, "
        "a power of attorney for this lot is needed.",
        validate_choice=False,
    )
    stays_bound = BooleanField(
        "I agree to stay bound by my highest bid, with my deposit, if the winner fails",
        widget=GovCheckboxInput(),
        description="You need not. You can decide it later, and take it back until you "
        "bid.",
    )
    submit = SubmitField("Register for this lot", widget=GovSubmitInput())

    def offer(self, identities: Iterable[Identity], *, consent: bool) -> None:
        """Offer whom the person has shown, and the promise where there is one."""
        choices = [SelectChoice(str(one.id), _named(one)) for one in identities]
        if len(choices) > 1:
            self.identity.choices = choices
        else:
            del self.identity
        if not consent:
            del self.stays_bound

    def identity_id(self) -> int | None:
        """Return who was chosen, if anybody was."""
        chosen = self["identity"].data if "identity" in self else None
        return int(chosen) if chosen and chosen.isascii() and chosen.isdigit() else None

    def agrees(self) -> bool:
        """Say whether the person agrees to stay bound."""
        return bool("stays_bound" in self and self["stays_bound"].data)


class PriorityForm(Form):
    """A claim to a right of priority, with its paper."""

    ground = SelectField(
        "Why you have the right", widget=GovSelect(), validate_choice=False
    )
    explanation = TextAreaField(
        "Explanation",
        widget=GovTextArea(),
        description="A verifier reads it. The office does not.",
        render_kw={"rows": "4"},
    )
    paper = FileField(
        "Paper that shows it",
        widget=GovFileInput(),
        description="A PDF, or a photo or scan. It lies under seal; only a verifier "
        "opens it.",
        render_kw={"accept": PAPERS},
    )
    submit = SubmitField("Claim the right of priority", widget=GovSubmitInput())

    def offer(self, terms: PriorityTerms) -> None:
        """Offer the grounds of the procedure."""
        self.ground.choices = [
            SelectChoice("", "Please choose"),
            *(SelectChoice(g.code, g.text.rstrip(".")) for g in terms.grounds),
        ]


class RefusalForm(Form):
    """On which ground an office refuses a bidder."""

    ground = SelectField("Ground", widget=GovSelect(), validate_choice=False)
    submit = SubmitField("Refuse", widget=GovSubmitInput(), render_kw=WARNING)

    def offer(self, terms: RegistrationTerms) -> None:
        """Offer the grounds of the procedure."""
        self.ground.choices = [
            SelectChoice("", "Please choose"),
            *(SelectChoice(g.code, g.text) for g in terms.grounds),
        ]


class RankForm(Form):
    """How a verifier decides on a right of priority."""

    rank = SelectField("Rank", widget=GovSelect(), validate_choice=False)
    reason = TextAreaField(
        "Reason, if you decline it",
        widget=GovTextArea(),
        description="The person reads it.",
        render_kw={"rows": "3"},
    )

    def offer(self, terms: PriorityTerms) -> None:
        """Offer the ranks of the procedure, each with its grounds."""
        ranks = sorted({ground.rank for ground in terms.grounds})
        self.rank.choices = [
            SelectChoice(str(rank), f"{rank}: {_of_rank(terms, rank)}")
            for rank in ranks
        ]


def _named(identity: Identity) -> str:
    name = identity.name or "Not named yet"
    name = f"{name} (I act for it)" if identity.is_principal else f"{name} (myself)"
    return name if identity.is_accepted else f"{name}, not verified yet"


def _of_rank(terms: PriorityTerms, rank: int) -> str:
    return "; ".join(g.text.rstrip(".") for g in terms.grounds if g.rank == rank)
