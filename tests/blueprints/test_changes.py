"""Changing an announced lot at the desk, and what everybody reads of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Duty, Lot, LotChange
from auction.rules.categories import FIELDS, Category
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_draft,
    make_office,
    make_officer,
    make_paddle,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock

DAY = timedelta(days=1)
REASON = "The surveyor has measured again."


def make_announced(session: Session, **columns: Any) -> Lot:
    usual: dict[str, Any] = {
        "status": LotStatus.OPEN,
        "opens_at": NOON - DAY,
        "closes_at": NOON + DAY,
        "title": "Six chairs",
    }
    return make_draft(session, **usual | columns)


def path(lot: Lot, place: str = "changes/new") -> str:
    return f"/desk/example-court/lots/{lot.id}/{place}"


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    assert found, page
    return found[1]


def send(client: FlaskClient, lot: Lot, **form: str) -> TestResponse:
    usual = {"seen": seen_on(client.get(path(lot)).text), "reason": REASON}
    return client.post(path(lot, "changes"), data=usual | form)


def changes(session: Session) -> list[LotChange]:
    session.rollback()
    return list(session.scalars(select(LotChange)))


def test_a_lot_without_changes_says_so(client: FlaskClient, session: Session) -> None:
    lot = make_announced(session)

    page = client.get(f"/lots/{lot.id}").text

    assert "Nothing was changed since the lot was announced." in page


def test_a_change_is_made_at_the_desk_and_read_by_everybody(
    client: FlaskClient, session: Session
) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session, name="Officer Zacharias"))
    assert path(lot) in client.get(f"/lots/{lot.id}").text
    assert 'value="Six chairs"' in client.get(path(lot)).text

    answer = send(client, lot, title="Seven chairs")

    assert (answer.status_code, answer.location) == (303, f"/lots/{lot.id}#changes")
    client.post("/sign-out")
    page = client.get(f"/lots/{lot.id}").text
    assert "<del>Six chairs</del>" in page
    assert "<ins>Seven chairs</ins>" in page
    assert REASON in page
    assert "by Example Court" in page
    assert "Zacharias" not in page
    assert "Nothing was changed" not in page


def test_what_is_not_public_is_read_by_the_office_only(
    client: FlaskClient, session: Session
) -> None:
    field = next(one for one in FIELDS[Category.LOAN] if not one.is_public)
    lot = make_announced(
        session, category=Category.LOAN, fields={field.name: "Evelyn Old"}
    )
    sign_in(client, make_officer(session))

    assert send(client, lot, **{f"field.{field.name}": "Adam"}).status_code == 303

    assert "<ins>Adam</ins>" in client.get(path(lot)).text
    client.post("/sign-out")
    page = client.get(f"/lots/{lot.id}").text
    assert "Adam" not in page
    assert "Evelyn" not in page


def test_what_cannot_be_read_is_told_at_its_field_and_kept(
    client: FlaskClient, session: Session
) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session))

    answer = send(client, lot, title="", description="Seven chairs of oak.")

    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert "Seven chairs of oak.</textarea>" in answer.text
    assert changes(session) == []


@pytest.mark.parametrize("reason", ["", "No."])
def test_a_reason_is_asked_for(
    client: FlaskClient, session: Session, reason: str
) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session))

    answer = send(client, lot, title="Seven chairs", reason=reason)

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert 'value="Seven chairs"' in answer.text
    assert changes(session) == []


def test_a_form_without_changes_is_told(client: FlaskClient, session: Session) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session))

    answer = send(client, lot)

    assert answer.status_code == 422
    assert "Nothing is different from what the lot says already." in answer.text


def test_a_form_that_is_behind_is_shown_what_is_there_now(
    client: FlaskClient, session: Session
) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session))
    seen = seen_on(client.get(path(lot)).text)
    send(client, lot, title="Seven chairs")

    answer = send(client, lot, seen=seen, title="Five chairs")

    assert answer.status_code == 409
    assert "Now stored: Seven chairs" in answer.text
    assert 'value="Five chairs"' in answer.text
    assert len(changes(session)) == 1
    again = client.post(
        path(lot, "changes"),
        data={"seen": seen_on(answer.text), "title": "Five chairs", "reason": REASON},
    )
    assert again.status_code == 303


def test_nothing_is_changed_in_the_last_hours(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_announced(session)
    moving_clock.at = NOON + DAY - timedelta(hours=3)
    officer = make_officer(session)
    sign_in(client, officer)
    seen = seen_on(client.get(path(lot)).text)
    moving_clock.move(timedelta(hours=1))
    sign_in(client, officer)

    form = {"seen": seen, "title": "Seven chairs", "reason": REASON}
    assert client.post(path(lot, "changes"), data=form).status_code == 409
    refused = client.get(path(lot))

    assert refused.status_code == 409
    assert "This can no longer be done</h1>" in refused.text
    assert "In the last 2 hours nothing is changed" in refused.text
    assert changes(session) == []


def test_key_fields_cannot_be_sent(client: FlaskClient, session: Session) -> None:
    lot = make_announced(session)
    sign_in(client, make_officer(session))
    page = client.get(path(lot)).text

    answer = send(client, lot, starting_price="1.00", closes_at="2026-03-09 12:00")

    assert 'name="starting_price"' not in page
    assert answer.status_code == 422
    session.refresh(lot)
    assert (lot.starting_price.minor, lot.closes_at) == (400_00, NOON + DAY)


def test_who_registered_finds_the_notice(client: FlaskClient, session: Session) -> None:
    lot = make_announced(session)
    make_paddle(session, lot, make_bidder(session, "Zacharias"))
    sign_in(client, make_officer(session))

    answer = send(client, lot, title="Seven chairs")

    assert answer.status_code == 303
    assert "Zacharias" not in client.get(f"/lots/{lot.id}").text


def test_strangers_change_nothing(client: FlaskClient, session: Session) -> None:
    lot = make_announced(session)
    form = {"title": "Seven chairs", "reason": REASON}
    assert client.get(path(lot)).status_code == 303

    for person, code in [
        (make_bidder(session), 404),
        (make_officer(session, make_office(session, "another-court")), 404),
        (make_officer(session, duties=(Duty.CASHIER,)), 403),
        (make_officer(session, duties=(Duty.AUDITOR,)), 403),
    ]:
        sign_in(client, person)
        assert client.get(path(lot)).status_code == code
        assert client.post(path(lot, "changes"), data=form).status_code == code
    assert changes(session) == []


def test_deviations_stand_on_the_lots_page_with_reason_and_rule(
    client: FlaskClient, session: Session
) -> None:
    bank = make_catalogue(session, "bank-claims")
    usual = make_announced(session, catalogue=bank)
    deviates = make_announced(
        session, catalogue=bank, deviations={"deposit": "The claim is small."}
    )

    page = client.get(f"/lots/{deviates.id}").text
    assert "Deviations from the usual terms" in page
    assert "The claim is small." in page
    assert "Rule: Private sale under the seller" in page
    assert "Deviations from" not in client.get(f"/lots/{usual.id}").text


def test_a_lot_says_when_it_was_announced_itself(
    client: FlaskClient, session: Session
) -> None:
    lot = make_announced(session, announced_at=NOON - 3 * DAY)

    page = client.get(f"/lots/{lot.id}").text

    assert "<dt>Notice published</dt><dd>27 Feb 2026" in page
