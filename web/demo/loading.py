"""Loading the demo into an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, User
from auction.rules.lot_sheet import LotSheet, read_rows
from auction.rules.refusal import OutOfStep, Refusal
from auction.services import cataloguing, deviating, viewing
from web.demo import approvals, changes, files, questions, rounds, visits, waiting
from web.demo.act_story import act_events
from web.demo.identities import file_a_power, show_who_they_are
from web.demo.people import PASSWORD, Accounts, Cast, add_people
from web.demo.pictures import draw
from web.demo.plans import PlannedCatalogue, PlannedLot, plans
from web.demo.searches import keep_searches
from web.demo.story import Event, events, play
from web.extensions import db

PREPARED = timedelta(days=100)  # before now: when the accounts were opened


class RealPeopleThere(Refusal):
    """The demo was not loaded: this database has real users."""


class DemoAlreadyThere(OutOfStep):
    """The demo is already there; nothing was added."""


def load_demo(
    app: Flask,
    *,
    now: datetime,
    password: str = PASSWORD,
) -> Accounts:
    """Fill an empty database with the demo; return who can sign in."""
    with app.app_context():
        session = db.session()
        check_empty(session)
        planned = plans(now=now)
        _draw_all(planned)
        cast = add_people(session, password=password, now=now - PREPARED)
        show_who_they_are(session, cast, opened_at=now - PREPARED, now=now)
        seen: dict[int, int] = {}
        told = _story(session, planned, cast, seen=seen, now=now)
        play(session, told, now=now)
        file_a_power(session, cast, now=now)
        keep_searches(session, cast, now=now)
        viewing.count_views(session, seen=seen)
    return Accounts(password)


def _story(
    session: Session,
    planned: list[PlannedCatalogue],
    cast: Cast,
    *,
    seen: dict[int, int],
    now: datetime,
) -> list[Event]:
    """Prepare every catalogue, and return what happens to its lots.

    ``seen`` takes their views, by their ids, also of those that come later.
    """
    story: list[Event] = []
    lots: dict[str, tuple[int, str]] = {}
    for catalogue in planned:
        if catalogue.goes_on:
            story += rounds.go_on(catalogue, cast=cast, seen=seen, now=now)
            continue
        catalogue_id = _open(session, catalogue, cast)
        story += approvals.events(catalogue, catalogue_id=catalogue_id, cast=cast)
        for lot, lot_id in _prepare(session, catalogue, catalogue_id, cast, now):
            seen[lot_id] = lot.views
            lots[lot.name] = lot_id, catalogue.office
            acts = act_events(
                lot,
                lot_id=lot_id,
                asker=cast.officers[catalogue.office],
                second=cast.approvers[catalogue.office],
            )
            story += events(lot, lot_id=lot_id, cast=cast, acts=acts, now=now)
    for part in (changes, questions, visits, waiting):
        story += part.events(lots, cast=cast, now=now)
    return story


def check_empty(session: Session) -> None:
    """Refuse a database in which there is anybody already."""
    if session.scalar(select(User.id).where(User.is_example.is_(False)).limit(1)):
        raise RealPeopleThere
    if session.scalar(select(User.id).limit(1)):
        raise DemoAlreadyThere


def _draw_all(planned: list[PlannedCatalogue]) -> None:
    # Nothing is written before everything is drawn; a second processor halves the wait.
    lots = [lot for catalogue in planned for lot in catalogue.lots]
    wanted = [(*picture, lot.name) for lot in lots for picture in lot.pictures]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda words: draw(*words), wanted))


def _open(session: Session, planned: PlannedCatalogue, cast: Cast) -> int:
    return cataloguing.create_catalogue(
        session,
        office_id=cast.offices[planned.office],
        slug=planned.slug,
        title=planned.title,
        procedure=str(planned.procedure),
        currency="EUR",
        locale="en",
        time_zone="Europe/Vienna",
        introduction=planned.introduction,
    ).id


def _prepare(
    session: Session,
    planned: PlannedCatalogue,
    catalogue_id: int,
    cast: Cast,
    now: datetime,
) -> Iterator[tuple[PlannedLot, int]]:
    catalogue = session.get_one(Catalogue, catalogue_id)
    added_at = planned.published_at or now
    officer_id = cast.officers[planned.office]
    for lot, sheet in zip(planned.lots, _sheets(planned, catalogue), strict=True):
        row = cataloguing.add_lot(session, catalogue_id=catalogue_id, sheet=sheet)
        lot_id = row.id
        files.add_pictures(session, lot, lot_id=lot_id, officer_id=officer_id)
        files.add_papers(
            session, lot, lot_id=lot_id, officer_id=officer_id, now=added_at
        )
        for check, reason in lot.deviations.items():
            deviating.deviate(
                session,
                lot_id=lot_id,
                officer_id=officer_id,
                check=check,
                reason=reason,
            )
        yield lot, lot_id


def _sheets(planned: PlannedCatalogue, catalogue: Catalogue) -> list[LotSheet]:
    sheets, problems = read_rows(
        [lot.row for lot in planned.lots],
        currency=catalogue.currency,
        locale=catalogue.locale,
        zone=catalogue.zone,
        procedure=catalogue.procedure,
    )
    if problems:
        raise Refusal("; ".join(str(problem) for problem in problems))
    return sheets
