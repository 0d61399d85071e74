"""Telling people things: once, and not what they have stopped."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Lot, Mail, MailStop, Notice, User
from auction.rules.notice_kinds import KINDS, STOPPABLE, can_stop
from auction.services import notifying
from auction.services.transaction import atomic
from tests.factories import make_bidder, make_lot
from tests.moving_clock import NOON
from tests.racing import at_once


def counted(session: Session, table: type[Notice | Mail]) -> int:
    session.rollback()
    return session.scalar(select(func.count(table.id))) or 0


@atomic
def tell_once(session: Session, *, lot_id: int, user_id: int, key: str) -> bool:
    lot, user = session.get_one(Lot, lot_id), session.get_one(User, user_id)
    told = notifying.tell(
        session,
        user,
        lot,
        kind="outbid",
        subject="You were outbid",
        text="Somebody bid more.",
        now=NOON,
        once=key,
    )
    session.add(MailStop(user_id=user.id, kind=f"beside {told} {key}", stopped_at=NOON))
    return told


@atomic
def notice_once(session: Session, *, lot_id: int, user_id: int) -> bool:
    return notifying.tell(
        session,
        session.get_one(User, user_id),
        session.get_one(Lot, lot_id),
        kind="outbid",
        subject="You were outbid",
        text="Somebody bid more.",
        now=NOON,
        once="the same",
    )


def test_what_is_told_once_comes_once_and_the_caller_goes_on(session: Session) -> None:
    lot, anna = make_lot(session), make_bidder(session)
    ids = {"lot_id": lot.id, "user_id": anna.id}

    told = [tell_once(session, **ids, key=key) for key in ("a", "a", "b")]

    assert told == [True, False, True]
    assert (counted(session, Notice), counted(session, Mail)) == (2, 2)
    beside = session.scalars(select(MailStop.kind).order_by(MailStop.kind)).all()
    assert beside == ["beside False a", "beside True a", "beside True b"]


def test_two_people_are_each_told_under_the_same_key(session: Session) -> None:
    lot = make_lot(session)
    people = [make_bidder(session), make_bidder(session)]

    for person in people:
        tell_once(session, lot_id=lot.id, user_id=person.id, key="a")

    assert counted(session, Notice) == 2


def test_told_by_several_at_once_it_comes_once(app: Flask, session: Session) -> None:
    ids = {"lot_id": make_lot(session).id, "user_id": make_bidder(session).id}

    def tell(own: Session) -> bool:
        return notice_once(own, **ids)

    told = at_once(app, [tell] * 4)

    assert sorted(told) == [False, False, False, True]
    assert (counted(session, Notice), counted(session, Mail)) == (1, 1)


def test_who_stopped_a_kind_finds_it_on_the_site_alone(session: Session) -> None:
    lot, anna = make_lot(session), make_bidder(session)
    session.add(MailStop(user_id=anna.id, kind="outbid", stopped_at=NOON))
    session.commit()

    tell_once(session, lot_id=lot.id, user_id=anna.id, key="a")

    assert (counted(session, Notice), counted(session, Mail)) == (1, 0)


def test_a_legal_notice_is_mailed_whatever_somebody_stopped(session: Session) -> None:
    lot, anna = make_lot(session), make_bidder(session)
    session.add(MailStop(user_id=anna.id, kind="recalled", stopped_at=NOON))
    notifying.tell(
        session,
        anna,
        lot,
        kind="recalled",
        subject="Recalled",
        text="It was recalled.",
        now=NOON + timedelta(minutes=1),
    )

    (mail,) = session.scalars(select(Mail))

    assert mail.kind == "recalled"
    assert mail.path == f"/lots/{lot.id}"
    assert mail.stops_for_id is None


def test_what_changes_somebodys_rights_cannot_be_stopped() -> None:
    legal = {"recalled", "suspended", "stayed", "resumed", "voided", "defaulted"}
    legal |= {"won", "not won", "deposit", "end set", "changed"}

    assert legal <= set(KINDS)
    assert not legal & set(STOPPABLE)
    assert not can_stop("of a kind that nobody has declared")
