"""What an identity needs before it is looked at, and what may be done to it when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from auction.rules.categories.field import Option, options
from auction.rules.persons import IdentityState, PersonKind
from auction.rules.refusal import OutOfStep, Refusal

MOST_PAPERS = 10  # of one identity
MANDATE = "power_of_attorney"
PRIORITY_RIGHT = "priority_right"
ABOUT_LOTS = frozenset({MANDATE, PRIORITY_RIGHT})  # do not show who somebody is
OTHER = options(other="Another paper")
OF_PERSON = options(
    passport="Passport",
    identity_card="Identity card, both sides",
    residence_permit="Residence permit",
)
OF_COMPANY = options(
    register_extract="Extract of the register, not older than three months",
    articles="Articles or statutes",
    proof_of_capacity="Proof that you may act for it",
    licence="Licence",
)
SHOWS_WHO: Mapping[PersonKind, tuple[Option, ...]] = {
    PersonKind.NATURAL: OF_PERSON,
    PersonKind.COMPANY: OF_COMPANY[:1],
}
EDITABLE = frozenset({IdentityState.DRAFT, IdentityState.REFUSED})

# How long papers are kept that have done their work, or never got to do it.
REFUSED_FOR = timedelta(days=30)
UNUSED_FOR = timedelta(days=30)
ABOUT_LOT_FOR = timedelta(days=365)  # after its end: papers on rights in one lot


class PaperMissing(Refusal):
    """Please add this paper first: {papers}."""


class PaperKindUnknown(Refusal):
    """Please choose what kind of paper it is."""


class TooManyPapers(Refusal):
    """There are ten papers already. Put some of them into one file."""


class BeingChecked(OutOfStep):
    """This is with the verifier. Take it back first if something is wrong."""


class AlreadyDecided(OutOfStep):
    """The verifier has decided on this. Please begin a new one instead."""


class NotWaiting(OutOfStep):
    """This does not wait for a verifier any more."""


def paper_kinds(kind: PersonKind) -> tuple[Option, ...]:
    """Return the kinds of papers that show who such a person is."""
    return (*(OF_PERSON if kind is PersonKind.NATURAL else OF_COMPANY), *OTHER)


def paper_name(code: str) -> str:
    """Return what a kind of paper is called, for short."""
    return PAPERS.get(code, code).partition(",")[0]


def check_paper_kind(code: str, *, kind: PersonKind) -> str:
    """Return the kind of a paper, or refuse one that shows nothing."""
    if code not in {one.code for one in paper_kinds(kind)}:
        raise PaperKindUnknown
    return code


def check_papers(kind: PersonKind, papers: Collection[str]) -> None:
    """Refuse what a verifier could not judge for want of a paper."""
    enough = SHOWS_WHO[kind]
    if not any(one.code in papers for one in enough):
        names = " or ".join(one.label.partition(",")[0].lower() for one in enough)
        raise PaperMissing(papers=names)


def check_editable(state: IdentityState) -> None:
    """Refuse to change what is being looked at, or was decided."""
    if state is IdentityState.SUBMITTED:
        raise BeingChecked
    if state not in EDITABLE:
        raise AlreadyDecided


def check_waiting(state: IdentityState) -> None:
    """Refuse to decide on what does not wait."""
    if state is not IdentityState.SUBMITTED:
        raise NotWaiting


PAPERS: Mapping[str, str] = {
    **{one.code: one.label for one in (*OF_PERSON, *OF_COMPANY, *OTHER)},
    MANDATE: "Power of attorney",
    PRIORITY_RIGHT: "Proof of a priority right",
}
