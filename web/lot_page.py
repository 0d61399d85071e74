"""What a lot's page shows: the public part, and what is one person's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction import clock
from auction.models import Bid, Lot, Paddle, Registration, Reminder, User
from auction.money import Money, figures
from auction.rules import priority_match
from auction.rules.categories import FIELDS, Field, grouped, is_given
from auction.rules.lifecycle import PREPARING
from auction.rules.plain_words import rules_in_words
from auction.rules.publicity import (
    names_winner_to_all,
    names_winner_to_seller,
    shows_bids,
)
from auction.rules.refusal import Refusal
from auction.rules.registration import Step
from auction.services import applying, bidders, viewing
from auction.services.identifying import name_on_papers
from auction.services.officers import ACTING
from auction.services.own_maxima import OwnMaximum, own_maximum
from auction.services.registration_facts import first_missing, registration_of
from web import (
    keys,
    lot_changes,
    lot_papers,
    lot_questions,
    lot_rounds,
    lot_visits,
    office_acts,
    public_acts,
)
from web.extensions import db
from web.live import pace

APART = {"inspection"}  # fields that have a section of their own
NEWEST = 20  # bids on the lot's own page

FactGroup = tuple[str, list[tuple[Field, Any]]]  # a section, and what it says


@dataclass(frozen=True, slots=True)
class Mine:
    """How a lot stands for one person."""

    paddle: Paddle | None
    leads: bool
    has_bid: bool
    is_reminded: bool
    is_seller: bool
    may_act: bool
    registration: Registration | None = None
    next: Step | None = None  # what is missing to the registration
    can_register: bool = False
    maximum: OwnMaximum | None = None  # his newest one
    may_match: bool = False  # whether he may bid the price itself, by priority
    ceiling: Money | None = None  # up to where his deposit lets him bid


@dataclass(frozen=True, slots=True)
class Winner:
    """Who won a lot, under the verified name where there is one."""

    name: str
    email: str


def public_lot(lot_id: int, person: User | None) -> Lot:
    """Return a lot that this person may see, or answer 404."""
    lot = db.session.scalars(
        select(Lot)
        .where(Lot.id == lot_id)
        .options(
            joinedload(Lot.catalogue, innerjoin=True),
            joinedload(Lot.office, innerjoin=True),
            joinedload(Lot.leader),
            selectinload(Lot.photos),
            selectinload(Lot.documents),
        )
    ).one_or_none()
    if lot is None:
        abort(404)
    if lot.status in PREPARING and not (person and person.works_for(lot.office_id)):
        abort(404)
    return lot


def newest_bids(
    session: Session, lot: Lot, *, most: int, skip: int = 0
) -> Sequence[Bid]:
    """Return the bids of a lot that may be read now, the newest first."""
    if not shows_bids(lot.catalogue.procedure, lot.status):
        return []
    return session.scalars(
        select(Bid)
        .where(Bid.lot_id == lot.id)
        .options(joinedload(Bid.paddle, innerjoin=True))
        .order_by(Bid.sequence.desc())
        .limit(most)
        .offset(skip)
    ).all()


def facts(lot: Lot, *, public: bool) -> list[FactGroup]:
    """Return the fields that have a value, by section: the public ones or the others.

    What is not public may only be shown to the lot's own office.
    """
    told = [
        field
        for field in FIELDS[lot.category]
        if field.is_public is public
        and field.name not in APART
        and is_given(lot.fields.get(field.name))
    ]
    return [
        (name, [(field, lot.fields[field.name]) for field in fields])
        for name, fields in grouped(told)
    ]


def winner(lot: Lot, *, for_seller: bool) -> Winner | None:
    """Return who won a lot, if the procedure lets the asker know."""
    procedure = lot.catalogue.procedure
    told = names_winner_to_all(procedure, lot.status) or (
        for_seller and names_winner_to_seller(procedure, lot.status)
    )
    if not told or lot.leader is None:
        return None
    name = name_on_papers(db.session(), lot.leader)
    return Winner(name, lot.leader.user.email)


def rules_of(lot: Lot) -> tuple[str, ...]:
    """Return the rules of the sale in plain words."""
    catalogue = lot.catalogue

    def tell(amount: Money) -> str:
        return figures(amount, currency=catalogue.currency, locale=catalogue.locale)

    procedure = replace(catalogue.procedure, eligibility=lot.who_may_bid)
    return rules_in_words(procedure, tell=tell, increment=lot.increment)


def mine(session: Session, lot: Lot, person: User | None) -> Mine:
    """Return how a lot stands for a person."""
    can_register = applying.is_open(lot, now=clock.now())
    if person is None:
        return Mine(
            None,
            leads=False,
            has_bid=False,
            is_reminded=False,
            is_seller=False,
            may_act=False,
            can_register=can_register,
        )
    paddle = session.scalars(
        select(Paddle).where(Paddle.lot_id == lot.id, Paddle.user_id == person.id)
    ).one_or_none()
    bid = paddle and session.scalar(
        select(Bid.id).where(Bid.paddle_id == paddle.id).limit(1)
    )
    return Mine(
        paddle,
        leads=paddle is not None and lot.leader_id == paddle.id,
        has_bid=bid is not None,
        is_reminded=session.get(Reminder, (lot.id, person.id)) is not None,
        is_seller=person.works_for(lot.office_id),
        may_act=not person.duties_in(lot.office_id).isdisjoint(ACTING),
        registration=None
        if paddle
        else registration_of(session, lot_id=lot.id, user_id=person.id),
        next=first_missing(session, lot_id=lot.id, user_id=person.id, now=clock.now()),
        can_register=can_register,
        maximum=_own_maximum(session, lot, paddle),
        may_match=_may_match(lot, paddle),
        ceiling=bidders.ceiling_for(session, lot, paddle) if paddle else None,
    )


def check_match(lot: Lot, paddle: Paddle, *, seen: Money) -> None:
    """Refuse a bid of the price itself to whom the right does not belong."""
    priority_match.check_match(
        lot.standing,
        lot.catalogue.procedure,
        paddle_id=paddle.id,
        rank=paddle.priority_rank,
        leader_rank=lot.leader.priority_rank if lot.leader else None,
        seen=seen,
    )


def _may_match(lot: Lot, paddle: Paddle | None) -> bool:
    if paddle is None or paddle.priority_rank is None or lot.price is None:
        return False
    try:
        check_match(lot, paddle, seen=lot.price)
    except Refusal:
        return False
    return lot.standing.takes_bids(clock.now())


def _own_maximum(
    session: Session, lot: Lot, paddle: Paddle | None
) -> OwnMaximum | None:
    if paddle is None or not lot.catalogue.procedure.maxima:
        return None
    return own_maximum(session, paddle, ring=keys.ring())


def render(
    lot: Lot,
    person: User | None,
    *,
    refusal: str | None = None,
    amount: str | None = None,
    way: str = "",
) -> str:
    """Return the whole page of a lot, with what was refused in its place."""
    session = db.session()
    now = clock.now()
    own = mine(session, lot, person)
    done = public_acts.acts_done(session, lot)
    return render_template(
        "lots/show.html",
        lot=lot,
        catalogue=lot.catalogue,
        procedure=lot.catalogue.procedure,
        pace=pace(lot.status, lot.opens_at, lot.closes_at, now),
        bids=newest_bids(session, lot, most=NEWEST),
        counters=viewing.counters(session, lot),
        facts=facts(lot, public=True),
        not_public=facts(lot, public=False) if own.is_seller else [],
        rules=rules_of(lot),
        papers=lot_papers.public_papers(lot),
        in_data_room=lot_papers.count_in_data_room(session, lot),
        deviations=lot_changes.deviations_of(lot),
        changes=lot_changes.changes_of(session, lot, for_office=False),
        acts_done=done,
        why=public_acts.explanation(done, lot),
        acts_waiting=office_acts.waiting_on(session, lot) if own.is_seller else [],
        chain=lot_rounds.chain(session, lot, person),
        outcome=lot_rounds.outcome,
        bids_shown=shows_bids(lot.catalogue.procedure, lot.status),
        winner=winner(lot, for_seller=False),
        buyer=winner(lot, for_seller=own.is_seller),
        takes_bids=lot.standing.takes_bids(now),
        mine=own,
        refusal=refusal,
        amount=amount,
        way=way,
        who=person,
        own_questions=lot_questions.unanswered(session, lot, person),
        own_visits=lot_visits.bookings_of(session, lot, person),
        **lot_questions.section(session, lot, now=now),
        **lot_visits.section(session, lot, now=now),
    )
