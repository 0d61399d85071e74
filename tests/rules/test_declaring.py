"""A registrant declares each rule by itself; what is not true keeps him out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auction.rules.declaring import (
    CannotRegister,
    NotAllAnswered,
    check_answers,
    declaration_text,
    statements,
)
from auction.rules.eligibility import (
    EVERYBODY,
    Applicant,
    Countries,
    Group,
    Licence,
)
from auction.rules.persons import PersonKind

NATURAL, COMPANY = PersonKind
TERMS = replace(
    EVERYBODY,
    source="Terms",
    age_at_least=18,
    residence=(Countries(only=("EU",), source="Terms, 2"),),
    nationality=(Countries(never=("RU",), source="Terms, 3"),),
    licences=(Licence("bank", "a licence as a bank", "Banking Act"),),
    barred=(Group("officials", "civil servants", "Notice, 1"),),
)
ALL = statements(TERMS)
TRUE = {one.code: "true" for one in ALL}


def test_every_rule_is_one_statement() -> None:
    assert [(one.code, one.text) for one in ALL] == [
        ("age", "I am at least 18 years old."),
        (
            "residence-1",
            (
                "My residence or seat meets this rule: Only who lives or has a seat in "
                "the European Union may bid."
            ),
        ),
        (
            "nationality-1",
            (
                "My nationality meets this rule: Nobody who is a national of Russia "
                "may bid."
            ),
        ),
        ("licence-bank", "I hold a licence as a bank."),
        ("barred-officials", "I am none of these: civil servants."),
    ]
    assert [one.source for one in ALL] == [
        *("Terms", "Terms, 2", "Terms, 3", "Banking Act", "Notice, 1")
    ]


def test_a_company_has_no_age_and_no_nationality() -> None:
    codes = [one.code for one in statements(TERMS, Applicant(COMPANY, "FR"))]

    assert codes == ["residence-1", "licence-bank", "barred-officials"]


def test_where_nothing_is_asked_nothing_is_declared() -> None:
    assert statements(EVERYBODY) == ()
    check_answers((), {})


def test_all_must_be_answered() -> None:
    answers = {**TRUE, "licence-bank": "perhaps"}
    del answers["age"]

    with pytest.raises(NotAllAnswered) as refused:
        check_answers(ALL, answers)

    assert refused.value.codes == ("age", "licence-bank")


@pytest.mark.parametrize("code", [one.code for one in ALL])
def test_one_that_is_not_true_keeps_him_out_with_the_rule(code: str) -> None:
    with pytest.raises(CannotRegister) as refused:
        check_answers(ALL, {**TRUE, code: "untrue"})

    said = {one.code: one for one in ALL}[code]
    assert str(refused.value) == (
        f"You cannot register: {said.rule} Source: {said.source}."
    )


def test_all_that_are_not_true_are_named() -> None:
    untrue = {"age": "untrue", "barred-officials": "untrue"}

    with pytest.raises(CannotRegister) as refused:
        check_answers(ALL, TRUE | untrue)

    assert str(refused.value) == (
        "You cannot register: A bidder must be at least 18 years old. Source: Terms. "
        "These may not bid: civil servants. Source: Notice, 1."
    )


def test_a_rule_without_a_source_cites_none() -> None:
    said = statements(replace(EVERYBODY, age_at_least=18))

    with pytest.raises(CannotRegister) as refused:
        check_answers(said, {"age": "untrue"})

    assert str(refused.value) == (
        "You cannot register: A bidder must be at least 18 years old."
    )
    assert declaration_text(said, lot="lot 7").endswith(
        "\n1. I am at least 18 years old."
    )


def test_what_nobody_asked_does_not_count() -> None:
    check_answers(ALL, {**TRUE, "barred-others": "untrue"})


def test_the_text_holds_every_statement_with_its_source() -> None:
    text = declaration_text(ALL[3:], lot="lot 7, “A claim”")

    assert text == (
        "Declaration on lot 7, “A claim”\n\n"
        "I declare for myself, and for anybody for whom I act:\n"
        "1. I hold a licence as a bank. (Rule: Banking Act.)\n"
        "2. I am none of these: civil servants. (Rule: Notice, 1.)"
    )
