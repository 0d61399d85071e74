"""Reading lots from the rows of an office's list, with all problems at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from auction.money import MAX_MINOR, Currency, Money, parse_amount
from auction.rules.categories import FIELDS, Category, Field
from auction.rules.procedure import Procedure, StepKind
from auction.rules.refusal import Refusal

COLUMNS = (
    *("external_id", "title", "category", "region", "location", "round"),
    *("description", "valuation", "starting_price", "reserve", "increment"),
    *("deposit", "opens_at", "closes_at"),
)
LONGEST = {"title": 300, "description": 50_000}
USUAL_LENGTH = 500  # characters
FIELD = "field."  # "field.mileage": a field of the lot's category


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a list; rows count from 1, below the headings."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class LotSheet:
    """A lot as an office hands it in. Amounts are in the catalogue's currency."""

    external_id: str | None
    title: str
    category: Category
    region: str
    location: str
    round: str
    description: str
    valuation: Money | None
    starting_price: Money
    reserve: Money | None
    increment: Money | None
    deposit: Money | None
    opens_at: datetime
    closes_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the rows are read by: the catalogue's currency, locale, zone, procedure."""

    currency: Currency
    locale: str
    zone: ZoneInfo
    procedure: Procedure


def read_rows(
    rows: Sequence[Mapping[str, Any]], *, terms: Terms
) -> tuple[list[LotSheet], list[Problem]]:
    """Return the sheets of the rows that are right and the problems of the others."""
    sheets, problems = [], []
    for number, row in enumerate(rows, start=1):
        reader = RowReader(row, number, terms)
        sheet = reader.sheet()
        problems += reader.problems
        if not reader.problems and sheet is not None:
            sheets.append(sheet)
    return sheets, problems


class RowReader:
    """One row: it hands out typed values and keeps what was wrong."""

    def __init__(self, row: Mapping[str, Any], number: int, terms: Terms) -> None:
        self.row, self.number, self.terms = row, number, terms
        self.problems: list[Problem] = []

    def sheet(self) -> LotSheet | None:
        """Return the row's lot, unless something is wrong with it."""
        self._refuse_unknown()
        category = self._category()
        start = self._amount("starting_price", required=True)
        opens_at, closes_at = self._moment("opens_at"), self._moment("closes_at")
        increment = self._amount("increment")
        sheet: dict[str, Any] = {
            "external_id": self._text("external_id") or None,
            "title": self._text("title", required=True),
            "region": self._text("region"),
            "location": self._text("location"),
            "description": self._text("description"),
            "round": self._text("round") or self.terms.procedure.round,
            "valuation": self._amount("valuation"),
            "reserve": self._amount("reserve"),
            "deposit": self._amount("deposit"),
            "fields": self._fields(category) if category else {},
        }
        self._check_increment(increment)
        if opens_at and closes_at and closes_at <= opens_at:
            self._problem("closes_at", "The end must be after the opening.")
        if category is None or start is None or opens_at is None or closes_at is None:
            return None
        return LotSheet(
            category=category,
            starting_price=start,
            opens_at=opens_at,
            closes_at=closes_at,
            increment=increment,
            **sheet,
        )

    def _refuse_unknown(self) -> None:
        for column in self.row:
            known = column in COLUMNS or column == "fields" or column.startswith(FIELD)
            if not known:
                self._problem(str(column), "There is no such column.")

    def _category(self) -> Category | None:
        text = self._text("category", required=True)
        if text in {category.value for category in Category}:
            return Category(text)
        if text:
            known = ", ".join(category.value for category in Category)
            self._problem("category", f"{text!r} is none of: {known}.")
        return None

    def _check_increment(self, increment: Money | None) -> None:
        if self.terms.procedure.step is not StepKind.FIXED:
            return
        if increment is None or increment <= Money(0):
            self._problem("increment", "This procedure needs an increment above 0.")

    def _text(self, column: str, *, required: bool = False) -> str:
        value = self.row.get(column)
        text = "" if value is None else str(value).strip()
        if required and not text:
            self._problem(column, "This must not be empty.")
        if len(text) > LONGEST.get(column, USUAL_LENGTH):
            self._problem(column, "This is too long.")
        if any(_unwanted(sign) for sign in text):
            self._problem(column, "This holds control characters.")
        return text

    def _amount(self, column: str, *, required: bool = False) -> Money | None:
        value = self.row.get(column)
        if value is None or value == "":
            if required:
                self._problem(column, "This must not be empty.")
            return None
        try:
            return self._money(value)
        except Refusal as refusal:
            self._problem(column, str(refusal))
            return None

    def _money(self, value: object) -> Money:
        currency = self.terms.currency
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise Refusal("This is not an amount.")
        if isinstance(value, str):
            amount = parse_amount(value, currency=currency, locale=self.terms.locale)
        else:
            exact = Decimal(str(value)).scaleb(currency.exponent)
            if not exact.is_finite() or exact != exact.to_integral_value():
                raise Refusal(f"This has too many decimals for {currency.code}.")
            amount = Money(int(exact))
        if not Money(0) <= amount <= Money(MAX_MINOR):
            raise Refusal("This amount is out of range.")
        return amount

    def _moment(self, column: str) -> datetime | None:
        text = self._text(column, required=True)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self._problem(column, "Write a moment like 2026-03-02 10:00.")
            return None
        return moment.astimezone(UTC) if moment.tzinfo else self._local(column, moment)

    def _local(self, column: str, moment: datetime) -> datetime | None:
        local = moment.replace(tzinfo=self.terms.zone)
        there_and_back = local.astimezone(UTC).astimezone(self.terms.zone)
        if there_and_back.replace(tzinfo=None) != moment:
            self._problem(column, "The clocks go forward then: there is no such time.")
            return None
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            self._problem(column, "The clocks go back then: add the offset, as +01:00.")
            return None
        return local.astimezone(UTC)

    def _fields(self, category: Category) -> dict[str, Any]:
        given = dict(self.row.get("fields") or {})
        given |= {
            column.removeprefix(FIELD): value
            for column, value in self.row.items()
            if column.startswith(FIELD) and value not in (None, "")
        }
        known = {field.name: field for field in FIELDS[category]}
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                self._problem(FIELD + name, f"A {category} lot has no such field.")
            else:
                values[name] = self._field(known[name], value)
        return values

    def _field(self, known: Field, value: Any) -> Any:  # noqa: ANN401
        column = FIELD + known.name
        text = str(value).strip()
        if any(_unwanted(sign) for sign in text) or len(text) > LONGEST["description"]:
            self._problem(column, "This is too long or holds control characters.")
        try:
            return self._typed(known, value, text)
        except (ValueError, ArithmeticError, Refusal) as wrong:
            sentence = str(wrong) if isinstance(wrong, Refusal) else ""
            self._problem(column, sentence or f"This is not a {known.kind}.")
            return None

    def _typed(self, known: Field, value: Any, text: str) -> Any:  # noqa: ANN401
        if known.kind == "money":
            return self._money(value).minor
        if known.kind == "number":
            number = float(Decimal(text.replace(",", "").replace(" ", "")))
            return int(number) if number.is_integer() else number
        if known.kind == "date":
            return datetime.fromisoformat(text).date().isoformat()
        if known.kind == "flag":
            return {"true": True, "yes": True, "false": False, "no": False}.get(
                text.lower(), bool(text)
            )
        return text

    def _problem(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(self.number, column, sentence))


def _unwanted(sign: str) -> bool:
    return (sign < " " and sign not in "\n\r\t") or "\ud800" <= sign <= "\udfff"
