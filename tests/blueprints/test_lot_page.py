"""What the page of a lot shows, and to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from auction.models import Document, Lot, Photo, User
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services import bidding, closing
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
from tests.identities import make_accepted, registration_of
from tests.moving_clock import NOON, MovingClock
from tests.qualifying import qualify
from web import counting, live, shared_pages
from web.extensions import db

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect what the site asks the database."""
    asked: list[str] = []

    def note(*happened: object) -> None:
        asked.append(str(happened[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def bid(session: Session, lot: Lot, minor: int, user: User | None = None) -> None:
    paddle = make_paddle(session, lot, user)
    bidding.place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(minor),
        received_at=NOON,
        idempotency_key=f"form-{minor}",
    )


def page(client: FlaskClient, lot: Lot) -> str:
    answer = client.get(f"/lots/{lot.id}")
    assert answer.status_code == 200
    return answer.text


def close(session: Session, lot: Lot) -> None:
    closing.close_due_lots(session, now=lot.closes_at + closing.SETTLE)


def test_the_page_shows_what_a_buyer_must_know(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(
        session,
        contact="Example Person, +00 0000 0000",
        supervision="Example Regional Court",
    )
    lot = make_lot(
        session,
        make_catalogue(session, office=office),
        title="Claim against an example steel mill",
        category=Category.LOAN,
        valuation=Money(1_000_00),
        deposit=Money(50_00),
        fields={"debtor": "Example Steel Mill", "principal": 123_456_00},
        description="The mill has **two** furnaces.",
    )

    text = page(client, lot)

    for fact in (
        "Claim against an example steel mill",
        "1,000.00",
        "400.00",
        "50.00",
        "10.00",
        "02 Mar 2026, 13:00:00 UTC",
        "Example Person, +00 0000 0000",
        "Example Regional Court",
        "Example Steel Mill",
        "123,456.00",
        "<strong>two</strong>",
        "The first bid is exactly the starting price.",
        "No bids yet.",
    ):
        assert fact in text


def test_the_page_holds_the_same_panel_that_is_polled(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    panel = client.get(f"/lots/{lot.id}/live?v=0").text

    assert panel.strip() in page(client, lot)


def test_a_stranger_is_given_no_cookie(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}")

    assert "Set-Cookie" not in answer.headers
    assert "csrf_token" not in answer.text
    assert f"/sign-in?next=/lots/{lot.id}" in answer.text


def test_photos_and_documents_can_be_reached_without_a_script(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    digest = "ab" * 32
    session.add(
        Photo(
            lot_id=lot.id,
            position=1,
            file=f"{digest}.webp",
            thumbnail=f"{'cd' * 32}.webp",
            alt="The hall from the street",
            caption="Built in 1911",
            width=900,
            height=600,
        )
    )
    session.add(
        Document(
            lot_id=lot.id,
            title="Report of Mr Example",
            kind="Valuation",
            file=f"{digest}.pdf",
            size=204_800,
            dated_on=date(2026, 2, 3),
            added_at=NOON,
        )
    )
    session.commit()

    text = page(client, lot)

    assert f'href="/uploads/{digest}.webp"' in text
    assert 'alt="The hall from the street"' in text
    assert "<figcaption>Built in 1911</figcaption>" in text
    document = lot.documents[0].id
    assert f'href="/lots/{lot.id}/documents/{document}"' in text
    assert "Valuation, 3 February 2026, PDF, 205\N{NO-BREAK SPACE}kB" in text


def test_markup_that_somebody_wrote_into_a_lot_does_not_run(
    client: FlaskClient, session: Session
) -> None:
    evil = "<script>alert(1)</script>"
    lot = make_lot(
        session,
        title=evil,
        description=f"{evil} [x](javascript:alert(1)) ![y](http://example.com/y.png)",
        location=evil,
        fields={"debtor": evil},
        notice=evil,
    )

    text = page(client, lot)

    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    assert '<img src="http' not in text


def test_the_record_tells_who_leads_and_who_is_outbid_by_number(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    anna = make_bidder(session, "Anna")
    bid(session, lot, 400_00, anna)
    bid(session, lot, 410_00)

    text = page(client, lot)

    assert text.count("Outbid") == 1
    assert text.count(">Leading<") == 1
    assert text.index(">Leading<") < text.index("Outbid")
    assert anna.email not in text
    assert "Anna" not in text


def test_the_page_shows_the_newest_twenty_bids_and_leads_to_the_others(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    for step in range(21):
        bid(session, lot, 400_00 + step * 10_00)

    text = page(client, lot)
    record = client.get(f"/lots/{lot.id}/bids").text

    assert "600.00" in text
    assert text.count("Outbid") == 19
    assert f'href="/lots/{lot.id}/bids"' in text
    assert record.count("Outbid") == 20
    assert "All 21 bids" not in record


@pytest.mark.parametrize("number", ["0", "-1", "100001", "9" * 5_000])
def test_a_page_of_the_record_that_nobody_can_reach_is_not_there(
    client: FlaskClient, session: Session, number: str
) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}/bids?page={number}")

    assert answer.status_code in (200, 404)


def test_a_draft_is_there_for_its_own_officers_only(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT)
    other = make_office(session, "example-bank")
    sign_in(client, make_officer(session, lot.office))
    stranger, colleague = app.test_client(), app.test_client()
    sign_in(colleague, make_officer(session, other))

    for part in ("", "/mine", "/bids", "/reminder.ics"):
        address = f"/lots/{lot.id}{part}"
        assert client.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
        assert colleague.get(address).status_code == 404


def test_who_is_signed_in_may_register_and_then_bid(
    client: FlaskClient, session: Session
) -> None:
    lot, bidder = make_lot(session), make_bidder(session)
    sign_in(client, bidder)
    assert "Register for this lot" in page(client, lot)
    qualify(session, lot_id=lot.id, user_id=bidder.id)
    assert 'name="amount"' not in page(client, lot)

    told = client.post(f"/lots/{lot.id}/registration", follow_redirects=True).text

    assert "Your bidder number for this lot is" in told
    assert 'name="amount"' in told
    assert "Register for this lot" not in told


def test_registering_twice_keeps_the_number(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    bidder = make_bidder(session)
    number = make_paddle(session, lot, bidder).number
    sign_in(client, bidder)

    told = client.post(f"/lots/{lot.id}/registration", follow_redirects=True).text

    assert f"Your bidder number for this lot is {number}." in told


def test_a_stranger_who_registers_is_asked_to_sign_in_and_led_back(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    answer = client.post(f"/lots/{lot.id}/registration")

    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next=/lots/{lot.id}"


def test_the_seller_sees_what_he_may_do_and_nothing_to_bid_with(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session, lot.office))

    text = page(client, lot)

    assert "Your office sells this lot." in text
    assert f"/lots/{lot.id}/recall" in text
    assert "Register for this lot" not in text
    refused = client.post(f"/lots/{lot.id}/registration")
    assert refused.status_code == 403
    assert "you cannot bid on it" in refused.text


def test_each_bidder_reads_how_he_stands(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    anna, bela = make_bidder(session, "Anna"), make_bidder(session, "Bela")
    bid(session, lot, 400_00, anna)
    bid(session, lot, 410_00, bela)
    others = app.test_client()
    sign_in(client, anna)
    sign_in(others, bela)

    assert "You are outbid." in client.get(f"/lots/{lot.id}/mine").text
    assert "You lead." in others.get(f"/lots/{lot.id}/mine").text

    close(session, lot)

    assert "You won" not in client.get(f"/lots/{lot.id}/mine").text
    assert "You won" in others.get(f"/lots/{lot.id}/mine").text


def test_what_is_personal_is_never_kept_by_a_proxy(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_bidder(session))

    answer = client.get(f"/lots/{lot.id}/mine")

    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ([], "Nobody made a bid."),
        ([400_00], "The highest bid did not reach the reserve."),
    ],
)
def test_a_lot_that_passed_says_why(
    client: FlaskClient, session: Session, amounts: list[int], told: str
) -> None:
    catalogue = make_catalogue(session, "bank-claims")
    lot = make_lot(session, catalogue, reserve=Money(900_00))
    for amount in amounts:
        bid(session, lot, amount)

    close(session, lot)

    text = page(client, lot)
    assert "Not sold." in text
    assert told in text
    assert "900.00" not in text
    assert "Current bid" not in text


@pytest.mark.parametrize(
    "status",
    [
        LotStatus.ANNOUNCED,
        LotStatus.OPEN,
        LotStatus.SUSPENDED,
        LotStatus.RECALLED,
    ],
)
def test_a_hidden_reserve_stays_hidden_until_the_hammer(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    catalogue = make_catalogue(session, "bank-claims")
    lot = make_lot(session, catalogue, status=status, reserve=Money(900_00))

    text = page(client, lot)

    assert "Not shown" in text
    assert "Not met" not in text
    assert "900.00" not in text


def test_a_look_counts_but_not_the_sellers_and_not_a_bots(
    app: Flask,
    client: FlaskClient,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "_uncounted", Counter())
    monkeypatch.setattr(counting, "_last_seen", {})
    lot = make_lot(session)
    seller = app.test_client()
    sign_in(seller, make_officer(session, lot.office))

    for _ in range(3):
        client.get(f"/lots/{lot.id}", headers=BROWSER)
    seller.get(f"/lots/{lot.id}", headers=BROWSER)
    client.get(f"/lots/{lot.id}", headers={"User-Agent": "Examplebot/1.0"})
    client.get(f"/lots/{lot.id}/live", headers=BROWSER)

    assert counting.waiting(lot.id) == 1
    with app.app_context():
        counting.flush()
        db.session.remove()
    assert '<dd data-counter="views">1</dd>' in page(client, lot)


def test_a_lot_is_watched_counted_and_watched_no_more(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_bidder(session))

    client.post(f"/lots/{lot.id}/reminder")
    told = client.post(f"/lots/{lot.id}/reminder", follow_redirects=True).text
    assert '<dd data-counter="reminders">1</dd>' in told
    assert "1 person watches this lot." in told
    assert "Stop watching" in told

    told = client.post(f"/lots/{lot.id}/reminder/remove", follow_redirects=True).text
    assert '<dd data-counter="reminders">0</dd>' in told
    assert "Watch this lot" in told


def test_the_end_goes_into_a_calendar_that_rings(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, title="Wood, 100 m³; dry\nEND:VCALENDAR" + " and long" * 9)

    answer = client.get(f"/lots/{lot.id}/reminder.ics")

    assert answer.mimetype == "text/calendar"
    assert "Set-Cookie" not in answer.headers
    lines = answer.data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert [line for line in lines if line.startswith(b"END:VCAL")] == [lines[-2]]
    assert b"DTSTART:20260302T130000Z" in lines
    assert b"BEGIN:VALARM" in lines
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert rb"SUMMARY:Closing: Wood\, 100 m" in answer.data


@pytest.mark.parametrize("status", [LotStatus.STAYED, LotStatus.SUSPENDED])
def test_no_calendar_is_told_an_end_that_is_not_known(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)

    answer = client.get(f"/lots/{lot.id}/reminder.ics")

    assert answer.status_code == 404
    assert "When this lot closes is not known as long as it rests." in answer.text
    assert "reminder.ics" not in page(client, lot)


def test_the_calendar_of_a_lot_to_come_has_its_opening_too(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED)

    told = client.get(f"/lots/{lot.id}/reminder.ics").text

    assert "SUMMARY:Opening: " in told
    assert "SUMMARY:Closing: " in told
    assert "Put the opening and the end into your calendar" in page(client, lot)


def test_the_page_of_a_lot_asks_the_database_little(
    client: FlaskClient,
    session: Session,
    statements: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for part in (live, shared_pages):
        monkeypatch.setattr(part, "MEMORY", 60.0)  # on a busy machine too
    lot = make_lot(session)
    for step in range(10):
        bid(session, lot, 400_00 + step * 10_00)
    address = f"/lots/{lot.id}"
    live.forget_all()
    shared_pages.forget_all()
    statements.clear()

    client.get(address)
    assert len(statements) <= 11, statements

    statements.clear()
    client.get(address)
    assert statements == []


def test_the_form_is_gone_when_the_time_is_over(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    bidder = make_bidder(session)
    make_paddle(session, lot, bidder)
    sign_in(client, bidder)
    assert 'name="amount"' in page(client, lot)

    moving_clock.move(timedelta(hours=1))

    assert 'name="amount"' not in page(client, lot)


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_who_is_no_bidder_is_not_offered_a_number(
    client: FlaskClient, session: Session, role: str
) -> None:
    lot = make_lot(session)
    sign_in(client, make_user(session, role=role))

    assert "Register for this lot" not in page(client, lot)
    assert client.post(f"/lots/{lot.id}/registration").status_code == 403


def test_what_is_not_public_is_for_the_selling_office(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(
        session,
        fields={
            "debtor": "Private person, Northmark",
            "collateral": "A house\nA garden",
            "debtor_kind": "person",
            "debtor_identity": "Zacharias Example",
        },
    )

    for somebody in (
        None,
        make_bidder(session),
        make_officer(session, make_office(session, "elsewhere")),
    ):
        if somebody:
            sign_in(client, somebody)
        text = page(client, lot)
        assert "A private person" in text
        assert "Zacharias" not in text
        assert "Not public" not in text

    sign_in(client, make_officer(session, lot.office))
    text = page(client, lot)
    assert "Not public" in text
    assert "Zacharias Example" in text


def test_the_winner_is_named_as_a_verifier_has_verified_him(
    client: FlaskClient, session: Session
) -> None:
    bidder = make_bidder(session, "Nickname")
    identity = make_accepted(session, bidder)
    lot = make_lot(session)
    paddle = make_paddle(session, lot, bidder)
    registration_of(session, paddle).identity = identity
    lot.leader, lot.status, lot.ended_at = paddle, LotStatus.SOLD, NOON
    session.commit()

    everybody = client.get(f"/lots/{lot.id}").text
    sign_in(client, make_officer(session))
    seller = client.get(f"/lots/{lot.id}").text

    for page in (everybody, seller):
        assert "Maria Example" in page
        assert "Nickname" not in page
