"""Verifiers: invited by the operator alone, and let go by him."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Invitation, Mail, Role, SignIn, User
from auction.services import accounts, signing_in
from auction.services.accepting import (
    AccountThere,
    InvitationExpired,
    InvitationWithdrawn,
    NoOfficersAccount,
    NoVerifiersAccount,
    accept,
    accept_as_newcomer,
)
from auction.services.inviting import (
    LASTS,
    AlreadyInvited,
    InvitationUnknown,
    InvitationUsed,
    withdraw,
)
from auction.services.inviting_verifiers import (
    AccountHasTask,
    NotAVerifier,
    invite_verifier,
    let_go,
    open_to_verifiers,
    verifiers,
    withdraw_from_verifier,
)
from auction.services.operators import OperatorsOnly
from auction.services.verifying import VerifiersOnly
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_office,
    make_officer,
    make_user,
    password_hash,
)
from tests.identities import accept as accept_identity
from tests.identities import hand_in, make_verifier
from tests.moving_clock import NOON

VERA = "vera@verify.example"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def test_the_operators_letter_makes_a_verifier(session: Session) -> None:
    write(session, make_operator(session))

    verifier = come(session, word(session))

    assert verifier.role is Role.VERIFIER
    assert verifier.offices == []
    assert verifiers(session) == [verifier]
    assert open_to_verifiers(session, now=NOON) == []
    accept_identity(session, hand_in(session), verifier)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_nobody_else_makes_verifiers(session: Session, role: Role) -> None:
    somebody = (
        make_officer(session) if role is Role.OFFICER else make_user(session, role=role)
    )

    with pytest.raises(OperatorsOnly):
        write(session, somebody)


def test_who_bids_or_sells_is_not_invited(session: Session) -> None:
    operator = make_operator(session)

    for person in (make_bidder(session), make_officer(session)):
        with pytest.raises(AccountHasTask):
            write(session, operator, email=person.email)


def test_who_has_begun_to_bid_meanwhile_does_not_become_one(session: Session) -> None:
    write(session, make_operator(session))
    bidder = make_bidder(session, email=VERA)

    with pytest.raises(NoVerifiersAccount):
        accept(session, word=word(session), user_id=bidder.id, now=NOON)
    with pytest.raises((NoOfficersAccount, AccountThere)):
        come(session, word(session))
    session.refresh(bidder)
    assert bidder.role is Role.BIDDER


def test_nobody_is_invited_twice_at_the_same_time(session: Session) -> None:
    operator = make_operator(session)
    write(session, operator)

    with pytest.raises(AlreadyInvited):
        write(session, operator, email=VERA.upper())


def test_a_letter_is_good_for_a_fortnight_and_until_it_is_withdrawn(
    session: Session,
) -> None:
    operator = make_operator(session)
    invitation = write(session, operator)
    with pytest.raises(InvitationExpired):
        accept_as_newcomer(
            session,
            word=word(session),
            name="Vera",
            password=PASSWORD,
            now=NOON + LASTS,
        )

    take_back(session, invitation, operator)

    with pytest.raises(InvitationWithdrawn):
        come(session, word(session))


def test_what_was_accepted_is_not_withdrawn(session: Session) -> None:
    operator = make_operator(session)
    invitation = write(session, operator)
    come(session, word(session))

    with pytest.raises(InvitationUsed):
        take_back(session, invitation, operator)


def test_offices_and_verifiers_are_withdrawn_by_their_own_ways(
    session: Session,
) -> None:
    operator = make_operator(session)
    invitation = write(session, operator)

    with pytest.raises(InvitationUnknown):
        withdraw(
            session,
            invitation_id=invitation.id,
            office_id=make_office(session).id,
            by_id=operator.id,
            now=NOON,
        )


def test_who_is_let_go_decides_nothing_any_more_and_is_signed_out(
    session: Session,
) -> None:
    operator, verifier = make_operator(session), make_verifier(session)
    signing_in.sign_in(session, email=verifier.email, password=PASSWORD, now=NOON)

    let_go(session, verifier_id=verifier.id, operator_id=operator.id, now=NOON)

    assert verifiers(session) == []
    assert all(session.scalars(select(SignIn.ended_at)))
    with pytest.raises(VerifiersOnly):
        accept_identity(session, hand_in(session), verifier)
    with pytest.raises(NotAVerifier):
        let_go(session, verifier_id=verifier.id, operator_id=operator.id, now=NOON)


def test_nobody_else_lets_a_verifier_go_and_no_other_is_let_go(
    session: Session,
) -> None:
    operator, verifier = make_operator(session), make_verifier(session)

    with pytest.raises(OperatorsOnly):
        let_go(session, verifier_id=verifier.id, operator_id=verifier.id, now=NOON)
    with pytest.raises(NotAVerifier):
        let_go(session, verifier_id=operator.id, operator_id=operator.id, now=NOON)


def make_operator(session: Session) -> User:
    return make_user(session, role=Role.OPERATOR)


def write(session: Session, by: User, *, email: str = VERA) -> Invitation:
    return invite_verifier(
        session,
        operator_id=by.id,
        email=email,
        link=lambda word: f"https://site.example/invitations/{word}",
        now=NOON,
    )


def word(session: Session) -> str:
    letter = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert letter is not None
    found = re.search(r"/invitations/(\S+)", letter.text)
    assert found is not None
    return found[1]


def come(session: Session, word: str) -> User:
    return accept_as_newcomer(
        session,
        word=word,
        name="Vera",
        password=PASSWORD,
        now=NOON + timedelta(hours=1),
    )


def take_back(session: Session, invitation: Invitation, by: User) -> None:
    withdraw_from_verifier(
        session, invitation_id=invitation.id, operator_id=by.id, now=NOON
    )
