"""Drafts are handed to a second person, all of them right or none of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    Decision,
    Duty,
    Lot,
    Mail,
    Submission,
    SubmittedLot,
)
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotThere, Refusal
from auction.services import submitting
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.submissions import AlreadyDecided, ChecksFailed, TooLong
from auction.services.submitting import (
    AnnouncementInThePast,
    NoLongerDrafts,
    NothingToSubmit,
)
from tests.factories import (
    approve,
    make_catalogue,
    make_draft,
    make_lot,
    make_office,
    make_officer,
    submit,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)


def make_drafts(session: Session, count: int = 2) -> tuple[Catalogue, list[Lot]]:
    catalogue = make_catalogue(session, published_at=None)
    return catalogue, [make_draft(session, catalogue) for _ in range(count)]


def statuses(session: Session) -> list[LotStatus]:
    session.rollback()
    return list(session.scalars(select(Lot.status).order_by(Lot.id)))


def submissions(session: Session) -> list[Submission]:
    session.rollback()
    return list(session.scalars(select(Submission)))


def test_all_drafts_of_a_catalogue_are_submitted(session: Session) -> None:
    catalogue, lots = make_drafts(session)
    make_lot(session, catalogue, status=LotStatus.RECALLED)
    make_draft(session)  # of another catalogue

    submission = submit(session, catalogue, note=" Please look. ", announce_at=None)

    assert statuses(session) == [
        LotStatus.SUBMITTED,
        LotStatus.SUBMITTED,
        LotStatus.RECALLED,
        LotStatus.DRAFT,
    ]
    assert (submission.lot_count, submission.note) == (2, "Please look.")
    assert (submission.submitted_at, submission.decision) == (NOON, None)
    assert [lot.submission_id for lot in lots] == [submission.id] * 2
    kept = session.scalars(select(SubmittedLot).order_by(SubmittedLot.lot_id)).all()
    assert [one.lot_id for one in kept] == [lot.id for lot in lots]
    assert '"title":"Example lot"' in kept[0].content
    assert len({one.digest for one in kept} | {submission.digest}) == 3


def test_some_drafts_may_be_chosen(session: Session) -> None:
    catalogue, (first, second) = make_drafts(session)

    submit(session, catalogue, lot_ids=[second.id])

    assert [first.status, second.status] == [LotStatus.DRAFT, LotStatus.SUBMITTED]


def test_one_wrong_lot_keeps_all_from_being_submitted(session: Session) -> None:
    catalogue, lots = make_drafts(session)
    lots[1].deposit = None
    lots[1].description = ""
    session.commit()

    with pytest.raises(ChecksFailed) as refused:
        submit(session, catalogue)

    assert str(refused.value) == "1 of 2 lots cannot be announced as they are."
    (wrong,) = refused.value.lots
    assert (wrong.lot_id, wrong.number, wrong.title) == (lots[1].id, 2, "Example lot")
    assert [finding.check for finding in wrong.findings] == ["description", "deposit"]
    assert statuses(session) == [LotStatus.DRAFT] * 2
    assert submissions(session) == []


def test_the_checks_look_at_the_planned_announcement(session: Session) -> None:
    catalogue, _ = make_drafts(session)

    with pytest.raises(ChecksFailed):
        submit(session, catalogue, announce_at=NOON + 16 * DAY)
    submission = submit(session, catalogue, announce_at=NOON + 15 * DAY)

    assert submission.announce_at == NOON + 15 * DAY


def test_an_announcement_is_not_planned_for_the_past(session: Session) -> None:
    catalogue, _ = make_drafts(session)

    with pytest.raises(AnnouncementInThePast):
        submit(session, catalogue, announce_at=NOON - timedelta(seconds=1))


def test_a_reason_that_is_not_needed_is_not_published(session: Session) -> None:
    bank = make_catalogue(session, "bank-claims", published_at=None)
    reasons = {"deposit": "It is small.", "notice": "It is urgent."}
    lot = make_draft(session, bank, deposit=Money(1_00), deviations=reasons)

    submit(session, bank)

    assert lot.deviations == {"deposit": "It is small."}


def test_a_lot_is_submitted_once(session: Session) -> None:
    catalogue, lots = make_drafts(session)
    ids = [lot.id for lot in lots]
    submit(session, catalogue, lot_ids=ids[:1])

    with pytest.raises(NoLongerDrafts):
        submit(session, catalogue, lot_ids=ids)
    submit(session, catalogue)
    with pytest.raises(NothingToSubmit):
        submit(session, catalogue)


def test_lots_of_another_catalogue_are_not_submitted_with_it(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    elsewhere = make_draft(session)

    with pytest.raises(NoLongerDrafts):
        submit(session, catalogue, lot_ids=[elsewhere.id])


def test_nothing_chosen_is_nothing_submitted(session: Session) -> None:
    catalogue, _ = make_drafts(session)

    with pytest.raises(NothingToSubmit):
        submit(session, catalogue, lot_ids=[])


@pytest.mark.parametrize("duty", [Duty.APPROVER, Duty.CASHIER, Duty.AUDITOR])
def test_only_a_drafter_submits(session: Session, duty: Duty) -> None:
    catalogue, _ = make_drafts(session)
    officer = make_officer(session, catalogue.office, duties=(duty,))

    with pytest.raises(NotYourDuty):
        submitting.submit(
            session, catalogue_id=catalogue.id, officer_id=officer.id, now=NOON
        )


def test_nobody_submits_for_another_office(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        submitting.submit(
            session, catalogue_id=catalogue.id, officer_id=stranger.id, now=NOON
        )
    assert statuses(session) == [LotStatus.DRAFT] * 2


def test_a_note_has_its_limit(session: Session) -> None:
    catalogue, _ = make_drafts(session)

    with pytest.raises(TooLong, match="2000 characters at most"):
        submit(session, catalogue, note="x" * 2001)


def test_approvers_of_the_office_are_told_by_mail(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    office = catalogue.office
    make_officer(session, office, email="a@x.example", duties=(Duty.APPROVER,))
    make_officer(session, office, email="d@x.example", duties=(Duty.DRAFTER,))
    other = make_office(session, "another-court")
    make_officer(session, other, email="o@x.example", duties=(Duty.APPROVER,))

    submit(session, catalogue)

    mails = session.scalars(select(Mail)).all()
    assert [mail.recipient for mail in mails] == ["a@x.example"]
    assert mails[0].subject == "2 lots to approve: Example catalogue"
    assert mails[0].is_private  # what an office drafts is not the operator's business


def test_a_drafter_withdraws_what_nobody_has_decided(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    submission = submit(session, catalogue)

    submitting.withdraw(
        session,
        submission_id=submission.id,
        officer_id=submission.submitted_by_id,
        now=NOON,
    )

    assert submission.decision is Decision.WITHDRAWN
    assert statuses(session) == [LotStatus.DRAFT] * 2
    with pytest.raises(AlreadyDecided):
        submitting.withdraw(
            session,
            submission_id=submission.id,
            officer_id=submission.submitted_by_id,
            now=NOON,
        )


def test_what_is_approved_is_no_longer_withdrawn(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    submission = submit(session, catalogue)
    approve(session, submission)

    with pytest.raises(AlreadyDecided):
        submitting.withdraw(
            session,
            submission_id=submission.id,
            officer_id=submission.submitted_by_id,
            now=NOON,
        )
    assert statuses(session) == [LotStatus.APPROVED] * 2


def test_an_approver_does_not_withdraw(session: Session) -> None:
    catalogue, _ = make_drafts(session)
    submission = submit(session, catalogue)
    approver = make_officer(session, catalogue.office, duties=(Duty.APPROVER,))

    with pytest.raises(NotYourDuty):
        submitting.withdraw(
            session, submission_id=submission.id, officer_id=approver.id, now=NOON
        )


def test_a_submission_that_is_not_there_is_refused(session: Session) -> None:
    officer_id = make_officer(session).id

    with pytest.raises(NotThere):
        submitting.withdraw(
            session, submission_id=4711, officer_id=officer_id, now=NOON
        )
    with pytest.raises(Refusal):
        submitting.submit(session, catalogue_id=4711, officer_id=officer_id, now=NOON)
