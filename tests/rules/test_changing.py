"""After the announcement texts may be corrected, in time; what counts is frozen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.categories import Category
from auction.rules.changing import (
    QUIET,
    LastHours,
    NotAnnounced,
    TooLateToChange,
    check_moment,
    emptied,
    entries,
)
from auction.rules.lifecycle import ENDED, LIVE, PREPARING, RESTING, LotStatus
from tests.moving_clock import NOON

END = NOON + timedelta(days=1)
MOMENT = timedelta(microseconds=1)
FROZEN = (
    *("category", "valuation", "starting_price", "reserve", "increment", "deposit"),
    *("opens_at", "closes_at", "round", "external_id"),
)


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_live_lot_may_be_changed(status: LotStatus) -> None:
    check_moment(status, closes_at=END, now=END - QUIET - MOMENT)


@pytest.mark.parametrize("status", sorted(LIVE - RESTING))
def test_in_the_last_hours_nothing_is_changed(status: LotStatus) -> None:
    for now in (END - QUIET, END - MOMENT):
        with pytest.raises(LastHours, match="In the last 2 hours nothing is changed"):
            check_moment(status, closes_at=END, now=now)
    for now in (END, END + QUIET):
        with pytest.raises(TooLateToChange):
            check_moment(status, closes_at=END, now=now)


@pytest.mark.parametrize("status", sorted(RESTING))
def test_a_lot_that_rests_has_no_last_hours(status: LotStatus) -> None:
    check_moment(status, closes_at=END, now=END + QUIET)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_stays_as_it_was(status: LotStatus) -> None:
    with pytest.raises(TooLateToChange):
        check_moment(status, closes_at=END, now=NOON)


@pytest.mark.parametrize("status", sorted(PREPARING))
def test_what_is_not_announced_is_changed_elsewhere(status: LotStatus) -> None:
    with pytest.raises(NotAnnounced):
        check_moment(status, closes_at=END, now=NOON)


@pytest.mark.parametrize("category", list(Category))
def test_what_people_decide_by_is_frozen(category: Category) -> None:
    names = [entry.name for entry in entries(category, [7])]

    assert not set(names) & set(FROZEN)
    assert names[:4] == ["title", "region", "location", "description"]
    assert names[-2:] == ["photo.7.alt", "photo.7.caption"]
    assert all("." in name for name in names[4:])
    assert len(names) == len(set(names))


def test_what_a_lot_must_say_does_not_become_empty() -> None:
    fields = {"kind": "Chairs", "quantity": 6, "quantity_unit": "pieces"}
    changes = {
        "title": "",
        "region": "",
        "description": "",
        "photo.7.alt": "",
        "photo.7.caption": "",
        "field.kind": None,
        "field.quantity_unit": None,
    }

    refused = emptied(Category.GOODS, fields, changes)

    assert set(refused) == {
        *("title", "description", "photo.7.alt", "field.kind", "field.quantity_unit")
    }


def test_what_was_missing_before_may_stay_so() -> None:
    assert emptied(Category.GOODS, {}, {"field.brand": "Example"}) == {}


def test_who_gives_an_answer_that_needs_another_gives_both() -> None:
    refused = emptied(
        Category.GOODS, {"kind": "Chairs"}, {"field.quantity": 6, "title": "Chairs"}
    )

    assert list(refused) == ["field.quantity_unit"]
