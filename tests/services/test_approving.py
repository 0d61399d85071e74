"""Another person approves exactly what was submitted, or gives it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    Decision,
    Document,
    Duty,
    Lot,
    Mail,
    Photo,
    Submission,
    User,
)
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services import approving, submitting
from auction.services.approving import ChangedMeanwhile, YourOwnSubmission
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.submissions import AlreadyDecided, ChecksFailed, RemarkMissing
from tests.factories import (
    make_catalogue,
    make_draft,
    make_office,
    make_officer,
    submit,
)
from tests.moving_clock import NOON
from tests.racing import at_once

DAY = timedelta(days=1)


def make_submission(session: Session, **terms: Any) -> Submission:
    catalogue = make_catalogue(session, published_at=None)
    make_draft(session, catalogue)
    make_draft(session, catalogue)
    return submit(session, catalogue, **terms)


def make_approver(session: Session) -> User:
    return make_officer(session, duties=(Duty.APPROVER,))


def approve(
    session: Session, submission: Submission, officer: User, **other: Any
) -> Submission:
    usual: dict[str, Any] = {
        "submission_id": submission.id,
        "officer_id": officer.id,
        "digest": submission.digest,
        "now": NOON,
    }
    return approving.approve(session, **usual | other)


def return_lots(
    session: Session, submission: Submission, officer: User, **other: Any
) -> Submission:
    usual: dict[str, Any] = {
        "submission_id": submission.id,
        "officer_id": officer.id,
        "remark": "The deposit is wrong.",
        "now": NOON,
    }
    return approving.return_lots(session, **usual | other)


def lots(session: Session) -> list[Lot]:
    session.rollback()
    return list(session.scalars(select(Lot).order_by(Lot.id)))


def test_another_person_approves(session: Session) -> None:
    submission = make_submission(session)
    approver = make_approver(session)

    approve(session, submission, approver, now=NOON + DAY)

    assert submission.decision is Decision.APPROVED
    assert (submission.decided_by_id, submission.decided_at) == (
        approver.id,
        NOON + DAY,
    )
    assert {lot.status for lot in lots(session)} == {LotStatus.APPROVED}
    assert {lot.announce_at for lot in lots(session)} == {NOON + DAY}


@pytest.mark.parametrize(
    ("planned", "approved", "announced"),
    [
        (NOON + 3 * DAY, NOON + DAY, NOON + 3 * DAY),
        (NOON + DAY, NOON + DAY, NOON + DAY),
        (NOON + DAY, NOON + 2 * DAY, NOON + 2 * DAY),  # too late for the plan
        (None, NOON + 2 * DAY, NOON + 2 * DAY),
    ],
)
def test_lots_are_announced_as_planned_and_never_before_the_approval(
    session: Session, planned: Any, approved: Any, announced: Any
) -> None:
    submission = make_submission(session, announce_at=planned)

    approve(session, submission, make_approver(session), now=approved)

    assert {lot.announce_at for lot in lots(session)} == {announced}


def test_nobody_approves_his_own_submission(session: Session) -> None:
    submission = make_submission(session)
    himself = submission.submitted_by

    with pytest.raises(YourOwnSubmission):
        approve(session, submission, himself)
    with pytest.raises(YourOwnSubmission):
        return_lots(session, submission, himself)

    assert {lot.status for lot in lots(session)} == {LotStatus.SUBMITTED}


def test_whoever_submits_it_anew_does_not_approve_it(session: Session) -> None:
    submission = make_submission(session)
    second = make_officer(session)
    return_lots(session, submission, second)

    anew = submitting.submit(
        session,
        catalogue_id=submission.catalogue_id,
        officer_id=second.id,
        now=NOON,
    )

    with pytest.raises(YourOwnSubmission):
        approve(session, anew, second)
    approve(session, anew, submission.submitted_by)


@pytest.mark.parametrize("duty", [Duty.DRAFTER, Duty.CASHIER, Duty.AUDITOR])
def test_only_an_approver_approves(session: Session, duty: Duty) -> None:
    submission = make_submission(session)
    officer = make_officer(session, duties=(duty,))

    with pytest.raises(NotYourDuty):
        approve(session, submission, officer)
    with pytest.raises(NotYourDuty):
        return_lots(session, submission, officer)


def test_nobody_approves_for_another_office(session: Session) -> None:
    submission = make_submission(session)
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        approve(session, submission, stranger)


def test_a_submission_is_decided_once(session: Session) -> None:
    submission = make_submission(session)
    approver = make_approver(session)
    approve(session, submission, approver)

    with pytest.raises(AlreadyDecided):
        approve(session, submission, approver)
    with pytest.raises(AlreadyDecided):
        return_lots(session, submission, approver)


def change_title(lot: Lot) -> None:
    lot.title = "Seven chairs"


def change_price(lot: Lot) -> None:
    lot.starting_price = Money(410_00)


def change_fields(lot: Lot) -> None:
    lot.fields = {**lot.fields, "condition": "Worn"}


def change_end(lot: Lot) -> None:
    lot.closes_at += DAY


def deviate(lot: Lot) -> None:
    lot.deviations = {"deposit": "For no reason."}


def add_photo(lot: Lot) -> None:
    lot.photos.append(
        Photo(position=1, file="1.webp", alt="A chair", width=4, height=3)
    )


def change_paper(lot: Lot) -> None:
    lot.documents[0].file = "another.pdf"


def hide_paper(lot: Lot) -> None:
    lot.documents.append(
        Document(
            title="Secret",
            kind="other",
            file="2.pdf",
            size=1,
            added_at=NOON,
            is_public=False,
        )
    )


def narrow(lot: Lot) -> None:
    lot.eligibility = {"kinds": "company"}


def change_terms(lot: Lot) -> None:
    lot.catalogue.introduction = "Other terms."


def change_procedure(lot: Lot) -> None:
    catalogue = lot.catalogue
    catalogue.procedure_text = catalogue.procedure_text.replace('"70"', '"60"')


@pytest.mark.parametrize(
    "change",
    [
        *(change_title, change_price, change_fields, change_end, deviate),
        *(add_photo, change_paper, hide_paper, change_terms, change_procedure),
        narrow,
    ],
)
def test_what_changed_after_it_was_submitted_is_not_approved(
    session: Session, change: Callable[[Lot], None]
) -> None:
    submission = make_submission(session)
    seen = submission.digest
    change(lots(session)[0])
    session.commit()

    with pytest.raises(ChangedMeanwhile):
        approve(session, submission, make_approver(session), digest=seen)

    assert {lot.status for lot in lots(session)} == {LotStatus.SUBMITTED}


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_only_what_the_approver_saw_is_approved(session: Session, digest: str) -> None:
    submission = make_submission(session)

    with pytest.raises(ChangedMeanwhile):
        approve(session, submission, make_approver(session), digest=digest)


def test_another_time_of_announcement_is_another_digest(session: Session) -> None:
    submission = make_submission(session)
    seen = submission.digest
    submission.announce_at = NOON + DAY
    session.commit()

    with pytest.raises(ChangedMeanwhile):
        approve(session, submission, make_approver(session), digest=seen)


def test_what_would_be_announced_too_late_is_not_approved(session: Session) -> None:
    submission = make_submission(session)

    with pytest.raises(ChecksFailed) as refused:
        approve(session, submission, make_approver(session), now=NOON + 16 * DAY)

    assert [lot.number for lot in refused.value.lots] == [1, 2]
    assert {lot.status for lot in lots(session)} == {LotStatus.SUBMITTED}


def test_a_submission_is_given_back_with_a_remark(session: Session) -> None:
    submission = make_submission(session)

    return_lots(session, submission, make_approver(session), remark=" No map. ")

    assert (submission.decision, submission.remark) == (Decision.RETURNED, "No map.")
    assert {lot.status for lot in lots(session)} == {LotStatus.DRAFT}
    told = session.scalars(
        select(Mail).where(Mail.recipient == submission.submitted_by.email)
    ).all()
    assert [mail.text for mail in told] == [
        "2 lots of the catalogue Example catalogue were returned: No map."
    ]


def test_whoever_gives_it_back_says_why(session: Session) -> None:
    submission = make_submission(session)

    with pytest.raises(RemarkMissing):
        return_lots(session, submission, make_approver(session), remark="  ")

    assert {lot.status for lot in lots(session)} == {LotStatus.SUBMITTED}


def test_the_content_is_the_same_after_the_database_had_it(session: Session) -> None:
    catalogue: Catalogue = make_catalogue(
        session, published_at=None, time_zone="Europe/Berlin"
    )
    make_draft(
        session,
        catalogue,
        fields={"kind": "Stühle", "quantity": 6.5, "quantity_unit": "t"},
        opens_at=NOON + 30 * DAY - timedelta(microseconds=1),
    )
    submission = submit(session, catalogue)

    approve(session, submission, make_approver(session))

    assert submission.decision is Decision.APPROVED


def test_of_approving_giving_back_and_withdrawing_at_once_one_happens(
    app: Flask, session: Session
) -> None:
    submission = make_submission(session)
    approver, other = make_approver(session), make_approver(session)
    ids = submission.id, submission.digest, submission.submitted_by_id
    people = approver.id, other.id
    session.rollback()

    outcomes = at_once(
        app,
        [
            lambda s: approving.approve(
                s, submission_id=ids[0], officer_id=people[0], digest=ids[1], now=NOON
            ),
            lambda s: approving.return_lots(
                s, submission_id=ids[0], officer_id=people[1], remark="No.", now=NOON
            ),
            lambda s: submitting.withdraw(
                s, submission_id=ids[0], officer_id=ids[2], now=NOON
            ),
        ],
    )

    assert sum(isinstance(outcome, AlreadyDecided) for outcome in outcomes) == 2
    status = {
        Decision.APPROVED: LotStatus.APPROVED,
        Decision.RETURNED: LotStatus.DRAFT,
        Decision.WITHDRAWN: LotStatus.DRAFT,
    }
    decision = session.get_one(Submission, ids[0]).decision
    assert decision is not None
    assert {lot.status for lot in lots(session)} == {status[decision]}
