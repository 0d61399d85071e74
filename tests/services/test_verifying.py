"""The verifier: who may decide, on what, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Appointment,
    Duty,
    Identity,
    IdentityLook,
    Mail,
    Notice,
    RegistrationState,
    Role,
    User,
)
from auction.rules.identities import REFUSED_FOR, NotWaiting
from auction.rules.persons import IdentityState, PersonKind
from auction.rules.plain_text import TextUnfit
from auction.services import identifying, verifying
from auction.services.identifying import PaperUnknown, accepted_identities
from auction.services.verifying import (
    ChangedMeanwhile,
    LookReasonMissing,
    NotAboutHimself,
    NotLookedAt,
    SellersDoNotVerify,
    VerifiersOnly,
    look,
    look_at_own,
    shown_elsewhere,
    waiting,
)
from tests.applicants import COURT, ask, make_known, make_sale, state_of
from tests.factories import make_bidder, make_lot, make_office, make_officer, make_user
from tests.identities import (
    COMPANY,
    PERSON,
    YEAR,
    accept,
    begin,
    hand_in,
    make_accepted,
    make_verifier,
    open_first_paper,
    refuse,
    submit,
)
from tests.moving_clock import NOON
from tests.racing import at_once

LATER = NOON + timedelta(hours=1)


def test_who_is_accepted_is_told_and_his_papers_are_kept_for_the_term(
    session: Session,
) -> None:
    identity, verifier = hand_in(session), make_verifier(session)

    accept(session, identity, verifier, now=LATER)

    assert identity.state is IdentityState.ACCEPTED
    assert (identity.decided_at, identity.decided_by_id) == (LATER, verifier.id)
    assert identity.papers[0].delete_after == LATER + YEAR
    assert "verified Maria Example" in told(session, identity.user)
    assert all(session.scalars(select(Mail.is_private)))


def test_who_is_refused_is_told_why_and_his_papers_go_soon(session: Session) -> None:
    identity = refuse(session, hand_in(session), now=LATER)

    assert identity.state is IdentityState.REFUSED
    assert identity.papers[0].delete_after == LATER + REFUSED_FOR
    assert "The photo of the passport is blurred." in told(session, identity.user)
    assert accepted_identities(session, identity.user_id, LATER) == []


def test_a_number_that_waited_for_the_verifier_is_given(session: Session) -> None:
    bidder = make_known(session)
    registration = ask(session, make_lot(session, make_sale(session, COURT)), bidder)
    assert registration.state is RegistrationState.ASKED

    accept(session, hand_in(session, bidder))

    assert state_of(session, registration) is RegistrationState.NUMBERED


@pytest.mark.parametrize("reason", ["", "No.", "x" * 1001])
def test_a_refusal_needs_a_reason(session: Session, reason: str) -> None:
    with pytest.raises(TextUnfit):
        refuse(session, hand_in(session), reason=reason)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VERIFIER])
def test_nobody_but_a_verifier_decides_or_looks(session: Session, role: Role) -> None:
    identity = hand_in(session)
    somebody = (
        make_officer(session) if role is Role.OFFICER else make_user(session, role=role)
    )

    with pytest.raises(VerifiersOnly):
        accept(session, identity, somebody)
    with pytest.raises(VerifiersOnly):
        refuse(session, identity, somebody)
    with pytest.raises(VerifiersOnly):
        open_paper(session, identity.papers[0].id, somebody)


def test_who_works_for_an_office_verifies_nobody(session: Session) -> None:
    # The role makes that impossible; the service does not rely on it.
    verifier = make_verifier(session)
    session.add(
        Appointment(
            user_id=verifier.id,
            office_id=make_office(session).id,
            duty=Duty.CASHIER,
            appointed_at=NOON,
        )
    )
    session.commit()

    with pytest.raises(SellersDoNotVerify):
        accept(session, hand_in(session), verifier)


def test_nobody_decides_about_himself(session: Session) -> None:
    identity = hand_in(session)
    identity.user.role = Role.VERIFIER
    session.commit()

    with pytest.raises(NotAboutHimself):
        accept(session, identity, identity.user)


def test_a_verifier_who_has_left_decides_no_more(session: Session) -> None:
    with pytest.raises(VerifiersOnly):
        accept(session, hand_in(session), make_verifier(session, closed_at=NOON))


def test_nothing_is_decided_twice(session: Session) -> None:
    identity = make_accepted(session)

    with pytest.raises(NotWaiting):
        refuse(session, identity)


def test_what_was_handed_in_anew_is_not_decided_unseen(session: Session) -> None:
    identity, verifier = hand_in(session), make_verifier(session)
    identifying.take_back(
        session, identity_id=identity.id, user_id=identity.user_id, now=NOON
    )
    submit(session, identity, now=LATER)

    with pytest.raises(ChangedMeanwhile):
        verifying.accept(
            session,
            identity_id=identity.id,
            verifier_id=verifier.id,
            seen=NOON,
            keep_for=YEAR,
            now=LATER,
        )


def test_nobody_is_accepted_whose_papers_the_verifier_has_not_opened(
    session: Session,
) -> None:
    identity, verifier = hand_in(session), make_verifier(session)
    seen = identity.submitted_at
    assert seen is not None
    open_first_paper(session, identity, make_verifier(session))
    early = seen - timedelta(minutes=1)  # what was looked at before counts no more
    open_first_paper(session, identity, verifier, now=early)

    with pytest.raises(NotLookedAt):
        verifying.accept(
            session,
            identity_id=identity.id,
            verifier_id=verifier.id,
            seen=seen,
            keep_for=YEAR,
            now=LATER,
        )

    assert identity.state is IdentityState.SUBMITTED


def test_two_verifiers_at_the_same_moment_decide_once(
    app: Flask, session: Session
) -> None:
    identity = hand_in(session)
    ids = [make_verifier(session).id for _ in range(2)]
    for verifier_id in ids:
        open_first_paper(session, identity, session.get_one(User, verifier_id))
    seen, identity_id = identity.submitted_at, identity.id
    assert seen is not None
    session.commit()

    def decide(verifier_id: int) -> Callable[[Session], Identity]:
        return lambda one: verifying.accept(
            one,
            identity_id=identity_id,
            verifier_id=verifier_id,
            seen=seen,
            keep_for=YEAR,
            now=NOON,
        )

    answers = at_once(app, [decide(verifier_id) for verifier_id in ids])

    assert sum(isinstance(answer, NotWaiting) for answer in answers) == 1
    session.expire_all()
    assert len(session.scalars(select(Notice)).all()) == 1


def test_who_shows_himself_anew_is_one_person_still(session: Session) -> None:
    person = make_bidder(session)
    older = make_accepted(session, person)
    married = replace(PERSON, name="Maria Other", number="P 7654321")

    newer = make_accepted(session, person, married, replaces=older)

    assert older.state is IdentityState.REPLACED
    assert accepted_identities(session, person.id, NOON) == [newer]
    assert older.papers[0].delete_after == NOON + REFUSED_FOR


def test_companies_beside_a_person_stay(session: Session) -> None:
    person = make_bidder(session)
    himself = make_accepted(session, person)
    company = make_accepted(session, person, COMPANY, kind=PersonKind.COMPANY)
    another = replace(COMPANY, number="CHE-987.654.321")
    second = make_accepted(session, person, another, kind=PersonKind.COMPANY)

    newer = make_accepted(session, person, COMPANY, kind=PersonKind.COMPANY)

    assert company.state is IdentityState.REPLACED
    assert accepted_identities(session, person.id, NOON) == [himself, second, newer]


def test_the_verifier_learns_of_the_same_person_with_another_account(
    session: Session,
) -> None:
    first = make_accepted(session)
    same_number = hand_in(session, facts=replace(PERSON, name="Other Name"))
    same_birth = hand_in(session, facts=replace(PERSON, number="ID 998877"))
    hand_in(
        session,
        facts=replace(PERSON, name="Twin Example", number="P 111222", nationality="DE"),
    )
    begin(session)  # not yet handed in

    assert shown_elsewhere(session, first) == [same_number, same_birth]


def test_ones_own_older_papers_are_no_other_account(session: Session) -> None:
    person = make_bidder(session)
    make_accepted(session, person)

    assert shown_elsewhere(session, hand_in(session, person)) == []


def test_the_longest_waiting_comes_first(session: Session) -> None:
    late = submit_at(session, hours=2)
    early = submit_at(session, hours=1)
    begin(session)
    make_accepted(session)

    assert waiting(session, most=9, skip=0) == [early, late]


def test_every_look_is_written_down_with_its_reason_before_the_paper_opens(
    session: Session,
) -> None:
    identity, verifier = hand_in(session), make_verifier(session)
    paper = identity.papers[0]

    open_paper(session, paper.id, verifier)
    look_at_own(session, paper_id=paper.id, user_id=identity.user_id, now=LATER)

    looks = session.scalars(select(IdentityLook).order_by(IdentityLook.id)).all()
    assert [(one.user_id, one.reason, one.looked_at) for one in looks] == [
        (verifier.id, "check", NOON),
        (identity.user_id, "own", LATER),
    ]


@pytest.mark.parametrize("reason", ["", "own", "curiosity"])
def test_without_a_reason_no_paper_opens(session: Session, reason: str) -> None:
    paper = hand_in(session).papers[0]

    with pytest.raises(LookReasonMissing):
        open_paper(session, paper.id, make_verifier(session), reason)

    assert session.scalars(select(IdentityLook)).all() == []


def test_nobody_opens_anothers_paper_as_his_own(session: Session) -> None:
    paper = hand_in(session).papers[0]

    with pytest.raises(PaperUnknown):
        look_at_own(
            session, paper_id=paper.id, user_id=make_bidder(session).id, now=NOON
        )


def told(session: Session, person: User) -> str:
    notices = select(Notice.text).where(Notice.user_id == person.id)
    return session.scalars(notices).one()


def open_paper(
    session: Session, paper_id: int, person: User, reason: str = "check"
) -> None:
    look(session, paper_id=paper_id, verifier_id=person.id, reason=reason, now=NOON)


def submit_at(session: Session, *, hours: int) -> Identity:
    identity = hand_in(session)
    identity.submitted_at = NOON + timedelta(hours=hours)
    session.commit()
    return identity
