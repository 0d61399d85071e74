"""Photos of a draft: their order, their words, and who may change them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, User
from auction.rules.lifecycle import LotStatus
from auction.rules.photos import MOST, Place, Words, WordsTooLong
from auction.rules.refusal import NotThere
from auction.services import photographing
from auction.services.editing import NotADraft
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.photographing import KeptPicture
from tests.factories import make_draft, make_lot, make_office, make_officer
from tests.racing import at_once

_serial = count(1)


def picture(name: str = "", alt: str = "A house") -> KeptPicture:
    name = name or f"{next(_serial)}"
    return KeptPicture(f"{name}.webp", f"{name}-small.webp", 900, 600, Words(alt))


def add(session: Session, lot: Lot, officer: User, *names: str) -> int:
    return photographing.add_photos(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        pictures=[picture(name) for name in names],
    )


def names_of(session: Session, lot: Lot) -> str:
    session.rollback()  # look again, with fresh eyes
    assert [one.position for one in lot.photos] == list(range(1, len(lot.photos) + 1))
    return "".join(photo.file.removesuffix(".webp") for photo in lot.photos)


def test_photos_come_behind_those_that_are_there(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)

    assert add(session, lot, officer, "a", "b") == 2
    assert add(session, lot, officer, "c") == 1

    assert names_of(session, lot) == "abc"
    assert lot.photos[0].thumbnail == "a-small.webp"


def test_two_who_add_photos_at_once_keep_each_his_order(
    app: Flask, session: Session
) -> None:
    lot, officer = make_draft(session), make_officer(session)
    lot_id, officer_id = lot.id, officer.id
    batches = ["abc", "def", "ghi"]

    def adds(names: str) -> Callable[[Session], int]:
        return lambda session: photographing.add_photos(
            session,
            lot_id=lot_id,
            officer_id=officer_id,
            pictures=[picture(name) for name in names],
        )

    outcomes = at_once(app, [adds(names) for names in batches])

    assert outcomes == [3, 3, 3]
    together = names_of(session, session.get_one(Lot, lot_id))
    assert len(together) == 9
    assert all(names in together for names in batches)


def test_a_lot_has_room_for_so_many_photos_and_no_more(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add(session, lot, officer, *map(str, range(MOST - 1)))

    assert add(session, lot, officer, "last", "too many") == 1
    assert add(session, lot, officer, "too many") == 0

    session.expire_all()
    assert len(lot.photos) == MOST
    assert lot.photos[-1].file == "last.webp"


@pytest.mark.parametrize(
    ("place", "order"),
    [(Place.EARLIER, "acb"), (Place.LATER, "abc"), (Place.FIRST, "cab")],
)
def test_a_photo_is_moved(session: Session, place: Place, order: str) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add(session, lot, officer, "a", "b", "c")

    photographing.move_photo(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        photo_id=lot.photos[2].id,
        place=place,
        words={},
    )

    assert names_of(session, lot) == order


def test_what_was_typed_is_kept_when_a_photo_is_moved(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add(session, lot, officer, "a", "b")
    first, second = (photo.id for photo in lot.photos)

    photographing.move_photo(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        photo_id=second,
        place=Place.FIRST,
        words={first: Words(" The back ", "Back"), 999_999: Words("nobody's")},
    )

    session.expire_all()
    assert [(photo.alt, photo.caption) for photo in lot.photos] == [
        ("A house", ""),
        ("The back", "Back"),
    ]


def test_a_photo_is_removed_and_the_others_close_up(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add(session, lot, officer, "a", "b", "c")
    removed = lot.photos[1].id

    photographing.remove_photo(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        photo_id=removed,
        words={removed: Words("x" * 5000)},  # nobody minds: it goes
    )

    assert names_of(session, lot) == "ac"
    with pytest.raises(NotThere):
        photographing.remove_photo(
            session, lot_id=lot.id, officer_id=officer.id, photo_id=removed, words={}
        )


def test_a_photo_of_another_lot_is_not_there(session: Session) -> None:
    lot, other, officer = (
        make_draft(session),
        make_draft(session),
        make_officer(session),
    )
    add(session, other, officer, "a")

    with pytest.raises(NotThere):
        photographing.remove_photo(
            session,
            lot_id=lot.id,
            officer_id=officer.id,
            photo_id=other.photos[0].id,
            words={},
        )


def test_words_that_are_too_long_change_nothing(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)
    add(session, lot, officer, "a", "b")
    first, second = (photo.id for photo in lot.photos)

    with pytest.raises(WordsTooLong, match="photo 2"):
        photographing.describe_photos(
            session,
            lot_id=lot.id,
            officer_id=officer.id,
            words={first: Words("New"), second: Words("x" * 301)},
        )

    session.expire_all()
    assert [photo.alt for photo in lot.photos] == ["A house", "A house"]


def test_photos_do_not_make_an_open_form_of_the_lot_stale(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)
    version = lot.version

    add(session, lot, officer, "a")

    session.expire_all()
    assert lot.version == version


@pytest.mark.parametrize(
    "status", [status for status in LotStatus if status is not LotStatus.DRAFT]
)
def test_only_a_draft_changes_its_photos(session: Session, status: LotStatus) -> None:
    lot, officer = make_lot(session, status=status), make_officer(session)

    with pytest.raises(NotADraft):
        add(session, lot, officer, "a")


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_photos_are_for_those_who_prepare_or_approve(
    session: Session, duty: Duty
) -> None:
    with pytest.raises(NotYourDuty):
        add(session, make_draft(session), make_officer(session, duties=[duty]), "a")


def test_photos_are_nothing_for_another_office(session: Session) -> None:
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourOffice):
        add(session, make_draft(session), stranger, "a")
