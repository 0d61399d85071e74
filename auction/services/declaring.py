"""Declaring that one may bid: each rule answered, the text kept and signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Declaration, Identity, Lot, Registration, RegistrationState
from auction.rules.declaring import (
    Statement,
    check_answers,
    declaration_text,
    statements,
)
from auction.rules.eligibility import Answer, Applicant, cited, judge
from auction.rules.refusal import OutOfStep
from auction.rules.registration import Progress
from auction.services.trail import canonical
from auction.signing import Signer, is_signed


class NothingToDeclare(OutOfStep):
    """Your registration is over: there is nothing to declare any more."""


def declare(
    session: Session,
    registration: Registration,
    answers: Mapping[str, str],
    signer: Signer,
    now: datetime,
    *,
    shown: Identity | None = None,
) -> Declaration:
    """Keep what a registrant declares, rule by rule, signed; refuse what bars him.

    Within the caller's transaction, the lot locked. ``answers`` are "true" or "untrue"
    by the codes of the statements; ``shown`` is as whom he registers, if he has said.
    """
    if registration.state is not RegistrationState.ASKED:
        raise NothingToDeclare
    said = statements_for(registration, shown)
    check_answers(said, answers)
    declaration = Declaration(
        registration_id=registration.id,
        made_at=now,
        text=declaration_text(said, lot=name_of(registration.lot)),
        answers={"rules": [_record(one, answers[one.code]) for one in said]},
        signature="",
    )
    declaration.signature = signer.sign(signed_text(declaration, registration))
    registration.declarations.append(declaration)
    session.flush()
    return declaration


def statements_for(
    registration: Registration, shown: Identity | None
) -> tuple[Statement, ...]:
    """Return what somebody has to declare for a lot, as whom he has shown himself."""
    applicant = applicant_of(shown) if shown is not None else None
    return statements(registration.lot.who_may_bid, applicant)


def progress_of(registration: Registration, shown: Identity | None) -> Progress | None:
    """Say whether all that there is to declare is declared, in the words of today."""
    wanted = {(one.code, one.text) for one in statements_for(registration, shown)}
    if not wanted:
        return None
    return Progress.DONE if wanted <= _declared(registration) else Progress.NOW


def why_not(lot: Lot, identity: Identity | None, *, now: datetime) -> str:
    """Return why an accepted identity cannot bid on a lot; empty if it can.

    Papers are the verifier's business, and declarations the person's: only what an
    identity shows by itself is judged.
    """
    if identity is None or not identity.is_accepted:
        return ""
    on = now.astimezone(lot.catalogue.zone).date()
    verdict = judge(lot.who_may_bid, applicant_of(identity), on=on)
    reasons = [cited(one.sentence, one.source) for one in verdict.of(Answer.NO)]
    return " ".join(reasons)


def applicant_of(identity: Identity) -> Applicant:
    """Return an identity as the rules judge it."""
    return Applicant(
        identity.kind,
        identity.country,
        nationality=identity.nationality,
        born_on=identity.born_on,
        licences=frozenset(identity.licences),
    )


def signed_text(declaration: Declaration, registration: Registration) -> str:
    """Return what the signature is over: lot, account, moment, text and answers."""
    return canonical(
        {
            "lot": registration.lot_id,
            "account": registration.user_id,
            "made_at": declaration.made_at,
            "text": declaration.text,
            "answers": declaration.answers,
        }
    )


def holds(declaration: Declaration, registration: Registration, public: str) -> bool:
    """Say whether a stored declaration is still what was signed."""
    return is_signed(
        signed_text(declaration, registration),
        signature=declaration.signature,
        public=public,
    )


def name_of(lot: Lot) -> str:
    """Name a lot in a declaration, so that it is known by the text alone."""
    return f"lot {lot.number} of {lot.catalogue.title}: {lot.title}"


def _record(statement: Statement, answer: str) -> dict[str, str]:
    return {
        "code": statement.code,
        "statement": statement.text,
        "source": statement.source,
        "answer": answer,
    }


def _declared(registration: Registration) -> set[tuple[str, str]]:
    if not registration.declarations:
        return set()
    rules = registration.declarations[-1].answers["rules"]
    return {(rule["code"], rule["statement"]) for rule in rules}
