"""What may still be changed after a lot was announced, and until when.

What people decide by is frozen: the category, the prices, the deposit, the times, the
round and the procedure. Texts may be corrected, in public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auction.rules.categories import FIELDS, Category, Field, missing
from auction.rules.lifecycle import ENDED, PREPARING, RESTING, LotStatus
from auction.rules.lot_steps import BASICS, DESCRIPTION, FIELD
from auction.rules.refusal import OutOfStep
from auction.rules.spans import clock_span

PHOTO = "photo."  # "photo.7.alt": the text of the photo with the id 7
QUIET = timedelta(hours=2)  # before the end: whoever bids must have time to read
TEXTS = frozenset({"title", "region", "location"})


class NotAnnounced(OutOfStep):
    """This lot is not announced yet: change the draft."""


class TooLateToChange(OutOfStep):
    """This lot has ended: nothing about it can be changed any more."""


class LastHours(OutOfStep):
    """In the last {quiet} nothing is changed, so that everybody has read what he bids on. If it is seriously wrong, suspend or recall the lot."""  # noqa: E501


def check_moment(status: LotStatus, *, closes_at: datetime, now: datetime) -> None:
    """Refuse to change what is not announced, is over, or is about to close."""
    if status in PREPARING:
        raise NotAnnounced
    if status in ENDED or (status not in RESTING and now >= closes_at):
        raise TooLateToChange
    if status not in RESTING and now >= closes_at - QUIET:
        raise LastHours(quiet=clock_span(QUIET))


def entries(category: Category, photos: Iterable[int]) -> tuple[Field, ...]:
    """Return what may be changed of a lot; ``photos`` are ids, in their order."""
    return (
        *(replace(one, group="Basics") for one in BASICS if one.name in TEXTS),
        *(replace(one, group="Description") for one in DESCRIPTION),
        *(replace(one, name=FIELD + one.name) for one in FIELDS[category]),
        *(
            Field(
                f"{PHOTO}{photo_id}.{part}", f"Photo {place}: {label}", group="Photos"
            )
            for place, photo_id in enumerate(photos, start=1)
            for part, label in (
                ("alt", "what it shows, for those who cannot see it"),
                ("caption", "caption"),
            )
        ),
    )


def emptied(
    category: Category, fields: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, str]:
    """Return, by entry, why what everybody could read must not become empty."""
    empty = {name for name, value in changes.items() if value in (None, "")}
    refused = {
        name: "This must not become empty."
        for name in empty
        if name in {"title", "description"} or name.endswith(".alt")
    }
    after = {
        **fields,
        **{n.removeprefix(FIELD): v for n, v in changes.items() if n.startswith(FIELD)},
    }
    known = {one.name for one in missing(category, fields)}
    for one in missing(category, after):
        if one.name not in known:
            refused[FIELD + one.name] = "A lot of this category must say this."
    return refused
