"""In which group a lot stands on somebody's own page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auction.rules.lifecycle import ENDED, LIVE, LotStatus
from auction.rules.my_lots import TITLES, Part, Place, place_of

NUMBERED = Part(LotStatus.OPEN, has_number=True)
ASKED = Part(LotStatus.OPEN, has_number=False)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (replace(ASKED, must_act=True), Place.NEEDS_YOU),
        (ASKED, Place.WAITING),
        (replace(ASKED, is_over=True), Place.ENDED),
        (replace(ASKED, status=LotStatus.ANNOUNCED), Place.WAITING),
        (replace(NUMBERED, status=LotStatus.ANNOUNCED), Place.OPENING),
        (NUMBERED, Place.CAN_BID),
        (replace(NUMBERED, is_barred=True), Place.WAITING),
        (replace(NUMBERED, status=LotStatus.STAYED), Place.WAITING),
        (replace(NUMBERED, has_bid=True), Place.OUTBID),
        (replace(NUMBERED, has_bid=True, leads=True), Place.LEADING),
        (
            replace(NUMBERED, has_bid=True, leads=True, must_act=True),
            Place.NEEDS_YOU,
        ),
        (replace(NUMBERED, status=LotStatus.SOLD, leads=True), Place.WON),
        (replace(NUMBERED, status=LotStatus.SOLD, has_bid=True), Place.ENDED),
        (replace(NUMBERED, status=LotStatus.DEFAULTED, leads=True), Place.ENDED),
    ],
)
def test_a_lot_stands_where_it_presses_most(part: Part, place: Place) -> None:
    assert place_of(part) is place


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_lot_that_is_not_over_never_stands_among_the_ended(
    status: LotStatus,
) -> None:
    for leads in (False, True):
        part = Part(status, has_number=True, leads=leads, has_bid=leads)
        assert place_of(part) not in {Place.ENDED, Place.WON}


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_is_asked_for_a_lot_that_has_ended(status: LotStatus) -> None:
    part = Part(status, has_number=True, must_act=True)

    assert place_of(part) is Place.ENDED


def test_every_group_has_a_heading() -> None:
    assert set(TITLES) == set(Place)
