"""Reading lots from a loan tape: by loans, by debtors, or as one pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from auction.rules.columns.constants import read_constants
from auction.rules.columns.filling import Filling
from auction.rules.columns.judging import Judge
from auction.rules.columns.reading import FOR_ALL, ReadColumn
from auction.rules.columns.targets import target_of
from auction.rules.lot_cells import USUAL_LENGTH, Terms
from auction.rules.lot_fields import LONGEST
from auction.rules.lot_row import Problem
from auction.rules.refusal import Refusal
from auction.rules.tables.workbook_writing import Written, xlsx_of
from auction.rules.tapes.claims import Claim, join
from auction.rules.tapes.debtors import identity, public_name
from auction.rules.tapes.figures import Figures, read_rates
from auction.rules.tapes.records import read_tape
from auction.rules.tapes.rows import (
    Lots,
    Reader,
    row_of_debtor,
    row_of_loan,
    row_of_pack,
)
from auction.rules.tapes.securities import behind_the_scenes, collateral, litigation

RATES = "rates"  # the constant that says what other currencies are worth
CUT_OFF = "field.cut_off_date"
CUT = " … (the rest is in the loan tape)"
# What a problem is about, where the field of a lot is called otherwise in the tape.
FIELDS = {
    "external_id": "id",
    "field.principal": "principal",
    "field.interest": "interest",
    "field.penalty": "other",
    "field.total_claim": "total",
}
HEADINGS = (
    *("Loan", "Debtor", "Identity", "Currency", "Principal", "Accrued interest"),
    *("Other balances", "Total claim", "In default since", "Collateral"),
    *("Owners, registers and guarantors", "Litigation"),
)


class TapeReading:
    """A loan tape that is being read; its rows are those of its loans."""

    def __init__(
        self,
        content: bytes,
        *,
        lots: str,
        constants: Mapping[str, str],
        terms: Terms,
        left_out: Collection[int] = (),
    ) -> None:
        """Look at the tape as a whole, and at what was said for all."""
        self.tape = read_tape(content)
        self.lots = Lots(lots)
        self.columns: list[ReadColumn] = []
        self.unknown_words: dict[str, Counter[str]] = {}
        said = dict(constants)
        rates, wrong = _rates(said.pop(RATES, ""))
        found, wrong_ones = read_constants(said, (), terms)
        self._filling = Filling(found)
        self._judge = Judge(terms, found.round_to)
        self.sheets, self.problems = self._judge.sheets, self._judge.problems
        self._read_by = Reader(Figures(self.tape, terms, rates))
        self._claims = [
            claim for claim in join(self.tape) if claim.loan.number not in left_out
        ]
        self.problems += [
            Problem(FOR_ALL, self.name_of(name), sentence)
            for name, sentence in (wrong | wrong_ones).items()
        ]

    @property
    def row_count(self) -> int:
        """How many loans there are."""
        return len(self.tape.of("loan"))

    @property
    def is_right(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def in_steps(self, size: int) -> Iterator[int]:
        """Read so many lots at once; yield how many loans have been read so far."""
        if self.problems:
            return
        groups = self._groups()
        done = 0
        for start in range(0, len(groups), size):
            for group in groups[start : start + size]:
                self._read(group)
                done += len(group)
            yield done

    def name_of(self, target: str) -> str:
        """Name a part of a lot as the tape does."""
        name = FIELDS.get(target, target)
        known = target_of(target)
        called = self.tape.name_of("loan", name)
        return known.label if called == target and known else called

    def attachments(self) -> Mapping[str, bytes]:
        """Return the list of loans of each pack, for its data room, by its number."""
        if self.lots is not Lots.PACK:
            return {}
        rows = [HEADINGS, *(self._listed(claim) for claim in self._claims)]
        workbook = xlsx_of(rows, sheet="Loans")
        return {sheet.identity: workbook for _, sheet in self.sheets}

    def _groups(self) -> Sequence[Sequence[Claim]]:
        if self.lots is Lots.PACK:
            return [self._claims] if self._claims else []
        if self.lots is Lots.LOAN:
            return [[claim] for claim in self._claims]
        by_debtor: dict[str, list[Claim]] = {}
        for claim in self._claims:
            by_debtor.setdefault(claim.debtor_id, []).append(claim)
        return list(by_debtor.values())

    def _read(self, group: Sequence[Claim]) -> None:
        wrong = [
            (claim.loan.number, self._read_by.wrong_with(claim)) for claim in group
        ]
        if any(found for _, found in wrong):
            self.problems += [
                Problem(number, self.tape.name_of("loan", name), sentence)
                for number, found in wrong
                for name, sentence in found.items()
            ]
            return
        row = {
            name: _short(name, value)
            for name, value in self._row(group).items()
            if value is not None
        }
        row.setdefault(CUT_OFF, self._cut_off())
        if self.lots is Lots.PACK and "title" in self._filling.constants.patterns:
            del row["title"]  # the office has a better one
        self._filling.fill(row, dict)
        number = group[0].loan.number
        self._judge.judge(row, number, {}, name_of=self.name_of)

    def _row(self, group: Sequence[Claim]) -> dict[str, Any]:
        if self.lots is Lots.PACK:
            names = [one.text("name") for one in self.tape.of("portfolio")]
            return row_of_pack(group, next(filter(None, names), ""), self._read_by)
        if self.lots is Lots.DEBTOR:
            return row_of_debtor(group, self._read_by)
        return row_of_loan(group[0], self._read_by)

    def _cut_off(self) -> str | None:
        days = (one.text("cut_off")[:10] for one in self.tape.of("portfolio"))
        return next(filter(None, days), None)

    def _listed(self, claim: Claim) -> list[Written]:
        amounts = [
            self._read_by.amount(claim, name)
            for name in ("principal", "interest", "other", "total")
        ]
        return [
            claim.loan_id,
            public_name(claim.debtors),
            identity(claim.debtors),
            claim.loan.text("currency"),
            *amounts,
            claim.loan.text("defaulted"),
            collateral(claim),
            behind_the_scenes(claim),
            litigation(claim),
        ]


def _rates(text: str) -> tuple[Mapping[str, Decimal], dict[str, str]]:
    try:
        return read_rates(text), {}
    except Refusal as refusal:
        return {}, {RATES: str(refusal)}


def _short(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    """Return a text no longer than its field may be; the whole is in the tape."""
    target = target_of(name)
    if not isinstance(value, str) or target is None or name == "description":
        return value
    longest = LONGEST
    if target.kind == "text":
        value, longest = " ".join(value.split()), USUAL_LENGTH
    return value if len(value) <= longest else value[: longest - len(CUT)] + CUT
