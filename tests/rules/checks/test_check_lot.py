"""Where an office may deviate, a reason settles what was found; elsewhere nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auction.money import Money
from auction.rules.checks import DEVIABLE, TITLES, Check, blocking
from auction.services.procedures import shipped
from tests.rules.checks.candidates import COURT, GOOD, findings, only
from tests.rules.shipped import shipped_procedure

BANK = replace(COURT, may_deviate=frozenset({"deposit"}))
REASON = "The buyer pays within a day."


def test_every_check_has_a_title() -> None:
    assert set(TITLES) == set(Check)


def test_a_lot_with_many_faults_is_told_all_of_them() -> None:
    found = findings(
        title="",
        deposit=None,
        increment=None,
        closes_at=GOOD.opens_at,
        documents=frozenset(),
    )

    assert [finding.check for finding in found] == [
        Check.TITLE,
        Check.DOCUMENTS,
        Check.INCREMENT,
        Check.DEPOSIT,
        Check.END,
    ]
    assert blocking(found) == found


def test_a_reason_settles_what_the_office_may_deviate_from() -> None:
    finding = only(BANK, deposit=None, deviations={"deposit": REASON})

    assert finding.may_deviate
    assert finding.is_settled
    assert finding.reason == REASON
    assert blocking((finding,)) == ()


@pytest.mark.parametrize("reason", ["", None])
def test_without_a_reason_it_still_blocks(reason: str | None) -> None:
    deviations = {} if reason is None else {"deposit": reason}

    finding = only(BANK, deposit=None, deviations=deviations)

    assert blocking((finding,)) == (finding,)


def test_a_reason_settles_nothing_where_the_procedure_does_not_allow_it() -> None:
    finding = only(COURT, deposit=None, deviations={"deposit": REASON})

    assert not finding.may_deviate
    assert finding.reason == ""
    assert blocking((finding,)) == (finding,)


def test_no_procedure_can_allow_a_lot_without_a_starting_price() -> None:
    loose = replace(COURT, may_deviate=frozenset(Check))

    finding = only(
        loose, starting_price=Money(0), deviations={"starting_price": REASON}
    )

    assert not finding.is_settled


def test_a_reason_that_is_not_needed_changes_nothing() -> None:
    assert findings(BANK, deviations={"deposit": REASON}) == ()


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_procedure_allows_only_what_can_be_allowed(name: str) -> None:
    procedure = shipped_procedure(name)

    assert procedure.may_deviate <= DEVIABLE
    assert set(procedure.laws) <= set(Check)
    assert not (procedure.law.startswith("Modelled") and procedure.may_deviate)
