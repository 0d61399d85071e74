"""Opening offices and accounts on the command line."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Notice, Office, OfficeKind, Role, User
from auction.sealing import KeyRing, new_key
from auction.services.accounts import EVERYTHING
from tests.factories import PASSWORD, make_office, make_officer, make_user
from tests.moving_clock import NOON
from tests.second_factors import give_factor

ANSWERS = f"{PASSWORD}\n{PASSWORD}\n"


def run(app: Flask, *words: str, answers: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=answers)


def add_officer(app: Flask, slug: str, *more: str, answers: str = ANSWERS) -> Result:
    words = ("add-person", "anna@court.example", "--role", "officer", "--office", slug)
    return run(app, *words, *more, answers=answers)


def anna(session: Session) -> User:
    session.rollback()
    return session.scalars(select(User)).one()


@pytest.mark.parametrize("kind", list(OfficeKind))
def test_an_office_is_opened_by_its_kind(
    app: Flask, session: Session, kind: OfficeKind
) -> None:
    words = ["add-office", "example-office", "Example Office", "--kind", kind.value]

    result = run(app, *words)

    assert result.exit_code == 0, result.output
    assert make_office(session, "example-office").kind is kind


def test_an_officers_password_is_asked_for_and_never_shown(
    app: Flask, session: Session
) -> None:
    office = make_office(session)

    result = run(
        app,
        *("add-person", "anna@court.example", "--role", "officer"),
        *("--office", office.slug),
        answers=f"{PASSWORD}\n{PASSWORD}\n",
    )

    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    session.rollback()
    assert session.scalars(select(User)).one().works_for(office.id)


def test_an_officer_works_for_an_office(app: Flask, session: Session) -> None:
    answers = f"{PASSWORD}\n{PASSWORD}\n"

    result = run(app, "add-person", "anna@court.example", answers=answers)

    assert result.exit_code == 1
    assert "needs --office" in result.output
    assert session.scalar(select(User.id)) is None


def test_an_office_says_what_it_is_told_to_say(app: Flask, session: Session) -> None:
    result = run(
        app,
        *("add-office", "example-bank", "Example Bank", "--kind", "bank"),
        *("--address", "1 Example Square", "--time-zone", "Europe/Vienna"),
        *("--currency", "CHF", "--locale", "de", "--payee", "Example Bank"),
        *("--iban", "AT92 0000 0000 0001 2345", "--bic", "exam at ww"),
    )

    assert result.exit_code == 0, result.output
    office = make_office(session, "example-bank")
    assert (office.address, office.time_zone) == ("1 Example Square", "Europe/Vienna")
    assert (office.currency_code, office.locale) == ("CHF", "de")
    assert (office.iban, office.bic) == ("AT920000000000012345", "EXAMATWW")


def test_an_office_with_a_wrong_account_is_not_opened(
    app: Flask, session: Session
) -> None:
    result = run(
        app,
        *("add-office", "example-bank", "Example Bank", "--kind", "bank"),
        *("--iban", "AT92 0000 0000 0001 2354"),
    )

    assert result.exit_code == 1
    assert "check digits" in result.output
    assert session.scalar(select(Office.id)) is None


def test_an_officer_has_every_duty_unless_told_otherwise(
    app: Flask, session: Session
) -> None:
    office = make_office(session)

    add_officer(app, office.slug)

    assert anna(session).duties_in(office.id) == frozenset(EVERYTHING)


def test_an_officer_has_the_duties_that_are_named(app: Flask, session: Session) -> None:
    office = make_office(session)

    result = add_officer(app, office.slug, "--duty", "drafter", "--duty", "auditor")

    assert result.exit_code == 0, result.output
    assert anna(session).duties_in(office.id) == {Duty.DRAFTER, Duty.AUDITOR}


def test_an_officer_gets_further_duties_in_another_office_and_keeps_his_password(
    app: Flask, session: Session
) -> None:
    court, bank = make_office(session), make_office(session, "example-bank")
    add_officer(app, court.slug, "--duty", "drafter")
    before = anna(session).password_hash

    result = add_officer(app, bank.slug, "--duty", "approver", answers="")

    assert result.exit_code == 0, result.output
    assert "anna@court.example is now at example-bank: approver." in result.output
    assert anna(session).duties_in(court.id) == {Duty.DRAFTER}
    assert anna(session).duties_in(bank.id) == {Duty.APPROVER}
    assert anna(session).password_hash == before


def test_a_duty_that_an_officer_has_is_not_given_twice(
    app: Flask, session: Session
) -> None:
    office = make_office(session)
    add_officer(app, office.slug, "--duty", "drafter")

    result = add_officer(app, office.slug, "--duty", "drafter", "--duty", "cashier")

    assert result.output.endswith("is now at example-court: drafter, cashier.\n")
    posts = [(post.duty, post.appointed_at) for post in anna(session).appointments]
    assert posts == [(Duty.DRAFTER, NOON), (Duty.CASHIER, NOON)]


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR, Role.OPERATOR])
def test_an_account_of_another_kind_never_becomes_an_officers(
    app: Flask, session: Session, role: Role
) -> None:
    office = make_office(session)
    make_user(session, email="anna@court.example", role=role)

    result = add_officer(app, office.slug)

    assert result.exit_code == 1
    assert "already an account" in result.output
    assert anna(session).role is role
    assert anna(session).appointments == []


def test_an_officers_account_never_becomes_one_of_another_kind(
    app: Flask, session: Session
) -> None:
    make_officer(session, email="anna@court.example")

    result = run(
        app,
        *("add-person", "anna@court.example", "--role", "operator"),
        answers=ANSWERS,
    )

    assert result.exit_code == 1
    assert anna(session).role is Role.OFFICER


def test_somebody_who_lost_everything_gets_his_second_factor_reset(
    app: Flask, session: Session
) -> None:
    officer = make_officer(session, email="anna@court.example")
    give_factor(session, officer, KeyRing({1: new_key()}))

    result = run(app, "reset-second-factor", " Anna@Court.example")

    assert result.exit_code == 0, result.output
    assert "anna@court.example signs in with the password" in result.output
    assert anna(session).totp_since is None
    told = session.scalars(select(Notice.subject).order_by(Notice.id)).all()
    assert told[-1] == "Your second factor was reset"


def test_nobodys_second_factor_is_not_reset(app: Flask) -> None:
    result = run(app, "reset-second-factor", "nobody@court.example")

    assert result.exit_code == 1
    assert "There is no such user." in result.output


def test_a_link_for_a_new_password_is_made_where_no_mail_is_sent(
    app: Flask, session: Session
) -> None:
    make_officer(session, email="anna@court.example")

    result = run(app, "new-password-link", "Anna@court.example")

    link = result.output.split()[-1].removeprefix(app.config["SITE_URL"])
    page = app.test_client().get(link)
    assert result.exit_code == 0, result.output
    assert "Choose a new password" in page.text
    told = session.scalars(select(Notice.subject)).all()
    assert told == ["A link for a new password was made"]


def test_nobody_gets_a_link_without_an_account(app: Flask) -> None:
    result = run(app, "new-password-link", "nobody@court.example")

    assert result.exit_code == 1
    assert "There is no account with this address." in result.output
