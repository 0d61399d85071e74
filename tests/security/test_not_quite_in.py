"""Whoever is not quite signed in goes through the doors of strangers, and one more."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import User
from tests.second_factors import give_factor
from tests.security.conftest import Place
from tests.security.doors import DOORS
from tests.security.test_matrix import knocks, went_in
from tests.security.visitors import Visitor
from web import keys
from web.extensions import db

CODE_STEP = {"code_step.complete", "code_step.show"}
FIRST_STEPS = {  # second_factor.begin is one, too: it leads to the page it begins
    *("second_factor.prove", "second_factor.show"),
    *("proof.create", "proof.show"),
}
STAFF = [Visitor.APPROVER, Visitor.AUDITOR, Visitor.OPERATOR]


def opened(place: Place, visitor: Visitor) -> set[str]:
    """Return the endpoints that let somebody in whom they would not let in strange."""
    return {
        rule.endpoint
        for rule, _, answer in knocks(place, visitor, place.world.ours)
        if went_in(answer)
        and not (answer.location or "").startswith("/account/second-factor?")
        and Visitor.STRANGER not in DOORS[rule.endpoint].lets_in
    }


@pytest.mark.parametrize("visitor", STAFF)
def test_who_lacks_the_second_factor_that_is_wanted_can_only_set_it_up(
    place: Place, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(place.app.config, "SECOND_FACTOR", "required")

    assert opened(place, visitor) == FIRST_STEPS


def test_who_has_given_a_password_and_no_code_can_only_give_a_code(
    place: Place,
) -> None:
    with place.app.app_context():
        email = place.world.people[Visitor.APPROVER]
        with Session(db.engine) as session:
            user = session.scalars(select(User).where(User.email == email)).one()
            give_factor(session, user, keys.ring())
    place.sign_in_anew(Visitor.APPROVER)

    assert opened(place, Visitor.APPROVER) == CODE_STEP
