"""A drafter hands the drafts of a catalogue to a second person, in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Catalogue, Decision, Duty, Lot, Submission
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    approve,
    make_bidder,
    make_catalogue,
    make_draft,
    make_office,
    make_officer,
    sign_in,
    submit,
)
from tests.moving_clock import NOON


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    return make_catalogue(session, slug="spring", published_at=None)


PATH = "/desk/example-court/catalogues/spring/submission"


def send(client: FlaskClient, **form: Any) -> TestResponse:
    usual = {"which": "all", "when": "at_once", "lots": "", "announce_at": ""}
    return client.post(PATH, data=usual | form)


def submissions(session: Session) -> list[Submission]:
    session.rollback()
    return list(session.scalars(select(Submission)))


def statuses(session: Session) -> list[LotStatus]:
    session.rollback()
    return list(session.scalars(select(Lot.status).order_by(Lot.number)))


def test_all_drafts_are_submitted(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    make_draft(session, catalogue)
    sign_in(client, make_officer(session))
    assert "2 of 2 drafts are ready." in client.get(PATH).text

    answer = send(client, note="Please look.")

    (submission,) = submissions(session)
    assert answer.status_code == 303
    assert answer.location == f"/desk/example-court/approvals/{submission.id}"
    assert (submission.note, submission.announce_at) == ("Please look.", None)
    assert statuses(session) == [LotStatus.SUBMITTED] * 2
    page = client.get(answer.location).text
    assert "2 lots submitted." in page
    assert "There are no drafts in this catalogue." in client.get(PATH).text


def test_lots_are_named_by_their_numbers(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    for _ in range(4):
        make_draft(session, catalogue)
    sign_in(client, make_officer(session))

    assert send(client, which="chosen", lots="1-2, 4").status_code == 303

    draft, sent = LotStatus.DRAFT, LotStatus.SUBMITTED
    assert statuses(session) == [sent, sent, draft, sent]


def test_only_those_that_are_ready_may_be_submitted(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    make_draft(session, catalogue, deposit=None)
    sign_in(client, make_officer(session))

    assert send(client, which="ready").status_code == 303

    assert statuses(session) == [LotStatus.SUBMITTED, LotStatus.DRAFT]


def test_the_time_of_the_announcement_is_that_of_the_catalogue(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    catalogue.time_zone = "Europe/Berlin"
    make_draft(session, catalogue)
    sign_in(client, make_officer(session))
    assert "Time of the announcement, CET (UTC+1)" in client.get(PATH).text

    send(client, when="later", announce_at="2026-03-03T13:00")

    assert submissions(session)[0].announce_at == NOON + timedelta(days=1)


def test_what_is_wrong_is_told_lot_by_lot_and_nothing_is_submitted(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    wrong = make_draft(session, catalogue, title="Six stools", deposit=None)
    sign_in(client, make_officer(session))

    answer = send(client, note="Please look.")

    assert answer.status_code == 422
    assert "1 of 2 lots cannot be announced as they are." in answer.text
    assert "Lot 2: Six stools" in answer.text
    assert f'href="/desk/example-court/lots/{wrong.id}/check"' in answer.text
    assert "There is no deposit" in answer.text
    assert "Please look.</textarea>" in answer.text
    assert statuses(session) == [LotStatus.DRAFT] * 2


def test_of_many_wrong_lots_a_page_shows_some(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    for _ in range(30):
        make_draft(session, catalogue, deposit=None)
    sign_in(client, make_officer(session))

    first, second = client.get(PATH).text, client.get(f"{PATH}?page=2").text

    assert "Left to mend: 30 lots" in first
    assert (first.count("<article"), second.count("<article")) == (25, 5)
    assert send(client).text.count("<article") == 25


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"which": "chosen", "lots": "all"}, "lots", "numbers of lots like this"),
        ({"which": "chosen", "lots": ""}, "lots", "numbers of lots like this"),
        ({"which": "chosen", "lots": "7"}, "lots", "no drafts with these numbers"),
        ({"which": "nonsense"}, "which", "Not a valid choice"),
        ({"when": "later"}, "announce_at", "Please say when the lots are announced"),
        ({"when": "later", "announce_at": "soon"}, "announce_at", "a date with a time"),
        (
            {"when": "later", "announce_at": "2026-03-02T11:59"},
            "announce_at",
            "must be in the future",
        ),
        ({"note": "x" * 2001}, "note", "2000 characters at most"),
    ],
)
def test_a_form_that_is_wrong_says_where(
    client: FlaskClient,
    session: Session,
    catalogue: Catalogue,
    form: dict[str, str],
    field: str,
    said: str,
) -> None:
    make_draft(session, catalogue)
    sign_in(client, make_officer(session))

    answer = send(client, **form)

    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert said in answer.text
    assert statuses(session) == [LotStatus.DRAFT]


def test_nothing_to_submit_is_refused(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    submit(session, catalogue)
    sign_in(client, make_officer(session))

    assert send(client).status_code == 409


def test_a_drafter_withdraws(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, make_officer(session))
    path = f"/desk/example-court/submissions/{submission.id}/withdrawal"

    answer = client.post(path)

    assert answer.location == f"/desk/example-court/approvals/{submission.id}"
    session.refresh(submission)
    assert submission.decision is Decision.WITHDRAWN
    assert "Withdrawn" in client.get(answer.location).text
    assert client.post(path).status_code == 409


def test_what_is_approved_is_not_withdrawn(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    approve(session, submission)
    sign_in(client, make_officer(session))

    path = f"/desk/example-court/submissions/{submission.id}/withdrawal"
    assert client.post(path).status_code == 409


def test_who_may_not_submit_does_not(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    make_draft(session, catalogue)
    withdrawal = f"/desk/example-court/submissions/{submission.id}/withdrawal"
    assert client.get(PATH).status_code == 303

    elsewhere = make_officer(session, make_office(session, "another-court"))
    approver = make_officer(session, duties=(Duty.APPROVER,))
    cashier = make_officer(session, duties=(Duty.CASHIER,))
    for person, seen, sent in [
        (make_bidder(session), 404, 404),
        (elsewhere, 404, 404),
        (approver, 200, 403),
        (cashier, 403, 403),
    ]:
        sign_in(client, person)
        assert client.get(PATH).status_code == seen
        assert send(client).status_code == sent
        assert client.post(withdrawal).status_code == sent
    other = PATH.replace("example-court", "another-court")
    sign_in(client, elsewhere)
    assert client.get(other).status_code == 404
    foreign = withdrawal.replace("example-court", "another-court")
    assert client.post(foreign).status_code == 404
    assert statuses(session) == [LotStatus.SUBMITTED, LotStatus.DRAFT]
