"""The photos of a draft lot: one step of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from auction.models import Duty, Lot
from auction.rules.photos import MOST, Place, TooManyPhotos, Words, WordsTooLong
from auction.services import photographing
from auction.services.editing import check_draft
from auction.services.photographing import KeptPicture
from web import desk, limits, lot_steps
from web.extensions import db
from web.login import signed_in
from web.lot_checks import findings_of
from web.lot_steps import path
from web.uploads import receiving, store
from web.uploads.pictures import read_picture
from web.uploads.receiving import NoFileChosen, Refused

bp = Blueprint(
    "photos", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>/photos"
)
receiving.take_large_forms(bp)

ACTING = (Duty.DRAFTER, Duty.APPROVER)
CHECK = "photos"  # what the procedure's checks call this step


@bp.get("")
@desk.for_officers(*ACTING)
def show(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show the photos of a draft, with all that can be done to them."""
    return page(draft(lot_id))


@bp.post("")
@desk.for_officers(*ACTING)
@limits.UPLOADS
def add(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Add those of the chosen files that are pictures, and name the others."""
    draft(lot_id)
    try:
        received = receiving.receive(receiving.files_of("photos"), kept)
    except NoFileChosen as none:
        return page(draft(lot_id), refused=[Refused("", str(none))]), 422
    room = photographing.add_photos(
        db.session(),
        lot_id=lot_id,
        officer_id=signed_in().id,
        pictures=[picture for _, picture in received.taken],
    )
    received.leave_out(room, str(TooManyPhotos()))
    added = len(received.taken)
    if received.refused:
        return page(draft(lot_id), refused=received.refused, added=added), 422
    flash(f"{added} {'photo was' if added == 1 else 'photos were'} added.", "success")
    return redirect(path(draft(lot_id), "photos"), 303)


@bp.post("/words")
@desk.for_officers(*ACTING)
def describe(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Keep the words beside the photos."""
    draft(lot_id)
    photographing.describe_photos(
        db.session(), lot_id=lot_id, officer_id=signed_in().id, words=typed()
    )
    flash("Saved.", "success")
    then = lot_steps.path_after if request.form.get("then") == "continue" else path
    return redirect(then(draft(lot_id), "photos"), 303)


@bp.post("/<int:photo_id>/place")
@desk.for_officers(*ACTING)
def move(office_slug: str, lot_id: int, photo_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Move a photo, and keep what was typed beside all of them."""
    draft(lot_id)
    photographing.move_photo(
        db.session(),
        lot_id=lot_id,
        officer_id=signed_in().id,
        photo_id=photo_id,
        place=request.form.get("place", Place.LATER, type=Place),
        words=typed(),
    )
    return redirect(f"{path(draft(lot_id), 'photos')}#photo-{photo_id}", 303)


@bp.post("/<int:photo_id>/removal")
@desk.for_officers(*ACTING)
def remove(office_slug: str, lot_id: int, photo_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Remove a photo, and keep what was typed beside the others."""
    draft(lot_id)
    photographing.remove_photo(
        db.session(),
        lot_id=lot_id,
        officer_id=signed_in().id,
        photo_id=photo_id,
        words=typed(),
    )
    flash("The photo was removed.", "success")
    return redirect(path(draft(lot_id), "photos"), 303)


@bp.errorhandler(WordsTooLong)
def too_long(refusal: WordsTooLong) -> ResponseReturnValue:
    """Show what was typed again, with what is wrong with it."""
    lot = draft((request.view_args or {})["lot_id"])
    return page(lot, words=typed(), refused=[Refused("", str(refusal))]), 422


def draft(lot_id: int) -> Lot:
    """Return a draft of the office, or refuse."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    return lot


def kept(file: FileStorage) -> KeptPicture:
    """Make a picture anew, and keep it with its thumbnail."""
    picture = read_picture(file.stream)
    return KeptPicture(
        file=store.keep_picture(picture.content),
        thumbnail=store.keep_picture(picture.thumbnail),
        width=picture.width,
        height=picture.height,
    )


def typed() -> dict[int, Words]:
    """Return the words that were typed, by the photos' ids."""
    fields = [name.partition("-") for name in request.form if name.startswith("alt-")]
    ids = [int(number) for _, _, number in fields if number.isdecimal()]
    return {
        photo_id: Words(
            request.form.get(f"alt-{photo_id}", ""),
            request.form.get(f"caption-{photo_id}", ""),
        )
        for photo_id in ids
    }


def page(
    lot: Lot,
    *,
    words: Mapping[int, Words] | None = None,
    refused: Sequence[Refused] = (),
    added: int = 0,
) -> str:
    """Return the page of the photos."""
    stored = {photo.id: Words(photo.alt, photo.caption) for photo in lot.photos}
    return lot_steps.page(
        lot,
        "photos",
        "photos/index.html",
        words=stored | dict(words or {}),
        refused=refused,
        added=added,
        free=MOST - len(lot.photos),
        findings=[one for one in findings_of(lot) if one.field == CHECK],
    )
