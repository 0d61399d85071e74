"""Catalogues in preparation: new ones, changes, and empty ones that go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot, Submission, User
from auction.money import Money
from auction.rules.catalogue_entries import CataloguePlan
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services.cataloguing import SlugUnusable
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.preparing import (
    AlreadyPublished,
    CurrencyIsUsed,
    HasLots,
    LotsAreSubmitted,
    StaleCatalogue,
    change_catalogue,
    delete_catalogue,
    fingerprint,
    prepare_catalogue,
)
from tests.factories import make_catalogue, make_lot, make_office, make_officer
from tests.moving_clock import NOON


def plan(**changes: Any) -> CataloguePlan:
    usual: dict[str, Any] = {
        "title": "Spring sale",
        "slug": "",
        "procedure_name": "movables",
        "introduction": "Read this.",
        "currency_code": "EUR",
        "locale": "de",
        "time_zone": "Europe/Berlin",
        "opens_at": NOON + timedelta(days=20),
        "closes_at": NOON + timedelta(days=21),
        "stagger_seconds": 120,
    }
    return CataloguePlan(**usual | changes)


def prepare(session: Session, officer: User | None = None, **changes: Any) -> Catalogue:
    office = make_office(session)
    officer = officer or make_officer(session, office)
    return prepare_catalogue(
        session, office_id=office.id, officer_id=officer.id, plan=plan(**changes)
    )


def change(
    session: Session,
    catalogue: Catalogue,
    officer: User | None = None,
    *,
    seen: str | None = None,
    **changes: Any,
) -> Catalogue:
    officer = officer or make_officer(session)
    return change_catalogue(
        session,
        catalogue_id=catalogue.id,
        officer_id=officer.id,
        plan=plan(**changes),
        seen=fingerprint(catalogue) if seen is None else seen,
    )


def test_a_catalogue_is_opened_as_planned_and_is_not_public(session: Session) -> None:
    catalogue = prepare(session)

    assert (catalogue.title, catalogue.slug) == ("Spring sale", "spring-sale")
    assert catalogue.procedure.title == "Sale of movables"
    assert (catalogue.locale, catalogue.time_zone) == ("de", "Europe/Berlin")
    assert catalogue.opens_at == NOON + timedelta(days=20)
    assert catalogue.stagger_seconds == 120
    assert catalogue.published_at is None


def test_the_same_title_twice_gets_two_short_names(session: Session) -> None:
    slugs = [prepare(session).slug for _ in range(3)]

    assert slugs == ["spring-sale", "spring-sale-2", "spring-sale-3"]


@pytest.mark.parametrize("slug", ["Spring", "a b", "-", "new", "x" * 81, "taken"])
def test_a_short_name_that_cannot_be_is_refused(session: Session, slug: str) -> None:
    make_catalogue(session, slug="taken")

    with pytest.raises(SlugUnusable):
        prepare(session, slug=slug)


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_only_who_acts_for_the_office_prepares(session: Session, duty: Duty) -> None:
    with pytest.raises(NotYourDuty):
        prepare(session, make_officer(session, duties=[duty]))
    with pytest.raises(NotYourOffice):
        prepare(session, make_officer(session, make_office(session, "elsewhere")))

    assert session.scalars(select(Catalogue)).all() == []


def test_an_unpublished_catalogue_is_changed(session: Session) -> None:
    catalogue = prepare(session)

    change(session, catalogue, title="Autumn sale", slug="autumn", stagger_seconds=0)

    assert (catalogue.title, catalogue.slug) == ("Autumn sale", "autumn")
    assert catalogue.stagger_seconds == 0


def test_a_short_name_that_is_left_empty_stays(session: Session) -> None:
    catalogue = prepare(session)

    change(session, catalogue, title="Autumn sale", slug="")

    assert catalogue.slug == "spring-sale"


def test_a_change_of_what_somebody_else_changed_is_refused(session: Session) -> None:
    catalogue = prepare(session)
    seen = fingerprint(catalogue)
    change(session, catalogue, title="Theirs")

    with pytest.raises(StaleCatalogue):
        change(session, catalogue, title="Mine", seen=seen)

    assert catalogue.title == "Theirs"


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (LotStatus.SUBMITTED, LotsAreSubmitted),
        (LotStatus.APPROVED, LotsAreSubmitted),
        (LotStatus.ANNOUNCED, LotsAreSubmitted),
    ],
)
def test_what_somebody_has_approved_is_not_changed(
    session: Session, status: LotStatus, refusal: type[Refusal]
) -> None:
    catalogue = prepare(session)
    make_lot(session, catalogue, status=status)

    with pytest.raises(refusal):
        change(session, catalogue, title="Mine")


def test_a_published_catalogue_is_not_changed(session: Session) -> None:
    catalogue = make_catalogue(session)

    with pytest.raises(AlreadyPublished):
        change(session, catalogue)


def test_nobody_else_changes_or_deletes_it(session: Session) -> None:
    catalogue = prepare(session)
    stranger = make_officer(session, make_office(session, "elsewhere"))

    with pytest.raises(NotYourOffice):
        change(session, catalogue, stranger)
    with pytest.raises(NotYourOffice):
        delete_catalogue(session, catalogue_id=catalogue.id, officer_id=stranger.id)


def test_amounts_keep_their_currency(session: Session) -> None:
    catalogue = prepare(session)
    change(session, catalogue, currency_code="JPY")
    assert catalogue.currency_code == "JPY"
    make_lot(session, catalogue, status=LotStatus.DRAFT)

    with pytest.raises(CurrencyIsUsed, match="amounts in JPY"):
        change(session, catalogue, currency_code="EUR")


def test_drafts_take_over_what_a_new_procedure_settles(session: Session) -> None:
    catalogue = prepare(session, procedure_name="bank-claims")
    terms: dict[str, Any] = {
        "increment": Money(5_00),
        "reserve": Money(500_00),
        "eligibility": {"kinds": "company", "licence": "financial_institution"},
    }
    usual = catalogue.procedure.round
    lots = [
        make_lot(session, catalogue, status=LotStatus.DRAFT, round=told, **terms)
        for told in (usual, "third")
    ]

    change(session, catalogue, procedure_name="movables")

    assert [lot.round for lot in lots] == [catalogue.procedure.round, "third"]
    assert {(lot.increment, lot.reserve) for lot in lots} == {(None, None)}
    assert all(lot.eligibility == {"kinds": "company"} for lot in lots)


def test_an_empty_catalogue_is_deleted_with_what_hangs_on_it(session: Session) -> None:
    catalogue = prepare(session)
    officer = make_officer(session)
    later = make_catalogue(session, published_at=None, previous_id=catalogue.id)
    session.add(
        Submission(
            catalogue_id=catalogue.id,
            digest="",
            lot_count=0,
            submitted_by_id=officer.id,
            submitted_at=NOON,
        )
    )
    session.commit()

    delete_catalogue(session, catalogue_id=catalogue.id, officer_id=officer.id)

    session.refresh(later)
    assert later.previous_id is None
    assert session.scalars(select(Catalogue.id)).all() == [later.id]


def test_a_catalogue_with_lots_stays(session: Session) -> None:
    catalogue = prepare(session)
    make_lot(session, catalogue, status=LotStatus.DRAFT)

    with pytest.raises(HasLots):
        delete_catalogue(
            session, catalogue_id=catalogue.id, officer_id=make_officer(session).id
        )

    assert session.scalars(select(Lot)).all()
