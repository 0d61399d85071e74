"""The room of approvals: another person sees all, and decides."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Decision, Duty, Lot, Submission, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services import approving, submitting
from auction.services.announcing import announce_due_lots
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
from tests.moving_clock import NOON, MovingClock

ROOM = "/desk/example-court/approvals"


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    return make_catalogue(session, published_at=None)


@pytest.fixture
def approver(session: Session) -> User:
    return make_officer(session, duties=(Duty.APPROVER,), name="Bela")


def path(submission: Submission, act: str = "") -> str:
    return f"{ROOM}/{submission.id}{act}"


def digest_on(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found, page
    return found[1]


def only_lot(session: Session) -> Lot:
    session.rollback()
    return session.scalars(select(Lot)).one()


def give_back(session: Session, submission: Submission) -> None:
    approving.return_lots(
        session,
        submission_id=submission.id,
        officer_id=make_officer(session).id,
        remark="No map.",
        now=NOON,
    )


def test_another_person_sees_all_and_approves(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    lot = make_draft(session, catalogue, title="Six chairs")
    submission = submit(session, catalogue, note="In a hurry.")
    sign_in(client, approver)
    assert path(submission) in client.get(ROOM).text

    page = client.get(path(submission)).text
    for words in ("In a hurry.", "Six chairs", "EUR\N{NBSP}400.00", submission.digest):
        assert words in page
    assert f'href="/lots/{lot.id}"' in page
    assert client.get(f"/lots/{lot.id}").status_code == 200
    answer = client.post(
        path(submission, "/approval"), data={"digest": digest_on(page)}
    )

    assert (answer.status_code, answer.location) == (303, ROOM)
    assert only_lot(session).status is LotStatus.APPROVED
    told = client.get(ROOM).text
    assert "Nothing waits for approval." in told
    assert "by Bela" in told
    assert "1 approved" in told
    assert announce_due_lots(session, now=NOON) == 1
    assert "1 announced" in client.get(ROOM).text


def test_what_changed_while_the_page_was_open_is_not_approved(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    lot = make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, approver)
    digest = digest_on(client.get(path(submission)).text)
    lot.title = "Seven chairs"
    session.commit()

    answer = client.post(path(submission, "/approval"), data={"digest": digest})

    assert answer.status_code == 409
    assert "Something in it has changed since" in answer.text
    assert only_lot(session).status is LotStatus.SUBMITTED


def test_without_the_digest_nothing_is_approved(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, approver)

    assert client.post(path(submission, "/approval")).status_code == 409
    assert only_lot(session).status is LotStatus.SUBMITTED


def test_what_would_come_too_late_is_told_and_not_approved(
    client: FlaskClient,
    session: Session,
    catalogue: Catalogue,
    approver: User,
    moving_clock: MovingClock,
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    moving_clock.at = NOON.replace(day=20)
    sign_in(client, approver)

    page = client.get(path(submission)).text
    answer = client.post(
        path(submission, "/approval"), data={"digest": digest_on(page)}
    )

    assert "15 days are needed: 3 days too early" in page
    assert answer.status_code == 422
    assert "Nothing was approved" in answer.text
    assert "Lot 1: The opening is 12 days after the announcement" in answer.text


def test_it_is_given_back_with_a_remark(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, approver)

    empty = client.post(path(submission, "/return"), data={"remark": " "})
    assert empty.status_code == 422
    assert 'href="#remark"' in empty.text
    answer = client.post(path(submission, "/return"), data={"remark": "No map."})

    assert answer.location == ROOM
    assert only_lot(session).status is LotStatus.DRAFT
    session.refresh(submission)
    assert submission.decision is Decision.RETURNED
    assert "No map." in client.get(ROOM).text


def test_nobody_is_offered_to_approve_his_own(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, submission.submitted_by)

    page = client.get(path(submission)).text
    answer = client.post(
        path(submission, "/approval"), data={"digest": submission.digest}
    )

    assert "Approve them" not in page
    assert "You submitted this: another person of your office decides." in page
    assert answer.status_code == 403
    assert "another person must approve it" in answer.text
    assert only_lot(session).status is LotStatus.SUBMITTED


def test_what_is_different_from_the_last_time_is_shown(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    first = make_draft(session, catalogue, title="Six chairs")
    make_draft(session, catalogue, title="A table")
    give_back(session, submit(session, catalogue))
    first.title = "Seven chairs"
    first.starting_price = Money(410_00)
    first.fields = {"kind": "Chairs", "condition": "Worn"}
    first.eligibility = {"kinds": "company"}
    make_draft(session, catalogue, title="A lamp")
    submission = submit(session, catalogue)
    sign_in(client, approver)

    page = client.get(path(submission)).text
    changed = client.get(f"{path(submission)}?show=changed").text

    assert "2 of them; 1 says something else now" in page
    assert "<del>Six chairs</del><br><ins>Seven chairs</ins>" in page
    assert "<del>EUR\N{NBSP}400.00</del><br><ins>EUR\N{NBSP}410.00</ins>" in page
    assert "<del>nothing</del><br><ins>Worn</ins>" in page
    assert "<del>nothing</del><br><ins>Companies only</ins>" in page
    assert "4 differences from the last time" in page
    assert page.count("Nothing changed since it was submitted") == 1
    assert "Seven chairs" in changed
    assert "A table" not in changed


def test_deviations_stand_beside_their_lot(
    client: FlaskClient, session: Session, approver: User
) -> None:
    bank = make_catalogue(session, "bank-claims", published_at=None)
    reasons = {"deposit": "The claim is small."}
    make_draft(session, bank, deposit=None, deviations=reasons)
    submission = submit(session, bank)
    sign_in(client, approver)

    page = client.get(path(submission)).text

    assert "Deviates, deposit:</strong> The claim is small." in page


def test_a_long_list_is_shown_a_page_at_a_time(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    for _ in range(53):
        make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, approver)

    first = client.get(path(submission)).text
    second = client.get(f"{path(submission)}?page=2").text

    assert (first.count("<article"), second.count("<article")) == (50, 3)
    assert "Page 1 of 2" in first
    assert "Approve 53 lots" in second


def test_an_approved_lot_is_taken_back(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    lot = make_draft(session, catalogue)
    submission = submit(session, catalogue, announce_at=NOON.replace(hour=13))
    approve(session, submission)
    sign_in(client, approver)
    form = f"/desk/example-court/lots/{lot.id}/taking-back"
    assert form in client.get(path(submission)).text
    assert "to be announced" in client.get(form).text

    empty = client.post(form, data={"remark": ""})
    assert empty.status_code == 422
    answer = client.post(form, data={"remark": "The map is wrong."})

    assert answer.location == f"/desk/example-court/lots/{lot.id}/check"
    assert only_lot(session).status is LotStatus.DRAFT
    assert "The map is wrong." in client.get(path(submission)).text
    assert "came back: The map is wrong." in client.get(answer.location).text
    assert client.get(form).status_code == 409
    assert client.post(form, data={"remark": "Again."}).status_code == 409


def test_who_may_not_approve_does_not(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    lot = make_draft(session, catalogue)
    submission = submit(session, catalogue)
    taking_back = f"/desk/example-court/lots/{lot.id}/taking-back"
    assert client.get(ROOM).status_code == 303

    elsewhere = make_officer(session, make_office(session, "another-court"))
    for person, seen, sent in [
        (make_bidder(session), 404, 404),
        (elsewhere, 404, 404),
        (make_officer(session, duties=(Duty.DRAFTER,)), 200, 403),
        (make_officer(session, duties=(Duty.AUDITOR,)), 200, 403),
        (make_officer(session, duties=(Duty.CASHIER,)), 200, 403),
    ]:
        sign_in(client, person)
        assert client.get(ROOM).status_code == seen
        assert client.get(path(submission)).status_code == seen
        digest = {"digest": submission.digest}
        assert client.post(path(submission, "/approval"), data=digest).status_code == (
            sent
        )
        remark = {"remark": "No map."}
        assert client.post(path(submission, "/return"), data=remark).status_code == sent
        assert client.post(taking_back, data=remark).status_code in (403, 404, 409)
    foreign = path(submission).replace("example-court", "another-court")
    sign_in(client, elsewhere)
    assert client.get(foreign).status_code == 404
    assert client.post(f"{foreign}/approval").status_code == 404
    assert client.post(f"{foreign}/return").status_code == 404
    assert only_lot(session).status is LotStatus.SUBMITTED


def test_a_decision_that_comes_second_is_refused(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    make_draft(session, catalogue)
    submission = submit(session, catalogue)
    sign_in(client, approver)
    digest = digest_on(client.get(path(submission)).text)
    submitting.withdraw(
        session,
        submission_id=submission.id,
        officer_id=submission.submitted_by_id,
        now=NOON,
    )

    answer = client.post(path(submission, "/approval"), data={"digest": digest})

    assert answer.status_code == 409
    assert "decided or withdrawn meanwhile" in answer.text


def test_the_room_shows_decisions_a_page_at_a_time(
    client: FlaskClient, session: Session, catalogue: Catalogue, approver: User
) -> None:
    make_draft(session, catalogue)
    for _ in range(27):
        give_back(session, submit(session, catalogue))
    sign_in(client, approver)

    first, second = client.get(ROOM).text, client.get(f"{ROOM}?page=2").text

    assert (first.count("Returned"), second.count("Returned")) == (25, 2)
    assert "Older decisions" in first
    assert "Newer decisions" in second
