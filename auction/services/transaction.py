"""One service, one transaction."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload
from sqlalchemy.orm.attributes import flag_modified

from auction.models import Catalogue, Lot
from auction.rules.refusal import NotThere

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Session, P], R]


# A writer needs what a lot is judged by; what only describes it comes when asked for.
LOCKED = (
    select(Lot)
    .where(Lot.id == bindparam("lot_id"))
    .options(
        defer(Lot.description),
        defer(Lot.fields),
        defer(Lot.eligibility),
        defer(Lot.title),
        defer(Lot.location),
        defer(Lot.region),
        joinedload(Lot.catalogue, innerjoin=True).load_only(
            Catalogue.procedure_name,
            Catalogue.procedure_text,
            Catalogue.currency_code,
        ),
    )
    .with_for_update(of=Lot)
    .execution_options(populate_existing=True)
)


def atomic(service: Service[P, R]) -> Service[P, R]:
    """Commit what a service did, or nothing.

    Whatever the session had read before is forgotten first: a service judges by how
    things stand once it holds its locks.
    """

    @wraps(service)
    def run(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        session.rollback()
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        try:
            result = service(session, *args, **kwargs)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        else:
            return result

    return run


def lot_for_change(session: Session, lot_id: int) -> Lot:
    """Load a lot that nobody else can change until this transaction ends.

    Every writer comes through here. SQLite has no row locks: there the whole
    transaction holds the write lock, because ``atomic`` began it as ``IMMEDIATE``.
    """
    lot = session.scalars(LOCKED, {"lot_id": lot_id}).one_or_none()
    if lot is None:
        raise NotThere("There is no such lot.")
    return lot


def step_version(lot: Lot) -> None:
    """Let a change beside the lot's own row, such as an answer, step its version."""
    flag_modified(lot, "status")


def lots_for_change(
    session: Session, *conditions: ColumnElement[bool]
) -> Sequence[Lot]:
    """Load whole lots, with all that they show, that nobody else can change meanwhile.

    Whoever locks a catalogue as well, locks it first; the lots are locked in one order.
    """
    return session.scalars(
        select(Lot)
        .where(*conditions)
        .options(
            joinedload(Lot.catalogue, innerjoin=True),
            joinedload(Lot.office, innerjoin=True),
            selectinload(Lot.photos),
            selectinload(Lot.documents),
            selectinload(Lot.previous).joinedload(Lot.catalogue, innerjoin=True),
        )
        .order_by(Lot.id)
        .with_for_update(of=Lot)
        .execution_options(populate_existing=True)
    ).all()
