from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.services import cataloguing
from auction.services.importing import ImportResult, import_lots
from tests.factories import make_catalogue
from tests.services.sheets import make_sheet

THREE = [make_sheet(external_id=name, title=name) for name in ("C", "A", "B")]


def titles(session: Session) -> list[tuple[int, str]]:
    session.rollback()
    lots = session.scalars(select(Lot).order_by(Lot.number))
    return [(lot.number, lot.title) for lot in lots]


def test_lots_are_numbered_as_they_stand_in_the_list(session: Session) -> None:
    catalogue = make_catalogue(session)

    result = import_lots(session, catalogue_id=catalogue.id, sheets=THREE)

    assert result == ImportResult(added=3, already_there=0)
    assert titles(session) == [(1, "C"), (2, "A"), (3, "B")]


def test_the_same_list_twice_adds_nothing(session: Session) -> None:
    catalogue = make_catalogue(session)
    import_lots(session, catalogue_id=catalogue.id, sheets=THREE)

    result = import_lots(session, catalogue_id=catalogue.id, sheets=THREE)

    assert result == ImportResult(added=0, already_there=3)
    assert len(titles(session)) == 3


def test_a_lot_without_a_number_is_not_added_twice(session: Session) -> None:
    catalogue = make_catalogue(session)
    unnamed = [make_sheet(external_id=None), make_sheet(external_id=None, title="B")]
    import_lots(session, catalogue_id=catalogue.id, sheets=unnamed)

    result = import_lots(session, catalogue_id=catalogue.id, sheets=unnamed)

    assert result == ImportResult(added=0, already_there=2)


def test_a_longer_list_adds_what_is_new_behind_the_rest(session: Session) -> None:
    catalogue = make_catalogue(session)
    first = make_sheet(external_id="A", title="as it was")
    cataloguing.add_lot(session, catalogue_id=catalogue.id, sheet=first)

    result = import_lots(session, catalogue_id=catalogue.id, sheets=THREE)

    assert result == ImportResult(added=2, already_there=1)
    assert titles(session) == [(1, "as it was"), (2, "C"), (3, "B")]


def test_the_same_number_in_another_catalogue_is_another_lot(session: Session) -> None:
    one, other = make_catalogue(session), make_catalogue(session)
    import_lots(session, catalogue_id=one.id, sheets=THREE)

    result = import_lots(session, catalogue_id=other.id, sheets=THREE)

    assert result.added == 3
