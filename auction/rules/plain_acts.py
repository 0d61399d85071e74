"""What an office may do to a lot as plain sentences, made from the procedure."""

from __future__ import annotations

from auction.rules.barring import BarringTerms, BarScope, OpenBids
from auction.rules.procedure import ActTerms, Ground, Procedure
from auction.rules.spans import span

EMERGENCY = (
    "In an emergency the seller or the operator of the site may suspend a lot at once, "
    "for a reason that everybody can read."
)

OPEN_BIDS = {
    OpenBids.STAND: (
        "Who is barred while a lot is open can place no more bids on it; those that "
        "were placed stand."
    ),
    OpenBids.VOID: (
        "Who is barred while a lot is open can place no more bids on it; those that "
        "were placed are void, the lot goes on with those of the others, and its page "
        "says so."
    ),
}


def acts_in_words(procedure: Procedure) -> list[str]:
    """Return the rules of recall, stay, suspension, voiding and default."""
    return [
        *_recall(procedure.recall),
        *_act(procedure.stay, "The seller may put the sale off", "a stay"),
        *_act(procedure.suspension, "The seller may suspend the lot", "a suspension"),
        EMERGENCY,
        _resumption(procedure),
        *_act(
            procedure.voiding,
            "After the hammer the seller may annul the sale",
            "an annulment",
        ),
        *_default(procedure),
        *_deposits(procedure),
    ]


def _recall(terms: ActTerms) -> list[str]:
    if not terms.grounds:
        return ["The seller cannot recall a lot."]
    told = {
        "The seller may recall the lot until it closes, on these grounds:": True,
        "The seller may recall the lot until the first bid, on these grounds:": False,
    }
    sentences = [
        " ".join([sentence, *grounds])
        for sentence, after in told.items()
        if (grounds := [g.text for g in terms.grounds if g.after_first_bid is after])
    ]
    no_other = "The seller can recall a lot on no other ground."
    return [*sentences, no_other, *_persons(terms, "a recall")]


def _act(terms: ActTerms, may: str, what: str) -> list[str]:
    if not terms.grounds:
        return []
    told = {
        f"{may}, on these grounds:": [g for g in terms.grounds if _always(g)],
        "And until the first bid:": [g for g in terms.grounds if not g.after_first_bid],
        "And once somebody has bid:": [
            g for g in terms.grounds if not g.before_first_bid
        ],
    }
    sentence = " ".join(
        " ".join([lead, *(ground.text for ground in grounds)])
        for lead, grounds in told.items()
        if grounds
    )
    return [sentence, *_persons(terms, what)]


def _always(ground: Ground) -> bool:
    return ground.after_first_bid and ground.before_first_bid


def _persons(terms: ActTerms, what: str) -> list[str]:
    published = f"The document on which {what} rests is published."
    if terms.persons == 1:
        return [published] if terms.document else []
    agree = f"Two officers must agree to {what}"
    if terms.document:
        return [f"{agree}, and the document on which it rests is published."]
    return [f"{agree}."]


def _resumption(procedure: Procedure) -> str:
    sentence = (
        "A lot that was stayed or suspended goes on with the time that was left, and "
        f"with at least {span(procedure.resume_at_least)}"
    )
    if procedure.resume_within is None:
        return f"{sentence}."
    within = span(procedure.resume_within)
    return f"{sentence}, within {within} after the cause has ended."


def _default(procedure: Procedure) -> list[str]:
    declared = _act(
        procedure.default,
        "The seller may declare that the buyer is in default and offer the lot again",
        "such a declaration",
    )
    if not declared:
        return []
    told = [*declared]
    if procedure.forfeit:
        told.append(f"After a default: {procedure.forfeit}")
    if procedure.buyer_barred:
        told.append(_barred(procedure.barring or BarringTerms()))
    if procedure.barring is not None:
        told.append(OPEN_BIDS[procedure.barring.open_bids])
    return told


def _barred(terms: BarringTerms) -> str:
    if terms.scope is BarScope.OFFICE:
        sentence = "A buyer in default may not bid on any lot of this seller"
    else:
        sentence = "A buyer in default may not bid when the lot is offered again"
    if terms.months is None:
        return f"{sentence}."
    months = "month" if terms.months == 1 else "months"
    return f"{sentence}, for {terms.months} {months}."


def _deposits(procedure: Procedure) -> list[str]:
    if procedure.deposit_release is None:
        return []
    within = span(procedure.deposit_release)
    sentence = (
        f"Deposits are given back within {within} after the end to all but the winner, "
        f"and within {within} to everybody when a lot is recalled or its sale annulled."
    )
    return [sentence]
