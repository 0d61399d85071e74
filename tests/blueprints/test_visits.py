"""Visits to a lot: on its page, at the door, and at the desk."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Duty,
    InspectionBooking,
    InspectionSlot,
    Lot,
    Notice,
    Role,
    User,
)
from auction.rules.lifecycle import LotStatus
from auction.services.visiting import book_visit
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_slot,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BOOKING = {"visitor": "Ms Gate", "people": "2"}
OFFER = {
    "first": "2026-03-03",
    "begins": "10:00",
    "ends": "12:00",
    "minutes": "30",
    "every": "once",
    "last": "",
    "place": "At the gate",
    "places": "4",
    "note": "Bring a torch.",
}
DESK = "/desk/example-court"


def make_open_lot(session: Session, **columns: object) -> Lot:
    return make_lot(session, closes_at=NOON + 20 * DAY, **columns)  # type: ignore[arg-type]


def booked(
    session: Session, slot: InspectionSlot, user: User, visitor: str = "Ms Gate"
) -> InspectionBooking:
    return book_visit(
        session, slot_id=slot.id, user_id=user.id, visitor=visitor, people=2, now=NOON
    )


def address(slot: InspectionSlot) -> str:
    return f"/lots/{slot.lot_id}/inspections/{slot.id}/booking"


def table(answer_text: str) -> list[dict[str, str]]:
    text = answer_text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_everybody_sees_which_visits_have_free_places(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session, fields={"inspection": "By appointment as well."})
    slot = make_slot(session, lot, note="Bring a torch.")
    booked(session, slot, make_bidder(session))

    for page in (
        client.get(f"/lots/{lot.id}").text,
        client.get(f"/lots/{lot.id}/inspections").text,
    ):
        assert "Tue 03 Mar 2026, 12:00 to 13:00 UTC" in page
        assert "3 of 5 places free." in page
        assert "Bring a torch." in page
        assert f'href="{address(slot)}"' in page
        assert "Ms Gate" not in page
    assert client.get(f"/lots/{lot.id}").text.count("By appointment as well.") == 1


def test_a_visit_that_is_full_over_or_cancelled_cannot_be_booked(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    full = make_slot(session, lot, capacity=2)
    booked(session, full, make_bidder(session))
    make_slot(session, lot, cancelled_at=NOON, reason="The key is lost.")
    make_slot(session, lot, begins_at=NOON - 2 * HOUR, place="Long over")

    page = client.get(f"/lots/{lot.id}").text

    assert "No place is free." in page
    assert "The key is lost." in page
    assert "Long over" not in page
    assert "/booking" not in page


def test_a_visit_that_has_begun_says_so(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    slot = make_slot(session, make_open_lot(session))
    moving_clock.move(DAY)

    page = client.get(f"/lots/{slot.lot_id}/inspections").text

    assert "It has begun." in page
    assert "/booking" not in page


def test_a_bidder_books_and_gets_a_code(client: FlaskClient, session: Session) -> None:
    slot = make_slot(session, make_open_lot(session))
    sign_in(client, make_bidder(session))
    assert "it does not say whether you bid" in client.get(address(slot)).text

    answer = client.post(address(slot), data=BOOKING)

    assert (answer.status_code, answer.location) == (303, address(slot))
    booking = session.scalars(select(InspectionBooking)).one()
    assert (booking.visitor, booking.people) == ("Ms Gate", 2)
    for where in (address(slot), f"/lots/{slot.lot_id}", "/my-bids"):
        assert booking.code in client.get(where).text


def test_a_booking_is_seen_by_nobody_else(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session))
    code = booked(session, slot, make_bidder(session)).code
    sign_in(client, make_bidder(session))

    for where in (address(slot), f"/lots/{slot.lot_id}", "/my-bids"):
        page = client.get(where).text
        assert code not in page
        assert "Ms Gate" not in page
    assert client.get(f"{address(slot)}.ics").status_code == 404


def test_a_bidder_cancels_and_may_book_again(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session))
    sign_in(client, make_bidder(session))
    client.post(address(slot), data=BOOKING)

    answer = client.post(f"{address(slot)}/cancel")

    assert answer.location == f"/lots/{slot.lot_id}#inspection"
    assert "5 of 5 places free." in client.get(f"/lots/{slot.lot_id}").text
    assert client.post(f"{address(slot)}/cancel").status_code == 409
    assert client.post(address(slot), data=BOOKING).status_code == 303


def test_the_booking_goes_into_the_calendar(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(
        session, make_open_lot(session, title="House, with garden"), note="A torch."
    )
    sign_in(client, make_bidder(session))
    client.post(address(slot), data=BOOKING)
    code = session.scalars(select(InspectionBooking.code)).one()

    answer = client.get(f"{address(slot)}.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["summary"] == "Inspection: House, with garden"
    assert event["location"] == "At the gate"
    assert code in str(event["description"])
    assert event.decoded("dtstart") == slot.begins_at
    assert event.decoded("dtend") == slot.ends_at


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("visitor", "", "The name must have between 1 and 80 characters."),
        ("visitor", "x" * 81, "The name must have between 1 and 80 characters."),
        ("visitor", "A\x07B", "The name has control characters in it."),
        ("people", "", "Please enter a whole number, for example 10."),
        ("people", "two", "Please enter a whole number, for example 10."),
        ("people", "-1", "Please enter a whole number, for example 10."),
        ("people", "²", "Please enter a whole number, for example 10."),
        ("people", "99999", "Please book for between 1 and 10 people."),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(
    client: FlaskClient, session: Session, field: str, typed: str, sentence: str
) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=50)
    sign_in(client, make_bidder(session))
    form = BOOKING | {field: typed}

    answer = client.post(address(slot), data=form)

    assert answer.status_code == 422
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Error: Book a visit" in answer.text
    assert f'value="{form["people"]}"' in answer.text
    assert not session.scalars(select(InspectionBooking)).all()


def test_where_there_is_no_room_the_number_of_people_is_refused(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session), capacity=3)
    booked(session, slot, make_bidder(session))
    sign_in(client, make_bidder(session))

    answer = client.post(address(slot), data=BOOKING)

    assert answer.status_code == 409
    assert '<a href="#people">Only so many places are free: 1.' in answer.text


def test_after_the_beginning_nothing_can_be_booked(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    slot = make_slot(session, make_open_lot(session), begins_at=NOON + HOUR)
    anna = make_bidder(session)
    booked(session, slot, anna)
    moving_clock.move(HOUR)
    sign_in(client, make_bidder(session))

    page, sent = client.get(address(slot)), client.post(address(slot), data=BOOKING)

    assert "This visit cannot be booked any more." in page.text
    assert sent.status_code == 409
    assert "This visit has begun" in sent.text
    sign_in(client, anna)
    assert "Cancel my visit" not in client.get(address(slot)).text
    assert client.post(f"{address(slot)}/cancel").status_code == 409


def test_strangers_sign_in_and_officials_do_not_book(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session))

    assert client.get(address(slot)).location == f"/sign-in?next={address(slot)}"
    for ask in (client.post(address(slot), data=BOOKING), client.get(address(slot))):
        assert ask.location.startswith("/sign-in")
    for person in (make_officer(session), make_user(session, role=Role.OPERATOR)):
        sign_in(client, person)
        assert client.get(address(slot)).status_code == 403
        assert client.post(address(slot), data=BOOKING).status_code == 403
    assert not session.scalars(select(InspectionBooking)).all()


def test_a_visit_belongs_to_its_lot(client: FlaskClient, session: Session) -> None:
    slot = make_slot(session, make_open_lot(session))
    hidden = make_slot(session, make_open_lot(session, status=LotStatus.DRAFT))
    other = make_open_lot(session)
    sign_in(client, make_bidder(session))

    for where in (
        f"/lots/{other.id}/inspections/{slot.id}/booking",
        f"/lots/{slot.lot_id}/inspections/999999/booking",
        address(hidden),
    ):
        assert client.get(where).status_code == 404
        assert client.get(f"{where}.ics").status_code == 404
        assert client.post(where, data=BOOKING).status_code == 404
        assert client.post(f"{where}/cancel").status_code == 404
    assert client.get(f"/lots/{hidden.lot_id}/inspections").status_code == 404


def test_an_officer_offers_every_saturday_in_half_hours(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, time_zone="Europe/Vienna")
    lot = make_open_lot(session, catalogue=catalogue)
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))
    form = OFFER | {"first": "2026-03-07", "every": "week", "last": "2026-03-14"}

    answer = client.post(f"{DESK}/lots/{lot.id}/inspections", data=form)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "8 visits are offered." in page
    assert "Sat 07 Mar 2026, 10:00 to 10:30 CET (UTC+1)" in page
    assert "Sat 14 Mar 2026, 11:30 to 12:00 CET (UTC+1)" in page
    again = client.post(f"{DESK}/lots/{lot.id}/inspections", data=form)
    assert again.status_code == 409
    assert "All these visits are offered already." in again.text
    assert "Sat 07 Mar 2026" in client.get(f"/lots/{lot.id}").text


def test_visits_are_offered_for_a_draft_and_its_office_sees_them(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT, closes_at=NOON)
    sign_in(client, make_officer(session))

    answer = client.post(f"{DESK}/lots/{lot.id}/inspections", data=OFFER)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "People can book once the lot is announced." in page
    assert "After the lot&#39;s end" in page or "After the lot's end" in page
    preview = client.get(f"/lots/{lot.id}").text
    assert "Tue 03 Mar 2026, 10:00 to 10:30 UTC" in preview
    assert "/booking" not in preview


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("first", "", "Please enter a day such as 2026-03-14."),
        ("first", "3 March", "Please enter a day such as 2026-03-14."),
        ("first", "9999-12-31", "Please enter a day such as 2026-03-14."),
        ("first", "2026-03-01", "A visit must begin in the future: 01 Mar 2026"),
        ("first", "2026-06-01", "A visit must be over when the lot closes"),
        ("begins", "ten", "Please enter a time such as 10:30."),
        ("ends", "", "Please enter a time such as 10:30."),
        ("ends", "09:00", "The end must be later than the beginning."),
        ("minutes", "half", "Please enter a whole number"),
        ("minutes", "180", "One visit must last at least 5 minutes"),
        ("every", "moon", "Please say how often."),
        ("places", "", "Please enter a whole number"),
        ("places", "501", "A visit has between 1 and 500 places."),
        ("place", " ", "The place must have between 1 and 200 characters."),
        ("note", "x" * 501, "The note must have between 0 and 500 characters."),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused_at_its_field(
    client: FlaskClient, session: Session, field: str, typed: str, sentence: str
) -> None:
    lot = make_open_lot(session)
    sign_in(client, make_officer(session))
    form = OFFER | {field: typed}

    answer = client.post(f"{DESK}/lots/{lot.id}/inspections", data=form)

    assert answer.status_code == 422
    assert re.search(rf'<a href="#{field}(-0)?">{re.escape(sentence)}', answer.text)
    assert "Error: Visits to Example lot" in answer.text
    assert "At the gate" in answer.text or field == "place"
    assert not session.scalars(select(InspectionSlot)).all()


def test_a_series_needs_a_last_day(client: FlaskClient, session: Session) -> None:
    lot = make_open_lot(session)
    sign_in(client, make_officer(session))

    missing = client.post(
        f"{DESK}/lots/{lot.id}/inspections", data=OFFER | {"every": "day"}
    )
    far = client.post(
        f"{DESK}/lots/{lot.id}/inspections",
        data=OFFER | {"every": "day", "last": "2027-01-01"},
    )

    assert '<a href="#last">Please give the last day.' in missing.text
    assert '<a href="#last">That would be more than 200 visits' in far.text


def test_the_list_at_the_door_has_the_names_that_visitors_chose(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    anna = make_bidder(session, "Anna Secret")
    code = booked(session, slot, anna, "=cmd|' /C calc'!A0").code
    sign_in(client, make_officer(session))

    page = client.get(f"{DESK}/inspections/{slot.id}").text
    (row,) = table(client.get(f"{DESK}/inspections/{slot.id}.csv").text)
    lists = client.get(f"{DESK}/lots/{lot.id}/inspections.csv").text

    assert code in page
    assert "2 of 5 places" in page
    assert row["Name at the door"] == "'=cmd|' /C calc'!A0"
    assert (row["Code"], row["People"]) == (code, "2")
    assert table(lists) == [row]
    for text in (page, lists):
        assert "Secret" not in text
        assert anna.email not in text


def test_the_office_has_all_its_visits_in_its_calendar(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    booked(session, slot, make_bidder(session))
    make_slot(session, lot, begins_at=NOON + 2 * DAY, cancelled_at=NOON, reason="Ill")
    elsewhere = make_office(session, "another-court")
    make_slot(session, make_lot(session, make_catalogue(session, office=elsewhere)))
    sign_in(client, make_officer(session))

    answer = client.get(f"{DESK}/inspections.ics")

    first, second = Calendar.from_ical(answer.data).walk("VEVENT")
    assert first["description"] == "2 of 5 places taken"
    assert second["status"] == "CANCELLED"
    assert "Ms Gate" not in answer.text


def test_the_room_shows_what_is_ahead(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_open_lot(session, title="House with garden")
    slot = make_slot(session, lot)
    sign_in(client, make_officer(session, duties=[Duty.AUDITOR]))

    page = client.get(f"{DESK}/inspections").text

    assert "House with garden" in page
    assert "0 of 5" in page
    assert f"{DESK}/inspections/{slot.id}" not in page
    moving_clock.move(2 * DAY)
    sign_in(client, make_officer(session))
    assert "No visit is ahead." in client.get(f"{DESK}/inspections").text


def test_an_officer_cancels_a_visit_and_the_visitors_are_told(
    client: FlaskClient, session: Session
) -> None:
    slot = make_slot(session, make_open_lot(session))
    anna = make_bidder(session)
    booked(session, slot, anna)
    sign_in(client, make_officer(session))
    there = f"{DESK}/inspections/{slot.id}"

    silent = client.post(f"{there}/cancel", data={"reason": ""})
    answer = client.post(f"{there}/cancel", data={"reason": "The key is lost."})
    again = client.post(f"{there}/cancel", data={"reason": "The key is lost."})

    assert silent.status_code == 422
    assert '<a href="#reason">The reason must have between' in silent.text
    assert answer.location == f"{DESK}/lots/{slot.lot_id}/inspections"
    assert again.status_code == 409
    told = select(Notice.user_id).where(Notice.kind == "visit_cancelled")
    assert session.scalars(told).all() == [anna.id]
    sign_in(client, anna)
    for where in (address(slot), f"/lots/{slot.lot_id}", "/my-bids"):
        assert "The key is lost." in client.get(where).text


def test_who_may_not_see_or_change_the_visits_of_an_office(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    slot = make_slot(session, lot)
    of_lot, door = f"{DESK}/lots/{lot.id}/inspections", f"{DESK}/inspections/{slot.id}"
    reading = (of_lot, f"{of_lot}.csv", door, f"{door}.csv", f"{DESK}/inspections.ics")
    names = (f"{of_lot}.csv", door, f"{door}.csv")
    writing = {of_lot: OFFER, f"{door}/cancel": {"reason": "The key is lost."}}

    def answers() -> set[int]:
        got = {client.get(where).status_code for where in reading}
        sent = {client.post(to, data=form).status_code for to, form in writing.items()}
        return got | sent

    assert answers() == {303}
    elsewhere = make_office(session, "another-court")
    for stranger in (make_bidder(session), make_officer(session, elsewhere)):
        sign_in(client, stranger)
        assert answers() == {404}
    for where in (of_lot, door):
        there = where.replace("example-court", "another-court")
        assert client.get(there).status_code == 404
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))
    for where in names:
        assert client.get(where).status_code == 403
    for where, form in writing.items():
        assert client.post(where, data=form).status_code == 403
    assert "Offer the visits" not in client.get(of_lot).text


def test_what_people_write_is_shown_as_text(
    client: FlaskClient, session: Session
) -> None:
    nasty = "<img src=x>"
    lot = make_open_lot(session, title=nasty)
    slot = make_slot(session, lot, place=nasty, note=nasty)
    anna = make_bidder(session)
    booked(session, slot, anna, nasty)
    sign_in(client, make_officer(session))
    desk = [f"{DESK}/inspections", f"{DESK}/inspections/{slot.id}"]
    pages = [client.get(where).text for where in desk]
    sign_in(client, anna)
    pages += [
        client.get(where).text
        for where in (address(slot), f"/lots/{lot.id}", "/my-bids")
    ]

    for page in pages:
        assert nasty not in page
        assert "&lt;img src=x&gt;" in page
