from __future__ import annotations

from decimal import Decimal

import pytest

from auction.money import Money
from auction.rules.categories import FIELDS, Category
from auction.rules.lot_sheet import LotSheet
from auction.rules.tables.reading import read_grid
from auction.rules.tapes.figures import RatesInvalid, read_rates
from auction.rules.tapes.reading import TapeReading
from tests.rules.tapes.tapes import LOANS, SECRETS, as_json, as_workbook, reading

PUBLIC = {field.name for field in FIELDS[Category.LOAN] if field.is_public}
WAYS = ["loans", "debtors", "pack"]


def said(tape: TapeReading) -> list[str]:
    return [str(problem) for problem in tape.problems]


def public_words(sheet: LotSheet) -> str:
    fields = {name: value for name, value in sheet.fields.items() if name in PUBLIC}
    texts = (sheet.title, sheet.region, sheet.location, sheet.description)
    return f"{texts} {fields}"


def test_each_loan_is_a_lot() -> None:
    tape = reading(as_workbook())

    assert said(tape) == []
    first, second, third = (sheet for _, sheet in tape.sheets)
    assert first.external_id == "L1"
    assert first.title == "Claim L1 against Private person, Northmark"
    assert first.category is Category.LOAN
    assert first.fields["principal"] == 1_000_50
    assert first.fields["total_claim"] == 1_100_00
    assert first.starting_price == Money(330_00)
    assert first.fields["cut_off_date"] == "2025-12-31"
    assert first.fields["default_date"] == "2023-02-01"
    assert second.title == "Claim L2 against Example Mill Ltd"
    assert second.fields["total_claim"] == 2_010_00  # the sum: the tape has none
    assert third.fields["total_claim"] == 250_00  # dollars
    assert third.fields["original_currency"] == "USD"


def test_each_debtor_is_a_lot_with_the_sums_of_his_loans() -> None:
    tape = reading(as_workbook(), "debtors")

    assert said(tape) == []
    _, company = (sheet for _, sheet in tape.sheets)
    assert company.external_id == "C2"
    assert company.title == "2 claims against Example Mill Ltd"
    assert company.fields["loans_count"] == 2
    assert company.fields["principal"] == 2_250_00
    assert company.fields["default_date"] == "2022-02-01"
    assert company.fields["contract_number"] == "L2, L3"


def test_the_whole_tape_is_one_lot() -> None:
    tape = reading(as_workbook(), "pack")

    assert said(tape) == []
    ((number, pack),) = tape.sheets
    assert number == 4
    assert pack.title == "Pack of 3 loans"
    assert pack.fields["debtors_count"] == 2
    assert pack.fields["loans_count"] == 3
    assert pack.fields["total_claim"] == 3_360_00
    assert pack.fields["secured_share"] == 32.7
    assert pack.fields["sale_form"] == "pack"
    assert "| Private persons, secured | 1 | 1,000.50 | 1,100.00 |" in pack.description


def test_the_list_of_loans_goes_into_the_data_room_of_a_pack() -> None:
    tape = reading(as_workbook(), "pack")

    ((number, content),) = tape.attachments().items()

    assert number == tape.sheets[0][1].external_id
    lines = read_grid(content).lines
    assert len(lines) == 4
    assert lines[1].cells[:2] == ("L1", "Private person, Northmark")
    assert lines[1].cells[2] == (
        "Zacharias Example, born 1970-01-02, national identifier ID-4711, "
        "Hidden Lane 5, Smallville, Northmark"
    )
    assert lines[1].cells[4] == Decimal("1000.5")


@pytest.mark.parametrize("way", ["loans", "debtors"])
def test_single_lots_need_no_list(way: str) -> None:
    assert reading(as_workbook(), way).attachments() == {}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("content", [as_workbook(), as_json()], ids=["xlsx", "json"])
def test_nothing_public_names_a_private_person(content: bytes, way: str) -> None:
    tape = reading(content, way)

    assert tape.sheets
    for _, sheet in tape.sheets:
        for secret in SECRETS:
            assert secret not in public_words(sheet)


def test_what_is_not_public_has_the_names() -> None:
    first = reading(as_workbook()).sheets[0][1]

    assert "Zacharias Example" in first.fields["debtor_identity"]
    assert "Yolanda Guarantor" in first.fields["guarantors_identity"]
    assert "Hidden Lane 5" in first.fields["guarantors_identity"]
    assert first.fields["guarantors"] == "Private person, Southmark"
    assert first.fields["collateral"] == (
        "- House, Smallville, building of 120 m², valued at 150000 EUR on 2025-01-01"
    )


def test_a_currency_of_which_nobody_says_what_it_is_worth_is_named() -> None:
    tape = reading(as_workbook(), rates="")

    assert said(tape) == [
        "Row 6, Currency: This is in USD: say what one USD is worth in EUR."
    ]


def test_a_star_stands_for_all_other_currencies() -> None:
    tape = reading(as_workbook(), rates="GBP 2, * 1")

    assert tape.sheets[2][1].fields["total_claim"] == 500_00


@pytest.mark.parametrize("way", WAYS)
def test_problems_of_a_loan_are_told_in_its_row(way: str) -> None:
    wrong = [*LOANS[:2], {**LOANS[2], "Principal amount": "much"}]

    tape = reading(as_workbook(loans=wrong), way)

    assert said(tape) == ["Row 6, Principal amount: “much” is not a number."]


def test_a_loan_without_a_debtor_is_named() -> None:
    stranger = {**LOANS[0], "Loan Identifier": "L9"}

    tape = reading(as_workbook(loans=[*LOANS, stranger]))

    assert said(tape) == ["Row 7, debtor: There is no counterparty nobody in the tape."]


def test_the_same_loan_twice_is_named() -> None:
    tape = reading(as_workbook(loans=[*LOANS, LOANS[0]]))

    assert said(tape) == [
        "Row 7, Loan Identifier: Row 4 is the same lot: give each a number of its own."
    ]


def test_loans_can_be_left_out_of_a_pack() -> None:
    tape = reading(as_workbook(), "pack", left_out=(6,))

    assert tape.sheets[0][1].fields["loans_count"] == 2


def test_a_pack_is_the_same_in_whatever_order_its_loans_are() -> None:
    there = reading(as_workbook(), "pack").sheets[0][1].external_id
    back = reading(as_workbook(loans=LOANS[::-1]), "pack").sheets[0][1].external_id
    less = reading(as_workbook(), "pack", left_out=(4,)).sheets[0][1].external_id

    assert there == back
    assert there != less


def test_an_office_may_have_a_better_title_for_a_pack() -> None:
    tape = reading(as_workbook(), "pack", title="Spring portfolio")

    assert tape.sheets[0][1].title == "Spring portfolio"
    loans = reading(as_workbook(), title="Spring portfolio")
    assert loans.sheets[0][1].title.startswith("Claim L1")


def test_what_holds_for_all_is_judged_first() -> None:
    tape = reading(as_workbook(), rates="cheap", deposit="much")

    assert [problem.row for problem in tape.problems] == [0, 0]
    assert tape.sheets == []


def test_a_portfolio_gives_its_name_to_the_pack() -> None:
    assert reading(as_json(), "pack").sheets[0][1].title == "EXAMPLE, 3 loans"


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("", {}),
        ("USD 0.92", {"USD": Decimal("0.92")}),
        ("USD = 0,92; GBP 1.17", {"USD": Decimal("0.92"), "GBP": Decimal("1.17")}),
        ("USD 2,* 1", {"USD": Decimal(2), "*": Decimal(1)}),
        ("USD 2\nGBP 3", {"USD": Decimal(2), "GBP": Decimal(3)}),
    ],
)
def test_rates_are_read_as_people_write_them(
    text: str, rates: dict[str, Decimal]
) -> None:
    assert read_rates(text) == rates


@pytest.mark.parametrize("text", ["dollar 1", "USD", "USD 0", "USD -1", "USD 1 2"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(RatesInvalid):
        read_rates(text)
