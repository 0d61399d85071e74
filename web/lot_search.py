"""Finding lots: what the filters of a list ask, and the page that answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Case, ColumnElement, Select, case, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Catalogue, Lot, Office
from auction.models.base import Amount
from auction.money import EXPONENTS, Money
from auction.rules.categories import Category
from auction.rules.lifecycle import ENDED, PUBLIC, LotStatus

PAGE = 24
FURTHEST = 10_000  # pages; nobody walks further
LONGEST = 100  # characters of a search
MAX_MAJOR = 10**13

shown_price = func.coalesce(Lot.price, Lot.starting_price)
IS_OVER = case((Lot.status.in_(ENDED), 1), else_=0)

SORTS: dict[str, tuple[tuple[ColumnElement[Any], ...], str]] = {
    "closing": ((IS_OVER, Lot.closes_at.asc()), "Closing soonest"),
    "newest": ((Lot.id.desc(),), "Newest first"),
    "price": ((shown_price.asc(),), "Lowest price"),
    "price-high": ((shown_price.desc(),), "Highest price"),
    "bids": ((Lot.bid_count.desc(),), "Most bids"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asked for; what makes no sense is left out."""

    category: Category | None = None
    status: LotStatus | None = None
    office: str = ""
    region: str = ""
    lowest: int | None = None  # major units
    highest: int | None = None
    words: str = ""
    sort: str = "closing"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """Read the filters from an address's query."""
        sort = query.get("sort", "")
        return cls(
            category=_one_of(Category, query.get("category")),
            status=_one_of(LotStatus, query.get("status")),
            office=query.get("office", "")[:LONGEST],
            region=query.get("region", "")[:LONGEST],
            lowest=_whole(query.get("min")),
            highest=_whole(query.get("max")),
            words=query.get("q", "").strip()[:LONGEST],
            sort=sort if sort in SORTS else "closing",
            page=page_number(query),
        )

    @property
    def kept(self) -> str:
        """What a saved search keeps of them: which lots, in the words of an address.

        New lots are announced, whatever state was asked for; order and page are left.
        """
        return urlencode(self.query(status=None, sort=None))

    @classmethod
    def of_kept(cls, query: str) -> Filters:
        """Read what a saved search has kept."""
        return cls.read(dict(parse_qsl(query)))

    def query(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
        """Return these filters as an address's query, with some of them changed."""
        values = {
            "category": self.category,
            "status": self.status,
            "office": self.office,
            "region": self.region,
            "min": self.lowest,
            "max": self.highest,
            "q": self.words,
            "sort": self.sort if self.sort != "closing" else "",
        }
        return {key: value for key, value in (values | changes).items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of lots."""

    lots: Sequence[Lot]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def find(session: Session, filters: Filters) -> Page:
    """Return the page of public lots that the filters ask for."""
    order, _ = SORTS[filters.sort]
    return page_of(session, _found(filters), order=order, number=filters.page)


def matching(query: str) -> Select[tuple[Lot]]:
    """Return the public lots that a kept query asks for."""
    return _found(Filters.of_kept(query))


def page_of(
    session: Session,
    found: Select[tuple[Lot]],
    *,
    order: Iterable[ColumnElement[Any]],
    number: int,
) -> Page:
    """Return one page of lots, or the last one there is."""
    total = session.scalar(found.with_only_columns(func.count(Lot.id))) or 0
    number = min(number, max(1, -(-total // PAGE)))
    lots = session.scalars(
        with_cards(found)
        .order_by(*order, Lot.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return Page(lots, total, number)


def page_number(query: Mapping[str, str]) -> int:
    """Read the number of a page; the first one for anything that is none."""
    return min(_whole(query.get("page")) or 1, FURTHEST)


def with_cards(lots: Select[tuple[Lot]]) -> Select[tuple[Lot]]:
    """Load, with the lots, what their cards show."""
    return lots.options(
        joinedload(Lot.catalogue, innerjoin=True),
        joinedload(Lot.office, innerjoin=True),
        selectinload(Lot.photos),
    )


def regions(session: Session) -> Sequence[str]:
    """Return the regions that public lots are in."""
    named = select(Lot.region).where(Lot.region != "", Lot.status.in_(PUBLIC))
    return session.scalars(named.distinct().order_by(Lot.region)).all()


def _found(filters: Filters) -> Select[tuple[Lot]]:
    statuses = [filters.status] if filters.status in PUBLIC else list(PUBLIC)
    lots = select(Lot).where(Lot.status.in_(statuses))
    if filters.category:
        lots = lots.where(Lot.category == filters.category)
    if filters.office:
        lots = lots.join(Office, Office.id == Lot.office_id)
        lots = lots.where(Office.slug == filters.office)
    if filters.region:
        lots = lots.where(Lot.region == filters.region)
    if filters.words:
        lots = lots.where(_says(filters.words))
    return _priced(lots, filters)


def _priced(lots: Select[tuple[Lot]], filters: Filters) -> Select[tuple[Lot]]:
    if filters.lowest is None and filters.highest is None:
        return lots
    lots = lots.join(Catalogue, Catalogue.id == Lot.catalogue_id)
    if filters.lowest is not None:
        lots = lots.where(shown_price >= _in_its_currency(filters.lowest))
    if filters.highest is not None:
        lots = lots.where(shown_price <= _in_its_currency(filters.highest))
    return lots


def _in_its_currency(major: int) -> Case[Money]:
    def minor(exponent: int) -> ColumnElement[Money]:
        return literal(Money(major * 10**exponent), Amount())

    unusual = {code: minor(exponent) for code, exponent in EXPONENTS.items()}
    return case(unusual, value=Catalogue.currency_code, else_=minor(2))


def _says(words: str) -> Any:  # noqa: ANN401
    return or_(
        Lot.title.icontains(words, autoescape=True),
        Lot.location.icontains(words, autoescape=True),
        Lot.external_id == words,
    )


def _one_of(kinds: type[Any], text: str | None) -> Any:  # noqa: ANN401
    return kinds(text) if text in {kind.value for kind in kinds} else None


def _whole(text: str | None) -> int | None:
    digits = (text or "").strip().replace(" ", "").replace(",", "")
    if not digits.isascii() or not digits.isdecimal():
        return None
    return min(int(digits[:20]), MAX_MAJOR)
