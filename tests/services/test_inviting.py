"""Invitations: who may write one, and who may come in with it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auction.models import Duty, Invitation, Mail, Office, Role, User
from auction.rules.passwords import PasswordTooShort
from auction.rules.refusal import Refusal
from auction.services import accounts, signing_in
from auction.services.accepting import (
    AccountThere,
    ForSomebodyElse,
    InvitationExpired,
    InvitationWithdrawn,
    NoOfficersAccount,
    accept,
    accept_as_newcomer,
    open_invitation,
)
from auction.services.appointing import NoDuty, dismiss
from auction.services.inviting import (
    LASTS,
    AlreadyInvited,
    InvitationUnknown,
    InvitationUsed,
    OfficeInvitesItself,
    WorksHere,
    invite,
    open_invitations,
    withdraw,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_office,
    make_officer,
    make_user,
    password_hash,
)
from tests.moving_clock import NOON

ANNA = "anna@court.example"
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def write(
    session: Session,
    by: User,
    office: Office | None = None,
    *,
    email: str = ANNA,
    duties: Iterable[Duty] = (Duty.DRAFTER,),
) -> Invitation:
    return invite(
        session,
        office_id=(office or make_office(session)).id,
        by_id=by.id,
        email=email,
        duties=duties,
        link=lambda word: f"https://site.example/invitations/{word}",
        now=NOON,
    )


def word_of_last_letter(session: Session) -> str:
    letter = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    assert letter
    found = re.search(r"/invitations/([\w-]+)", letter.text)
    assert found
    return found[1]


def invited(session: Session) -> str:
    write(session, make_officer(session))
    return word_of_last_letter(session)


def come(session: Session, word: str, password: str = PASSWORD) -> User:
    return accept_as_newcomer(
        session, word=word, name=" Anna  Example", password=password, now=NOON
    )


def test_a_letter_says_who_invites_to_what_and_until_when(session: Session) -> None:
    office = make_office(session, time_zone="Europe/Vienna")
    boss = make_officer(session, office, name="Berta Boss")

    write(session, boss, email=" Anna@Court.Example ", duties=[Duty.CASHIER])

    letter = session.scalars(select(Mail)).one()
    assert (letter.recipient, letter.is_private) == (ANNA, False)
    assert letter.subject == "Invitation to Example Court"
    assert "Berta Boss invites you to work for Example Court" in letter.text
    assert "- cashier: keeps the deposits" in letter.text
    assert "good once, until 16 Mar 2026, 13:00 (Europe/Vienna)" in letter.text


def test_only_the_letter_holds_the_word(session: Session) -> None:
    word = invited(session)

    invitation = session.scalars(select(Invitation)).one()

    assert re.fullmatch(r"[0-9a-f]{64}", invitation.token)
    assert word not in str(vars(invitation))
    assert len(word) >= 43


@pytest.mark.parametrize(
    ("duties", "refusal"),
    [([Duty.DRAFTER, Duty.CASHIER], NotYourDuty), ([], NotYourOffice)],
)
def test_only_an_approver_of_the_office_invites(
    session: Session, duties: list[Duty], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        write(session, make_officer(session, duties=duties))

    assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR])
def test_nobody_else_invites(session: Session, role: Role) -> None:
    with pytest.raises(NotYourOffice):
        write(session, make_user(session, role=role))


def test_an_approver_of_another_office_does_not_invite_here(session: Session) -> None:
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        write(session, stranger, make_office(session))


def test_the_operator_invites_until_the_office_has_an_approver(
    session: Session,
) -> None:
    operator = make_user(session, role=Role.OPERATOR, name="Olga")
    make_officer(session, duties=[Duty.DRAFTER])
    write(session, operator, duties=[Duty.APPROVER])
    write(session, operator, email="bob@court.example")
    letter = session.scalars(select(Mail.text)).first()
    assert letter
    assert letter.startswith("The operator of the site invites you")

    boss = make_officer(session)
    with pytest.raises(OfficeInvitesItself):
        write(session, operator, email="eve@court.example")

    office_id = make_office(session).id
    dismiss(
        session, office_id=office_id, user_id=boss.id, operator_id=operator.id, now=NOON
    )
    write(session, operator, email="eve@court.example")


def test_an_invitation_without_a_duty_is_none(session: Session) -> None:
    with pytest.raises(NoDuty):
        write(session, make_officer(session), duties=[])


def test_what_is_no_address_cannot_be_invited(session: Session) -> None:
    with pytest.raises(accounts.EmailUnreadable):
        write(session, make_officer(session), email="anna, bob@court.example")


def test_an_address_is_invited_once_at_a_time(session: Session) -> None:
    boss = make_officer(session)
    first = write(session, boss)

    with pytest.raises(AlreadyInvited):
        write(session, boss, email="ANNA@court.example")

    withdraw(
        session,
        invitation_id=first.id,
        office_id=make_office(session).id,
        by_id=boss.id,
        now=NOON,
    )
    write(session, boss)


def test_a_colleague_is_not_invited_again(session: Session) -> None:
    boss = make_officer(session)
    make_officer(session, email=ANNA)

    with pytest.raises(WorksHere):
        write(session, boss)


def test_inviting_never_tells_whether_an_address_belongs_to_a_bidder(
    session: Session,
) -> None:
    make_bidder(session, email="bidder@example.com")
    boss = make_officer(session)

    known = write(session, boss, email="bidder@example.com")
    unknown = write(session, boss, email="nobody@example.com")

    assert known.expires_at == unknown.expires_at


def test_a_newcomer_opens_an_account_and_has_the_duties(session: Session) -> None:
    boss = make_officer(session)
    write(session, boss, duties=[Duty.CASHIER, Duty.DRAFTER])

    anna = come(session, word_of_last_letter(session))

    office_id = make_office(session).id
    assert (anna.email, anna.name, anna.role) == (ANNA, "Anna Example", Role.OFFICER)
    assert anna.duties_in(office_id) == {Duty.DRAFTER, Duty.CASHIER}
    assert {post.appointed_by_id for post in anna.appointments} == {boss.id}
    assert signing_in.sign_in(session, email=ANNA, password=PASSWORD, now=NOON)


def test_a_password_that_is_too_short_leaves_the_invitation_open(
    session: Session,
) -> None:
    word = invited(session)

    with pytest.raises(PasswordTooShort):
        come(session, word, "short")

    assert come(session, word).email == ANNA


def test_an_officer_of_another_office_accepts_with_the_account_he_has(
    session: Session,
) -> None:
    bank = make_office(session, "example-bank")
    anna = make_officer(session, bank, email=ANNA, duties=[Duty.APPROVER])
    word = invited(session)
    with pytest.raises(AccountThere):
        come(session, word)

    accept(session, word=word, user_id=anna.id, now=NOON)

    assert anna.duties_in(bank.id) == {Duty.APPROVER}
    assert anna.duties_in(make_office(session).id) == {Duty.DRAFTER}


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR, Role.OPERATOR])
def test_an_account_of_another_kind_stays_what_it_is(
    session: Session, role: Role
) -> None:
    anna = make_user(session, email=ANNA, role=role)
    word = invited(session)

    with pytest.raises(NoOfficersAccount, match="Ask for another address"):
        come(session, word)
    with pytest.raises(NoOfficersAccount):
        accept(session, word=word, user_id=anna.id, now=NOON)

    session.refresh(anna)
    assert (anna.role, anna.appointments) == (role, [])


def test_an_invitation_is_for_one_person_only(session: Session) -> None:
    eve = make_officer(session, make_office(session, "another-court"))
    word = invited(session)

    with pytest.raises(ForSomebodyElse, match=ANNA):
        accept(session, word=word, user_id=eve.id, now=NOON)

    assert not eve.works_for(make_office(session).id)


def test_an_invitation_is_good_once(session: Session) -> None:
    word = invited(session)
    anna = come(session, word)

    with pytest.raises(InvitationUsed):
        come(session, word)
    with pytest.raises(InvitationUsed):
        accept(session, word=word, user_id=anna.id, now=NOON)


def test_an_invitation_is_good_for_fourteen_days(session: Session) -> None:
    word = invited(session)

    open_invitation(session, word=word, now=NOON + LASTS - SECOND)
    with pytest.raises(InvitationExpired):
        open_invitation(session, word=word, now=NOON + LASTS)
    assert timedelta(days=14) == LASTS
    office_id = make_office(session).id
    assert open_invitations(session, office_id=office_id, now=NOON + LASTS) == []


def test_another_word_opens_nothing(session: Session) -> None:
    word = invited(session)

    for guess in ("", "word", word[:-1], word.swapcase()):
        with pytest.raises(InvitationUnknown):
            open_invitation(session, word=guess, now=NOON)


def test_a_withdrawn_invitation_lets_nobody_in(session: Session) -> None:
    boss = make_officer(session)
    invitation = write(session, boss)
    word = word_of_last_letter(session)
    where = {"invitation_id": invitation.id, "office_id": make_office(session).id}

    for _ in range(2):  # twice is once
        withdraw(session, **where, by_id=boss.id, now=NOON)

    with pytest.raises(InvitationWithdrawn):
        come(session, word)


def test_what_was_accepted_cannot_be_withdrawn(session: Session) -> None:
    boss = make_officer(session)
    invitation = write(session, boss)
    come(session, word_of_last_letter(session))

    with pytest.raises(InvitationUsed):
        withdraw(
            session,
            invitation_id=invitation.id,
            office_id=make_office(session).id,
            by_id=boss.id,
            now=NOON,
        )


def test_who_may_withdraw(session: Session) -> None:
    invitation = write(session, make_officer(session))
    court, bank = make_office(session), make_office(session, "example-bank")
    drafter = make_officer(session, duties=[Duty.DRAFTER])
    stranger = make_officer(session, bank)

    def try_it(by: User, office: Office) -> None:
        withdraw(
            session,
            invitation_id=invitation.id,
            office_id=office.id,
            by_id=by.id,
            now=NOON,
        )

    with pytest.raises(NotYourDuty):
        try_it(drafter, court)
    with pytest.raises(NotYourOffice):
        try_it(make_bidder(session), court)
    with pytest.raises(NotYourOffice):
        try_it(stranger, court)
    with pytest.raises(InvitationUnknown):
        try_it(stranger, bank)  # through his own office
    session.refresh(invitation)
    assert invitation.withdrawn_at is None

    try_it(make_user(session, role=Role.OPERATOR), court)
    session.refresh(invitation)
    assert invitation.withdrawn_at == NOON


def test_two_who_use_one_link_at_once_make_one_account(
    engine: Engine, session: Session
) -> None:
    word = invited(session)
    barrier = Barrier(2)

    def try_it(_: int) -> bool:
        with Session(engine) as own:
            barrier.wait()
            try:
                come(own, word)
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(try_it, range(2)))

    assert sorted(done) == [False, True]
    session.rollback()
    anna = session.scalars(select(User).where(User.email == ANNA)).one()
    assert len(anna.appointments) == 1
