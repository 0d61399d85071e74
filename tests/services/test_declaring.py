"""A declaration is kept word by word, and its signature proves it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Declaration,
    Identity,
    IdentityState,
    Lot,
    PersonKind,
    Registration,
    RegistrationState,
)
from auction.rules.declaring import CannotRegister, NotAllAnswered
from auction.rules.registration import Progress
from auction.services.declaring import (
    NothingToDeclare,
    declare,
    holds,
    progress_of,
    statements_for,
    why_not,
)
from auction.signing import Signer
from tests.factories import make_bidder, make_catalogue, make_lot
from tests.moving_clock import NOON

SIGNER = Signer(b"1" * 32)


def make_registration(session: Session, lot: Lot, **columns: Any) -> Registration:
    registration = Registration(
        lot_id=lot.id, user_id=make_bidder(session).id, asked_at=NOON, **columns
    )
    session.add(registration)
    session.commit()
    return registration


def make_identity(session: Session, user_id: int, **columns: Any) -> Identity:
    usual = {
        "kind": PersonKind.NATURAL,
        "name": "Anna Example",
        "country": "AT",
        "born_on": date(1980, 1, 1),
        "state": IdentityState.ACCEPTED,
        "begun_at": NOON,
    }
    identity = Identity(user_id=user_id, **usual | columns)
    session.add(identity)
    session.commit()
    return identity


@pytest.fixture
def registration(session: Session) -> Registration:
    return make_registration(
        session, make_lot(session, make_catalogue(session, "bank-claims"))
    )


def answers(registration: Registration, **others: str) -> dict[str, str]:
    said = {one.code: "true" for one in statements_for(registration, None)}
    return said | {code.replace("_", "-"): other for code, other in others.items()}


def declarations(session: Session) -> int:
    return session.scalar(select(func.count(Declaration.id))) or 0


def test_every_rule_is_kept_with_its_answer_and_signed(
    session: Session, registration: Registration
) -> None:
    made = declare(session, registration, answers(registration), SIGNER, NOON)
    session.commit()
    session.refresh(made)

    assert made.made_at == NOON
    assert f"lot {registration.lot.number} of" in made.text
    assert "1. I am at least 18 years old. (Rule: Customary terms of" in made.text
    rules = made.answers["rules"]
    assert [rule["answer"] for rule in rules] == ["true"] * 8
    assert holds(made, registration, SIGNER.public)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "I declare nothing."),
        ("made_at", NOON.replace(year=2020)),
        ("answers", {"rules": []}),
    ],
)
def test_whatever_is_changed_afterwards_breaks_the_signature(
    session: Session, registration: Registration, name: str, value: object
) -> None:
    made = declare(session, registration, answers(registration), SIGNER, NOON)

    setattr(made, name, value)

    assert not holds(made, registration, SIGNER.public)
    assert not holds(made, registration, Signer(b"2" * 32).public)


def test_it_is_of_one_person_and_one_lot(
    session: Session, registration: Registration
) -> None:
    other = make_registration(session, registration.lot)
    elsewhere = make_registration(session, make_lot(session))
    made = declare(session, registration, answers(registration), SIGNER, NOON)

    assert not holds(made, other, SIGNER.public)
    assert not holds(made, elsewhere, SIGNER.public)


def test_who_is_barred_by_a_rule_cannot_register(
    session: Session, registration: Registration
) -> None:
    barred = answers(registration, barred_debtor="untrue")

    with pytest.raises(CannotRegister, match="You cannot register: These may not bid"):
        declare(session, registration, barred, SIGNER, NOON)

    assert declarations(session) == 0


def test_a_rule_without_an_answer_is_asked_again(
    session: Session, registration: Registration
) -> None:
    with pytest.raises(NotAllAnswered):
        declare(session, registration, {"age": "true"}, SIGNER, NOON)

    assert declarations(session) == 0


@pytest.mark.parametrize(
    "state", [one for one in RegistrationState if one is not RegistrationState.ASKED]
)
def test_nothing_is_declared_when_it_is_over(
    session: Session, state: RegistrationState
) -> None:
    over = make_registration(session, make_lot(session), state=state)

    with pytest.raises(NothingToDeclare):
        declare(session, over, answers(over), SIGNER, NOON)


def test_it_is_done_once_all_is_declared_in_the_words_of_today(
    session: Session, registration: Registration
) -> None:
    assert progress_of(registration, None) is Progress.NOW

    declare(session, registration, answers(registration), SIGNER, NOON)
    assert progress_of(registration, None) is Progress.DONE

    registration.lot.eligibility = {"barred": "heirs of the debtor"}
    assert progress_of(registration, None) is Progress.NOW


def test_a_company_does_not_declare_an_age_and_needs_nothing_again(
    session: Session, registration: Registration
) -> None:
    company = make_identity(
        session, registration.user_id, kind=PersonKind.COMPANY, born_on=None
    )
    codes = [one.code for one in statements_for(registration, company)]

    declare(session, registration, answers(registration), SIGNER, NOON)

    assert "age" not in codes
    assert progress_of(registration, company) is Progress.DONE


def test_where_nothing_is_asked_there_is_nothing_to_declare(session: Session) -> None:
    catalogue = make_catalogue(session, "movables")
    text = catalogue.procedure_text
    first, last = text.index("[eligibility]"), text.index("[publicity]")
    catalogue.procedure_text = text[:first] + text[last:]
    old = make_registration(session, make_lot(session, catalogue))

    assert progress_of(old, None) is None


@pytest.mark.parametrize(
    ("shown", "narrowed", "reason"),
    [
        ({}, {}, ""),
        ({"born_on": date(2012, 1, 1)}, {}, "at least 18 years old"),
        ({"country": "BR"}, {"residence_only": "EU"}, "You named Brazil"),
        ({}, {"licence": "financial_institution"}, "Only who holds a licence"),
        (
            {"licences": ["financial_institution"]},
            {"licence": "financial_institution"},
            "",
        ),
        ({}, {"kinds": "company"}, "Only companies may bid."),
        ({"state": IdentityState.SUBMITTED, "born_on": date(2012, 1, 1)}, {}, ""),
    ],
)
def test_an_accepted_identity_is_judged_by_what_it_shows(
    session: Session,
    registration: Registration,
    shown: dict[str, Any],
    narrowed: dict[str, str],
    reason: str,
) -> None:
    registration.lot.eligibility = narrowed
    identity = make_identity(session, registration.user_id, **shown)

    found = why_not(registration.lot, identity, now=NOON)

    assert reason in found
    assert bool(found) is bool(reason)
