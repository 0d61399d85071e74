"""The demo: an invented story that everybody who starts the site sees first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from auction.models import (
    Act,
    ActKind,
    Bid,
    Catalogue,
    Deposit,
    Duty,
    Lot,
    LotChange,
    LotViews,
    Mandate,
    Office,
    PriorityClaim,
    Registration,
    RegistrationState,
    Role,
    SavedSearch,
    Submission,
    TrailRow,
    User,
)
from auction.rules.categories import Category
from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.payment_account import read_iban
from auction.rules.registration import Need, Progress, Step
from auction.services import accounts, search_news
from auction.services.announcing import announce_due_lots
from auction.services.attempts import chain_of
from auction.services.matching import matches_of, open_lines
from auction.services.ordering_returns import due_back
from auction.services.registration_facts import first_missing
from auction.services.trail import first_broken
from tests.factories import approve, make_bidder, password_hash, sign_in
from tests.moving_clock import NOON
from web import lot_search
from web.demo import (
    PASSWORD,
    DemoAlreadyThere,
    RealPeopleThere,
    bidders,
    canvas,
    load_demo,
    loading,
    pictures,
    plans,
)

SMALL = (1200, 800)
HELD = {LotStatus.OPEN, LotStatus.SOLD, LotStatus.SUSPENDED}


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)
    monkeypatch.setattr(canvas, "FINER", 1)


def lots_of(session: Session, slug: str) -> list[Lot]:
    query = select(Lot).join(Catalogue).where(Catalogue.slug == slug)
    return list(session.scalars(query.order_by(Lot.number)))


def test_the_demo_has_every_category_and_lots_in_every_state(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    told = load_demo(app, now=NOON).told()

    assert PASSWORD in told
    assert "bidder1@example.com to bidder20@example.com" in told
    lots = session.scalars(select(Lot)).all()
    assert {lot.status for lot in lots} == set(LotStatus)
    assert {lot.category for lot in lots if lot.office.kind != "asset_manager"} == set(
        Category
    )
    assert {lot.reason_code for lot in lots if lot.status is LotStatus.PASSED} == {
        "no_bid",
        "reserve_not_met",
    }
    soon = [lot for lot in lots if lot.closes_at - NOON <= timedelta(minutes=20)]
    assert sum(lot.status is LotStatus.OPEN for lot in soon) >= 5
    assert all("xample" in lot.office.name for lot in lots)
    check_the_offices(session, told)
    check_the_story(session)
    check_the_changes(session)
    check_the_acts(session)
    check_the_rounds(session)
    check_the_stages(session)
    check_the_bank(session)
    check_the_record(session, lots)
    check_the_files(app, lots)
    check_the_searches(session)

    officer = session.scalars(
        select(User).where(User.email == "officer@court.example")
    ).one()
    sign_in(client, officer, PASSWORD)
    for lot in lots[:3]:
        assert client.get(f"/lots/{lot.id}").status_code == 200

    with pytest.raises(DemoAlreadyThere, match="nothing was added"):
        load_demo(app, now=NOON)
    assert session.scalar(select(func.count(Lot.id))) == len(lots)
    check_what_waits(session)


def check_the_offices(session: Session, told: str) -> None:
    for office in session.scalars(select(Office)):
        assert read_iban(office.iban)[4:13] == "0" * 9  # no bank has this number
        assert "Example" in office.address
        assert office.time_zone == "Europe/Vienna"
        people = select(User).where(User.role == Role.OFFICER)
        staff = [user for user in session.scalars(people) if user.works_for(office.id)]
        assert all(user.email in told for user in staff)
        approvers = [u for u in staff if Duty.APPROVER in u.duties_in(office.id)]
        assert len(approvers) >= 2
    court = session.scalars(select(User).where(User.email.like("%@court.example")))
    assert len(court.all()) == 4


def check_the_story(session: Session) -> None:
    mill, brooms, third = lots_of(session, "example-three-bad-loans")
    assert mill.status is brooms.status is LotStatus.SOLD
    assert mill.ended_at
    assert brooms.ended_at
    assert NOON > brooms.ended_at > mill.ended_at > mill.opens_at
    assert third.status is LotStatus.RECALLED
    assert third.bid_count > 0
    assert "paid the claim in full" in (third.reason_text or "")
    void = session.scalars(select(Bid.voided_at).where(Bid.lot_id == third.id)).all()
    assert all(void)
    views = session.get_one(LotViews, mill.id).views
    assert views > 1_000


def check_the_acts(session: Session) -> None:
    acts = session.scalars(select(Act)).all()
    assert {act.kind for act in acts} == set(ActKind) - {ActKind.RESUMPTION}
    (waiting,) = [act for act in acts if act.is_waiting]
    assert waiting.lot.status is LotStatus.OPEN
    assert all(act.confirmed_by_id for act in acts if act.document)


def check_the_rounds(session: Session) -> None:
    warehouse, _, meadow = lots_of(session, "example-court-second-round")
    assert warehouse.previous is not None
    assert warehouse.previous.status is LotStatus.PASSED
    assert (warehouse.attempt, warehouse.status) == (2, LotStatus.OPEN)
    assert meadow.status is LotStatus.PASSED  # and may be offered again
    waits, bid_on = lots_of(session, "example-court-sell-off")
    for lot in (waits, bid_on):
        assert [one.round for one in chain_of(session, lot)] == [
            "first",
            "second",
            "sell-off",
        ]
        assert lot.starting_price == lot.deposit
        assert lot.status is LotStatus.OPEN
    assert waits.waits_for_first_bid
    assert waits.closes_at - waits.opens_at == timedelta(days=60)
    first_bid = session.scalars(
        select(Bid).where(Bid.lot_id == bid_on.id, Bid.sequence == 1)
    ).one()
    assert bid_on.closes_at == first_bid.received_at + timedelta(hours=24)


def check_the_stages(session: Session) -> None:
    asked = session.scalars(
        select(Registration).where(
            Registration.state == RegistrationState.ASKED,
            Registration.lot_id.in_(select(Lot.id).where(Lot.status.in_(LIVE))),
        )
    ).all()
    stages = {(step.need, step.progress) for one in asked if (step := first_of(one))}
    assert stages >= {
        (Need.ADDRESS, Progress.NOW),
        (Need.IDENTITY, Progress.WAITS),
        (Need.IDENTITY, Progress.REFUSED),
        (Need.DECLARATION, Progress.NOW),
        (Need.DEPOSIT, Progress.NOW),
        (Need.DEPOSIT, Progress.WAITS),
    }
    assert session.scalar(select(func.count(Mandate.id))) == 1
    (claimed,) = session.scalars(select(PriorityClaim))
    assert claimed.confirmed_at is claimed.declined_at is None


def first_of(registration: Registration) -> Step | None:
    session = object_session(registration)
    assert session
    return first_missing(
        session,
        lot_id=registration.lot_id,
        user_id=registration.user_id,
        now=NOON,
    )


def check_the_bank(session: Session) -> None:
    office = session.scalars(select(Office).where(Office.slug.like("%court"))).one()
    open_ = open_lines(session, office.id, most=10)
    fits = [one.fit for one in matches_of(session, office.id, open_).values()]
    assert sorted(fits) == ["nothing", "reference", "suggested"]
    assert due_back(session, office.id)
    for deposit in session.scalars(select(Deposit)):
        assert not deposit.refund_iban or read_iban(deposit.refund_iban)


def check_what_waits(session: Session) -> None:
    waiting = select(Submission).where(Submission.decision.is_(None))
    approve(session, session.scalars(waiting).one())
    assert announce_due_lots(session, now=NOON) == 2
    later = lots_of(session, "example-court-next-round")
    assert announce_due_lots(session, now=NOON + timedelta(days=1)) == len(later)


def check_the_changes(session: Session) -> None:
    changed = session.scalars(select(LotChange).order_by(LotChange.at)).all()
    assert [one.field for one in changed] == ["Land area", "Place"]
    assert (changed[0].old, changed[0].new) == ("1230 m²", "1184 m²")


def check_the_record(session: Session, lots: Sequence[Lot]) -> None:
    for lot in lots:
        rows = session.scalars(
            select(TrailRow).where(TrailRow.lot_id == lot.id).order_by(TrailRow.id)
        ).all()
        assert first_broken(rows) is None
        moments = [row.at for row in rows]
        assert moments == sorted(moments)
        assert all(at <= NOON for at in moments)
        if lot.status in HELD and lot.bid_count:
            highest = select(func.max(Bid.sequence)).where(Bid.lot_id == lot.id)
            assert session.scalar(highest) == lot.bid_count


def check_the_searches(session: Session) -> None:
    kept = session.scalars(select(SavedSearch)).all()
    new = search_news.count_new(session, kept, matching=lot_search.matching)
    assert len(kept) == 2
    assert all(new.values())


def check_the_files(app: Flask, lots: Sequence[Lot]) -> None:
    uploads, papers = Path(app.config["UPLOADS"]), Path(app.config["DOCUMENTS"])
    for lot in lots:
        assert 1 <= len(lot.photos) <= 3
        for photo in lot.photos:
            assert (uploads / photo.file).exists()
            assert (uploads / str(photo.thumbnail)).exists()
            assert photo.alt.startswith("Drawing of")
            assert photo.alt.endswith("an example")
            assert (photo.width, photo.height) == SMALL
        for document in lot.documents:
            assert (papers / document.file).read_text().startswith("EXAMPLE")
            assert (papers / document.file).stat().st_size == document.size
            assert not (uploads / document.file).exists()


def test_the_demo_is_refused_where_there_are_real_users(
    app: Flask, session: Session
) -> None:
    make_bidder(session, "Anna")

    with pytest.raises(RealPeopleThere, match="real users"):
        load_demo(app, now=NOON)

    assert session.scalar(select(func.count(Lot.id))) == 0


def test_nothing_is_written_when_a_picture_cannot_be_drawn(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> None:
        raise MemoryError

    monkeypatch.setattr(loading, "draw", fail)

    with pytest.raises(MemoryError):
        load_demo(app, now=NOON)

    assert session.scalar(select(func.count(User.id))) == 0


def test_a_picture_is_the_same_every_time_it_is_drawn() -> None:
    first = pictures.draw("house", "dusk", "one")
    pictures.draw.cache_clear()

    assert pictures.draw("house", "dusk", "one") == first
    assert pictures.draw("house", "dusk", "two").content != first.content


def test_every_picture_that_a_plan_names_can_be_drawn() -> None:
    for catalogue in plans.plans(now=NOON):
        for lot in catalogue.lots:
            for subject, palette in lot.pictures:
                assert subject in pictures.SUBJECTS
                assert palette in canvas.PALETTES


@pytest.mark.parametrize(
    "site",
    [
        "http://auction.example:8000",
        "https://127.0.0.1:8000",
        "http://127.0.0.1.example",
        "http://10.0.0.1",
        "file:///etc/passwd",
    ],
)
def test_simulated_bidders_bid_on_this_machine_only(site: str) -> None:
    with pytest.raises(bidders.NotThisMachine):
        bidders.bid(site, password=PASSWORD, seconds=1, tell=print)
