"""What the desk asks and proposes when lots are offered again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from auction.models import Lot
from auction.rules import lot_cells
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import Procedure
from auction.rules.refusal import Refusal
from auction.services.attempts import next_procedure
from auction.services.cataloguing import SlugUnusable
from auction.services.next_rounds import Plan, free_slug, unpublished_for
from auction.services.relisting import EndBeforeOpening, NewSale, Timing
from web.errors import told
from web.extensions import db
from web.filters import round_word
from web.sale_forms import NEW, RelistForm, typed

ID = re.compile(r"[0-9]{1,18}")
MOST = 200  # lots at once
SOON = timedelta(days=15)  # so long before a term ends the desk speaks of it
FIELDS: dict[type[Refusal], str] = {
    SlugUnusable: "slug",
    EndBeforeOpening: "first_end",
}


class TooManyLots(Refusal):
    """Please choose at most {most} lots at once; the others can follow."""


class Wish(TypedDict):
    """Where lots are to be offered again, and when."""

    sale: NewSale | int
    timing: Timing


@dataclass(frozen=True, slots=True)
class Stage:
    """Lots that go on together."""

    procedure: Procedure
    lots: list[Lot]

    @property
    def is_next(self) -> bool:
        """Whether there are lots among them that nobody bought."""
        return any(lot.status is LotStatus.PASSED for lot in self.lots)


def by_stage(lots: Sequence[Lot]) -> list[Stage]:
    """Return lots by the procedure under which they go on."""
    stages: dict[str, Stage] = {}
    known: dict[tuple[object, str], tuple[str, Procedure]] = {}
    for lot in lots:
        way = (lot.status, lot.catalogue.procedure_text)
        if way not in known:
            known[way] = next_procedure(lot)
        name, procedure = known[way]
        stages.setdefault(name, Stage(procedure, [])).lots.append(lot)
    return sorted(stages.values(), key=lambda stage: not stage.is_next)


def numbers(asked: Sequence[str]) -> set[int]:
    """Return the ids that a form names, or refuse more than can be done in one go."""
    if len(asked) > MOST:
        raise TooManyLots(most=MOST)
    return {int(one) for one in asked if ID.fullmatch(one)}


def offer(form: RelistForm, plan: Plan) -> None:
    """Offer the catalogues into which the lots can go."""
    there = unpublished_for(db.session(), plan.lots, plan.procedure_name)
    form.sale.choices = [
        (NEW, "A new catalogue"),
        *((str(c.id), f"{c.title} (in preparation)") for c in there),
    ]


def propose(form: RelistForm, plan: Plan) -> None:
    """Fill in what the plan proposes."""
    last = plan.lots[0].catalogue
    before, after = round_word(last.procedure.round), round_word(plan.procedure.round)
    form.fill(
        sale=NEW,
        title=_renamed(last.title, before, after, joint=", "),
        slug=free_slug(
            db.session(),
            _renamed(last.slug, _slug(before), _slug(after), joint="-"),
        ),
        opens_at=typed(plan.dates.opens_at, last.zone),
        first_end=typed(plan.dates.closes_at, last.zone),
        seconds=str(last.stagger_seconds),
    )


def wish(form: RelistForm, zone: ZoneInfo) -> Wish | None:
    """Return what the form asks for, or None after saying at it what is wrong."""
    opens_at = form.moment("opens_at", zone)
    first_end = form.moment("first_end", zone)
    seconds = form.seconds_between()
    sale = _sale(form)
    if opens_at is None or first_end is None or seconds is None or sale is None:
        return None
    return Wish(sale=sale, timing=Timing(opens_at, first_end, seconds))


def say(form: RelistForm, refusal: Refusal) -> None:
    """Say a refusal at the field that it is about, if it is about one."""
    field = FIELDS.get(type(refusal))
    if field is not None:
        form.refuse(field, told(refusal))


def _renamed(name: str, before: str, after: str, *, joint: str) -> str:
    """Put the next round into a name: in the place of the last one, or at its end."""
    after = "again" if before == after else after.lower()
    renamed, times = re.subn(
        re.escape(before), after, name, count=1, flags=re.IGNORECASE
    )
    if not times or after == "again":
        return f"{name}{joint}{after}"
    return renamed[:1].upper() + renamed[1:] if name[:1].isupper() else renamed


def _slug(words: str) -> str:
    return re.sub("[^a-z0-9]+", "-", words.lower())


def _sale(form: RelistForm) -> NewSale | int | None:
    chosen = form.sale.data
    if chosen not in {value for value, _ in form.sale.choices or ()}:
        form.refuse("sale", "Please choose a catalogue.")
        return None
    if chosen != NEW:
        return int(chosen)
    title = form.read("title", lot_cells.needed(lot_cells.line))
    return None if title is None else NewSale(title, (form.slug.data or "").strip())
