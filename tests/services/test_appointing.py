"""Who does what in an office, and who says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auction.models import Appointment, Duty, Mail, Notice, Office, Role, User
from auction.rules.refusal import Refusal
from auction.services.appointing import (
    LastApprover,
    NotAColleague,
    approvers,
    dismiss,
    gaps,
    set_duties,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.operators import OperatorsOnly
from tests.factories import make_bidder, make_office, make_officer, make_user
from tests.moving_clock import NOON

DRAFTER, APPROVER = Duty.DRAFTER, Duty.APPROVER
CASHIER, AUDITOR = Duty.CASHIER, Duty.AUDITOR


def change(session: Session, user: User, by: User, *duties: Duty) -> User:
    return set_duties(
        session,
        office_id=make_office(session).id,
        user_id=user.id,
        manager_id=by.id,
        duties=duties,
        now=NOON,
    )


def let_go(
    session: Session, user: User, by: User, office: Office | None = None
) -> None:
    office = office or make_office(session)
    dismiss(session, office_id=office.id, user_id=user.id, operator_id=by.id, now=NOON)


def test_an_approver_says_what_a_colleague_does(session: Session) -> None:
    boss = make_officer(session, duties=[APPROVER])
    anna = make_officer(session, duties=[DRAFTER, CASHIER])

    change(session, anna, boss, DRAFTER, AUDITOR)

    assert anna.duties_in(make_office(session).id) == {DRAFTER, AUDITOR}


def test_what_was_given_and_ended_is_kept_with_who_did_it(session: Session) -> None:
    boss = make_officer(session, duties=[APPROVER])
    anna = make_officer(session, duties=[DRAFTER])

    change(session, anna, boss, CASHIER)

    drafted, keeps = session.scalars(
        select(Appointment)
        .where(Appointment.user_id == anna.id)
        .order_by(Appointment.id)
    )
    assert (drafted.duty, drafted.ended_at, drafted.ended_by_id) == (
        DRAFTER,
        NOON,
        boss.id,
    )
    assert (keeps.duty, keeps.ended_at, keeps.appointed_by_id) == (
        CASHIER,
        None,
        boss.id,
    )


def test_somebody_without_duties_has_left(session: Session) -> None:
    boss, anna = make_officer(session), make_officer(session)

    change(session, anna, boss)

    assert not anna.works_for(make_office(session).id)
    with pytest.raises(NotAColleague):
        change(session, anna, boss, DRAFTER)


def test_a_person_whose_duties_change_is_told(session: Session) -> None:
    boss, anna = make_officer(session, name="Boss"), make_officer(session)

    change(session, anna, boss, CASHIER)
    change(session, anna, boss, CASHIER)  # nothing changes: nothing is told

    notice = session.scalars(select(Notice)).one()
    assert (notice.user_id, notice.kind) == (anna.id, "duties")
    assert "Boss has changed" in notice.text
    assert "now: cashier." in notice.text
    assert session.scalars(select(Mail)).one().recipient == anna.email


@pytest.mark.parametrize("duties", [[DRAFTER], [CASHIER, AUDITOR]])
def test_only_an_approver_looks_after_people(
    session: Session, duties: list[Duty]
) -> None:
    make_officer(session)
    meddler = make_officer(session, duties=duties)

    with pytest.raises(NotYourDuty):
        change(session, meddler, meddler, APPROVER)

    assert meddler.duties_in(make_office(session).id) == set(duties)


def test_an_approver_of_another_office_is_nobody_here(session: Session) -> None:
    anna = make_officer(session)
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        change(session, anna, stranger)


@pytest.mark.parametrize("who", ["stranger", "bidder"])
def test_only_who_works_here_has_duties_to_change(session: Session, who: str) -> None:
    boss = make_officer(session)
    other = (
        make_officer(session, make_office(session, "another-court"))
        if who == "stranger"
        else make_bidder(session)
    )

    with pytest.raises(NotAColleague):
        change(session, other, boss, DRAFTER)


def test_the_last_approver_cannot_stop_being_one(session: Session) -> None:
    boss = make_officer(session)
    make_officer(session, duties=[DRAFTER])
    make_officer(session, make_office(session, "another-court"))

    with pytest.raises(LastApprover, match="Make somebody else an approver first"):
        change(session, boss, boss, DRAFTER)

    assert APPROVER in boss.duties_in(make_office(session).id)


def test_an_approver_can_leave_when_there_is_another(session: Session) -> None:
    boss, next_boss = make_officer(session), make_officer(session)

    change(session, boss, boss)

    assert approvers(session, make_office(session).id) == {next_boss.id}


def test_two_approvers_who_dismiss_each_other_at_once_do_not_both_go(
    engine: Engine, session: Session
) -> None:
    office_id = make_office(session).id
    people = [make_officer(session).id, make_officer(session).id]
    barrier = Barrier(2)

    def dismiss_the_other(at: int) -> bool:
        with Session(engine) as own:
            barrier.wait()
            try:
                set_duties(
                    own,
                    office_id=office_id,
                    user_id=people[1 - at],
                    manager_id=people[at],
                    duties=[],
                    now=NOON,
                )
            except Refusal:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(dismiss_the_other, range(2)))

    assert sorted(done) == [False, True]
    session.rollback()
    assert len(approvers(session, office_id)) == 1


def test_the_operator_ends_the_duties_of_somebody_who_left(session: Session) -> None:
    boss = make_officer(session)
    operator = make_user(session, role=Role.OPERATOR)

    let_go(session, boss, operator)  # even the last approver

    assert not boss.works_for(make_office(session).id)
    assert {post.ended_by_id for post in boss.appointments} == {operator.id}
    assert (
        "The operator of the site has changed"
        in session.scalars(select(Notice.text)).one()
    )


def test_duties_in_other_offices_are_left_alone(session: Session) -> None:
    court, bank = make_office(session), make_office(session, "example-bank")
    anna = make_officer(session, court)
    anna.appointments.append(
        Appointment(office_id=bank.id, duty=APPROVER, appointed_at=NOON)
    )
    session.commit()

    let_go(session, anna, make_user(session, role=Role.OPERATOR), court)

    assert [office.slug for office in anna.offices] == ["example-bank"]


@pytest.mark.parametrize("role", [Role.BIDDER, Role.AUDITOR, Role.OFFICER])
def test_nobody_else_dismisses(session: Session, role: Role) -> None:
    anna = make_officer(session)

    with pytest.raises(OperatorsOnly):
        let_go(session, anna, make_user(session, role=role))

    assert anna.works_for(make_office(session).id)


def test_nobody_is_dismissed_twice(session: Session) -> None:
    anna, operator = make_officer(session), make_user(session, role=Role.OPERATOR)
    let_go(session, anna, operator)

    with pytest.raises(NotAColleague):
        let_go(session, anna, operator)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([], ["Nobody here is a drafter", "Nobody here is an approver"]),
        ([{DRAFTER}], ["Nobody here is an approver"]),
        ([{APPROVER, CASHIER}, {AUDITOR}], ["Nobody here is a drafter"]),
        ([{DRAFTER, APPROVER}, {CASHIER}], ["Only one person drafts and approves"]),
        ([{DRAFTER, APPROVER}, {DRAFTER}], []),
        ([{DRAFTER}, {APPROVER}], []),
    ],
)
def test_an_office_is_told_what_it_cannot_do(
    people: list[set[Duty]], told: list[str]
) -> None:
    found = gaps(frozenset(duties) for duties in people)

    assert len(found) == len(told)
    for sentence, beginning in zip(found, told, strict=True):
        assert sentence.startswith(beginning)
