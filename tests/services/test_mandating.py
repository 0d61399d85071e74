"""Acting for somebody else: filed in time, confirmed for one lot, or one's own act."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Identity, Lot, Mandate, Notice, RegistrationState, User
from auction.rules.identities import MANDATE, REFUSED_FOR, UNUSED_FOR
from auction.rules.lifecycle import LotStatus
from auction.rules.mandates import LotOver, MandateState, TooLateToFile
from auction.rules.persons import PersonKind
from auction.rules.plain_text import TextUnfit
from auction.rules.refusal import NotThere
from auction.services import mandating
from auction.services.identifying import (
    BiddersOnly,
    IdentityUnknown,
    SealedPaper,
    name_on_papers,
    papers_of,
)
from auction.services.mandating import (
    MandateDecided,
    MandateThere,
    MandateUnknown,
    PrincipalMissing,
    PrincipalNotVerified,
    confirm,
    decline,
    file_mandate,
    mandates_of,
    principals_of,
    waiting_mandates,
)
from auction.services.verifying import VerifiersOnly
from tests.applicants import COURT, ask, make_known, make_sale, state_of
from tests.factories import make_bidder, make_draft, make_lot, make_officer
from tests.identities import (
    COMPANY,
    YEAR,
    begin,
    hand_in,
    make_accepted,
    make_verifier,
    refuse,
)
from tests.moving_clock import NOON
from tests.racing import at_once

OPENS = NOON + timedelta(days=1)
LATER = NOON + timedelta(hours=1)
REASON = "The power is not signed by anybody."


def test_a_power_is_filed_for_one_lot_and_confirmed_for_it(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    principal = make_principal(session, agent)
    verifier = make_verifier(session)

    mandate = file(session, lot, principal)
    assert waiting_mandates(session, most=9, skip=0) == [mandate]
    confirm_it(session, mandate, verifier)

    assert mandate.state is MandateState.CONFIRMED
    assert (mandate.confirmed_at, mandate.decided_by_id) == (LATER, verifier.id)
    assert waiting_mandates(session, most=9, skip=0) == []
    notice = session.scalars(select(Notice).where(Notice.kind == "mandate")).one()
    assert (notice.user_id, notice.lot_id) == (agent.id, lot.id)
    assert "for Example Holding AG" in notice.text
    another = make_coming(session)
    assert mandates_of(session, user_id=agent.id, lot_id=another.id) == []


def test_a_power_that_is_declined_is_declined_with_a_reason(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    mandate = file(session, lot, make_principal(session, agent))

    decline_it(session, mandate)

    assert mandate.state is MandateState.DECLINED
    assert mandate.paper.delete_after == LATER + REFUSED_FOR
    notice = session.scalars(select(Notice).where(Notice.kind == "mandate")).one()
    assert REASON in notice.text
    assert "counts as your own" in notice.text
    assert file(session, lot, mandate.identity).state is MandateState.WAITS


def test_its_paper_is_kept_as_long_as_it_is_of_use(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    principal = make_principal(session, agent)
    mandate = file(session, lot, principal)

    assert mandate.paper.delete_after == lot.closes_at + UNUSED_FOR
    assert mandate.paper not in papers_of(principal)
    confirm_it(session, mandate)
    assert mandate.paper.delete_after == LATER + YEAR


def test_a_number_that_waited_for_the_power_is_given_to_act_for_the_principal(
    session: Session,
) -> None:
    agent = make_known(session)
    make_accepted(session, agent)
    principal = make_principal(session, agent)
    lot = make_coming(session, COURT)
    registration = ask(session, lot, agent, identity_id=principal.id)
    mandate = file(session, lot, principal)
    assert registration.state is RegistrationState.ASKED

    confirm_it(session, mandate)

    assert state_of(session, registration) is RegistrationState.NUMBERED
    session.refresh(registration)
    assert registration.paddle is not None
    assert name_on_papers(session, registration.paddle) == "Example Holding AG"


def test_at_the_opening_it_is_too_late(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    principal = make_principal(session, agent)

    with pytest.raises(TooLateToFile):
        file(session, lot, principal, now=OPENS)

    file(session, lot, principal, now=OPENS - timedelta(microseconds=1))


def test_what_was_filed_in_time_is_confirmed_until_the_lot_has_ended(
    session: Session,
) -> None:
    mandates = [
        file(session, lot, make_principal(session, make_bidder(session)))
        for lot in (make_coming(session), make_coming(session))
    ]
    mandates[0].lot.status = LotStatus.OPEN
    mandates[1].lot.status = LotStatus.SOLD
    session.commit()

    assert waiting_mandates(session, most=9, skip=0) == [mandates[0]]
    confirm_it(session, mandates[0])
    with pytest.raises(LotOver):
        confirm_it(session, mandates[1])


def test_the_power_for_the_lot_that_opens_first_comes_first(session: Session) -> None:
    late = make_coming(session, opens_at=OPENS + timedelta(days=1))
    soon = make_coming(session)
    mandates = [
        file(session, lot, make_principal(session, make_bidder(session)))
        for lot in (late, soon)
    ]

    assert waiting_mandates(session, most=9, skip=0) == mandates[::-1]


def test_only_principals_who_were_handed_in_can_be_acted_for(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    draft = begin(session, agent, is_principal=True)
    refused = refuse(session, hand_in(session, agent, is_principal=True))
    himself = make_accepted(session, agent)
    waits = hand_in(session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True)

    for wrong in (draft, refused, himself):
        with pytest.raises(PrincipalMissing):
            file(session, lot, wrong)
    assert principals_of(session, agent.id) == [waits]
    file(session, lot, waits)


def test_nobody_acts_under_the_power_of_another_agent(session: Session) -> None:
    principal = make_principal(session, make_bidder(session))
    stranger, lot = make_bidder(session), make_coming(session)

    with pytest.raises(IdentityUnknown):
        file(session, lot, principal, user=stranger)
    with pytest.raises(BiddersOnly):
        file(session, lot, principal, user=make_officer(session))


def test_nobody_acts_for_two_on_one_lot(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    file(session, lot, make_principal(session, agent))

    with pytest.raises(MandateThere):
        file(session, lot, make_principal(session, agent))


def test_a_draft_lot_is_not_there(session: Session) -> None:
    with pytest.raises(NotThere):
        file(
            session, make_draft(session), make_principal(session, make_bidder(session))
        )


def test_a_power_is_confirmed_only_for_whom_a_verifier_has_verified(
    session: Session,
) -> None:
    agent = make_bidder(session)
    waits = hand_in(session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True)
    mandate = file(session, make_coming(session), waits)

    with pytest.raises(PrincipalNotVerified):
        confirm_it(session, mandate)


def test_nobody_but_a_verifier_decides_and_once(session: Session) -> None:
    agent = make_bidder(session)
    mandate = file(session, make_coming(session), make_principal(session, agent))
    for somebody in (agent, make_officer(session)):
        with pytest.raises(VerifiersOnly):
            confirm_it(session, mandate, somebody)
        with pytest.raises(VerifiersOnly):
            decline_it(session, mandate, by=somebody)
    with pytest.raises(TextUnfit):
        decline_it(session, mandate, reason="No")

    confirm_it(session, mandate)

    with pytest.raises(MandateDecided):
        decline_it(session, mandate)


def test_two_verifiers_at_the_same_moment_decide_once(
    app: Flask, session: Session
) -> None:
    agent = make_bidder(session)
    mandate = file(session, make_coming(session), make_principal(session, agent))
    mandate_id = mandate.id
    first, second = make_verifier(session).id, make_verifier(session).id
    session.commit()

    answers = at_once(
        app,
        [
            lambda one: confirm(
                one,
                mandate_id=mandate_id,
                verifier_id=first,
                keep_for=YEAR,
                now=LATER,
            ),
            lambda one: decline(
                one,
                mandate_id=mandate_id,
                verifier_id=second,
                reason=REASON,
                now=LATER,
            ),
        ],
    )

    assert sum(isinstance(answer, MandateDecided) for answer in answers) == 1
    session.expire_all()
    assert (mandate.confirmed_at is None) is not (mandate.declined_at is None)


def test_a_power_that_nobody_has_decided_on_is_taken_back(session: Session) -> None:
    agent, lot = make_bidder(session), make_coming(session)
    mandate = file(session, lot, make_principal(session, agent))
    with pytest.raises(MandateUnknown):
        take_back(session, mandate, make_bidder(session))

    shredded = take_back(session, mandate, agent)

    assert shredded == [mandate.paper.file]
    assert mandate.paper.deleted_at == LATER
    assert waiting_mandates(session, most=9, skip=0) == []
    with pytest.raises(MandateDecided):
        take_back(session, mandate, agent)


def make_coming(session: Session, *sections: str, opens_at: datetime = OPENS) -> Lot:
    return make_lot(
        session,
        make_sale(session, *sections),
        status=LotStatus.ANNOUNCED,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=1),
    )


def make_principal(session: Session, agent: User) -> Identity:
    return make_accepted(
        session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True
    )


def file(
    session: Session,
    lot: Lot,
    principal: Identity,
    *,
    user: User | None = None,
    now: datetime = NOON,
) -> Mandate:
    name = f"{secrets.token_hex(8)}.sealed"
    return file_mandate(
        session,
        lot_id=lot.id,
        user_id=user.id if user else principal.user_id,
        identity_id=principal.id,
        paper=SealedPaper(MANDATE, "application/pdf", name, 1000),
        now=now,
    )


def confirm_it(session: Session, mandate: Mandate, by: User | None = None) -> Mandate:
    return confirm(
        session,
        mandate_id=mandate.id,
        verifier_id=(by or make_verifier(session)).id,
        keep_for=YEAR,
        now=LATER,
    )


def decline_it(
    session: Session,
    mandate: Mandate,
    *,
    by: User | None = None,
    reason: str = REASON,
) -> Mandate:
    return decline(
        session,
        mandate_id=mandate.id,
        verifier_id=(by or make_verifier(session)).id,
        reason=reason,
        now=LATER,
    )


def take_back(session: Session, mandate: Mandate, by: User) -> list[str]:
    shredded: list[str] = []
    mandating.take_back(
        session,
        mandate_id=mandate.id,
        lot_id=mandate.lot_id,
        user_id=by.id,
        shred=shredded.append,
        now=LATER,
    )
    return shredded
