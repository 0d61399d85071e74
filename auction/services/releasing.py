"""What becomes of the deposits of a lot once it has ended, and by when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, update
from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, Lot, Paddle
from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules.deposit_life import BEFORE_THE_END
from auction.rules.deposit_terms import is_asked, is_kept, lost_in_default
from auction.services import deposit_news
from auction.services.bookkeeping import deposits_for_change, stand_of, write

AT_ONCE = timedelta(0)


def release_deposits(
    session: Session, lot: Lot, *, at: datetime, but: int | None = None
) -> datetime | None:
    """Let the deposits of a lot go on, as it has ended; return by when they are due.

    The buyer's, of the paddle ``but``, is kept, and those of whoever agreed to stay
    bound; all others are due back. The span counts from ``at``; terms that name none
    mean at once. None on a lot without a deposit.
    """
    if not is_asked(lot.deposit):
        return None
    due_at = at + (lot.catalogue.procedure.deposit_release or AT_ONCE)
    for deposit in deposits_of(session, lot):
        _go_on(session, lot, deposit, but=but, now=at, due_at=due_at)
    _note_due(session, lot, due_at, but)
    return due_at


def forfeit_deposit(session: Session, lot: Lot, *, now: datetime) -> None:
    """Let a buyer in default lose of the deposit what the terms say."""
    for deposit in deposits_of(session, lot):
        if deposit.registration.paddle_id == lot.leader_id:
            _forfeit(session, lot, deposit, now=now)


def deposits_of(session: Session, lot: Lot) -> Sequence[Deposit]:
    """Load the deposits of a locked lot for change."""
    session.flush()
    return deposits_for_change(session, Deposit.lot_id == lot.id)


def release(
    session: Session, deposit: Deposit, *, now: datetime, due_at: datetime
) -> None:
    """Let all that is kept of a locked deposit be due back, and ask for no more.

    Of one for which nothing ever came in, nothing is left. For whoever is refused or
    takes his registration back, it is due at once.
    """
    entries = events.released(stand_of(deposit))
    if not entries:
        return
    write(session, deposit, entries, now=now, due_at=due_at)
    deposit_news.tell_due_back(session, deposit, now)


def keep(session: Session, deposit: Deposit, *, now: datetime) -> None:
    """Keep what is there of a locked deposit, after the end."""
    entries = events.held(stand_of(deposit))
    if entries:
        write(session, deposit, entries, now=now)
    if deposit.state is DepositState.HELD:
        deposit_news.tell_held(session, deposit, now)


def _go_on(
    session: Session,
    lot: Lot,
    deposit: Deposit,
    *,
    but: int | None,
    now: datetime,
    due_at: datetime,
) -> None:
    registration = deposit.registration
    is_buyer = but is not None and registration.paddle_id == but
    stays = registration.stays_bound_at is not None and registration.paddle is not None
    if not is_kept(lot.status, is_buyer=is_buyer, stays_bound=stays):
        release(session, deposit, now=now, due_at=due_at)
    elif deposit.state in BEFORE_THE_END:
        keep(session, deposit, now=now)


def _forfeit(session: Session, lot: Lot, deposit: Deposit, *, now: datetime) -> None:
    procedure = lot.catalogue.procedure
    earlier = lot.previous.deposit if lot.previous else None
    lost = lost_in_default(procedure, deposit=deposit.amount, earlier=earlier)
    if lost is None or deposit.state is not DepositState.HELD:
        return
    due_at = now + (procedure.deposit_release or AT_ONCE)
    forfeit(session, deposit, lost, now=now, due_at=due_at)


def forfeit(
    session: Session,
    deposit: Deposit,
    lost: Money,
    *,
    now: datetime,
    due_at: datetime,
    by_id: int | None = None,
    note: str = "",
) -> None:
    """Let so much of a held, locked deposit be lost; the rest is due back."""
    stand = stand_of(deposit)
    write(
        session,
        deposit,
        events.forfeited(lost, stand),
        now=now,
        due_at=due_at,
        by_id=by_id,
        note=note,
    )
    deposit_news.tell_forfeited(session, deposit, lost, now)
    deposit_news.tell_due_back(session, deposit, now)


def _note_due(session: Session, lot: Lot, due_at: datetime, but: int | None) -> None:
    # Of numbers that were given without the deposit in these books.
    in_the_books = exists().where(
        Deposit.lot_id == Paddle.lot_id, Deposit.user_id == Paddle.user_id
    )
    waiting = (Paddle.lot_id == lot.id, Paddle.release_due_at.is_(None), ~in_the_books)
    others = () if but is None else (Paddle.id != but,)
    session.execute(
        update(Paddle)
        .where(*waiting, *others)
        .values(release_due_at=due_at)
        .execution_options(synchronize_session="fetch")
    )
