"""Showing who one is: what a person may do with his own identities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Identity,
    IdentityPaper,
    Lot,
    Mail,
    Mandate,
    Role,
)
from auction.rules.identities import (
    MOST_PAPERS,
    UNUSED_FOR,
    AlreadyDecided,
    BeingChecked,
    PaperKindUnknown,
    PaperMissing,
    TooManyPapers,
)
from auction.rules.identity_entries import PaperExpired
from auction.rules.persons import IdentityState, PersonKind
from auction.sealing import SealBroken
from auction.services import identifying
from auction.services.identifying import (
    BiddersOnly,
    IdentityUnknown,
    PaperUnknown,
    accepted_identities,
    name_on_papers,
    number_of,
)
from tests.factories import (
    make_bidder,
    make_lot,
    make_officer,
    make_paddle,
    make_plain_catalogue,
)
from tests.identities import (
    COMPANY,
    PERSON,
    PRINTS,
    RING,
    add_paper,
    begin,
    hand_in,
    make_accepted,
    make_verifier,
    refuse,
    registration_of,
    submit,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=1)


def test_what_a_person_says_is_kept_and_the_number_lies_under_seal(
    session: Session,
) -> None:
    identity = begin(session)

    assert identity.state is IdentityState.DRAFT
    assert identity.name == "Maria Example"
    assert identity.number is not None
    assert b"1234567" not in identity.number
    assert number_of(identity, RING) == "P 1234567"


def test_a_number_that_was_moved_to_another_identity_does_not_open(
    session: Session,
) -> None:
    mine, theirs = begin(session), begin(session)

    theirs.number = mine.number

    with pytest.raises(SealBroken):
        number_of(theirs, RING)


def test_the_same_number_has_the_same_fingerprint_however_it_is_spelt(
    session: Session,
) -> None:
    one = begin(session)
    moved = replace(PERSON, number="p-1234567", country="FR")
    other_state = replace(PERSON, nationality="DE")

    assert begin(session, facts=moved).fingerprint == one.fingerprint
    assert begin(session, facts=other_state).fingerprint != one.fingerprint


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VERIFIER])
def test_only_bidders_show_who_they_are(session: Session, role: Role) -> None:
    person = make_officer(session) if role is Role.OFFICER else make_verifier(session)

    with pytest.raises(BiddersOnly):
        begin(session, person)


def test_without_a_paper_nothing_is_handed_in(session: Session) -> None:
    with pytest.raises(PaperMissing):
        submit(session, begin(session))


def test_what_is_handed_in_waits_and_its_papers_stay(session: Session) -> None:
    identity = begin(session)
    paper = add_paper(session, identity)
    assert paper.delete_after == NOON + UNUSED_FOR

    submit(session, identity, now=LATER)

    assert identity.state is IdentityState.SUBMITTED
    assert identity.submitted_at == LATER
    assert paper.delete_after is None


def test_a_paper_that_has_expired_meanwhile_is_not_handed_in(session: Session) -> None:
    identity = begin(session, facts=replace(PERSON, valid_until=NOON.date()))
    add_paper(session, identity)

    with pytest.raises(PaperExpired):
        submit(session, identity, now=NOON + DAY)


def test_what_is_being_checked_stays_as_it_is_until_it_is_taken_back(
    session: Session,
) -> None:
    identity = hand_in(session)
    with pytest.raises(BeingChecked):
        change(session, identity.id, identity.user_id)
    with pytest.raises(BeingChecked):
        add_paper(session, identity)

    identifying.take_back(
        session, identity_id=identity.id, user_id=identity.user_id, now=LATER
    )
    assert identity.state is IdentityState.DRAFT
    assert identity.papers[0].delete_after == LATER + UNUSED_FOR

    change(session, identity.id, identity.user_id)
    assert identity.name == "Maria Changed"


def test_what_was_accepted_is_not_changed_any_more(session: Session) -> None:
    identity = make_accepted(session)

    with pytest.raises(AlreadyDecided):
        change(session, identity.id, identity.user_id)


def test_what_was_refused_may_be_mended_and_handed_in_again(session: Session) -> None:
    identity = refuse(session, hand_in(session))

    change(session, identity.id, identity.user_id)
    submit(session, identity, now=LATER)

    assert identity.state is IdentityState.SUBMITTED
    assert identity.reason == ""
    assert identity.papers[0].delete_after is None


def test_nobody_touches_what_is_another_persons(session: Session) -> None:
    identity, stranger = begin(session), make_bidder(session)
    paper = add_paper(session, identity)

    with pytest.raises(IdentityUnknown):
        change(session, identity.id, stranger.id)
    with pytest.raises(IdentityUnknown):
        identifying.submit(
            session, identity_id=identity.id, user_id=stranger.id, now=NOON
        )
    with pytest.raises(PaperUnknown):
        remove(session, paper.id, stranger.id)
    with pytest.raises(IdentityUnknown):
        begin(session, stranger, replaces=identity)


def test_an_identity_has_ten_papers_at_most_and_only_fitting_ones(
    session: Session,
) -> None:
    identity = begin(session)
    for _ in range(MOST_PAPERS):
        add_paper(session, identity)

    with pytest.raises(TooManyPapers):
        add_paper(session, identity)
    with pytest.raises(PaperKindUnknown):
        add_paper(session, identity, "articles")


def test_a_paper_that_is_taken_back_is_shredded_and_makes_room(
    session: Session,
) -> None:
    identity = begin(session)
    paper = add_paper(session, identity, file="a.sealed")

    shredded = remove(session, paper.id, identity.user_id)

    assert shredded == ["a.sealed"]
    assert paper.deleted_at == NOON
    assert identifying.papers_of(identity) == []
    with pytest.raises(PaperUnknown):
        remove(session, paper.id, identity.user_id)


def test_what_is_given_up_loses_its_papers_and_what_lay_under_seal(
    session: Session,
) -> None:
    identity = begin(session)
    add_paper(session, identity, file="a.sealed")
    shredded: list[str] = []

    identifying.give_up(
        session,
        identity_id=identity.id,
        user_id=identity.user_id,
        shred=shredded.append,
        now=NOON,
    )

    assert shredded == ["a.sealed"]
    kept = (identity.number, identity.fingerprint, identity.born_on)
    assert kept == (None, None, None)
    assert identifying.identities_of(session, identity.user_id) == []


def test_verifiers_are_told_of_the_first_who_waits(session: Session) -> None:
    verifier = make_verifier(session)
    make_verifier(session, closed_at=NOON)

    hand_in(session)
    hand_in(session)

    mail = session.scalars(select(Mail)).one()
    assert mail.recipient == verifier.email
    assert mail.is_private
    assert "Maria" not in mail.subject + mail.text


def test_accepted_are_a_person_and_then_whom_he_acts_for(session: Session) -> None:
    agent = make_bidder(session)
    principal = make_accepted(
        session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True
    )
    himself = make_accepted(session, agent)
    hand_in(session, agent, replace(COMPANY, number="other"), kind=PersonKind.COMPANY)
    make_accepted(session)

    assert accepted_identities(session, agent.id, NOON) == [himself, principal]


def test_an_identity_counts_to_the_last_day_of_its_paper(session: Session) -> None:
    until = date(2026, 3, 10)
    person = make_bidder(session)
    make_accepted(session, person, replace(PERSON, valid_until=until))

    last = NOON.replace(year=2026, month=3, day=10)
    assert accepted_identities(session, person.id, last)
    assert not accepted_identities(session, person.id, last + DAY)


def test_papers_carry_the_verified_name_where_an_identity_was_asked(
    session: Session,
) -> None:
    agent = make_bidder(session, "Nickname")
    himself = make_accepted(session, agent)
    principal = make_accepted(
        session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True
    )
    lot = make_lot(session)
    paddle = make_paddle(session, lot, agent)
    registration = registration_of(session, paddle)

    registration.identity = None  # the procedure asked for none
    assert name_on_papers(session, paddle) == "Nickname"
    registration.identity = himself
    assert name_on_papers(session, paddle) == "Maria Example"
    registration.identity = principal
    assert name_on_papers(session, paddle) == "Maria Example"  # without a mandate
    registration.mandate = mandate_for(lot, principal)
    assert name_on_papers(session, paddle) == "Maria Example"  # not yet confirmed
    registration.mandate.confirmed_at = NOON
    assert name_on_papers(session, paddle) == "Example Holding AG"


def test_a_name_that_nobody_has_verified_stands_on_no_paper(session: Session) -> None:
    person = make_bidder(session, "Nickname")
    waiting = hand_in(session, person)
    paddle = make_paddle(
        session, make_lot(session, make_plain_catalogue(session)), person
    )
    registration_of(session, paddle).identity = waiting

    assert name_on_papers(session, paddle) == "Nickname"


def mandate_for(lot: Lot, principal: Identity) -> Mandate:
    paper = IdentityPaper(
        identity_id=principal.id,
        user_id=principal.user_id,
        kind="power_of_attorney",
        media_type="application/pdf",
        file="mandate.sealed",
        size=1,
        added_at=NOON,
    )
    return Mandate(
        user_id=principal.user_id,
        identity=principal,
        lot=lot,
        paper=paper,
        filed_at=NOON,
    )


def change(session: Session, identity_id: int, user_id: int) -> None:
    identifying.fill(
        session,
        identity_id=identity_id,
        user_id=user_id,
        facts=replace(PERSON, name="Maria Changed"),
        ring=RING,
        prints=PRINTS,
        now=NOON,
    )


def remove(session: Session, paper_id: int, user_id: int) -> list[str]:
    shredded: list[str] = []
    identifying.remove_paper(
        session, paper_id=paper_id, user_id=user_id, shred=shredded.append, now=NOON
    )
    return shredded
