from __future__ import annotations

import pytest

from auction.rules.categories import FIELDS, TITLES, Category
from auction.rules.columns.plan import ColumnPlan, Plan, PlanInvalid, digest_of
from auction.rules.columns.proposing import meaning, propose
from auction.rules.columns.targets import OF_A_LOT, groups, target_of
from auction.rules.columns.words import category_words, heading_words
from auction.rules.lot_row import COLUMNS
from tests.rules.columns.tables import table

BANK = """\
N° do imóvel;UF;Cidade;Bairro;Endereço;Preço;Valor de avaliação;Desconto
1;a;b;c;d;5;6;7
"""


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("starting_price", "starting_price"),
        ("Starting price", "starting_price"),
        ("STARTING  PRICE:", "starting_price"),
        ("Preço", "starting_price"),
        ("起拍价", "starting_price"),
        ("Стартова ціна", "starting_price"),
        ("Verkehrswert", "valuation"),
        ("field.mileage", "field.mileage"),
        ("Mileage", "field.mileage"),
        ("Kilometerstand", "field.mileage"),
        ("Loan Identifier", "external_id"),
        ("result.status", "-"),
        ("status", ""),
        ("Desconto", ""),
        ("field.nothing", ""),
        ("+", ""),
    ],
)
def test_a_heading_means_what_it_says(heading: str, target: str) -> None:
    assert meaning(heading) == target


def test_a_plan_is_proposed_from_the_headings() -> None:
    plan = propose(table(BANK))

    assert {heading: column.to for heading, column in plan.columns.items()} == {
        "N° do imóvel": "external_id",
        "UF": "",
        "Cidade": "region",
        "Bairro": "location",
        "Endereço": "location",
        "Preço": "starting_price",
        "Valor de avaliação": "valuation",
        "Desconto": "",
    }
    assert plan.constants == {"title": "{Endereço}, {Bairro}, {Cidade}"}


def test_no_amount_is_proposed_twice() -> None:
    plan = propose(table("price;start price\n1;2\n"))

    assert [column.to for column in plan.columns.values()] == ["starting_price", ""]


def test_what_an_office_did_before_comes_first() -> None:
    before = Plan({"Preço": ColumnPlan("reserve")}, {"title": "A house"})

    plan = propose(table(BANK), before)

    assert plan.columns["Preço"].to == "reserve"
    assert plan.constants == {"title": "A house"}


def test_a_list_is_remembered_by_its_headings_in_order() -> None:
    assert digest_of(["Preço", "UF"]) == digest_of(["PRECO ", "uf"])
    assert digest_of(["Preço", "UF"]) != digest_of(["UF", "Preço"])


def test_a_plan_is_stored_and_read_again() -> None:
    plan = Plan({"a": ColumnPlan("category", "", {"x": "loan"}), "b": ColumnPlan("-")})

    assert Plan.of(plan.stored(), {}) == plan
    assert Plan.of({"b": "-"}, {}) == Plan({"b": ColumnPlan("-")})


@pytest.mark.parametrize("said", [7, None, ["title"], {"words": 7}])
def test_what_is_no_plan_is_refused(said: object) -> None:
    with pytest.raises(PlanInvalid, match="“a” must be a target"):
        Plan.of({"a": said}, {})


def test_everything_that_a_lot_has_can_be_a_column() -> None:
    assert {target.name for target in OF_A_LOT} == set(COLUMNS) - {"fields"}
    for category in Category:
        offered = groups(category)[TITLES[category]]
        assert len(offered) == len(FIELDS[category])
        assert all(target_of(target.name) for target in offered)


def test_every_word_that_we_know_names_something() -> None:
    assert all(target_of(name) for name in heading_words().values())
    assert {Category(name) for name in category_words().values()} == set(Category)
