"""A registrant declares in the browser, and can show to anybody what he declared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Declaration, Lot, Registration, RegistrationState, User
from auction.rules.persons import PersonKind
from auction.signing import is_signed
from tests.applicants import make_identity
from tests.factories import make_bidder, make_lot, make_officer, sign_in
from tests.moving_clock import NOON

COURT = ("age", *(f"barred-{c}" for c in ("court-staff", "site-staff", "helpers")))
COURT = (*COURT, "barred-claim-parties", "barred-sanctioned", "barred-by-law")
TRUE = {f"rule-{code}": "true" for code in COURT}


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(session)


@pytest.fixture
def bidder(client: FlaskClient, session: Session, lot: Lot) -> User:
    bidder = make_bidder(session)
    session.add(Registration(lot_id=lot.id, user_id=bidder.id, asked_at=NOON))
    session.commit()
    sign_in(client, bidder)
    return bidder


def address(lot: Lot) -> str:
    return f"/lots/{lot.id}/declarations"


def declared(session: Session) -> list[Declaration]:
    return list(session.scalars(select(Declaration).order_by(Declaration.id)))


def test_every_rule_is_asked_by_itself_and_nothing_is_chosen_beforehand(
    client: FlaskClient, lot: Lot, bidder: User
) -> None:
    page = client.get(address(lot)).text

    assert bidder.email not in page
    assert all(page.count(f'name="{name}"') == 2 for name in TRUE)
    assert "checked" not in page
    assert "I am at least 18 years old." in page
    assert "Rule: Fa Shi [2016] No. 18, article 34" in page
    assert "online judicial auction" not in page  # the law of the procedure
    assert page.count("Rule: ") == len(TRUE) - 1  # the age has no source of its own
    assert page.count("govuk-hint") == len(TRUE) - 1
    assert "for anybody for whom you act" in page


def test_what_is_declared_is_kept_signed_and_shown_to_the_person(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    answer = client.post(address(lot), data=TRUE)

    assert answer.status_code == 303
    assert answer.location == f"/lots/{lot.id}/registration"
    (kept,) = declared(session)
    assert kept.made_at == NOON
    page = client.get(address(lot)).text
    assert "1. I am at least 18 years old.\n2. I am none of these" in page
    assert kept.signature in page
    assert "Signed by this site" in page
    assert bidder.id


def test_who_is_barred_by_a_rule_reads_which_and_nothing_is_kept(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    answer = client.post(
        address(lot), data=TRUE | {"rule-barred-court-staff": "untrue"}
    )

    assert answer.status_code == 422
    assert "You cannot register: These may not bid: judges and staff of" in answer.text
    assert declared(session) == []
    assert bidder.id


def test_every_rule_that_bars_somebody_is_named_and_he_is_led_to_withdraw(
    client: FlaskClient, lot: Lot, bidder: User
) -> None:
    untrue = {"rule-age": "untrue", "rule-barred-helpers": "untrue"}

    page = client.post(address(lot), data=TRUE | untrue).text

    assert "A bidder must be at least 18 years old. These may not bid: valuers" in page
    assert f'href="/lots/{lot.id}/registration">Withdraw your registration' in page
    assert bidder.id


def test_who_acts_for_a_company_reads_its_name(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    company = make_identity(
        session,
        bidder,
        kind=PersonKind.COMPANY,
        is_principal=True,
        name="Example Holding AG",
    )
    session.scalars(select(Registration)).one().identity_id = company.id
    session.commit()

    page = client.get(address(lot)).text

    assert "for yourself and for Example Holding AG." in page
    assert "for anybody for whom you act" not in page


def test_a_rule_without_an_answer_is_named_and_the_others_stay_chosen(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    some = {name: value for name, value in TRUE.items() if name != "rule-age"}

    answer = client.post(address(lot), data=some)

    assert answer.status_code == 422
    assert '<a href="#rule-age' in answer.text
    assert answer.text.count("checked") == len(some)
    assert declared(session) == []
    assert bidder.id


def test_the_file_can_be_checked_with_the_key_of_the_site(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    client.post(address(lot), data=TRUE)
    (kept,) = declared(session)

    file = client.get(f"{address(lot)}/{kept.id}.json").get_json()

    key = client.get("/key").text
    assert file["key"] in key
    assert is_signed(file["signed"], signature=file["signature"], public=file["key"])
    assert json.loads(file["signed"]) == file["declaration"]
    assert file["declaration"]["account"] == bidder.id


def test_the_command_tells_a_true_declaration_from_a_changed_one(
    app: Flask,
    client: FlaskClient,
    session: Session,
    lot: Lot,
    bidder: User,
    tmp_path: Path,
) -> None:
    client.post(address(lot), data=TRUE)
    (kept,) = declared(session)
    text = client.get(f"{address(lot)}/{kept.id}.json").text
    runner, command = app.test_cli_runner(), "verify-declaration"
    files = {
        "true": text,
        "false": text.replace("at least 18", "at least 81"),
        "other": "[]",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    right = runner.invoke(args=[command, str(tmp_path / "true")])
    foreign = runner.invoke(args=[command, str(tmp_path / "true"), "--key", "00" * 32])
    changed = runner.invoke(args=[command, str(tmp_path / "false")])
    nothing = runner.invoke(args=[command, str(tmp_path / "other")])

    assert right.exit_code == 0, right.output
    assert "The signature fits. Declared at 2026" in right.output
    assert "true: I am at least 18 years old." in right.output
    for wrong in (foreign, changed):
        assert wrong.exit_code == 1
        assert "The signature does not fit" in wrong.output
    assert "no declaration" in nothing.output
    assert bidder.id


def test_whose_stored_text_was_changed_is_warned(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    client.post(address(lot), data=TRUE)
    (kept,) = declared(session)
    kept.text = kept.text.replace("18", "81")

    assert "The signature does not fit." in client.get(address(lot)).text
    assert bidder.id


def test_nobody_else_sees_a_declaration(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    client.post(address(lot), data=TRUE)
    (kept,) = declared(session)
    other, officer = make_bidder(session), make_officer(session)
    for person in (other, officer):
        client.post("/sign-out")
        sign_in(client, person)
        assert client.get(address(lot)).status_code == 404
        assert client.get(f"{address(lot)}/{kept.id}.json").status_code == 404
        assert client.post(address(lot), data=TRUE).status_code == 404
    client.post("/sign-out")
    assert "/sign-in" in (client.get(address(lot)).location or "")
    assert bidder.id


def test_it_comes_too_late_when_the_registration_is_over(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    registration = session.scalars(select(Registration)).one()
    registration.state = RegistrationState.LAPSED

    assert client.post(address(lot), data=TRUE).status_code == 409
    assert "Declare and sign" not in client.get(address(lot)).text
    assert declared(session) == []
    assert bidder.id


def test_a_file_of_another_lot_is_not_there(
    client: FlaskClient, session: Session, lot: Lot, bidder: User
) -> None:
    other = make_lot(session)
    session.add(Registration(lot_id=other.id, user_id=bidder.id, asked_at=NOON))
    client.post(address(lot), data=TRUE)
    (kept,) = declared(session)

    assert client.get(f"{address(other)}/{kept.id}.json").status_code == 404
