"""Who is barred: an account, and the person behind it; here, there, until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Identity,
    IdentityState,
    Lot,
    PersonKind,
    Registration,
    User,
)
from auction.rules.barring import BarScope
from auction.services.applying import Barred, apply_for
from auction.services.barring import bar, bars_of, find_bar
from tests.factories import make_bidder, make_catalogue, make_lot, make_office
from tests.moving_clock import NOON

DAY = timedelta(days=1)


def make_bar(session: Session, user: User, **columns: Any) -> Barring:
    usual = {"ground": "default", "barred_at": NOON - DAY}
    barred = Barring(user_id=user.id, **usual | columns)
    session.add(barred)
    session.commit()
    return barred


def make_identity(session: Session, user: User, mark: str, **columns: Any) -> Identity:
    usual = {
        "kind": PersonKind.NATURAL,
        "name": "Anna Example",
        "country": "AT",
        "state": IdentityState.ACCEPTED,
        "begun_at": NOON,
    }
    identity = Identity(user_id=user.id, fingerprint=mark, **usual | columns)
    session.add(identity)
    session.commit()
    return identity


def is_barred(session: Session, lot: Lot, user: User) -> bool:
    return find_bar(session, lot, user.id, NOON) is not None


def test_who_is_barred_from_a_chain_may_bid_elsewhere(session: Session) -> None:
    user, lot, other = make_bidder(session), make_lot(session), make_lot(session)
    later = make_lot(session, first_id=lot.id, previous_id=lot.id, attempt=2)
    make_bar(session, user, lot_id=lot.id)

    assert is_barred(session, lot, user)
    assert is_barred(session, later, user)
    assert not is_barred(session, other, user)
    assert not is_barred(session, lot, make_bidder(session))


def test_who_is_barred_by_an_office_may_bid_with_others(session: Session) -> None:
    user, lot = make_bidder(session), make_lot(session)
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    make_bar(session, user, office_id=lot.office_id)

    assert is_barred(session, lot, user)
    assert not is_barred(session, make_lot(session, elsewhere), user)


def test_who_is_barred_from_the_site_may_bid_nowhere(session: Session) -> None:
    user = make_bidder(session)
    make_bar(session, user)

    assert is_barred(session, make_lot(session), user)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"until": None}, True),
        ({"until": NOON + DAY}, True),
        ({"until": NOON}, False),
        ({"until": NOON - DAY}, False),
        ({"lifted_at": NOON - DAY}, False),
        ({"lifted_at": NOON - DAY, "until": NOON + DAY}, False),
    ],
)
def test_a_bar_holds_for_its_term_unless_it_is_lifted(
    session: Session, columns: dict[str, Any], *, expected: bool
) -> None:
    user, lot = make_bidder(session), make_lot(session)
    make_bar(session, user, **columns)

    assert is_barred(session, lot, user) is expected


def test_another_account_of_the_same_person_is_barred_with_it(
    session: Session,
) -> None:
    barred, again, other = (make_bidder(session) for _ in range(3))
    lot = make_lot(session)
    make_identity(session, barred, "anna")
    bar(
        session,
        user_id=barred.id,
        scope=BarScope.SITE,
        ground="default",
        text="",
        now=NOON,
    )
    make_identity(session, again, "anna", state=IdentityState.SUBMITTED)
    make_identity(session, other, "bert")

    assert is_barred(session, lot, again)
    assert not is_barred(session, lot, other)
    assert [one.user_id for one in bars_of(session, again.id)] == [barred.id]


def test_papers_that_were_refused_or_given_up_tell_nothing(session: Session) -> None:
    barred, other, lot = make_bidder(session), make_bidder(session), make_lot(session)
    make_bar(session, barred, fingerprint="anna")
    make_identity(session, other, "anna", state=IdentityState.REFUSED)
    make_identity(session, other, "anna", state=IdentityState.DRAFT)

    assert not is_barred(session, lot, other)


def test_for_a_barred_company_nobody_bids_and_its_agent_may_for_others(
    session: Session,
) -> None:
    agent, lot, other = make_bidder(session), make_lot(session), make_lot(session)
    company = make_identity(
        session, agent, "mill", kind=PersonKind.COMPANY, is_principal=True
    )
    make_bar(session, make_bidder(session), fingerprint="mill")
    session.add(
        Registration(
            lot_id=lot.id, user_id=agent.id, identity_id=company.id, asked_at=NOON
        )
    )
    session.commit()

    assert is_barred(session, lot, agent)
    assert not is_barred(session, other, agent)


def test_as_whom_somebody_took_part_is_barred(session: Session) -> None:
    agent, lot = make_bidder(session), make_lot(session)
    make_identity(session, agent, "anna")
    company = make_identity(session, agent, "mill", is_principal=True)
    session.add(
        Registration(
            lot_id=lot.id, user_id=agent.id, identity_id=company.id, asked_at=NOON
        )
    )

    made = bar(
        session,
        user_id=agent.id,
        scope=BarScope.OFFICE,
        ground="default",
        text="",
        now=NOON,
        lot=lot,
        office_id=lot.office_id,
    )

    assert (made.fingerprint, made.scope) == ("mill", BarScope.OFFICE)


def test_of_several_bars_the_longest_is_told(session: Session) -> None:
    user, lot = make_bidder(session), make_lot(session)
    make_bar(session, user, until=NOON + DAY)
    for_good = make_bar(session, user, office_id=lot.office_id)
    make_bar(session, user, until=NOON + 2 * DAY)

    assert find_bar(session, lot, user.id, NOON) is for_good


def test_who_is_barred_gets_no_number(session: Session) -> None:
    user, lot = make_bidder(session), make_lot(session)
    make_bar(session, user, office_id=lot.office_id)

    with pytest.raises(Barred, match="What bars me"):
        apply_for(session, lot_id=lot.id, user_id=user.id, now=NOON)

    assert lot.paddle_count == 0
