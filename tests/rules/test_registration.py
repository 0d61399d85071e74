"""Before the number is given, people are told what is missing and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from auction.rules.lifecycle import LotStatus
from auction.rules.registration import (
    NAMES,
    SENTENCES,
    Facts,
    Need,
    Progress,
    gives_numbers,
    next_step,
    registers_until,
    steps,
    takes_registrations,
    what_is_missing,
)
from auction.rules.registration_terms import RefusalGround, RegistrationTerms
from tests.moving_clock import NOON

DONE, NOW, WAITS = Progress.DONE, Progress.NOW, Progress.WAITS
REFUSED, LATER = Progress.REFUSED, Progress.LATER
COURT = RegistrationTerms(identity=True)
MOVABLES = RegistrationTerms()
CHOOSY = RegistrationTerms(
    identity=True,
    confirmed_by_office=True,
    grounds=(RefusalGround("no-licence", "It has no licence."),),
)
EVERYTHING = Facts(DONE, DONE, DONE, DONE, DONE, DONE)
NOTHING = Facts(NOW, NOW, NOW, NOW, WAITS, NOW)


@pytest.mark.parametrize(
    ("facts", "terms", "missing"),
    [
        (EVERYTHING, COURT, []),
        (EVERYTHING, CHOOSY, []),
        (Facts(), None, []),  # the old way: an account is enough
        (Facts(DONE), MOVABLES, []),
        (Facts(), MOVABLES, [(Need.ADDRESS, NOW)]),
        (Facts(DONE), COURT, [(Need.IDENTITY, NOW)]),
        (Facts(), RegistrationTerms(address=False), []),
        (Facts(DONE, WAITS), COURT, [(Need.IDENTITY, WAITS)]),
        (
            NOTHING,
            COURT,
            [
                (Need.ADDRESS, NOW),
                (Need.IDENTITY, NOW),
                (Need.MANDATE, NOW),
                (Need.DECLARATION, NOW),
                (Need.DEPOSIT, LATER),
            ],
        ),
        (
            Facts(DONE, DONE, declaration=DONE, deposit=NOW),
            COURT,
            [(Need.DEPOSIT, NOW)],
        ),
        (
            Facts(DONE, DONE, declaration=NOW, deposit=NOW),
            COURT,
            [(Need.DECLARATION, NOW), (Need.DEPOSIT, LATER)],
        ),
        (  # paid already, and then the identity was taken away
            replace(EVERYTHING, identity=REFUSED),
            COURT,
            [(Need.IDENTITY, REFUSED)],
        ),
        (
            Facts(DONE, WAITS, deposit=NOW),
            CHOOSY,
            [(Need.IDENTITY, WAITS), (Need.OFFICE, LATER), (Need.DEPOSIT, LATER)],
        ),
        (
            Facts(DONE, DONE, deposit=NOW),
            CHOOSY,
            [(Need.OFFICE, WAITS), (Need.DEPOSIT, LATER)],
        ),
        (
            Facts(DONE, DONE, office=DONE, deposit=WAITS),
            CHOOSY,
            [(Need.DEPOSIT, WAITS)],
        ),
        (
            Facts(DONE, DONE, mandate=REFUSED, office=WAITS),
            CHOOSY,
            [(Need.MANDATE, REFUSED), (Need.OFFICE, LATER)],
        ),
    ],
)
def test_what_is_missing_is_told_in_order(
    facts: Facts,
    terms: RegistrationTerms | None,
    missing: list[tuple[Need, Progress]],
) -> None:
    found = what_is_missing(facts, terms)

    assert [(step.need, step.progress) for step in found] == missing


def test_whatever_the_facts_are_there_is_a_sentence_for_each_step() -> None:
    by_people = (DONE, NOW, WAITS, REFUSED)
    for address, identity, mandate, declaration, office, deposit in product(
        (DONE, NOW),
        by_people,
        (None, *by_people),
        (None, DONE, NOW),
        (DONE, WAITS, REFUSED),
        (None, *by_people),
    ):
        facts = Facts(address, identity, mandate, declaration, office, deposit)
        for step in steps(facts, CHOOSY):
            assert step.sentence.endswith((".", "?"))
            assert step.state
            assert NAMES[step.need]


def test_a_step_says_for_whom_it_waits() -> None:
    verifier, deposit = what_is_missing(Facts(DONE, WAITS, deposit=NOW), COURT)

    assert (verifier.state, deposit.state) == ("Waits for the verifier", "Later")


def test_what_is_the_persons_to_do_is_told_before_what_others_do() -> None:
    missing = what_is_missing(Facts(DONE, WAITS, declaration=NOW, deposit=NOW), COURT)

    step = next_step(missing)

    assert step is not None
    assert step.sentence == SENTENCES[Need.DECLARATION, NOW]
    assert next_step(()) is None


@pytest.mark.parametrize(
    ("until", "extended", "expected"),
    [
        (timedelta(0), timedelta(0), NOON),
        (timedelta(0), timedelta(minutes=5), NOON + timedelta(minutes=5)),
        (timedelta(hours=1), timedelta(0), NOON - timedelta(hours=1)),
        # bids that move the end do not open the registration again
        (timedelta(hours=1), timedelta(minutes=5), NOON - timedelta(hours=1)),
    ],
)
def test_registration_ends_when_the_procedure_says(
    until: timedelta, extended: timedelta, expected: datetime
) -> None:
    ends = registers_until(
        RegistrationTerms(until=until),
        closes_at=NOON + extended,
        scheduled_close=NOON,
    )

    assert ends == expected


@pytest.mark.parametrize(
    ("status", "left", "begins", "given"),
    [
        (LotStatus.ANNOUNCED, timedelta(days=9), True, True),
        (LotStatus.OPEN, timedelta(hours=2), True, True),
        (LotStatus.OPEN, timedelta(minutes=59), False, True),
        (LotStatus.OPEN, timedelta(hours=1), False, True),
        (LotStatus.OPEN, timedelta(microseconds=1), False, True),
        (LotStatus.OPEN, timedelta(0), False, False),
        (LotStatus.SUSPENDED, timedelta(0), True, True),  # its end rests, too
        (LotStatus.SOLD, timedelta(hours=2), False, False),
        (LotStatus.RECALLED, timedelta(hours=2), False, False),
        (LotStatus.DRAFT, timedelta(hours=2), False, False),
    ],
)
def test_who_came_in_time_may_get_his_number_until_the_end_and_never_after(
    status: LotStatus, left: timedelta, *, begins: bool, given: bool
) -> None:
    terms, end = RegistrationTerms(until=timedelta(hours=1)), NOON + left

    assert gives_numbers(status, closes_at=end, now=NOON) is given
    assert (
        takes_registrations(status, terms, closes_at=end, scheduled_close=end, now=NOON)
        is begins
    )
