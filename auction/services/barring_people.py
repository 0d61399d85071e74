"""Barring people, hearing them, and letting them back in.

An office bars by the number of a bidder on a lot of its own that has ended: before that
it does not learn who takes part. From the whole site the operator bars, on the order of
a court or an authority that names the person: who bids he does not see either.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from auction.models import Barring, Bid, Duty, Lot, Paddle, Role, User
from auction.rules import barring as rules
from auction.rules.barring import BarScope
from auction.rules.lifecycle import ENDED
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.services.barring import bar, bars_of
from auction.services.notifying import tell
from auction.services.officers import check_duty
from auction.services.open_bids import look_after_open_bids
from auction.services.operators import OperatorsOnly
from auction.services.transaction import atomic


class NotEnded(OutOfStep):
    """Before a lot has ended nobody learns who takes part: bar afterwards."""


class NoSuchBidder(NotThere):
    """Nobody has bid on this lot under that number."""


class NoSuchBar(NotThere):
    """There is no such bar."""


class SomebodyElseAnswers(NotAllowed):
    """You have barred this person yourself: somebody else answers the appeal."""


def bar_bidder(
    session: Session,
    *,
    officer_id: int,
    lot_id: int,
    number: int,
    ground: str,
    text: str,
    term: str,
    now: datetime,
) -> Barring:
    """Bar a bidder of an ended lot from all sales of the office, and tell him."""
    barred = _bar_bidder(
        session,
        officer_id=officer_id,
        lot_id=lot_id,
        number=number,
        ground=ground,
        text=text,
        term=term,
        now=now,
    )
    look_after_open_bids(session, now=now)
    return barred


def bar_account(
    session: Session,
    *,
    operator_id: int,
    email: str,
    ground: str,
    text: str,
    term: str,
    now: datetime,
) -> None:
    """Bar a bidder from the whole site; nobody is told whether there is the account."""
    _bar_account(
        session,
        operator_id=operator_id,
        email=email,
        ground=ground,
        text=text,
        term=term,
        now=now,
    )
    look_after_open_bids(session, now=now)


@atomic
def appeal(
    session: Session, *, barring_id: int, user_id: int, text: str, now: datetime
) -> Barring:
    """Say something against a bar, once; whoever has barred is not who answers."""
    barred = _for_change(session, barring_id)
    if barred not in bars_of(session, user_id):
        raise NoSuchBar
    _check_in_force(barred, now)
    if barred.appealed_at is not None:
        raise rules.AlreadyAppealed
    barred.appeal = rules.read_text(text)
    barred.appealed_at = now
    return barred


@atomic
def answer(
    session: Session,
    *,
    barring_id: int,
    by_id: int,
    text: str,
    lifts: bool,
    now: datetime,
) -> Barring:
    """Answer an appeal: the bar is lifted, or it stays; the person reads why."""
    barred = _for_change(session, barring_id)
    check_decides(session, barred, by_id)
    _check_in_force(barred, now)
    if not barred.waits_for_answer:
        raise rules.NothingToAnswer
    if barred.seller is not None and barred.barred_by_id == by_id:
        raise SomebodyElseAnswers
    barred.answer = rules.read_text(text)
    barred.answered_at, barred.answered_by_id = now, by_id
    if lifts:
        barred.lifted_at = now
    became = "lifted" if lifts else "not lifted"
    _tell(
        session,
        barred,
        subject=f"Your appeal: the bar is {became}",
        text=f"Your appeal was answered: {barred.answer}",
        now=now,
    )
    return barred


@atomic
def lift(session: Session, *, barring_id: int, by_id: int, now: datetime) -> Barring:
    """Let somebody take part again, before the term is over."""
    barred = _for_change(session, barring_id)
    check_decides(session, barred, by_id)
    _check_in_force(barred, now)
    barred.lifted_at = now
    _tell(
        session,
        barred,
        subject="You may bid again",
        text=f"You are no longer barred from {scope_in_words(barred)}.",
        now=now,
    )
    return barred


def check_decides(session: Session, barred: Barring, by_id: int) -> None:
    """Refuse whoever does not decide about a bar: its office's approvers do."""
    if barred.seller is not None:
        check_duty(
            session,
            officer_id=by_id,
            office_id=barred.seller.id,
            duties=(Duty.APPROVER,),
        )
    elif session.get_one(User, by_id).role is not Role.OPERATOR:
        raise OperatorsOnly


def tell_of_bar(session: Session, barred: Barring, *, now: datetime) -> None:
    """Tell somebody that he is barred, and where he can say something against it."""
    until = f"until {barred.until:%d %b %Y}" if barred.until else "for good"
    _tell(
        session,
        barred,
        subject="You are barred from bidding",
        text=(
            f"You are barred from {scope_in_words(barred)}, {until}: {barred.text}\n\n"
            "The page “What bars me” of your account says so, too. There you can "
            "appeal once."
        ),
        now=now,
    )


def scope_in_words(barred: Barring) -> str:
    """Return from what somebody is barred, within a sentence."""
    if barred.lot is not None:
        return f"every sale of “{barred.lot.title}”"
    if barred.office is not None:
        return f"all sales of {barred.office.name}"
    return "all sales of this site"


@atomic
def _bar_bidder(
    session: Session,
    *,
    officer_id: int,
    lot_id: int,
    number: int,
    ground: str,
    text: str,
    term: str,
    now: datetime,
) -> Barring:
    lot = session.get(Lot, lot_id)
    if lot is None:
        raise NotThere("There is no such lot.")
    check_duty(
        session,
        officer_id=officer_id,
        office_id=lot.office_id,
        duties=(Duty.APPROVER,),
    )
    if lot.status not in ENDED:
        raise NotEnded
    why, told, months = (
        rules.read_ground(ground),
        rules.read_text(text),
        rules.read_term(term),
    )
    paddle = _who_has_bid(session, lot, number)
    barred = bar(
        session,
        user_id=paddle.user_id,
        scope=BarScope.OFFICE,
        ground=why.value,
        text=told,
        now=now,
        until=rules.months_after(now, months) if months else None,
        lot=lot,
        paddle=paddle,
        office_id=lot.office_id,
        by_id=officer_id,
    )
    tell_of_bar(session, barred, now=now)
    return barred


@atomic
def _bar_account(
    session: Session,
    *,
    operator_id: int,
    email: str,
    ground: str,
    text: str,
    term: str,
    now: datetime,
) -> None:
    if session.get_one(User, operator_id).role is not Role.OPERATOR:
        raise OperatorsOnly
    why, told, months = (
        rules.read_ground(ground),
        rules.read_text(text),
        rules.read_term(term),
    )
    user = session.scalars(
        select(User).where(
            User.email == email.strip().lower(), User.role == Role.BIDDER
        )
    ).one_or_none()
    if user is None:
        return
    barred = bar(
        session,
        user_id=user.id,
        scope=BarScope.SITE,
        ground=why.value,
        text=told,
        now=now,
        until=rules.months_after(now, months) if months else None,
        by_id=operator_id,
    )
    tell_of_bar(session, barred, now=now)


def _who_has_bid(session: Session, lot: Lot, number: int) -> Paddle:
    """Return a number that everybody knows; who only registered stays unknown."""
    has_bid = exists().where(Bid.paddle_id == Paddle.id)
    paddle = session.scalars(
        select(Paddle).where(Paddle.lot_id == lot.id, Paddle.number == number, has_bid)
    ).one_or_none()
    if paddle is None:
        raise NoSuchBidder
    return paddle


def _for_change(session: Session, barring_id: int) -> Barring:
    barred = session.scalars(
        select(Barring)
        .where(Barring.id == barring_id)
        .with_for_update(of=Barring)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if barred is None:
        raise NoSuchBar
    return barred


def _check_in_force(barred: Barring, now: datetime) -> None:
    if not rules.is_in_force(until=barred.until, lifted_at=barred.lifted_at, now=now):
        raise rules.NotInForce


def _tell(
    session: Session, barred: Barring, *, subject: str, text: str, now: datetime
) -> None:
    tell(session, barred.user, None, kind="barred", subject=subject, text=text, now=now)
