"""The office's room for acts: what waits, who may decide it, and what was done."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Duty, Lot, Role, User
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.officers import REASON, act_on, ask_for

DESK = "/desk/example-court/acts"
WAYS = ["confirmation", "refusal", "withdrawal"]
DAY = timedelta(days=1)


def bid_on(session: Session, lot: Lot) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot, make_bidder(session, "Zacharias")).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )


def test_the_second_person_reads_what_waits_and_confirms_it(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, title="Example mill")
    act = ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session))

    list_page = client.get(DESK).text
    page = client.get(f"{DESK}/{act.id}").text
    answer = client.post(f"{DESK}/{act.id}/confirmation")

    assert "Waiting for a second person: 1" in list_page
    assert "Waits for you" in list_page
    assert REASON in page
    assert "Confirm: recall the lot" in page
    assert (answer.status_code, answer.location) == (303, DESK)
    session.expire_all()
    assert lot.status is LotStatus.RECALLED
    after = client.get(DESK).text
    assert "The lot is recalled." in after
    assert "Nothing waits." in after


def test_who_asked_sees_that_it_waits_and_takes_it_back(
    client: FlaskClient, session: Session
) -> None:
    officer = make_officer(session)
    act = ask_for(session, make_lot(session), ActKind.RECALL, officer_id=officer.id)
    sign_in(client, officer)

    page = client.get(f"{DESK}/{act.id}").text
    refused = client.post(f"{DESK}/{act.id}/confirmation")
    answer = client.post(f"{DESK}/{act.id}/withdrawal")

    assert "Confirm:" not in page
    assert refused.status_code == 403
    assert "You asked for this yourself" in refused.text
    assert answer.status_code == 303
    session.expire_all()
    assert act.is_withdrawn
    assert "This was withdrawn." in client.get(f"{DESK}/{act.id}").text


def test_a_colleague_declines_and_says_why(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session))

    answer = client.post(
        f"{DESK}/{act.id}/refusal", data={"remark": "The order is not final."}
    )

    assert answer.status_code == 303
    session.expire_all()
    assert (act.remark, lot.status) == ("The order is not final.", LotStatus.OPEN)
    page = client.get(f"{DESK}/{act.id}").text
    assert "This was declined." in page
    assert "The order is not final." in page


def test_too_long_a_remark_is_refused_and_stays_on_the_page(
    client: FlaskClient, session: Session
) -> None:
    act = ask_for(session, make_lot(session), ActKind.RECALL)
    sign_in(client, make_officer(session))

    answer = client.post(f"{DESK}/{act.id}/refusal", data={"remark": "so " * 700})

    assert answer.status_code == 422
    assert "Please shorten the remark to 2000 characters." in answer.text
    assert "so so so" in answer.text
    session.expire_all()
    assert act.is_waiting


def test_what_can_no_longer_be_confirmed_says_so_before_and_after(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    act = ask_for(session, lot, ActKind.RECALL, ground="listing-error")
    bid_on(session, lot)
    sign_in(client, make_officer(session))

    page = client.get(f"{DESK}/{act.id}").text
    answer = client.post(f"{DESK}/{act.id}/confirmation")

    assert "As things stand, this cannot be confirmed." in page
    assert answer.status_code == 409
    assert "This was not done" in answer.text
    assert "This ground no longer holds once somebody has bid." in answer.text
    session.expire_all()
    assert lot.status is LotStatus.OPEN


def test_a_second_confirmation_is_refused_with_a_sentence(
    client: FlaskClient, session: Session
) -> None:
    act = ask_for(session, make_lot(session), ActKind.RECALL)
    sign_in(client, make_officer(session))

    first, second = [client.post(f"{DESK}/{act.id}/confirmation") for _ in range(2)]

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This has already been decided." in second.text


def test_what_was_asked_for_lapses_when_the_lot_ends(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    act = ask_for(session, lot, ActKind.RECALL)
    lot.status = LotStatus.PASSED
    session.commit()
    sign_in(client, make_officer(session))

    page = client.get(f"{DESK}/{act.id}").text
    list_page = client.get(DESK).text
    answer = client.post(f"{DESK}/{act.id}/confirmation")

    assert "this has lapsed" in page
    assert "Confirm:" not in page
    assert "Nothing waits." in list_page
    assert "Lapsed" in list_page
    assert answer.status_code == 409
    assert "it can no longer be recalled" in answer.text


@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_is_asked_to_sign_in(
    client: FlaskClient, session: Session, way: str
) -> None:
    act = ask_for(session, make_lot(session), ActKind.RECALL)

    answers = [
        client.get(DESK),
        client.get(f"{DESK}/{act.id}"),
        client.post(f"{DESK}/{act.id}/{way}"),
    ]

    assert all("/sign-in" in answer.location for answer in answers)
    session.expire_all()
    assert act.is_waiting


def others(session: Session) -> list[User]:
    return [
        make_bidder(session),
        make_officer(session, make_office(session, "another-court")),
        make_user(session, role=Role.AUDITOR),
        make_user(session, role=Role.OPERATOR),
    ]


def test_to_everybody_else_the_room_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    act = ask_for(session, make_lot(session), ActKind.RECALL)

    for person in others(session):
        sign_in(client, person)
        pages = [client.get(DESK), client.get(f"{DESK}/{act.id}")]
        pages += [client.post(f"{DESK}/{act.id}/{way}") for way in WAYS]
        assert {page.status_code for page in pages} == {404}


def test_an_act_of_another_office_is_not_at_this_desk(
    client: FlaskClient, session: Session
) -> None:
    act = ask_for(session, make_lot(session), ActKind.RECALL)
    elsewhere = make_office(session, "another-court")
    sign_in(client, make_officer(session, elsewhere))
    there = f"/desk/another-court/acts/{act.id}"

    assert client.get(there).status_code == 404
    assert client.post(f"{there}/confirmation").status_code == 404
    assert "Example lot" not in client.get("/desk/another-court/acts").text


@pytest.mark.parametrize(
    ("duty", "statuses"),
    [
        (Duty.DRAFTER, [403, 403, 403]),  # may withdraw, but only his own
        (Duty.APPROVER, [303, 303, 403]),
        (Duty.CASHIER, [403, 403, 403]),
        (Duty.AUDITOR, [403, 403, 403]),
    ],
)
def test_each_duty_may_do_what_it_is_for_and_all_may_read(
    client: FlaskClient, session: Session, duty: Duty, statuses: list[int]
) -> None:
    acts = [ask_for(session, make_lot(session), ActKind.RECALL) for _ in WAYS]
    sign_in(client, make_officer(session, duties=[duty]))

    assert client.get(DESK).status_code == 200
    assert client.get(f"{DESK}/{acts[0].id}").status_code == 200
    assert [
        client.post(f"{DESK}/{act.id}/{way}").status_code
        for act, way in zip(acts, WAYS, strict=True)
    ] == statuses


def test_the_history_says_who_did_what(client: FlaskClient, session: Session) -> None:
    asker = make_officer(session, name="Ada Asker")
    second = make_officer(session, name="Sigrid Second")
    lot = make_lot(session)
    act = ask_for(session, lot, ActKind.RECALL, officer_id=asker.id)
    sign_in(client, second)
    client.post(f"{DESK}/{act.id}/confirmation")

    rows = re.findall(r"<tr>(.*?)</tr>", client.get(DESK).text, re.DOTALL)

    assert "Ada Asker" in rows[-1]
    assert "Sigrid Second" in rows[-1]
    assert "Done" in rows[-1]
    client.post("/sign-out")
    public = client.get(f"/lots/{lot.id}").text
    assert "Ada" not in public
    assert "Sigrid" not in public


def test_nobody_outside_the_office_learns_what_only_waits(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    seen = client.get(f"/lots/{lot.id}/live?v=0").data
    ask_for(session, lot, ActKind.RECALL)

    for person in others(session)[:1]:
        sign_in(client, person)
        assert REASON not in client.get(f"/lots/{lot.id}").text
    assert client.get(f"/lots/{lot.id}/live?v=0").data == seen
    sign_in(client, make_officer(session))
    assert "waits for a second person" in client.get(f"/lots/{lot.id}").text


def test_the_room_tells_nothing_about_who_bids(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bid_on(session, lot)
    act = ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session))

    for page in (client.get(DESK), client.get(f"{DESK}/{act.id}")):
        assert "acharias" not in page.text


def test_a_lot_at_rest_shows_by_when_it_must_go_on(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    act_on(session, lot, ActKind.STAY, until=NOON + DAY)
    sign_in(client, make_officer(session))

    in_time = client.get(DESK).text
    moving_clock.move(7 * DAY)
    sign_in(client, make_officer(session))
    overdue = client.get(DESK).text

    assert "08 Mar 2026, 12:00:00 UTC" in in_time  # five days after the cause ends
    assert "Overdue" not in in_time
    assert "Overdue" in overdue


def test_a_cause_without_an_end_leaves_the_term_in_words(
    client: FlaskClient, session: Session
) -> None:
    act_on(session, make_lot(session), ActKind.SUSPENSION)
    sign_in(client, make_officer(session))

    assert "5 days after the cause has ended" in client.get(DESK).text


def test_a_long_history_has_pages(client: FlaskClient, session: Session) -> None:
    officer = make_officer(session)
    lot = make_lot(session)
    session.add_all(
        Act(
            lot_id=lot.id,
            kind=ActKind.SUSPENSION,
            public_text=f"Example reason {number}",
            asked_by_id=officer.id,
            asked_at=NOON,
            done_at=NOON,
        )
        for number in range(51)
    )
    session.commit()
    sign_in(client, officer)

    first, second = client.get(DESK).text, client.get(f"{DESK}?page=2").text

    assert (first.count("<tr>"), second.count("<tr>")) == (51, 2)
    assert "Older acts" in first
    assert "Newer acts" in second


EXPECTATION = "2026-03-09T14:00"


def at_rest(session: Session) -> Lot:
    lot = make_lot(session)
    act_on(session, lot, ActKind.SUSPENSION)
    return lot


def test_the_office_publishes_when_the_cause_ends(
    client: FlaskClient, session: Session
) -> None:
    lot = at_rest(session)
    sign_in(client, make_officer(session))
    address = f"/lots/{lot.id}/expectation"

    form = client.get(address)
    answer = client.post(address, data={"until": EXPECTATION})

    assert form.status_code == 200
    assert (answer.status_code, answer.location) == (303, f"/lots/{lot.id}")
    assert f'value="{EXPECTATION}"' in client.get(address).text
    live = client.get(f"/lots/{lot.id}/live?v=0").text
    assert "Expected to rest until" in live
    assert "09 Mar 2026, 14:00:00 UTC" in live
    client.post(address, data={"until": ""})
    assert "not yet known" in client.get(f"/lots/{lot.id}/live?v=0").text


@pytest.mark.parametrize("until", ["2026-03-02T11:59", "2050-01-01T00:00", "soon"])
def test_a_date_that_cannot_be_is_refused_at_its_field(
    client: FlaskClient, session: Session, until: str
) -> None:
    lot = at_rest(session)
    sign_in(client, make_officer(session))

    answer = client.post(f"/lots/{lot.id}/expectation", data={"until": until})

    assert answer.status_code == 422
    assert '<a href="#until">Please give a da' in answer.text
    assert f'value="{until}"' in answer.text
    session.expire_all()
    assert lot.stayed_until is None


def test_only_a_lot_at_rest_has_an_expectation(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/expectation")
    sent = client.post(f"/lots/{lot.id}/expectation", data={"until": EXPECTATION})

    assert (page.status_code, sent.status_code) == (200, 409)
    for answer in (page, sent):
        assert "This lot is neither stayed nor suspended." in answer.text
        assert 'name="until"' not in answer.text


@pytest.mark.parametrize("who", [0, 1, 2, 3])
def test_nobody_else_publishes_a_date(
    client: FlaskClient, session: Session, who: int
) -> None:
    lot = at_rest(session)
    sign_in(client, others(session)[who])
    address = f"/lots/{lot.id}/expectation"

    assert client.get(address).status_code == 403
    assert client.post(address, data={"until": EXPECTATION}).status_code == 403
    session.expire_all()
    assert lot.stayed_until is None
