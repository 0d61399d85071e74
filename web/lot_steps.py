"""The pages on which an office fills in a lot, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from auction.models import Lot
from web import desk


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the editor; its name ends its address."""

    name: str
    title: str


STEPS = (
    Step("basics", "Basics"),
    Step("price", "Price and times"),
    Step("details", "Details"),
    Step("description", "Description"),
    Step("bidders", "Who may bid"),
    Step("photos", "Photos"),
    Step("documents", "Documents"),
    Step("check", "Check and submit"),
)


def path(lot: Lot, name: str) -> str:
    """Return the address of a step of a lot."""
    return f"/desk/{lot.office.slug}/lots/{lot.id}/{name}"


def path_after(lot: Lot, name: str) -> str:
    """Return where "Save and continue" leads: the next step or, at last, the sale."""
    names = [step.name for step in STEPS]
    following = names[names.index(name) + 1 :]
    if following:
        return path(lot, following[0])
    return f"/desk/{lot.office.slug}/catalogues/{lot.catalogue.slug}"


def page(lot: Lot, name: str, template: str, **context: object) -> str:
    """Return a page of the editor: its template extends "editing/frame.html"."""
    return desk.page(
        template,
        lot=lot,
        catalogue=lot.catalogue,
        steps=STEPS,
        current=name,
        **context,
    )
