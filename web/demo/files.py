"""The demo's photos and documents, put where the real ones are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.rules.filing import Label
from auction.rules.papers import BY_CODE
from auction.rules.photos import Words
from auction.services.filing import KeptPaper, NewDocument, add_documents
from auction.services.photographing import KeptPicture, add_photos
from web.demo.example_papers import example_paper
from web.demo.papers import kind_of
from web.demo.pictures import Picture, draw
from web.demo.plans import PlannedLot
from web.uploads import store


def add_pictures(
    session: Session, lot: PlannedLot, *, lot_id: int, officer_id: int
) -> None:
    """Draw a lot's pictures and add them."""
    drawn = [draw(subject, palette, lot.name) for subject, palette in lot.pictures]
    add_photos(
        session,
        lot_id=lot_id,
        officer_id=officer_id,
        pictures=[_kept(picture) for picture in drawn],
    )


def add_papers(
    session: Session, lot: PlannedLot, *, lot_id: int, officer_id: int, now: datetime
) -> None:
    """Write a lot's papers and file them."""
    add_documents(
        session,
        lot_id=lot_id,
        officer_id=officer_id,
        documents=[_paper(lot, title) for title in lot.documents],
        now=now,
    )


def _kept(picture: Picture) -> KeptPicture:
    return KeptPicture(
        file=store.keep_picture(picture.content),
        thumbnail=store.keep_picture(picture.thumbnail),
        width=picture.width,
        height=picture.height,
        words=Words(picture.alt, "Example drawing"),
    )


def _paper(lot: PlannedLot, title: str) -> NewDocument:
    kind = BY_CODE[kind_of(title)]
    label = Label(title, kind.code, kind.is_public)
    return NewDocument(label, KeptPaper(*example_paper(title, lot)))
