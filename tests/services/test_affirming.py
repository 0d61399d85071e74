"""From the declaration to the bidder number, where a procedure asks for one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Barring, Declaration, Lot, Registration, RegistrationState
from auction.rules.declaring import CannotRegister
from auction.rules.refusal import NotThere
from auction.services.affirming import affirm
from auction.services.applying import advance_all_of
from auction.services.registration_facts import missing_of
from auction.services.transaction import atomic
from auction.signing import Signer
from tests.applicants import COURT, ask, make_identity, make_known, make_sale, state_of
from tests.factories import make_bidder, make_lot
from tests.moving_clock import NOON

SIGNER = Signer(b"1" * 32)
ELIGIBILITY = """
[eligibility]
age_at_least = 18
residence_only = ["EU"]
[[eligibility.barred]]
code = "officials"
text = "civil servants"
"""
TRUE = {"age": "true", "residence-1": "true", "barred-officials": "true"}
ADULT: dict[str, Any] = {"born_on": date(1980, 1, 1), "country": "AT"}


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session, make_sale(session, COURT, ELIGIBILITY))


def say(session: Session, registration: Registration, **others: str) -> Declaration:
    answers = TRUE | {code.replace("_", "-"): said for code, said in others.items()}
    return affirm(
        session,
        lot_id=registration.lot_id,
        user_id=registration.user_id,
        answers=answers,
        signer=SIGNER,
        now=NOON,
    )


def go_on(session: Session, registration: Registration) -> None:
    atomic(advance_all_of)(session, registration.user_id, NOON)


def needs(session: Session, registration: Registration) -> list[str]:
    return [step.need.value for step in missing_of(session, registration, NOON)]


def test_the_declaration_is_the_last_thing_and_brings_the_number(
    session: Session, lot: Lot
) -> None:
    user = make_known(session)
    make_identity(session, user, **ADULT)
    registration = ask(session, lot, user)
    assert needs(session, registration) == ["declaration"]

    say(session, registration)

    assert state_of(session, registration) is RegistrationState.NUMBERED
    assert registration.paddle is not None


def test_a_declaration_before_the_identity_is_kept_until_the_verifiers_word(
    session: Session, lot: Lot
) -> None:
    user = make_known(session)
    registration = ask(session, lot, user)
    say(session, registration)
    assert needs(session, registration) == ["identity"]

    make_identity(session, user, **ADULT)
    go_on(session, registration)

    assert state_of(session, registration) is RegistrationState.NUMBERED


def test_who_declares_that_a_rule_is_not_met_gets_no_number(
    session: Session, lot: Lot
) -> None:
    user = make_known(session)
    make_identity(session, user, **ADULT)
    registration = ask(session, lot, user)

    with pytest.raises(CannotRegister, match="civil servants"):
        say(session, registration, barred_officials="untrue")

    assert state_of(session, registration) is RegistrationState.ASKED
    assert session.scalars(select(Declaration)).all() == []


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ({"born_on": date(2010, 1, 1)}, "at least 18 years old"),
        ({"country": "BR"}, "You named Brazil."),
    ],
)
def test_whatever_he_declares_the_verified_identity_is_judged(
    session: Session, lot: Lot, shown: dict[str, Any], reason: str
) -> None:
    user = make_known(session)
    registration = ask(session, lot, user)
    say(session, registration)

    make_identity(session, user, **ADULT | shown)
    go_on(session, registration)

    assert state_of(session, registration) is RegistrationState.REFUSED
    assert reason in registration.reason
    assert registration.paddle is None


def test_who_is_barred_meanwhile_is_refused_and_told_where_to_read_why(
    session: Session, lot: Lot
) -> None:
    user = make_known(session)
    make_identity(session, user, **ADULT)
    registration = ask(session, lot, user)
    yesterday = NOON - timedelta(days=1)
    session.add(Barring(user_id=user.id, ground="default", barred_at=yesterday))
    session.commit()

    say(session, registration)

    assert state_of(session, registration) is RegistrationState.REFUSED
    assert "What bars me" in registration.reason


def test_who_has_not_registered_has_nothing_to_declare(
    session: Session, lot: Lot
) -> None:
    stranger = make_bidder(session)

    with pytest.raises(NotThere):
        affirm(
            session,
            lot_id=lot.id,
            user_id=stranger.id,
            answers=TRUE,
            signer=SIGNER,
            now=NOON,
        )
