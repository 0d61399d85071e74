"""Changing what an office says, and who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Mail, Notice, Office, Role, User
from auction.rules.payment_account import IbanWrong
from auction.rules.refusal import Refusal
from auction.services.office_settings import (
    AccountIsTheOffices,
    StaleSettings,
    change_office,
    fingerprint,
    set_logo,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.offices import Profile
from tests.factories import make_office, make_officer, make_user
from tests.moving_clock import NOON

IBAN = "AT920000000000012345"


def change(session: Session, by: User, **values: Any) -> Office:
    office = make_office(session)
    return change_office(
        session,
        office_id=office.id,
        by_id=by.id,
        seen=fingerprint(Profile.of(office)),
        change=lambda profile: replace(profile, **values),
        now=NOON,
    )


def test_an_approver_changes_what_the_office_says(session: Session) -> None:
    office = change(session, make_officer(session), name="New Court", iban=IBAN)

    assert (office.name, office.iban, office.slug) == (
        "New Court",
        IBAN,
        "example-court",
    )


@pytest.mark.parametrize("duty", [Duty.DRAFTER, Duty.CASHIER, Duty.AUDITOR])
def test_other_officers_change_nothing(session: Session, duty: Duty) -> None:
    meddler = make_officer(session, duties=[duty])

    with pytest.raises(NotYourDuty):
        change(session, meddler, name="Mine")
    with pytest.raises(NotYourDuty):
        set_logo(
            session,
            office_id=make_office(session).id,
            officer_id=meddler.id,
            file="a.webp",
        )

    assert make_office(session).name == "Example Court"


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR])
def test_nobody_else_changes_anything(session: Session, role: Role) -> None:
    with pytest.raises(NotYourOffice):
        change(session, make_user(session, role=role), name="Mine")


def test_an_approver_of_another_office_changes_nothing(session: Session) -> None:
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        change(session, stranger, name="Mine")


def test_the_operator_changes_all_but_the_account(session: Session) -> None:
    operator = make_user(session, role=Role.OPERATOR)

    assert change(session, operator, name="New Court").name == "New Court"
    for value in ({"iban": IBAN}, {"payee": "Mallory"}, {"bic": "EXAMATWW"}):
        with pytest.raises(AccountIsTheOffices):
            change(session, operator, **value)

    assert Profile.of(make_office(session)).account == ("", "", "")


def test_everybody_in_the_office_is_told_of_a_new_account(session: Session) -> None:
    boss = make_officer(session, name="Berta Boss")
    anna = make_officer(session, duties=[Duty.CASHIER])
    make_officer(session, make_office(session, "another-court"))

    change(session, boss, iban=IBAN)
    change(session, boss, region="South")  # nothing that anybody must be told

    told = session.scalars(select(Notice).order_by(Notice.user_id)).all()
    assert [notice.user_id for notice in told] == sorted([boss.id, anna.id])
    assert "Berta Boss has changed the account" in told[0].text
    assert IBAN not in told[0].text
    assert len(session.scalars(select(Mail)).all()) == 2


def test_what_somebody_else_has_changed_since_is_not_overwritten(
    session: Session,
) -> None:
    boss, office = make_officer(session), make_office(session)
    seen = fingerprint(Profile.of(office))
    change(session, boss, contact="Room 1")

    with pytest.raises(StaleSettings):
        change_office(
            session,
            office_id=office.id,
            by_id=boss.id,
            seen=seen,
            change=lambda profile: replace(profile, contact="Room 2"),
            now=NOON,
        )

    session.refresh(office)
    assert office.contact == "Room 1"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [({"iban": "AT93"}, IbanWrong), ({"name": ""}, Refusal)],
)
def test_what_cannot_be_is_refused(
    session: Session, values: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        change(session, make_officer(session), **values)
