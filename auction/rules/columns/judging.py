"""Judging the rows of a list one by one: lots, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auction.money import Money
from auction.rules.columns.reckoning import reckon
from auction.rules.lot_cells import Terms
from auction.rules.lot_row import Problem, read_row
from auction.rules.lot_sheet import SAME, LotSheet


class Judge:
    """Whoever keeps the sheets of the rows that are right, and what is wrong."""

    def __init__(self, terms: Terms, round_to: Money) -> None:
        self.terms, self.round_to = terms, round_to
        self.sheets: list[tuple[int, LotSheet]] = []
        self.problems: list[Problem] = []
        self._seen: dict[str, int] = {}

    def judge(
        self,
        row: dict[str, Any],
        number: int,
        wrong: dict[str, str],
        *,
        name_of: Callable[[str], str],
    ) -> None:
        """Judge the values of a row; ``wrong`` says by column what was unreadable.

        ``name_of`` names a column as the person knows it who reads of the problem.
        """
        for name, sentence in list(reckon(row, self.terms, self.round_to, set(wrong))):
            wrong[name] = sentence
            row[name] = None
        values, more = read_row(row, number, self.terms)
        for problem in more:
            wrong.setdefault(problem.column, problem.sentence)
        self._check_number(values, number, wrong)
        if not wrong:
            self._keep(LotSheet(**values), number, wrong)
        self.problems += [
            Problem(number, name_of(name), sentence)
            for name, sentence in wrong.items()
            if sentence
        ]

    def _check_number(
        self, values: dict[str, Any], number: int, wrong: dict[str, str]
    ) -> None:
        """Find a lot's own number again, though its row or the other may be wrong."""
        own = values["external_id"]
        first = self._seen.setdefault(own, number) if own else number
        if first != number:
            wrong["external_id"] = SAME.format(first)

    def _keep(self, sheet: LotSheet, number: int, wrong: dict[str, str]) -> None:
        first = self._seen.setdefault(sheet.identity, number)
        if first != number:
            wrong["external_id"] = SAME.format(first)
        else:
            self.sheets.append((number, sheet))
