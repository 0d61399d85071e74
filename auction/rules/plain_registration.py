"""How one gets a bidder number, as plain sentences made from the procedure."""

from __future__ import annotations

from auction.rules.declaring import statements
from auction.rules.procedure import Procedure
from auction.rules.registration_terms import (
    UNTIL_THE_END,
    PriorityTerms,
    RegistrationTerms,
)
from auction.rules.spans import clock_span, span


def registration_in_words(procedure: Procedure) -> tuple[str, ...]:
    """Return what somebody must do and show before he may bid."""
    terms, who_may_bid = procedure.registration, procedure.eligibility
    declares = who_may_bid is not None and bool(statements(who_may_bid))
    return (
        *(_registration(terms, declares=declares) if terms else ()),
        *(_priority(procedure.priority) if procedure.priority else ()),
        *_runner_up(procedure),
    )


def _registration(terms: RegistrationTerms, *, declares: bool) -> list[str]:
    sentences = [_steps(terms, declares=declares), _until(terms)]
    if terms.identity:
        sentences.append(
            "A bidder number is given only to those whose identity a verifier has "
            "accepted."
        )
    if terms.mandate_until is not None:
        sentences.append(
            "Whoever bids for somebody else files the power of attorney at least "
            f"{span(terms.mandate_until)} before the opening."
        )
    return [*sentences, _office(terms)]


def _steps(terms: RegistrationTerms, *, declares: bool) -> str:
    """Return the way to a bidder number, in the order in which it is gone."""
    steps = [
        "register for it",
        *(["confirm your e-mail address"] if terms.address else []),
        *(["show a verifier who you are"] if terms.identity else []),
        *(["declare, rule by rule, that you may bid"] if declares else []),
        *(["wait until the office has confirmed you"] * terms.confirmed_by_office),
    ]
    return (
        f"To take part you need a bidder number for this lot: {', '.join(steps)}, and "
        "pay the deposit, if the lot has one. Nobody is asked for money before the "
        "rest is done, and nothing binds you until you bid."
    )


def _until(terms: RegistrationTerms) -> str:
    if terms.until == UNTIL_THE_END:
        return "Registration is open until the end, also while others bid already."
    return (
        f"Registration is open until {clock_span(terms.until)} before the announced "
        "end. What others must confirm then may still be confirmed until the end."
    )


def _office(terms: RegistrationTerms) -> str:
    if not terms.confirmed_by_office:
        return (
            "The office does not choose the bidders, and is not told who they are "
            "before the end."
        )
    grounds = "; ".join(ground.text.rstrip(".") for ground in terms.grounds)
    return (
        "The office is told who registers and confirms every bidder. It may refuse one "
        f"only for this: {grounds}."
    )


def _priority(terms: PriorityTerms) -> list[str]:
    rights = "; ".join(f"{g.text.rstrip('.')} (rank {g.rank})" for g in terms.grounds)
    if terms.claim_until:
        until = f"at least {span(terms.claim_until)} before the opening"
    else:
        until = "before the opening"
    claim = f"A right of priority is claimed {until}, with a paper on it: {rights}."
    unconfirmed = (
        "A right that is not confirmed before the opening does not count; its holder "
        "bids like everybody else."
    )
    return [claim, unconfirmed]


def _runner_up(procedure: Procedure) -> list[str]:
    if not procedure.runner_up_by_consent:
        return []
    bound = "stay bound by his highest bid, with his deposit, if the winner fails"
    return [f"A bidder may agree to {bound}."]
