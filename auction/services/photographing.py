"""The photos of a draft lot: added, put into order, described, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auction.models import Lot, Photo
from auction.rules.photos import MOST, Place, Words, check_words, moved
from auction.rules.refusal import NotThere
from auction.services.editing import check_draft
from auction.services.officers import lot_for_officer
from auction.services.transaction import atomic

NO_WORDS = Words("")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture whose files are in the uploads, with a thumbnail where it has one."""

    file: str
    thumbnail: str | None
    width: int
    height: int
    words: Words = NO_WORDS


@atomic
def add_photos(
    session: Session, *, lot_id: int, officer_id: int, pictures: Sequence[KeptPicture]
) -> int:
    """Put pictures behind the photos that a lot has; return for how many was room."""
    lot = _draft(session, lot_id, officer_id)
    fitting = pictures[: MOST - len(lot.photos)]
    for position, picture in enumerate(fitting, start=len(lot.photos) + 1):
        words = check_words(picture.words, number=position)
        session.add(
            Photo(
                lot_id=lot.id,
                position=position,
                file=picture.file,
                thumbnail=picture.thumbnail,
                alt=words.alt,
                caption=words.caption,
                width=picture.width,
                height=picture.height,
            )
        )
    return len(fitting)


@atomic
def describe_photos(
    session: Session, *, lot_id: int, officer_id: int, words: Mapping[int, Words]
) -> None:
    """Write the words beside photos, by their ids; others keep theirs."""
    _describe(_draft(session, lot_id, officer_id), words)


@atomic
def move_photo(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    photo_id: int,
    place: Place,
    words: Mapping[int, Words],
) -> None:
    """Move a photo in the order, and keep the words that were typed meanwhile."""
    lot = _draft(session, lot_id, officer_id)
    photo = _photo(lot, photo_id)
    _describe(lot, words)
    _number(moved(lot.photos, photo, place))


@atomic
def remove_photo(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    photo_id: int,
    words: Mapping[int, Words],
) -> None:
    """Take a photo out of a lot, and keep the words that were typed meanwhile."""
    lot = _draft(session, lot_id, officer_id)
    photo = _photo(lot, photo_id)
    _describe(lot, {key: said for key, said in words.items() if key != photo_id})
    session.delete(photo)
    _number([other for other in lot.photos if other is not photo])


def _draft(session: Session, lot_id: int, officer_id: int) -> Lot:
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_draft(lot)
    return lot


def _photo(lot: Lot, photo_id: int) -> Photo:
    for photo in lot.photos:
        if photo.id == photo_id:
            return photo
    raise NotThere("This photo is no longer there.")


def _describe(lot: Lot, words: Mapping[int, Words]) -> None:
    for number, photo in enumerate(lot.photos, start=1):
        if photo.id in words:
            said = check_words(words[photo.id], number=number)
            photo.alt, photo.caption = said.alt, said.caption


def _number(photos: Sequence[Photo]) -> None:
    for position, photo in enumerate(photos, start=1):
        photo.position = position
