"""What an officer does to a lot through the site."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Act, ActKind, Bid, Document, Lot, Role, TrailRow, User
from auction.rules.acting import POSSIBLE
from auction.rules.lifecycle import ENDED, LotStatus
from auction.services import acting
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
from tests.officers import act_on, ask_for
from tests.web.uploads import made

HOUR = timedelta(hours=1)
PDF = made.pdf()
REASON = "The debtor has paid the whole debt."
ACTS = [kind.value for kind in ActKind]
FORM = {"ground": "debt-paid", "public_text": REASON}
HTMX = {"HX-Request": "true"}


def movable(session: Session, **columns: Any) -> Lot:
    """Make a lot on which one officer acts alone."""
    return make_lot(session, make_catalogue(session, "movables"), **columns)


def bid_on(session: Session, lot: Lot) -> Bid:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    return session.scalars(select(Bid)).one()


def strangers(session: Session) -> list[User]:
    elsewhere = make_office(session, "another-court")
    return [
        make_bidder(session),
        make_officer(session, elsewhere),
        make_user(session, role=Role.AUDITOR),
        make_user(session, role=Role.OPERATOR),
    ]


def test_an_officer_recalls_a_lot_and_everybody_reads_why(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    bid = bid_on(session, lot)
    sign_in(client, make_officer(session))

    answer = client.post(f"/lots/{lot.id}/recall", data=FORM)

    assert (answer.status_code, answer.location) == (303, f"/lots/{lot.id}")
    session.expire_all()
    assert lot.status is LotStatus.RECALLED
    assert bid.voided_at == NOON
    assert "The lot is recalled." in client.get(answer.location).text
    client.post("/sign-out")
    assert REASON in client.get(f"/lots/{lot.id}").text
    assert REASON in client.get(f"/lots/{lot.id}/live?v=0").text


def test_a_lot_is_suspended_and_resumed(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))
    objection = {"ground": "objection", "public_text": REASON}

    suspended = client.post(f"/lots/{lot.id}/suspension", data=objection)
    session.expire_all()
    assert (suspended.status_code, lot.status) == (303, LotStatus.SUSPENDED)
    resumed = client.post(f"/lots/{lot.id}/resumption", data={"public_text": REASON})

    session.expire_all()
    assert (resumed.status_code, lot.status) == (303, LotStatus.OPEN)


def test_a_sale_is_voided(client: FlaskClient, session: Session) -> None:
    lot = movable(session, status=LotStatus.SOLD)
    sign_in(client, make_officer(session))

    answer = client.post(
        f"/lots/{lot.id}/voiding", data={"ground": "collusion", "public_text": REASON}
    )

    session.expire_all()
    assert (answer.status_code, lot.status) == (303, LotStatus.VOIDED)


def test_a_court_lot_is_recalled_by_two(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)
    order = Document(
        lot_id=lot.id, title="Order", kind="order", file="a", size=1, added_at=NOON
    )
    session.add(order)
    session.commit()
    sign_in(client, make_officer(session))

    asked = client.post(
        f"/lots/{lot.id}/recall", data=FORM | {"document": str(order.id)}
    )

    session.expire_all()
    assert (asked.status_code, lot.status) == (303, LotStatus.OPEN)
    assert "A second officer has to confirm this." in client.get(asked.location).text
    assert session.scalars(select(Act)).one().is_waiting


def test_a_court_asks_for_the_document_on_which_a_recall_rests(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    answer = client.post(f"/lots/{lot.id}/recall", data=FORM)

    assert answer.status_code == 422
    assert '<a href="#paper">Please attach the document' in answer.text


def send_recall(
    client: FlaskClient, lot: Lot, content: bytes, name: str, **said: str
) -> TestResponse:
    sent = {"paper": (BytesIO(content), name)}
    return client.post(f"/lots/{lot.id}/recall", data=FORM | sent | said)


def test_the_document_that_was_sent_is_the_offices_until_the_act_is_done(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    officer, second = make_officer(session), make_officer(session)
    sign_in(client, officer)
    stranger = app.test_client()

    asked = send_recall(client, lot, PDF, "order.pdf", paper_title="Order of 2 March")
    act = session.scalars(select(Act)).one()
    assert act.document
    address = f"/lots/{lot.id}/documents/{act.document_id}"
    before = [client.get(address), stranger.get(address)]
    acting.confirm(session, act_id=act.id, officer_id=second.id, now=NOON)
    after = stranger.get(address)

    assert asked.status_code == 303
    assert act.document.title == "Order of 2 March"
    assert [answer.status_code for answer in before] == [200, 404]
    assert (after.status_code, after.data) == (200, PDF)
    page = stranger.get(f"/lots/{lot.id}").text
    assert "Order of 2 March" in page
    assert address in page


def test_a_document_without_a_title_is_called_like_its_file(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    send_recall(client, lot, PDF, "orders/Order_of_the_court.pdf")

    document = session.scalars(select(Document)).one()
    assert document.title == "Order of the court"


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.pdf"), (b"GIF89a", "film.gif"), (b"%PDF-1.7 broken", "broken.pdf")],
)
def test_a_file_that_is_no_document_is_refused_at_its_field(
    client: FlaskClient, session: Session, content: bytes, name: str
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    answer = send_recall(client, lot, content, name)

    assert answer.status_code == 422
    assert '<a href="#paper">' in answer.text
    assert REASON in answer.text
    assert not session.scalars(select(Act)).all()


def test_who_may_not_act_sends_no_file(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    for person in strangers(session):
        sign_in(client, person)
        assert send_recall(client, lot, PDF, "order.pdf").status_code == 403

    assert not [*Path(app.config["DOCUMENTS"]).glob("*.pdf")]


def test_an_act_that_needs_no_document_may_rest_on_one(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/recall").text
    answer = send_recall(client, lot, PDF, "order.pdf")

    assert "Document on which it rests, if there is one" in page
    assert answer.status_code == 303
    assert session.scalars(select(Document.is_public)).all() == [True]


def test_what_hurries_asks_for_no_document(
    client: FlaskClient, session: Session
) -> None:
    lot, sold = make_lot(session), make_lot(session, status=LotStatus.SOLD)
    sign_in(client, make_officer(session))

    assert 'type="file"' not in client.get(f"/lots/{lot.id}/suspension").text
    assert 'type="file"' in client.get(f"/lots/{sold.id}/voiding").text


def test_a_stay_has_a_date_in_the_time_of_the_sale(
    client: FlaskClient, session: Session
) -> None:
    catalogue = make_catalogue(session, "movables", time_zone="Europe/Vienna")
    lot = make_lot(session, catalogue)
    sign_in(client, make_officer(session))
    form = {"ground": "court-order", "public_text": REASON}

    past, odd, right = [
        client.post(f"/lots/{lot.id}/stay", data=form | {"until": until})
        for until in ("2026-03-02T12:59", "tomorrow", "2026-03-09T14:00")
    ]

    assert (past.status_code, odd.status_code, right.status_code) == (422, 422, 303)
    assert '<a href="#until">Please give a date that is still to come' in past.text
    assert 'value="2026-03-02T12:59"' in past.text
    assert '<a href="#until">Please give a day and a time' in odd.text
    session.expire_all()
    assert lot.stayed_until == datetime(2026, 3, 9, 13, tzinfo=UTC)


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_is_asked_to_sign_in(
    client: FlaskClient, session: Session, act: str
) -> None:
    lot = make_lot(session)

    page = client.get(f"/lots/{lot.id}/{act}")
    sent = client.post(f"/lots/{lot.id}/{act}", data=FORM)

    assert page.location == f"/sign-in?next=/lots/{lot.id}/{act}"
    assert sent.location == f"/sign-in?next=/lots/{lot.id}"
    session.expire_all()
    assert lot.status is LotStatus.OPEN


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_an_officer_of_the_office_may_act(
    client: FlaskClient, session: Session, act: str
) -> None:
    lot = make_lot(session)

    for person in strangers(session):
        sign_in(client, person)
        page = client.get(f"/lots/{lot.id}/{act}")
        sent = client.post(f"/lots/{lot.id}/{act}", data=FORM)
        assert (page.status_code, sent.status_code) == (403, 403)
        assert "Only an officer of the office that sells this lot" in sent.text

    session.expire_all()
    assert lot.status is LotStatus.OPEN
    assert not session.scalars(select(TrailRow)).all()


def test_a_draft_of_another_office_is_not_even_there(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT)
    sign_in(client, make_officer(session, make_office(session, "another-court")))

    assert client.get(f"/lots/{lot.id}/recall").status_code == 404


def test_the_form_offers_the_grounds_that_hold_now(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    sign_in(client, make_officer(session))

    before = grounds_on(client.get(f"/lots/{lot.id}/recall").text)
    bid_on(session, lot)
    after = grounds_on(client.get(f"/lots/{lot.id}/recall").text)

    assert before - after == {"listing-error"}
    assert "debt-paid" in after


def test_a_ground_that_no_longer_holds_is_refused_in_place(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    bid_on(session, lot)
    sign_in(client, make_officer(session))

    answer = client.post(
        f"/lots/{lot.id}/recall", data=FORM | {"ground": "listing-error"}
    )

    assert answer.status_code == 409
    assert "This ground no longer holds once somebody has bid." in answer.text
    session.expire_all()
    assert lot.status is LotStatus.OPEN


@pytest.mark.parametrize(
    ("field", "content", "sentence"),
    [
        ("ground", "", "Please choose one of the grounds"),
        ("ground", "no such ground", "Please choose one of the grounds"),
        ("public_text", "", "Please give the reason that everybody will read."),
        ("public_text", "Short", "Please write between 10 and 2000 characters."),
    ],
)
def test_what_was_written_stays_when_something_is_missing(
    client: FlaskClient, session: Session, field: str, content: str, sentence: str
) -> None:
    lot = movable(session)
    sign_in(client, make_officer(session))
    form = FORM | {field: content}

    answer = client.post(f"/lots/{lot.id}/recall", data=form)

    assert answer.status_code == 422
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Error: Recall this lot" in answer.text
    assert form["public_text"] in answer.text
    session.expire_all()
    assert lot.status is LotStatus.OPEN


def test_a_lot_that_has_closed_is_not_recalled(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session, closes_at=NOON)
    sign_in(client, make_officer(session))

    answer = client.post(f"/lots/{lot.id}/recall", data=FORM)

    assert answer.status_code == 409
    assert "This lot has closed: it can no longer be recalled." in answer.text


@pytest.mark.parametrize("status", sorted(ENDED))
@pytest.mark.parametrize("act", ACTS)
def test_what_can_no_longer_be_done_has_a_sentence_and_no_form(
    client: FlaskClient, session: Session, act: str, status: LotStatus
) -> None:
    lot = movable(session, status=status, closes_at=NOON, bid_count=1)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/{act}").text

    is_possible = status in POSSIBLE[ActKind(act)]
    assert ("<textarea" in page) is is_possible
    assert ("Back to the lot" in page) is not is_possible


def test_who_comes_too_late_with_a_form_reads_why_and_gets_no_other(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session, closes_at=NOON)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/recall")
    sent = client.post(f"/lots/{lot.id}/recall", data=FORM)

    assert (page.status_code, sent.status_code) == (200, 409)
    for answer in (page, sent):
        assert answer.text.count("it can no longer be recalled") == 1
        assert "<textarea" not in answer.text


def test_what_a_colleague_has_asked_for_is_not_asked_for_again(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session))

    page = client.get(f"/lots/{lot.id}/recall").text

    assert "A colleague has already asked for this" in page
    assert "<textarea" not in page
    assert "/desk/example-court/acts" in page


def test_a_second_recall_is_refused(client: FlaskClient, session: Session) -> None:
    lot = movable(session)
    sign_in(client, make_officer(session))

    first = client.post(f"/lots/{lot.id}/recall", data=FORM)
    second = client.post(f"/lots/{lot.id}/recall", data=FORM)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "This lot has already been recalled." in second.text


def test_looking_at_the_form_changes_nothing(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    sign_in(client, make_officer(session))

    pages = [client.get(f"/lots/{lot.id}/{act}") for act in ACTS]

    assert {page.status_code for page in pages} == {200}
    session.expire_all()
    assert (lot.status, lot.version) == (LotStatus.OPEN, 1)


def test_the_reason_is_shown_as_text_and_never_as_markup(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    sign_in(client, make_officer(session))
    nasty = '<img src=x onerror="alert(1)"> The debt was paid.'

    client.post(f"/lots/{lot.id}/recall", data=FORM | {"public_text": nasty})

    for address in (f"/lots/{lot.id}", f"/lots/{lot.id}/live?v=0"):
        page = client.get(address).text
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


@pytest.mark.parametrize("act", ACTS)
def test_there_is_nothing_to_do_to_a_lot_that_is_not_there(
    client: FlaskClient, session: Session, act: str
) -> None:
    sign_in(client, make_officer(session))

    assert client.get(f"/lots/999999/{act}").status_code == 404
    assert client.post(f"/lots/999999/{act}", data=FORM).status_code == 404


def test_a_fragment_of_a_stranger_leads_to_the_sign_in(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    answer = client.get(f"/lots/{lot.id}/recall", headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"/sign-in?next=/lots/{lot.id}/recall"


def grounds_on(page: str) -> set[str]:
    radios = re.findall(r"<input[^>]*type=\"radio\"[^>]*>", page)
    return {
        value for radio in radios for value in re.findall(r'value="([^"]*)"', radio)
    }


def test_who_resumes_reads_when_the_lot_goes_on_by_the_rules(
    client: FlaskClient, session: Session
) -> None:
    was_open = movable(session)
    announced = movable(session, status=LotStatus.ANNOUNCED, opens_at=NOON + HOUR / 2)
    for lot in (was_open, announced):
        act_on(session, lot, ActKind.SUSPENSION)
    sign_in(client, make_officer(session))

    pages = [
        client.get(f"/lots/{lot.id}/resumption").text for lot in (was_open, announced)
    ]

    assert "By the rules it closes 02 Mar 2026, 13:00:00 UTC." in pages[0]
    assert "By the rules it opens 02 Mar 2026, 12:30:00 UTC." in pages[1]


def test_a_new_end_that_is_too_early_is_refused_at_its_field(
    client: FlaskClient, session: Session
) -> None:
    lot = movable(session)
    act_on(session, lot, ActKind.SUSPENSION)
    sign_in(client, make_officer(session))

    answer = client.post(
        f"/lots/{lot.id}/resumption",
        data={"public_text": REASON, "until": "2026-03-02T12:30"},
    )

    assert answer.status_code == 422
    assert "cannot open or close before 02 Mar 2026, 13:00:00 UTC" in answer.text
    assert '<a href="#until">' in answer.text
