"""Which files are still spoken of, and who may see them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from auction.models import Base, Lot
from auction.rules.lifecycle import PREPARING, PUBLIC, LotStatus
from auction.services import files
from tests.factories import make_lot, make_office, make_paper, make_photo

# What a column that names a file is called.
NAMES = {"file", "thumbnail", "logo", "paper"}
ELSEWHERE = {"list_imports", "identity_papers"}  # they have folders of their own


def show(session: Session, lot: Lot) -> None:
    make_photo(session, lot, file="a.webp", thumbnail="a-small.webp")


def test_what_a_photo_a_paper_or_a_logo_speaks_of_is_in_use(session: Session) -> None:
    make_office(session).logo = "logo.webp"
    show(session, make_lot(session, status=LotStatus.DRAFT))
    make_paper(session, make_lot(session), file="a.pdf", is_public=False)

    found = files.names_in_use(session)

    assert found == {"a.webp", "a-small.webp", "logo.webp", "a.pdf"}


def test_no_column_that_names_a_file_is_forgotten() -> None:
    columns = {
        column
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in NAMES and table.name not in ELSEWHERE
    }

    assert {column.property.columns[0] for column in files.COLUMNS} == columns


@pytest.mark.parametrize("status", sorted(LotStatus))
def test_a_picture_is_for_everybody_from_the_announcement_on(
    session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)
    show(session, lot)

    for name in ("a.webp", "a-small.webp"):
        audience = files.audience_of(session, name)
        assert audience.is_everybody is (status in PUBLIC)
        assert audience.office_ids == {lot.office_id}
    assert set(LotStatus) == PREPARING | PUBLIC


def test_a_picture_that_two_lots_share_is_as_public_as_the_more_public_one(
    session: Session,
) -> None:
    show(session, make_lot(session, status=LotStatus.DRAFT))
    assert not files.audience_of(session, "a.webp").is_everybody

    show(session, make_lot(session, status=LotStatus.RECALLED))

    assert files.audience_of(session, "a.webp").is_everybody


def test_a_logo_is_for_everybody(session: Session) -> None:
    make_office(session).logo = "logo.webp"
    session.commit()

    assert files.audience_of(session, "logo.webp").is_everybody


def test_what_nothing_speaks_of_is_for_nobody(session: Session) -> None:
    make_office(session)

    assert files.audience_of(session, "a.webp") == files.Audience()


def test_a_paper_among_the_pictures_is_as_public_as_its_row_says(
    session: Session,
) -> None:
    make_paper(session, make_lot(session), file="open.pdf")
    make_paper(session, make_lot(session), file="room.pdf", is_public=False)

    assert files.audience_of(session, "open.pdf").is_everybody
    assert files.audience_of(session, "room.pdf") == files.Audience()
