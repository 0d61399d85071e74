from __future__ import annotations

from sqlalchemy.orm import Session

from auction.services.viewing import count_views, counters
from tests.factories import make_lot


def test_views_add_up(session: Session) -> None:
    lot = make_lot(session)

    count_views(session, seen={lot.id: 2})
    count_views(session, seen={lot.id: 3})

    assert counters(session, lot).views == 5


def test_counting_a_view_is_no_change_of_the_lot(session: Session) -> None:
    lot = make_lot(session)
    before = lot.version

    count_views(session, seen={lot.id: 2})

    assert lot.version == before


def test_a_view_of_a_lot_that_is_gone_keeps_no_other_from_being_counted(
    session: Session,
) -> None:
    lot = make_lot(session)

    count_views(session, seen={lot.id: 1, lot.id + 1_000: 1})

    assert counters(session, lot).views == 1
