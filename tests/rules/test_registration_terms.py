"""What a procedure says about registration is read exactly, or refused by its key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.plain_registration import registration_in_words
from auction.rules.procedure import Procedure, ProcedureInvalid, read_procedure
from auction.rules.registration_terms import (
    PriorityGround,
    PriorityTerms,
    RefusalGround,
    RegistrationTerms,
)
from auction.services.procedures import load_shipped, shipped
from tests.factories import plain
from tests.rules.shipped import EUR, shipped_procedure

OLD = "sell-off"  # as it was stored with sales before there was a registration
GROUND = '[[registration.grounds]]\ncode = "licence"\ntext = "It has no licence."\n'
CO_OWNER = '[[priority.grounds]]\ncode = "co-owner"\ntext = "Co-owner."\nrank = 1\n'


def procedure(*sections: str) -> Procedure:
    """Read a procedure whose sections on registration are these."""
    text = "\n".join([plain(load_shipped(OLD)), *sections])
    return read_procedure(text, currency=EUR, source="mine.toml")


def test_an_old_procedure_asks_for_an_account_only() -> None:
    read = procedure()

    assert (read.registration, read.priority) == (None, None)
    assert not read.runner_up_by_consent
    assert registration_in_words(read) == ()


COURTS = ("court-first-round", "court-second-round", "sell-off")


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_procedure_gives_a_number_for_an_account_alone(name: str) -> None:
    terms = shipped_procedure(name).registration

    assert terms is not None
    assert terms.address
    assert terms.identity is (name != "movables")
    assert terms.mandate_until == (timedelta(days=3) if name in COURTS else None)
    assert terms.until == timedelta(0)  # also while others bid already
    assert not terms.confirmed_by_office  # a court does not choose who bids


def test_courts_and_sellers_of_claims_know_priority_and_movables_do_not() -> None:
    ranks = {
        name: [ground.rank for ground in terms.grounds]
        for name in shipped()
        if (terms := shipped_procedure(name).priority) is not None
    }

    assert ranks == {**{name: [1, 2] for name in COURTS}, "bank-claims": [1]}
    assert shipped_procedure("bank-claims").runner_up_by_consent
    assert not any(shipped_procedure(name).runner_up_by_consent for name in COURTS)


def test_all_that_a_procedure_may_say_is_read() -> None:
    read = procedure(
        "[registration]\nidentity = true\nconfirmed_by_office = true",
        'until = "2 h"\nmandate_until = "3 d"',
        GROUND,
        '[priority]\nclaim_until = "5 d"',
        CO_OWNER,
        "[runner_up]\nby_consent = true",
    )

    assert read.registration == RegistrationTerms(
        identity=True,
        confirmed_by_office=True,
        grounds=(RefusalGround("licence", "It has no licence."),),
        until=timedelta(hours=2),
        mandate_until=timedelta(days=3),
    )
    assert read.priority == PriorityTerms(
        (PriorityGround("co-owner", "Co-owner.", 1),), timedelta(days=5)
    )
    assert read.runner_up_by_consent


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        (["[registration]\nconfirmed_by_office = true"], "registration.grounds belong"),
        (
            ["[registration]\nconfirmed_by_office = true", GROUND],
            "registration.confirmed_by_office needs identity = true",
        ),
        (["[registration]", GROUND], "registration.grounds belong"),
        (
            [
                "[registration]\nidentity = true\nconfirmed_by_office = true",
                GROUND,
                GROUND,
            ],
            "registration.grounds must not hold the same code twice",
        ),
        (['[priority]\nclaim_until = "5 d"'], "priority.grounds must name"),
        (["[priority]", CO_OWNER], "priority.claim_until is missing"),
        (
            ['[priority]\nclaim_until = "5 d"', CO_OWNER, CO_OWNER],
            "priority.grounds must not hold the same code twice",
        ),
        (["[registration]\nidentiy = true"], "registration.identiy is not a key"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_key(
    sections: list[str], told: str
) -> None:
    with pytest.raises(ProcedureInvalid, match=rf"mine.toml: {told}"):
        procedure(*sections)


def test_people_read_how_they_get_a_number() -> None:
    words = " ".join(
        registration_in_words(
            procedure(
                '[registration]\nidentity = true\nmandate_until = "3 d"\nuntil = "1 h"',
                '[priority]\nclaim_until = "5 d"',
                CO_OWNER,
                "[runner_up]\nby_consent = true",
            )
        )
    )

    assert "open until 1 hour before the announced end" in words
    assert "whose identity a verifier has accepted" in words
    assert "power of attorney at least 3 days before the opening" in words
    assert "does not choose the bidders" in words
    assert "claimed at least 5 days before the opening" in words
    assert "Co-owner (rank 1)" in words
    assert "stay bound by his highest bid" in words


def test_the_way_to_a_number_is_told_in_its_order() -> None:
    court, movables, sealed = (
        registration_in_words(terms)[0]
        for terms in (
            shipped_procedure(),
            shipped_procedure("movables"),
            procedure("[registration]"),
        )
    )

    assert "confirm your e-mail address, show a verifier who you are, declare" in court
    assert "confirm your e-mail address, declare, rule by rule" in movables
    assert "confirm your e-mail address, and pay the deposit, if" in sealed


def test_where_the_office_confirms_bidders_its_grounds_are_told() -> None:
    words = registration_in_words(
        procedure("[registration]\nidentity = true\nconfirmed_by_office = true", GROUND)
    )

    assert words[-1].endswith("refuse one only for this: It has no licence.")
