"""Acting on a lot: by one officer at once, or by two, where the terms say so.

The first asks, and until the second confirms nothing has happened to the lot. At the
confirmation everything is judged anew, and done in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Document, Duty, Lot
from auction.rules.acting import check_possible, check_wish
from auction.rules.procedure import ActTerms
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep, Refusal
from auction.services.calling import answer_asker, call_second_person
from auction.services.doing import do
from auction.services.officers import ACTING, lot_for_officer, office_name
from auction.services.suspending import span_after_rest
from auction.services.transaction import atomic

SECOND = (Duty.APPROVER,)
KIND = "order"  # of a document on which an act rests
LONGEST_REMARK = 2000  # characters


class AlreadyAsked(OutOfStep):
    """A colleague has already asked for this; it waits for a second person."""


class AlreadyDecided(OutOfStep):
    """This has already been decided."""


class SecondPersonNeeded(NotAllowed):
    """You asked for this yourself: somebody else must confirm it."""


class NotYourAct(NotAllowed):
    """Only who asked for this can take it back."""


class RemarkTooLong(Refusal):
    """Please shorten the remark to {longest} characters."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was stored for an act; it is nobody's to read until that is done."""

    title: str
    file: str
    size: int  # bytes


@atomic
def ask_for(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    kind: ActKind,
    public_text: str,
    ground: str | None = None,
    until: datetime | None = None,
    document_id: int | None = None,
    paper: Paper | None = None,
    now: datetime,
) -> Act:
    """Act on a lot, or ask a second person to, where the terms want two.

    ``until`` is a stay's expected end; of a resumption, the new opening or end. The act
    rests on a public document of the lot, or on a ``paper`` that becomes one.
    """
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    act = Act(
        lot=lot,
        kind=kind,
        ground=ground,
        public_text=public_text.strip(),
        until=until,
        document=_new(lot, paper, now) or _document(session, lot, document_id),
        asked_by_id=officer_id,
        asked_at=now,
    )
    terms = _judge(lot, act, now)
    if _is_waiting(session, lot, kind):
        raise AlreadyAsked
    session.add(act)
    session.flush()
    if terms.persons == 1:
        do(session, lot, act, actor=office_name(lot), now=now)
    else:
        call_second_person(session, lot, act, now=now)
    return act


@atomic
def confirm(session: Session, *, act_id: int, officer_id: int, now: datetime) -> Act:
    """Say yes as the second person: the act is judged anew, and done."""
    act, lot = _undecided(session, act_id, officer_id, SECOND)
    if act.asked_by_id == officer_id:
        raise SecondPersonNeeded
    _judge(lot, act, now)
    act.confirmed_by_id = officer_id
    do(session, lot, act, actor=office_name(lot), now=now)
    return act


@atomic
def decline(
    session: Session, *, act_id: int, officer_id: int, remark: str = "", now: datetime
) -> Act:
    """Say no as the second person, and why; nothing happens to the lot."""
    act, lot = _undecided(session, act_id, officer_id, SECOND)
    if act.asked_by_id == officer_id:
        raise SecondPersonNeeded("You asked for this yourself: you may withdraw it.")
    if len(remark) > LONGEST_REMARK:
        raise RemarkTooLong(longest=LONGEST_REMARK)
    act.declined_by_id, act.declined_at = officer_id, now
    act.remark = remark.strip()
    answer_asker(session, lot, act, now=now)
    return act


@atomic
def withdraw(session: Session, *, act_id: int, officer_id: int, now: datetime) -> Act:
    """Take back what one has asked for; nothing happens to the lot."""
    act, _ = _undecided(session, act_id, officer_id, ACTING)
    if act.asked_by_id != officer_id:
        raise NotYourAct
    act.declined_by_id, act.declined_at = officer_id, now
    return act


def obstacle(
    session: Session, lot: Lot, kind: ActKind, *, now: datetime
) -> Refusal | None:
    """Return why nobody could ask for an act on a lot as things stand, or None."""
    try:
        check_possible(kind, lot.standing, lot.catalogue.procedure, now=now)
    except Refusal as refusal:
        return refusal
    return AlreadyAsked() if _is_waiting(session, lot, kind) else None


def hindrance(act: Act, *, now: datetime) -> Refusal | None:
    """Return why an act that waits could not be done now, or None."""
    try:
        _judge(act.lot, act, now)
    except Refusal as refusal:
        return refusal
    return None


def _judge(lot: Lot, act: Act, now: datetime) -> ActTerms:
    terms = check_wish(act.wish, lot.standing, lot.catalogue.procedure, now=now)
    if act.kind is ActKind.RESUMPTION:
        span_after_rest(lot, wanted=act.until, now=now)
    return terms


def _undecided(
    session: Session, act_id: int, officer_id: int, duties: tuple[Duty, ...]
) -> tuple[Act, Lot]:
    # The lot is locked first, as everywhere; only then is the act read.
    lot_id = session.scalar(select(Act.lot_id).where(Act.id == act_id))
    if lot_id is None:
        raise NotThere
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id, duties=duties)
    act = session.get_one(Act, act_id)
    if act.is_decided:
        raise AlreadyDecided
    return act, lot


def _is_waiting(session: Session, lot: Lot, kind: ActKind) -> bool:
    same = exists().where(
        Act.lot_id == lot.id,
        Act.kind == kind,
        Act.done_at.is_(None),
        Act.declined_at.is_(None),
    )
    return bool(session.scalar(select(same)))


def _document(session: Session, lot: Lot, document_id: int | None) -> Document | None:
    if document_id is None:
        return None
    document = session.get(Document, document_id)
    if document is None or document.lot_id != lot.id or not document.is_public:
        raise NotThere("There is no such public document of this lot.")
    return document


def _new(lot: Lot, paper: Paper | None, now: datetime) -> Document | None:
    if paper is None:
        return None
    return Document(
        lot_id=lot.id,
        title=paper.title,
        kind=KIND,
        file=paper.file,
        size=paper.size,
        added_at=now,
        is_public=False,
    )
