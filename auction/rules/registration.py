"""What somebody still has to do, or to wait for, before the bidder number is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auction.rules.lifecycle import LIVE, RESTING, LotStatus
from auction.rules.registration_terms import UNTIL_THE_END, RegistrationTerms


class Need(StrEnum):
    """What a registration may need, in the order in which people meet it."""

    ADDRESS = "address"
    IDENTITY = "identity"
    MANDATE = "mandate"
    DECLARATION = "declaration"
    OFFICE = "office"
    DEPOSIT = "deposit"


class Progress(StrEnum):
    """How far one of these has come."""

    DONE = "done"
    NOW = "now"  # it is for the person to do
    WAITS = "waits"  # it is for somebody else to do
    REFUSED = "refused"  # somebody else has said no
    LATER = "later"  # it comes once what is before it is done


DONE, NOW, WAITS, LATER = Progress.DONE, Progress.NOW, Progress.WAITS, Progress.LATER


@dataclass(frozen=True, slots=True)
class Facts:
    """How far everything has come; None: there is no such thing here."""

    address: Progress = NOW
    identity: Progress = NOW
    mandate: Progress | None = None  # None: acts for himself
    declaration: Progress | None = None  # None: there is nothing to declare
    office: Progress = WAITS
    deposit: Progress | None = None  # None: the lot has none


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is needed, how far it has come, and what to do next."""

    need: Need
    progress: Progress
    sentence: str

    @property
    def state(self) -> str:
        """How far it has come, in the words of a list."""
        if self.progress is Progress.WAITS:
            return f"Waits for {WAITS_FOR[self.need]}"
        return STATES[self.progress]


TRANSFERRED = (
    "If you have transferred it already, wait: the office confirms it when it has "
    "arrived."
)
LAST = (Need.OFFICE, Need.DEPOSIT)  # nobody is asked for money before he may bid
STATES: Mapping[Progress, str] = {
    Progress.DONE: "Done",
    Progress.NOW: "To do now",
    Progress.REFUSED: "Not accepted",
    Progress.LATER: "Later",
}
WAITS_FOR: Mapping[Need, str] = {
    Need.ADDRESS: "your mail",
    Need.IDENTITY: "the verifier",
    Need.MANDATE: "the verifier",
    Need.DECLARATION: "you",
    Need.OFFICE: "the office",
    Need.DEPOSIT: "the bank",
}
NAMES: Mapping[Need, str] = {
    Need.ADDRESS: "Your e-mail address",
    Need.IDENTITY: "Who you are",
    Need.MANDATE: "Your power of attorney",
    Need.DECLARATION: "Your declaration",
    Need.OFFICE: "The office's confirmation",
    Need.DEPOSIT: "The deposit",
}
SENTENCES: Mapping[tuple[Need, Progress], str] = {
    (Need.ADDRESS, Progress.DONE): "You have shown that it is yours.",
    (Need.ADDRESS, Progress.NOW): (
        "Please confirm your e-mail address: open the link in our letter, or let us "
        "write it again."
    ),
    (Need.IDENTITY, Progress.DONE): "A verifier has accepted it.",
    (Need.IDENTITY, Progress.NOW): (
        "Please show who you are: send a paper that a verifier can look at."
    ),
    (Need.IDENTITY, Progress.WAITS): (
        "A verifier is looking at your papers. Allow two working days for it."
    ),
    (Need.IDENTITY, Progress.REFUSED): (
        "The verifier did not accept your papers. Please read why, and send others."
    ),
    (Need.MANDATE, Progress.DONE): "A verifier has confirmed it for this lot.",
    (Need.MANDATE, Progress.NOW): (
        "Please file the power of attorney under which you act, for this lot."
    ),
    (Need.MANDATE, Progress.WAITS): (
        "A verifier is looking at the power of attorney. Allow two working days for it."
    ),
    (Need.MANDATE, Progress.REFUSED): (
        "The power of attorney was not accepted for this lot. Please read why."
    ),
    (Need.DECLARATION, Progress.DONE): "You have declared that you may bid.",
    (Need.DECLARATION, Progress.NOW): (
        "Please declare, rule by rule, that you may bid on this lot."
    ),
    (Need.OFFICE, Progress.DONE): "The office has confirmed you.",
    (Need.OFFICE, Progress.WAITS): (
        "The office looks at your registration, as this procedure requires."
    ),
    (Need.OFFICE, Progress.REFUSED): "The office did not confirm you.",
    (Need.OFFICE, Progress.LATER): (
        "The office looks at your registration once all before this is done."
    ),
    (Need.DEPOSIT, Progress.DONE): "It is here.",
    (Need.DEPOSIT, Progress.NOW): (
        "Please transfer the deposit with the reference that you were given. Allow two "
        f"working days until it is here. {TRANSFERRED}"
    ),
    (Need.DEPOSIT, Progress.WAITS): (
        "Money has come in. It is not yet all of the deposit, or the cashier has not "
        "yet confirmed it."
    ),
    (Need.DEPOSIT, Progress.REFUSED): "The deposit went back to you.",
    (Need.DEPOSIT, Progress.LATER): (
        "You are told where to transfer it once all before this is done."
    ),
}


def steps(facts: Facts, terms: RegistrationTerms | None) -> tuple[Step, ...]:
    """Return everything that is needed here, in order, with what to do next."""
    if terms is None:
        return ()
    found: list[Step] = []
    for need, progress in _needed(facts, terms):
        ready = all(step.progress is DONE for step in found)
        waits_its_turn = need in LAST and not ready and progress is not DONE
        reached = LATER if waits_its_turn else progress
        found.append(Step(need, reached, SENTENCES[need, reached]))
    return tuple(found)


def what_is_missing(facts: Facts, terms: RegistrationTerms | None) -> tuple[Step, ...]:
    """Return what is not yet done, in order; the number is given when it is nothing."""
    return tuple(step for step in steps(facts, terms) if step.progress is not DONE)


def next_step(missing: tuple[Step, ...]) -> Step | None:
    """Return what the person should look at first: what is his to do, then the rest."""
    ranks = (Progress.REFUSED, Progress.NOW, Progress.WAITS, Progress.LATER)
    return min(missing, key=lambda step: ranks.index(step.progress), default=None)


def _needed(facts: Facts, terms: RegistrationTerms) -> list[tuple[Need, Progress]]:
    office = facts.office if terms.confirmed_by_office else None
    every = {
        Need.ADDRESS: facts.address if terms.address else None,
        Need.IDENTITY: facts.identity if terms.identity else None,
        Need.MANDATE: facts.mandate,
        Need.DECLARATION: facts.declaration,
        Need.OFFICE: office,
        Need.DEPOSIT: facts.deposit,
    }
    return [(need, found) for need, found in every.items() if found is not None]


def registers_until(
    terms: RegistrationTerms | None,
    *,
    closes_at: datetime,
    scheduled_close: datetime,
) -> datetime:
    """Return the moment from which nobody can begin to register any more.

    A span before the end counts from the announced end: bids that move the end do not
    open the registration again.
    """
    if terms is None or terms.until == UNTIL_THE_END:
        return closes_at
    return scheduled_close - terms.until


def takes_registrations(
    status: LotStatus,
    terms: RegistrationTerms | None,
    *,
    closes_at: datetime,
    scheduled_close: datetime,
    now: datetime,
) -> bool:
    """Say whether somebody can begin to register now."""
    until = registers_until(terms, closes_at=closes_at, scheduled_close=scheduled_close)
    return status in LIVE and (status in RESTING or now < min(until, closes_at))


def gives_numbers(status: LotStatus, *, closes_at: datetime, now: datetime) -> bool:
    """Say whether a bidder number can be given now: until the end, and never after.

    While a lot rests its end rests too.
    """
    return status in LIVE and (status in RESTING or now < closes_at)
