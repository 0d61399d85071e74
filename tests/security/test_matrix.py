"""Who may go through which door: every kind of person, every route, every method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.security.conftest import Place
from tests.security.doors import DOORS, Door, address_of
from tests.security.visitors import OFFICE, Visitor

WORDS = frozenset({"office_slug", "ending", "name", "check"})  # no things
KEPT_OUT = frozenset({401, 403, 404})
BROKEN = 500  # 503 is an answer: "not ready"


def test_every_route_has_a_door_and_every_door_a_route(place: Place) -> None:
    routes = {rule.endpoint for rule in place.app.url_map.iter_rules()}

    assert routes - set(DOORS) == set(), "routes that nobody has said who may use"
    assert set(DOORS) - routes == set(), "doors that lead nowhere"


@pytest.mark.parametrize("visitor", Visitor)
def test_everybody_goes_through_his_doors_and_no_others(
    place: Place, visitor: Visitor
) -> None:
    wrong = [
        f"{method} {rule.rule}: {answer.status_code}"
        for rule, method, answer in knocks(place, visitor, place.world.ours)
        if went_in(answer) is not (visitor in DOORS[rule.endpoint].lets_in)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("visitor", sorted(OFFICE))
def test_nobody_of_one_office_goes_through_the_doors_of_another(
    place: Place, visitor: Visitor
) -> None:
    things = place.world.theirs
    wrong = [
        f"{method} {rule.rule}: {answer.status_code}"
        for rule, method, answer in knocks(place, visitor, things)
        if is_an_offices_own(DOORS[rule.endpoint])
        and answer.status_code not in (403, 404)
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("visitor", sorted(OFFICE))
def test_nothing_of_another_office_is_reached_through_ones_own_address(
    place: Place, visitor: Visitor
) -> None:
    things = {**place.world.theirs, "office_slug": place.world.ours["office_slug"]}
    wrong = [
        f"{method} {rule.rule}: {answer.status_code}"
        for rule, method, answer in knocks(place, visitor, things)
        if names_a_thing(rule) and visitor in DOORS[rule.endpoint].lets_in
        if answer.status_code != 404
    ]

    assert not wrong, "\n".join(wrong)


def knocks(
    place: Place,
    visitor: Visitor,
    things: Mapping[str, object],
    *,
    put_back: bool = True,
) -> Iterator[tuple[Rule, str, TestResponse]]:
    """Let somebody knock at every door, each time in an untouched world."""
    for rule in place.app.url_map.iter_rules():
        door = DOORS.get(rule.endpoint)
        if door is None:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            address = address_of(place.app, rule, things)
            query, form = (door.form, None) if method == "GET" else (None, door.form)
            answer = place.browser_of(visitor).open(
                address, method=method, query_string=query, data=form
            )
            assert answer.status_code != BROKEN, f"{method} {address}"
            _ = answer.data  # before it is closed
            answer.close()
            yield rule, method, answer
            if method != "GET" and put_back:
                place.put_back()


def names_a_thing(rule: Rule) -> bool:
    """Say whether an address names something of an office, besides the office."""
    return "office_slug" in rule.arguments and bool(rule.arguments - WORDS)


def went_in(answer: TestResponse) -> bool:
    """Say whether a door opened, whatever was then said of the form."""
    to_sign_in = answer.status_code == 303 and "/sign-in" in (answer.location or "")
    return answer.status_code not in KEPT_OUT and not to_sign_in


def is_an_offices_own(door: Door) -> bool:
    """Say whether a door is one for some of an office's people, and for nobody else."""
    return bool(door.lets_in) and door.lets_in <= OFFICE
