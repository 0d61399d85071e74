"""Copying lots and catalogues into new drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Document, Duty, Lot, Photo
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.cataloguing import SlugUnusable
from auction.services.copying import (
    NextSale,
    NothingToCopy,
    NotIntoThat,
    copy_catalogue,
    copy_lot,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.procedures import load_shipped
from tests.factories import (
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)
# What a copy takes over; all else of a lot is its own, or what happened to it.
TAKEN = {
    *("office_id", "title", "description", "category", "region", "location", "round"),
    *(
        "eligibility",
        "fields",
        "valuation",
        "starting_price",
        "reserve",
        "increment",
        "deposit",
    ),
}
OWN = {
    *("id", "version", "catalogue_id", "number", "external_id", "opens_at"),
    *("closes_at", "scheduled_close", "status", "attempt", "previous_id", "first_id"),
    *("submission_id", "announce_at", "announced_at", "deviations", "suspended_at"),
    *("rested_from", "stayed_until", "ended_at", "price", "leader_id", "bid_count"),
    *("bidder_count", "paddle_count", "extensions", "reason_code", "reason_text"),
    *("notice",),
}


def full_lot(
    session: Session, catalogue: Catalogue | None = None, **columns: Any
) -> Lot:
    usual: dict[str, Any] = {
        "external_id": "EX-1",
        "title": "A mill",
        "description": "It **runs**.",
        "category": Category.MACHINERY,
        "region": "North",
        "location": "Here",
        "fields": {"maker": "Example", "condition": "Good"},
        "valuation": Money(9000_00),
        "deposit": Money(40_00),
    }
    lot = make_lot(session, catalogue, **usual | columns)
    lot.photos = [
        Photo(position=1, file="a.webp", alt="A mill", width=1, height=1),
    ]
    lot.documents = [
        document(file="old.pdf", replaced_at=NOON),
        document(file="new.pdf", version=2),
        document(file="secret.pdf", is_public=False),
    ]
    session.commit()
    return lot


def document(**columns: Any) -> Document:
    usual = {"title": "Valuation", "kind": "valuation_report", "size": 1}
    return Document(**usual | {"added_at": NOON} | columns)


def copy(session: Session, lot: Lot, catalogue: Catalogue, **changes: Any) -> Lot:
    usual: dict[str, Any] = {
        "lot_id": lot.id,
        "officer_id": make_officer(session).id,
        "catalogue_id": catalogue.id,
        "now": NOON,
    }
    return copy_lot(session, **usual | changes)


def next_sale(session: Session, catalogue: Catalogue, **changes: Any) -> Catalogue:
    usual: dict[str, Any] = {"title": "Next", "slug": "", "opens_at": NOON + 60 * DAY}
    return copy_catalogue(
        session,
        catalogue_id=catalogue.id,
        officer_id=make_officer(session).id,
        sale=NextSale(**usual | changes),
    )


def test_every_column_of_a_lot_is_taken_over_or_its_own() -> None:
    assert set(inspect(Lot).column_attrs.keys()) == TAKEN | OWN


def test_a_copy_says_and_shows_the_same_and_nothing_has_happened_to_it(
    session: Session,
) -> None:
    lot = full_lot(session)
    paddle = make_paddle(session, lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    catalogue = make_catalogue(session, published_at=None)

    copied = copy(session, lot, catalogue)

    for name in TAKEN:
        assert getattr(copied, name) == getattr(lot, name), name
    assert copied.status is LotStatus.DRAFT
    assert (copied.number, copied.external_id) == (1, None)
    assert (copied.price, copied.leader_id, copied.bid_count) == (None, None, 0)
    assert (copied.paddle_count, copied.attempt, copied.previous_id) == (0, 1, None)
    assert copied.opens_at > NOON
    assert [(p.file, p.alt) for p in copied.photos] == [("a.webp", "A mill")]
    assert [(d.file, d.version, d.is_public) for d in copied.documents] == [
        ("new.pdf", 2, True),
        ("secret.pdf", 1, False),
    ]
    assert len(lot.photos) == 1
    assert len(lot.documents) == 3


def test_a_copy_can_stand_beside_its_lot(session: Session) -> None:
    lot = full_lot(session)

    assert copy(session, lot, lot.catalogue).number == 2


def test_a_copy_takes_over_what_its_procedure_settles(session: Session) -> None:
    bank = make_catalogue(session, "bank-claims")
    movables = make_catalogue(session, "movables", published_at=None)
    lot = full_lot(session, bank, reserve=Money(500_00), round=bank.procedure.round)

    copied = copy(session, lot, movables)

    assert (copied.increment, copied.reserve) == (None, None)
    assert copied.round == movables.procedure.round


def test_a_lot_is_not_copied_where_it_would_be_public_or_count_otherwise(
    session: Session,
) -> None:
    lot = full_lot(session)
    yen = make_catalogue(session, published_at=None, currency_code="JPY")
    public = make_catalogue(session)

    for catalogue in (yen, public):
        with pytest.raises(NotIntoThat):
            copy(session, lot, catalogue)


def test_nothing_is_copied_out_of_or_into_another_office(session: Session) -> None:
    lot = full_lot(session)
    elsewhere = make_office(session, "elsewhere")
    theirs = make_catalogue(session, office=elsewhere, published_at=None)
    mine = make_catalogue(session, published_at=None)
    stranger = make_officer(session, elsewhere)
    auditor = make_officer(session, duties=[Duty.AUDITOR])

    with pytest.raises(NotYourOffice):
        copy(session, lot, mine, officer_id=stranger.id)
    with pytest.raises(NotIntoThat):
        copy(session, lot, theirs, officer_id=stranger.id)
    with pytest.raises(NotYourDuty):
        copy(session, lot, mine, officer_id=auditor.id)
    assert session.scalars(select(Lot)).all() == [lot]


def test_the_next_sale_has_all_lots_as_drafts_at_their_new_times(
    session: Session,
) -> None:
    catalogue = make_catalogue(
        session,
        introduction="Read this.",
        time_zone="Europe/Berlin",
        stagger_seconds=90,
        closes_at=NOON + DAY,
    )
    first = full_lot(session, catalogue, opens_at=NOON, closes_at=NOON + DAY)
    make_lot(session, catalogue, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    first.closes_at += timedelta(hours=1)  # extended by late bids
    session.commit()

    copied = next_sale(session, catalogue)

    start = NOON + 60 * DAY  # it is summer then, but noon stays noon in Berlin
    assert (copied.title, copied.slug) == ("Next", "next")
    assert (copied.introduction, copied.stagger_seconds) == ("Read this.", 90)
    assert copied.published_at is None
    assert copied.previous_id == catalogue.id
    assert copied.opens_at == start
    assert copied.closes_at == start + DAY
    lots = lots_of(session, copied)
    assert [lot.number for lot in lots] == [1, 2]
    assert [lot.opens_at for lot in lots] == [start, start + DAY]
    assert [lot.closes_at for lot in lots] == [start + DAY, start + 2 * DAY]
    assert {lot.status for lot in lots} == {LotStatus.DRAFT}
    assert lots[0].external_id == "EX-1"
    assert lots[0].previous_id is None
    assert lots[0].photos[0].file == "a.webp"


def test_chosen_lots_are_numbered_anew(session: Session) -> None:
    catalogue = make_catalogue(session)
    for title in "ABC":
        make_lot(session, catalogue, title=title)

    copied = next_sale(session, catalogue, numbers=[(3, 3), (1, 1), (9, 12)])

    assert [(lot.number, lot.title) for lot in lots_of(session, copied)] == [
        (1, "A"),
        (2, "C"),
    ]
    with pytest.raises(NothingToCopy):
        next_sale(session, catalogue, numbers=[(9, 9)])


def test_the_next_sale_is_under_the_procedure_of_today(session: Session) -> None:
    catalogue = make_catalogue(session)
    catalogue.procedure_text += "\n# as it was then"
    gone = make_catalogue(session)
    gone.procedure_name = "no-longer-shipped"
    session.commit()

    assert next_sale(session, catalogue).procedure_text == load_shipped(
        "court-first-round"
    )
    assert next_sale(session, gone).procedure_text == gone.procedure_text


def test_an_empty_catalogue_is_copied_as_well(session: Session) -> None:
    copied = next_sale(session, make_catalogue(session, published_at=None))

    assert copied.opens_at == NOON + 60 * DAY


def test_the_next_sale_needs_its_own_short_name(session: Session) -> None:
    catalogue = make_catalogue(session, slug="spring")

    with pytest.raises(SlugUnusable):
        next_sale(session, catalogue, slug="spring")
    assert next_sale(session, catalogue, title="Spring").slug == "spring-2"


def test_only_who_acts_for_the_office_starts_the_next_sale(session: Session) -> None:
    catalogue = make_catalogue(session)
    sale = NextSale(title="Next", slug="", opens_at=NOON)
    stranger = make_officer(session, make_office(session, "elsewhere"))
    auditor = make_officer(session, duties=[Duty.AUDITOR])

    for person, refusal in [(stranger, NotYourOffice), (auditor, NotYourDuty)]:
        with pytest.raises(refusal):
            copy_catalogue(
                session, catalogue_id=catalogue.id, officer_id=person.id, sale=sale
            )


def lots_of(session: Session, catalogue: Catalogue) -> list[Lot]:
    found = select(Lot).where(Lot.catalogue_id == catalogue.id).order_by(Lot.number)
    return list(session.scalars(found))
