"""The pages of the emergency brake: one reason, one button."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, EmergencyStop, Lot, Role, User
from auction.rules.lifecycle import LotStatus
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

DESK = "/desk/example-court/stops"
SITE = "/operator/stops"
REASON = "The site shows wrong prices."
FORM = {"reason": REASON}


def elsewhere(session: Session, **columns: Any) -> Lot:
    office = make_office(session, "another-court")
    return make_lot(session, make_catalogue(session, office=office), **columns)


def operator(session: Session) -> User:
    return make_user(session, role=Role.OPERATOR, name="Olga Operator")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (LotStatus.SOLD, "it can no longer be suspended."),
        (LotStatus.SUSPENDED, "This lot is already suspended."),
        (LotStatus.STAYED, "This lot is stayed: nobody can bid on it anyway."),
    ],
)
def test_what_does_not_run_has_no_brake_to_pull(
    client: FlaskClient, session: Session, status: LotStatus, sentence: str
) -> None:
    lot = make_lot(session, status=status)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/stop")
    sent = client.post(f"/lots/{lot.id}/stop", data=FORM)

    assert (page.status_code, sent.status_code) == (200, 409)
    for answer in (page, sent):
        assert answer.text.count(sentence) == 1
        assert "<textarea" not in answer.text


def test_an_officer_stops_one_lot_with_a_reason_and_a_button(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    form = client.get(f"/lots/{lot.id}/stop").text
    answer = client.post(f"/lots/{lot.id}/stop", data=FORM)

    assert form.count("<textarea") == 1
    assert "Stop this lot now" in form
    assert "A stop is a moment, not a state." in form
    assert (answer.status_code, answer.location) == (303, f"/lots/{lot.id}")
    assert "Stopped: 1 lot." in client.get(answer.location).text
    live = client.get(f"/lots/{lot.id}/live?v=0").text
    assert "Suspended" in live
    assert REASON in live
    assert "An emergency" in live


def test_an_office_stops_all_its_lots_and_sees_the_record(
    client: FlaskClient, session: Session
) -> None:
    lots = [make_lot(session), make_lot(session, status=LotStatus.ANNOUNCED)]
    theirs = elsewhere(session)
    sign_in(client, make_officer(session, name="Ada Officer"))

    before = client.get(DESK).text
    answer = client.post(DESK, data=FORM)
    after = client.get(answer.location).text

    assert re.sub(r"<[^>]+>", "", before).count("Your office has 1 open and 1") == 1
    assert (answer.status_code, answer.location) == (303, DESK)
    assert "Stopped: 2 lots." in after
    assert "Ada Officer" in after
    assert REASON in after
    session.expire_all()
    assert {lot.status for lot in lots} == {LotStatus.SUSPENDED}
    assert theirs.status is LotStatus.OPEN


def test_the_operator_stops_everything_and_learns_nothing_of_the_lots(
    client: FlaskClient, session: Session
) -> None:
    lots = [
        make_lot(session, title="Example steel mill"),
        elsewhere(session, title="Example forest"),
    ]
    make_paddle(session, lots[0], make_bidder(session, "Zacharias"))
    sign_in(client, operator(session))

    before = client.get(SITE).text
    answer = client.post(SITE, data=FORM)
    after = client.get(SITE).text

    assert "of 2 offices" in before
    assert (answer.status_code, answer.location) == (303, SITE)
    session.expire_all()
    assert {lot.status for lot in lots} == {LotStatus.SUSPENDED}
    for page in (before, after):
        for secret in ("steel mill", "forest", "acharias"):
            assert secret not in page


def test_the_offices_read_of_a_stop_of_the_site_and_resume_their_lots(
    client: FlaskClient, session: Session
) -> None:
    mine, theirs = make_lot(session, title="Mine"), elsewhere(session, title="Theirs")
    sign_in(client, operator(session))
    client.post(SITE, data=FORM)
    stop_id = session.scalars(select(EmergencyStop.id)).one()
    sign_in(client, make_officer(session))

    record = client.get(DESK).text
    page = client.get(f"{DESK}/{stop_id}").text
    answer = client.post(
        f"{DESK}/{stop_id}/resumption",
        data={"public_text": "The fault was found and repaired."},
    )
    after = client.get(answer.location).text

    assert "All lots of the site" in record
    assert "The operator" in record
    assert "Olga" not in record
    assert "Still suspended by it: 1" in page
    assert "Theirs" not in page
    assert "Goes on: 1 lot." in after
    assert "None of the lots of this office rests because of it." in after
    session.expire_all()
    assert (mine.status, theirs.status) == (LotStatus.OPEN, LotStatus.SUSPENDED)


def test_the_operator_reads_when_offices_stopped_but_not_why(
    client: FlaskClient, session: Session
) -> None:
    make_lot(session)
    sign_in(client, make_officer(session, name="Ada Officer"))
    client.post(DESK, data=FORM)
    sign_in(client, operator(session))

    page = client.get(SITE).text

    assert "All lots of an office" in page
    assert "Example Court" in page
    assert REASON not in page
    assert "Ada Officer" not in page


def test_an_office_reads_in_its_own_time_when_a_stop_was(
    client: FlaskClient, session: Session
) -> None:
    make_office(session, time_zone="Europe/Vienna")
    lot = make_lot(session)
    sign_in(client, make_officer(session))
    client.post(f"/lots/{lot.id}/stop", data=FORM)

    record = client.get(DESK).text
    one = client.get(f"{DESK}/{session.scalars(select(EmergencyStop.id)).one()}").text

    assert "02 Mar 2026, 13:00:00 CET (UTC+1)</a>" in record
    assert "Stop of 02 Mar 2026, 13:00:00 CET (UTC+1)</h1>" in one


def test_an_office_does_not_see_the_stops_of_another(
    client: FlaskClient, session: Session
) -> None:
    elsewhere(session)
    office = make_office(session, "another-court")
    sign_in(client, make_officer(session, office))
    client.post("/desk/another-court/stops", data=FORM)
    stop_id = session.scalars(select(EmergencyStop.id)).one()
    make_lot(session)
    sign_in(client, make_officer(session))

    assert REASON not in client.get(DESK).text
    assert client.get(f"{DESK}/{stop_id}").status_code == 404
    assert client.post(f"{DESK}/{stop_id}/resumption").status_code == 404


@pytest.mark.parametrize("reason", ["", "No."])
def test_without_a_reason_nothing_is_stopped(
    client: FlaskClient, session: Session, reason: str
) -> None:
    lot = make_lot(session)
    office_page, lot_page = DESK, f"/lots/{lot.id}/stop"
    sign_in(client, make_officer(session))
    answers = [
        client.post(page, data={"reason": reason}) for page in (office_page, lot_page)
    ]
    sign_in(client, operator(session))
    answers.append(client.post(SITE, data={"reason": reason}))

    for answer in answers:
        assert answer.status_code == 422
        assert '<a href="#reason">Please' in answer.text
    session.expire_all()
    assert lot.status is LotStatus.OPEN
    assert not session.scalars(select(EmergencyStop)).all()


def test_resuming_needs_a_reason_too(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))
    client.post(DESK, data=FORM)
    stop_id = session.scalars(select(EmergencyStop.id)).one()

    answer = client.post(f"{DESK}/{stop_id}/resumption", data={"public_text": ""})

    assert answer.status_code == 422
    assert '<a href="#public_text">' in answer.text
    session.expire_all()
    assert lot.status is LotStatus.SUSPENDED


def test_strangers_sign_in_first(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)

    for page in (DESK, SITE, f"/lots/{lot.id}/stop", f"{DESK}/1"):
        assert "/sign-in" in client.get(page).location
        target = f"{page}/resumption" if page.endswith("/1") else page
        assert "/sign-in" in client.post(target, data=FORM).location
    session.expire_all()
    assert lot.status is LotStatus.OPEN


@pytest.mark.parametrize(
    ("role", "desk", "site", "lot"),
    [
        (Role.BIDDER, 404, 403, 403),
        (Role.AUDITOR, 404, 403, 403),
        (Role.OPERATOR, 404, 303, 403),
    ],
)
def test_everybody_pulls_his_own_brake_only(
    client: FlaskClient, session: Session, role: Role, desk: int, site: int, lot: int
) -> None:
    lot_id = make_lot(session).id
    sign_in(client, make_user(session, role=role))

    pages = (DESK, f"/lots/{lot_id}/stop", SITE)
    assert [client.post(page, data=FORM).status_code for page in pages] == [
        desk,
        lot,
        site,
    ]


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_who_does_not_act_reads_the_record_but_has_no_button(
    client: FlaskClient, session: Session, duty: Duty
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session, duties=[duty]))

    page = client.get(DESK)

    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert client.post(DESK, data=FORM).status_code == 403
    assert client.post(f"/lots/{lot.id}/stop", data=FORM).status_code == 403
    session.expire_all()
    assert lot.status is LotStatus.OPEN


def test_an_officer_of_another_office_stops_no_lot_of_this_one(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    assert client.get(f"/lots/{lot.id}/stop").status_code == 403
    assert client.post(f"/lots/{lot.id}/stop", data=FORM).status_code == 403
    assert client.post(DESK, data=FORM).status_code == 404
    session.expire_all()
    assert lot.status is LotStatus.OPEN
