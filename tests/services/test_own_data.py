"""A person is told all that is held about him, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Base, LinkPurpose, MailedLink, User
from auction.sealing import KeyRing
from auction.services import asking, reminding, signing_in, verifying
from auction.services.mailing import write_mail
from auction.services.own_data import own_data
from auction.services.own_data_parts import NOT_INCLUDED, PARTS
from tests import identities
from tests.deposits import confirmed_deposit
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
    make_user,
)
from tests.identities import PERSON, make_accepted, make_verifier
from tests.keys import RING
from tests.moving_clock import NOON
from tests.racing import bid_of
from tests.services.bidding_rooms import limit, make_sale

LATER = NOON + timedelta(days=30)
PLANTED = 98_765_43


def told_to(session: Session, user: User, ring: KeyRing = RING) -> dict[str, Any]:
    told = own_data(session, user_id=user.id, ring=ring, now=NOON)
    read: dict[str, Any] = json.loads(json.dumps(told))
    return read


def tables_with_a_person() -> dict[str, set[str]]:
    return {
        table.name: {
            column.name
            for column in table.columns
            if any(key.column.table.name == "users" for key in column.foreign_keys)
        }
        for table in Base.metadata.sorted_tables
    }


def test_every_table_is_handed_out_or_it_is_said_why_not() -> None:
    included = {part.model.__tablename__ for part in PARTS}

    assert included | set(NOT_INCLUDED) == set(tables_with_a_person())
    assert not included & set(NOT_INCLUDED)
    assert all(reason.endswith(".") for reason in NOT_INCLUDED.values())


def test_no_table_with_a_persons_rows_is_left_out() -> None:
    owned = {
        name for name, columns in tables_with_a_person().items() if "user_id" in columns
    }

    assert not owned & set(NOT_INCLUDED)


def test_no_column_that_names_somebody_else_is_handed_out() -> None:
    people = tables_with_a_person()

    for part in PARTS:
        assert not people[part.model.__tablename__] & set(part.columns), part.key
        assert all(hasattr(part.model, name) for name in part.columns), part.key


@pytest.mark.parametrize("secret", ["token", "password", "digest", "seed", "sealed"])
def test_no_secret_of_the_site_is_handed_out(secret: str) -> None:
    assert not [part for part in PARTS if any(secret in c for c in part.columns)]


def test_a_bidder_finds_all_that_he_did(session: Session) -> None:
    anna = make_bidder(session, "Anna")
    identity = make_accepted(session, anna)
    verifying.look(
        session,
        paper_id=identity.papers[0].id,
        verifier_id=make_verifier(session).id,
        reason="again",
        now=NOON,
    )
    lot = make_lot(
        session, make_catalogue(session, "movables"), title="A lathe", closes_at=LATER
    )
    bid_of(make_paddle(session, lot, anna), 400_00)(session)
    deposit = confirmed_deposit(session, user=anna)
    asking.ask_question(
        session, lot_id=lot.id, user_id=anna.id, text="Does the lathe run?", now=NOON
    )
    reminding.remind(session, lot_id=lot.id, user_id=anna.id, now=NOON)
    signing_in.sign_in(session, email=anna.email, password=PASSWORD, now=NOON)

    told = told_to(session, anna, identities.RING)

    assert told["account"]["email"] == anna.email
    assert [one["number"] for one in told["identities"]] == [PERSON.number]
    looks = [look["reason"] for look in told["looks_at_identity_papers"]]
    assert looks == ["check", "again"]
    assert [bid["amount_minor"] for bid in told["bids"]] == [400_00]
    assert [paid["reference"] for paid in told["deposits"]] == [deposit.reference]
    assert {entry["event"] for entry in told["deposit_entries"]} >= {"requested"}
    assert [one["text"] for one in told["questions"]] == ["Does the lathe run?"]
    assert [one["lot_id"] for one in told["watched_lots"]] == [lot.id]
    assert len(told["sign_ins"]) == 1
    assert told["mails"]
    assert "A lathe" in [one["title"] for one in told["lots"]]
    assert told["made_at"] == "2026-03-02T12:00:00+00:00"


def test_nothing_of_another_person_is_in_it(session: Session) -> None:
    anna, other = (
        make_bidder(session, name, email=f"{name.lower()}@planted.example")
        for name in ("Anna", "Zephyrine")
    )
    lot = make_lot(session, make_catalogue(session, "movables"), closes_at=LATER)
    for person, amount in ((anna, 400_00), (other, 450_00)):
        make_accepted(session, person)
        bid_of(make_paddle(session, lot, person), amount)(session)
        confirmed_deposit(session, user=person)
        asking.ask_question(
            session,
            lot_id=lot.id,
            user_id=person.id,
            text=f"{person.name} wants to know",
            now=NOON,
        )
        signing_in.sign_in(session, email=person.email, password=PASSWORD, now=NOON)

    told = told_to(session, anna)

    text = json.dumps(told)
    assert "Zephyrine" not in text
    assert "zephyrine" not in text
    for part in PARTS[1:]:
        theirs = session.scalars(select(part.model).where(part.mine(other))).all()
        ours = session.scalars(select(part.model).where(part.mine(anna))).all()
        assert not set(theirs) & set(ours), part.key
        assert len(told[part.key]) == len(ours), part.key


def test_a_maximum_that_may_still_bid_stays_under_seal(session: Session) -> None:
    paddle = make_paddle(session, make_sale(session))
    limit(session, paddle, PLANTED)

    told = told_to(session, paddle.user)

    (maximum,) = told["maxima"]
    assert maximum["amount_minor"] is None
    assert str(PLANTED) not in json.dumps(told)


def test_a_maximum_that_is_used_up_is_told(session: Session) -> None:
    lot = make_sale(session)
    paddle = make_paddle(session, lot)
    limit(session, paddle, 500_00)
    limit(session, make_paddle(session, lot), 900_00)

    (maximum,) = told_to(session, paddle.user)["maxima"]

    assert maximum["amount_minor"] == 500_00


def test_mails_from_before_an_address_was_his_are_not_in_it(session: Session) -> None:
    anna = make_bidder(session, "Anna", email="office@example.com")
    session.add(
        MailedLink(
            token="t",
            user_id=anna.id,
            purpose=LinkPurpose.CHANGE_EMAIL,
            email=anna.email,
            sent_at=NOON,
            expires_at=NOON + timedelta(days=1),
            used_at=NOON,
        )
    )
    for hours, subject in ((-1, "To the one before"), (1, "To Anna")):
        write_mail(
            session,
            to=anna.email,
            subject=subject,
            text="",
            now=NOON + timedelta(hours=hours),
            is_private=True,
        )
    session.commit()

    told = told_to(session, anna)

    assert [mail["subject"] for mail in told["mails"]] == ["To Anna"]


def test_whoever_tries_an_example_account_sees_no_browsers_of_others(
    session: Session,
) -> None:
    user = make_user(session, is_example=True)
    signing_in.sign_in(session, email=user.email, password=PASSWORD, now=NOON)

    assert told_to(session, user)["sign_ins"] == []


def test_a_number_whose_key_is_lost_does_not_stop_the_rest(session: Session) -> None:
    identity = make_accepted(session)
    other_keys = KeyRing({1: b"k" * 32})

    told = told_to(session, session.get_one(User, identity.user_id), other_keys)

    assert told["identities"][0]["number"] is None
    assert told["identities"][0]["name"] == identity.name


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    """Every test here needs the database of an app."""
