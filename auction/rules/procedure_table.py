"""One table of a procedure's file: typed values, and errors that name the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from auction.money import Currency, Money
from auction.rules.increments import Band
from auction.rules.procedure import Ground, ProcedureInvalid

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
DURATION = re.compile(r"([0-9]{1,5}) (s|min|h|d)")
FIGURES = re.compile(r"[0-9]{1,11}(\.[0-9]{1,4})?")  # in minor units: 10^15 at most
UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


class Table:
    """One table of the file: it hands out typed values and knows what it was asked."""

    def __init__(self, values: Mapping[str, Any], source: str, name: str = "") -> None:
        self._values, self._source, self._name = values, source, name
        self._asked: set[str] = set()
        self._tables: list[Table] = []

    def has(self, key: str) -> bool:
        """Say whether there is such a key."""
        return key in self._values

    def table(self, key: str) -> Table:
        """Return a table inside this one; a missing one is empty."""
        inner = self._get(key, dict, "a table", default={})
        self._tables.append(Table(inner, self._source, self._path(key)))
        return self._tables[-1]

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value: str = self._get(key, str, "a text")
        if not value.strip():
            self.refuse(key, "must not be empty")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, "true or false"))

    def flag_or(self, key: str, otherwise: bool) -> bool:  # noqa: FBT001
        """Return true or false, or what holds where the key is left out."""
        found = self._if_there(key, self.flag)
        return otherwise if found is None else found

    def text_or_none(self, key: str) -> str | None:
        """Return a text where there is one."""
        return self._if_there(key, self.text)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a missing one is empty."""
        values = self._get(key, list, "a list of texts", default=[])
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.refuse(key, "must be a list of texts")
        return tuple(values)

    def texts_by_key(self) -> dict[str, str]:
        """Return every value of this table, each a text, by its key."""
        return {key: self.text(key) for key in self._values}

    def number(self, key: str, *, lowest: int = 1) -> int:
        """Return a whole number."""
        value = self._get(key, int, "a whole number")
        if isinstance(value, bool) or value < lowest:
            self.refuse(key, f"must be a whole number of at least {lowest}")
        return int(value)

    def number_or_none(self, key: str) -> int | None:
        """Return a whole number where there is one."""
        return self._if_there(key, self.number)

    def percent(self, key: str) -> Decimal | None:
        """Return per cent, from a text such as "12.5", where there are any."""
        value = self._if_there(key, self._decimal)
        if value is not None and value > 100:
            self.refuse(key, "must be at most 100 per cent")
        return value

    def duration(self, key: str) -> timedelta:
        """Return a span of time, from a text such as "5 min"."""
        found = DURATION.fullmatch(self.text(key))
        if found is None:
            self.refuse(key, 'must be a span such as "30 s", "5 min", "24 h" or "3 d"')
        return timedelta(**{UNITS[found[2]]: int(found[1])})

    def duration_or_none(self, key: str) -> timedelta | None:
        """Return a span of time where there is one."""
        return self._if_there(key, self.duration)

    def choice(self, key: str, kinds: type[E]) -> E:
        """Return one of a few words."""
        text = self.text(key)
        if text not in {kind.value for kind in kinds}:
            self.refuse(key, f"must be one of {', '.join(kinds)}, not {text!r}")
        return kinds(text)

    def choice_or(self, key: str, otherwise: E) -> E:
        """Return one of a few words, or what holds where the key is left out."""
        return self.choice(key, type(otherwise)) if self.has(key) else otherwise

    def grounds(self) -> tuple[Ground, ...]:
        """Return the grounds of an officer's act, each with its own code."""
        tables = self._tables_of("grounds")
        grounds = tuple(
            Ground(
                t.text("code"),
                t.text("text"),
                after_first_bid=t.flag("after_first_bid"),
                before_first_bid=t.flag_or("before_first_bid", True),
                after_balance_term=t.flag_or("after_balance_term", False),
            )
            for t in tables
        )
        if len({ground.code for ground in grounds}) < len(grounds):
            self.refuse("grounds", "must not hold the same code twice")
        return grounds

    def bands(self, currency: Currency) -> tuple[Band, ...]:
        """Return the table of steps, its amounts in minor units."""
        bands = tuple(
            Band(t.amount("floor", currency), t.amount("step", currency))
            for t in self._tables_of("bands")
        )
        floors = [band.floor for band in bands]
        if not floors or floors[0] != Money(0) or floors != sorted(set(floors)):
            self.refuse("bands", "must begin at 0 and rise")
        if any(band.step <= Money(0) for band in bands):
            self.refuse("bands", "must have steps above 0")
        return bands

    def rows(self, key: str) -> list[Table]:
        """Return a list of tables; a missing one is empty."""
        return self._if_there(key, self._tables_of) or []

    def amount(self, key: str, currency: Currency) -> Money:
        """Return an amount, from a text in major units such as "2.50"."""
        exact = self._decimal(key).scaleb(currency.exponent)
        if exact != exact.to_integral_value():
            return Money(int(exact) + 1)  # half a yen is a whole one
        return Money(int(exact))

    def refuse_unknown(self) -> None:
        """Refuse keys that nobody asked for: a typing error must not go unseen."""
        for key in self._values:
            if key not in self._asked:
                self.refuse(key, "is not a key that a procedure has")
        for table in self._tables:
            table.refuse_unknown()

    def refuse(self, key: str, why: str) -> NoReturn:
        """Refuse the file, naming the key."""
        raise ProcedureInvalid(f"{self._source}: {self._path(key)} {why}.")

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _tables_of(self, key: str) -> list[Table]:
        rows = self._get(key, list, "a list of tables")
        tables = []
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                self.refuse(key, "must be a list of tables")
            tables.append(Table(row, self._source, f"{self._path(key)}[{place}]"))
        self._tables += tables
        return tables

    def _if_there(self, key: str, read_it: Callable[[str], T]) -> T | None:
        self._asked.add(key)
        return read_it(key) if key in self._values else None

    def _decimal(self, key: str) -> Decimal:
        text = self.text(key)
        if not FIGURES.fullmatch(text):
            self.refuse(key, f'must be a number such as "2.50", not {text!r}')
        return Decimal(text)

    def _get(self, key: str, kind: type, called: str, default: object = None) -> Any:  # noqa: ANN401
        self._asked.add(key)
        value = self._values.get(key, default)
        if value is None:
            self.refuse(key, f"is missing: it must be {called}")
        if not isinstance(value, kind):
            self.refuse(key, f"must be {called}")
        return value
