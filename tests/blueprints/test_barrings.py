"""Barring in the browser: the person, the office, the operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Barring, Duty, Lot, Paddle, Role
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON

DESK = "/desk/example-court/barrings"
WHY = "He bid ten times the value and laughed at it."
NAME = "Zacharias"


@pytest.fixture
def sold(session: Session) -> tuple[Lot, Paddle]:
    """Sell a lot to Zacharias; the office is told the buyer."""
    lot = make_lot(session, make_catalogue(session, "movables"))
    paddle = make_paddle(session, lot, make_bidder(session, NAME))
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(400_00),
        received_at=NOON,
        idempotency_key="form",
        sure=True,
    )
    lot.status, lot.ended_at = LotStatus.SOLD, NOON
    session.commit()
    return lot, paddle


def form(lot: Lot, paddle: Paddle) -> dict[str, str]:
    return {
        "lot": str(lot.id),
        "number": str(paddle.number),
        "ground": "collusion",
        "text": WHY,
        "term": "6",
    }


def bars(session: Session) -> list[Barring]:
    return list(session.scalars(select(Barring).order_by(Barring.id)))


def test_the_whole_way_from_the_bar_to_the_answer(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    boss, colleague = make_officer(session), make_officer(session)
    sign_in(client, boss)
    answer = client.post(DESK, data=form(lot, paddle))
    assert (answer.status_code, answer.location) == (303, DESK)
    (barred,) = bars(session)

    client.post("/sign-out")
    sign_in(client, paddle.user)
    page = client.get("/barrings").text
    assert "Barred from all sales of Example Court" in page
    assert WHY in page
    appeal = f"/barrings/{barred.id}/appeal"
    assert appeal in page
    assert "Your appeal" in client.get(appeal).text
    assert client.post(appeal, data={"text": "No."}).status_code == 422
    text = "I meant every bid of mine."
    assert client.post(appeal, data={"text": text}).status_code == 303
    assert "waits for its answer" in client.get("/barrings").text
    assert client.post(appeal, data={"text": text}).status_code == 409

    client.post("/sign-out")
    sign_in(client, boss)
    assert "a colleague answers" in client.get(f"{DESK}/{barred.id}").text
    client.post("/sign-out")
    sign_in(client, colleague)
    assert f"{DESK}/{barred.id}" in client.get(DESK).text
    said = {"outcome": "lift", "text": "You are right, and we are sorry."}
    to = f"{DESK}/{barred.id}/answer"
    assert client.post(to, data={"text": "Well, well, well."}).status_code == 422
    assert client.post(to, data=said).status_code == 303
    assert client.post(to, data=said).status_code == 409

    client.post("/sign-out")
    sign_in(client, paddle.user)
    page = client.get("/barrings").text
    assert "No longer barred from all sales of Example Court" in page
    assert "You are right, and we are sorry." in page


def test_the_office_reads_names_only_where_the_rules_name_the_buyer(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    sign_in(client, make_officer(session))
    client.post(DESK, data=form(lot, paddle))
    buyer = client.get(DESK).text
    lot.leader_id = None  # he bid, and somebody else bought
    session.commit()
    loser = client.get(DESK).text

    assert f"Bidder {paddle.number}" in buyer
    assert NAME in buyer
    assert f"Bidder {paddle.number}" in loser
    assert NAME not in loser
    assert paddle.user.email not in buyer + loser


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"ground": ""}, "ground"),
        ({"text": ""}, "text"),
        ({"term": "soon"}, "term"),
        ({"number": "99999999"}, "number"),
        ({"number": "x"}, "number"),
        ({"lot": "999999"}, "lot"),
        ({"lot": ""}, "lot"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    client: FlaskClient,
    session: Session,
    sold: tuple[Lot, Paddle],
    changes: dict[str, str],
    at: str,
) -> None:
    lot, paddle = sold
    sign_in(client, make_officer(session))

    answer = client.post(DESK, data=form(lot, paddle) | changes)

    assert answer.status_code == 422
    assert f'<a href="#{at}' in answer.text
    assert at == "text" or WHY in answer.text
    assert bars(session) == []


def test_an_open_lot_bars_nobody(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    lot.status = LotStatus.OPEN
    sign_in(client, make_officer(session))

    answer = client.post(DESK, data=form(lot, paddle))

    assert answer.status_code == 409
    assert "Before a lot has ended nobody learns who takes part" in answer.text


def test_another_offices_lot_is_not_there(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    make_office(session, "another-court")
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    answer = client.post("/desk/another-court/barrings", data=form(lot, paddle))

    assert answer.status_code == 422
    assert "Your office has no lot with this number." in answer.text
    assert bars(session) == []


def test_a_drafter_looks_and_does_not_bar(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    office = lot.office
    sign_in(client, make_officer(session, office, duties=[Duty.DRAFTER]))

    assert "Bar a bidder" not in client.get(DESK).text
    assert client.post(DESK, data=form(lot, paddle)).status_code == 403


def test_an_office_lifts_a_bar(
    client: FlaskClient, session: Session, sold: tuple[Lot, Paddle]
) -> None:
    lot, paddle = sold
    sign_in(client, make_officer(session))
    client.post(DESK, data=form(lot, paddle))
    (barred,) = bars(session)

    assert client.post(f"{DESK}/{barred.id}/lift").status_code == 303

    session.refresh(barred)
    assert barred.lifted_at == NOON
    assert client.post(f"{DESK}/{barred.id}/lift").status_code == 409


def test_the_operator_is_told_the_same_whether_there_is_the_account(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, NAME)
    sign_in(client, make_user(session, role=Role.OPERATOR))
    said = {"ground": "order", "text": WHY, "term": ""}
    pages = []
    for email in (user.email, "nobody@example.com"):
        answer = client.post("/operator/barrings", data=said | {"email": email})
        assert answer.status_code == 303
        pages.append(client.get("/operator/barrings").text)

    (barred,) = bars(session)
    assert barred.user_id == user.id
    for page in pages:
        assert "If there is such an account, it is barred from now on." in page
        assert NAME not in page
        assert user.email not in page


def test_the_operator_answers_and_lifts(client: FlaskClient, session: Session) -> None:
    user = make_bidder(session)
    for _ in range(2):
        session.add(
            Barring(
                user_id=user.id,
                ground="order",
                text=WHY,
                barred_at=NOON - timedelta(days=1),
                appeal="I am somebody else.",
                appealed_at=NOON,
            )
        )
    session.commit()
    first, second = bars(session)
    sign_in(client, make_user(session, role=Role.OPERATOR))
    room = "/operator/barrings"

    said = {"outcome": "keep", "text": "The order names you."}
    assert "I am somebody else." in client.get(f"{room}/{first.id}").text
    assert client.post(f"{room}/{first.id}/answer", data=said).status_code == 303
    assert client.post(f"{room}/{second.id}/lift").status_code == 303

    assert (first.answer, first.lifted_at) == ("The order names you.", None)
    assert second.lifted_at == NOON


def test_who_is_barred_on_an_open_lot_reads_it_there(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    paddle = make_paddle(session, lot)
    paddle.barred_at = NOON
    session.commit()
    sign_in(client, paddle.user)

    page = client.get(f"/lots/{lot.id}").text

    assert "You are barred from this sale" in page
    assert 'href="/barrings"' in page
    assert 'name="amount"' not in page


def test_nothing_bars_most_people(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))

    assert "Nothing bars you" in client.get("/barrings").text
