"""An announced lot is corrected in public: old, new, when and why."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, LotChange, Notice, Photo, TrailRow
from auction.money import Money
from auction.rules.categories import FIELDS, Category
from auction.rules.changing import LastHours, NotAnnounced, TooLateToChange
from auction.rules.grounds import PublicTextMissing
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services import bidding, changing, trail
from auction.services.changing import (
    ChangedMeanwhile,
    NothingChanged,
    NotReadable,
    digest_of,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from tests.factories import (
    make_bidder,
    make_draft,
    make_office,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON
from tests.racing import at_once

REASON = "The surveyor has measured again."
DAY = timedelta(days=1)


def make_announced(session: Session, **columns: Any) -> Lot:
    usual: dict[str, Any] = {
        "status": LotStatus.OPEN,
        "opens_at": NOON - DAY,
        "closes_at": NOON + DAY,
        "title": "Six chairs",
    }
    return make_draft(session, **usual | columns)


def change(session: Session, lot: Lot, **other: Any) -> Lot:
    usual: dict[str, Any] = {
        "lot_id": lot.id,
        "typed": {"title": "Seven chairs"},
        "seen": digest_of(lot),
        "reason": REASON,
        "now": NOON,
    }
    if "officer_id" not in other:
        other["officer_id"] = make_officer(session, lot.office).id
    return changing.change_lot(session, **usual | other)


def changes(session: Session) -> list[LotChange]:
    session.rollback()
    return list(session.scalars(select(LotChange).order_by(LotChange.id)))


def last_row(session: Session, lot: Lot) -> TrailRow:
    rows = select(TrailRow).where(TrailRow.lot_id == lot.id)
    return session.scalars(rows.order_by(TrailRow.sequence.desc())).first()  # type: ignore[return-value]


def test_a_change_is_public_with_old_new_and_reason(session: Session) -> None:
    lot = make_announced(session)
    version = lot.version
    officer = make_officer(session)

    change(
        session,
        lot,
        officer_id=officer.id,
        typed={"title": "Seven chairs", "field.condition": "Worn", "region": ""},
        reason=f"  {REASON} ",
    )

    assert (lot.title, lot.fields["condition"]) == ("Seven chairs", "Worn")
    assert lot.version == version + 1
    found = changes(session)
    assert [(one.field, one.old, one.new) for one in found] == [
        ("Title", "Six chairs", "Seven chairs"),
        ("Condition", "", "Worn"),
    ]
    assert {(one.at, one.reason, one.changed_by_id) for one in found} == {
        (NOON, REASON, officer.id)
    }
    row = last_row(session, lot)
    assert (row.action, row.actor) == ("changed", "office example-court")
    assert trail.first_broken([row]) is None
    content = json.loads(row.entry)["content"]
    assert content["reason"] == REASON
    assert content["changes"][0] == {
        "field": "Title",
        "old": "Six chairs",
        "new": "Seven chairs",
    }


def test_everybody_registered_is_told(session: Session) -> None:
    lot = make_announced(session)
    bidder = make_bidder(session)
    make_paddle(session, lot, bidder)

    change(session, lot)

    told = select(Notice).where(Notice.kind == "changed")
    notice = session.scalars(told).one()
    assert notice.user_id == bidder.id
    assert notice.subject == "Changed: Seven chairs"
    assert "Title" in notice.text
    assert REASON in notice.text


def test_captions_are_changed_in_public_as_well(session: Session) -> None:
    lot = make_announced(session)
    photo = Photo(
        lot_id=lot.id, position=1, file="1.webp", alt="A chair", width=4, height=3
    )
    session.add(photo)
    session.commit()
    session.refresh(lot)
    version = lot.version

    change(session, lot, typed={f"photo.{photo.id}.caption": "In the hall"})

    assert photo.caption == "In the hall"
    assert lot.version == version + 1
    assert [(one.field, one.new) for one in changes(session)] == [
        ("Photo 1: caption", "In the hall")
    ]


def test_what_is_for_the_office_only_is_changed_out_of_sight(session: Session) -> None:
    field = next(one for one in FIELDS[Category.LOAN] if not one.is_public)
    lot = make_announced(session, category=Category.LOAN, fields={field.name: "Eve"})
    make_paddle(session, lot)

    change(session, lot, typed={f"field.{field.name}": "Adam"})

    (row,) = changes(session)
    assert (row.old, row.new, row.is_public) == ("Eve", "Adam", False)
    entry = last_row(session, lot).entry
    assert '"not_public":1' in entry
    assert "Eve" not in entry
    assert "Adam" not in entry
    told = select(Notice).where(Notice.kind == "changed")
    assert session.scalars(told).all() == []


@pytest.mark.parametrize(
    "name",
    [
        *("category", "valuation", "starting_price", "reserve", "increment"),
        *("deposit", "opens_at", "closes_at", "round", "status", "procedure_name"),
        *("announced_at", "eligibility", "eligibility.kinds"),
    ],
)
def test_key_fields_are_frozen_whoever_asks(session: Session, name: str) -> None:
    lot = make_announced(session)

    with pytest.raises(NothingChanged):
        change(session, lot, typed={name: "1"})

    assert changes(session) == []
    assert lot.starting_price == Money(400_00)


def test_all_of_a_form_is_changed_or_nothing(session: Session) -> None:
    lot = make_announced(session)

    with pytest.raises(NotReadable) as refused:
        change(
            session,
            lot,
            typed={
                "title": "Seven chairs",
                "description": " ",
                "field.quantity": "many",
                "field.kind": "",
            },
        )

    assert set(refused.value.refused) == {
        *("description", "field.quantity", "field.kind")
    }
    assert changes(session) == []
    session.refresh(lot)
    assert lot.title == "Six chairs"


def test_a_form_that_says_the_same_changes_nothing(session: Session) -> None:
    lot = make_announced(session, description="Six.\nOld.\n")

    with pytest.raises(NothingChanged):
        change(
            session,
            lot,
            typed={"title": " Six chairs ", "description": "Six.\r\nOld."},
        )


def test_a_form_that_is_behind_changes_nothing(session: Session) -> None:
    lot = make_announced(session)
    seen = digest_of(lot)
    change(session, lot, typed={"location": "Hall 2"})

    with pytest.raises(ChangedMeanwhile):
        change(session, lot, seen=seen)

    assert [one.field for one in changes(session)] == ["Place"]


def test_bids_that_come_in_do_not_make_a_form_old(session: Session) -> None:
    lot = make_announced(session)
    seen = digest_of(lot)
    paddle = make_paddle(session, lot)
    bidding.place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(400_00),
        received_at=NOON,
        idempotency_key="form",
    )

    change(session, lot, seen=seen)

    assert len(changes(session)) == 1


@pytest.mark.parametrize("reason", ["", "  ", "Because."])
def test_a_change_has_a_reason(session: Session, reason: str) -> None:
    lot = make_announced(session)

    with pytest.raises(PublicTextMissing):
        change(session, lot, reason=reason)

    assert changes(session) == []


@pytest.mark.parametrize(
    ("status", "now", "refusal"),
    [
        (LotStatus.DRAFT, NOON, NotAnnounced),
        (LotStatus.APPROVED, NOON, NotAnnounced),
        (LotStatus.OPEN, NOON + DAY - timedelta(hours=2), LastHours),
        (LotStatus.OPEN, NOON + DAY, TooLateToChange),
        (LotStatus.SOLD, NOON, TooLateToChange),
        (LotStatus.RECALLED, NOON, TooLateToChange),
    ],
)
def test_a_change_comes_neither_too_early_nor_too_late(
    session: Session, status: LotStatus, now: Any, refusal: type[Exception]
) -> None:
    lot = make_announced(session, status=status)

    with pytest.raises(refusal):
        change(session, lot, now=now)

    assert changes(session) == []


def test_only_an_acting_officer_of_the_office_changes_a_lot(session: Session) -> None:
    lot = make_announced(session)
    cashier = make_officer(session, duties=(Duty.CASHIER,))
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourDuty):
        change(session, lot, officer_id=cashier.id)
    with pytest.raises(NotYourOffice):
        change(session, lot, officer_id=stranger.id)
    change(
        session,
        lot,
        officer_id=make_officer(session, duties=(Duty.APPROVER,)).id,
    )


def test_of_two_changes_at_once_one_is_told_to_look_again(
    app: Flask, session: Session
) -> None:
    lot = make_announced(session)
    lot_id, seen, officer_id = lot.id, digest_of(lot), make_officer(session).id
    session.rollback()

    def changed_to(title: str) -> Any:
        return lambda s: changing.change_lot(
            s,
            lot_id=lot_id,
            officer_id=officer_id,
            typed={"title": title},
            seen=seen,
            reason=REASON,
            now=NOON,
        )

    outcomes = at_once(app, [changed_to("Seven chairs"), changed_to("Five chairs")])

    assert sum(isinstance(outcome, ChangedMeanwhile) for outcome in outcomes) == 1
    (row,) = changes(session)
    assert row.new == session.get_one(Lot, lot_id).title


def test_a_change_and_a_bid_at_once_both_happen(app: Flask, session: Session) -> None:
    lot = make_announced(session)
    paddle = make_paddle(session, lot)
    lot_id, seen, officer_id = lot.id, digest_of(lot), make_officer(session).id
    user_id = paddle.user_id
    session.rollback()

    outcomes = at_once(
        app,
        [
            lambda s: changing.change_lot(
                s,
                lot_id=lot_id,
                officer_id=officer_id,
                typed={"title": "Seven chairs"},
                seen=seen,
                reason=REASON,
                now=NOON,
            ),
            lambda s: bidding.place_bid(
                s,
                lot_id=lot_id,
                user_id=user_id,
                amount=Money(400_00),
                received_at=NOON,
                idempotency_key="form",
            ),
        ],
    )

    assert not any(isinstance(outcome, Refusal) for outcome in outcomes)
    session.rollback()
    after = session.get_one(Lot, lot_id)
    assert (after.title, after.bid_count) == ("Seven chairs", 1)
    rows = session.scalars(
        select(TrailRow).where(TrailRow.lot_id == lot_id).order_by(TrailRow.sequence)
    ).all()
    assert trail.first_broken(rows) is None
    assert len({json.loads(row.entry)["version"] for row in rows}) == len(rows)
