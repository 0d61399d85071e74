"""A right of priority counts once a verifier confirmed it, before bidding begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    IdentityState,
    Lot,
    Notice,
    PriorityClaim,
    Registration,
    RegistrationState,
    TrailRow,
    User,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.priority import ClaimTooLate, NoPriorityHere, PriorityOver
from auction.rules.refusal import NotThere, Refusal
from auction.services import claiming
from auction.services.applying import NotAsked, withdraw
from auction.services.claiming import (
    ClaimDecided,
    ClaimedAlready,
    NameMissing,
    NotVerified,
    RankMissing,
    as_told,
)
from auction.services.identifying import SealedPaper
from auction.services.verifying import VerifiersOnly
from tests.applicants import (
    COURT,
    PRIORITY,
    ask,
    make_identity,
    make_known,
    make_sale,
)
from tests.factories import make_lot, make_officer
from tests.identities import make_verifier
from tests.moving_clock import NOON

DAY = timedelta(days=1)


def a_lot(session: Session, *sections: str, **columns: Any) -> Lot:
    """Make a lot on which rights of priority are claimed until the day after noon."""
    sale = make_sale(session, *(sections or (COURT, PRIORITY)))
    usual: dict[str, Any] = {
        "status": LotStatus.ANNOUNCED,
        "opens_at": NOON + 4 * DAY,
        "closes_at": NOON + 6 * DAY,
    }
    return make_lot(session, sale, **usual | columns)


def a_bidder(
    session: Session, lot: Lot, state: IdentityState = IdentityState.ACCEPTED
) -> User:
    user = make_known(session)
    make_identity(session, user, state)
    ask(session, lot, user)
    return user


def claim(
    session: Session, lot: Lot, user: User, *, now: datetime = NOON, **said: str
) -> PriorityClaim:
    usual = {"ground": "tenant", "explanation": "I rent the house."}
    return claiming.claim(
        session,
        lot_id=lot.id,
        user_id=user.id,
        paper=SealedPaper("priority_right", "application/pdf", token_hex(), 10),
        now=now,
        **usual | said,
    )


def confirm(
    session: Session, claimed: PriorityClaim, *, rank: int = 2, now: datetime = NOON
) -> PriorityClaim:
    return claiming.confirm(
        session,
        claim_id=claimed.id,
        verifier_id=make_verifier(session).id,
        rank=rank,
        now=now,
    )


def decline(session: Session, claimed: PriorityClaim) -> PriorityClaim:
    return claiming.decline(
        session,
        claim_id=claimed.id,
        verifier_id=make_verifier(session).id,
        reason="The lease has ended.",
        now=NOON,
    )


def rank_of(session: Session, user: User) -> int | None:
    session.rollback()
    registration = session.scalars(
        select(Registration).where(Registration.user_id == user.id)
    ).one()
    assert registration.paddle is not None
    return registration.paddle.priority_rank


def test_a_confirmed_right_stands_on_the_number_with_its_rank(
    session: Session,
) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)
    claimed = claim(session, lot, user)
    before = rank_of(session, user)

    confirm(session, claimed)

    assert (before, rank_of(session, user)) == (None, 2)
    row = session.scalars(
        select(TrailRow).where(TrailRow.action == "priority confirmed")
    ).one()
    assert '"priority_rank":2' in row.entry
    assert row.actor.startswith("paddle ")
    assert "confirmed, with rank 2" in session.scalars(select(Notice.text)).one()


def test_a_right_confirmed_before_the_number_comes_with_it(session: Session) -> None:
    lot = a_lot(session, f"{COURT}\nconfirmed_by_office = true", *_choosy())
    user = a_bidder(session, lot)
    confirm(session, claim(session, lot, user), rank=1)
    registration = session.scalars(select(Registration)).one()

    registration.office_confirmed_at = NOON
    session.commit()
    ask(session, lot, user)

    assert rank_of(session, user) == 1
    row = session.scalars(select(TrailRow)).one()
    assert '"priority_rank":1' in row.entry


def _choosy() -> tuple[str, str]:
    ground = '[[registration.grounds]]\ncode = "x"\ntext = "Not a licence."'
    return ground, PRIORITY


@pytest.mark.parametrize("late", [timedelta(0), DAY])
def test_a_claim_that_comes_too_late_is_refused_and_he_bids_like_everybody(
    session: Session, late: timedelta
) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)

    with pytest.raises(ClaimTooLate, match="like everybody else"):
        claim(session, lot, user, now=NOON + DAY + late)

    assert rank_of(session, user) is None


@pytest.mark.parametrize(
    "moment", [timedelta(days=4), timedelta(days=5)], ids=["at the opening", "after"]
)
def test_a_right_that_nobody_confirmed_before_the_opening_does_not_count(
    session: Session, moment: timedelta
) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)
    claimed = claim(session, lot, user)

    with pytest.raises(PriorityOver):
        confirm(session, claimed, now=NOON + moment)

    session.rollback()
    assert rank_of(session, user) is None
    told = as_told(claimed, session.get_one(Lot, lot.id), now=NOON + moment)
    assert told.endswith("before bidding began. You bid like everybody else.")


def test_a_declined_right_does_not_count_and_another_can_be_claimed(
    session: Session,
) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)

    decline(session, claim(session, lot, user))
    with pytest.raises(ClaimDecided):
        confirm(session, session.scalars(select(PriorityClaim)).one())
    session.rollback()
    again = claim(session, lot, user, ground="co-owner")
    confirm(session, again, rank=1)

    assert rank_of(session, user) == 1
    told = session.scalars(select(Notice.text).order_by(Notice.id)).all()
    assert "The lease has ended." in told[0]


@pytest.mark.parametrize("confirmed", [True, False])
def test_nobody_claims_a_second_right_beside_the_first(
    session: Session, *, confirmed: bool
) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)
    claimed = claim(session, lot, user)
    if confirmed:
        confirm(session, claimed)

    with pytest.raises(ClaimedAlready):
        claim(session, lot, user)


@pytest.mark.parametrize("rank", [0, 3])
def test_a_rank_is_one_of_the_procedures(session: Session, rank: int) -> None:
    lot = a_lot(session)
    claimed = claim(session, lot, a_bidder(session, lot))

    with pytest.raises(RankMissing):
        confirm(session, claimed, rank=rank)


def test_who_is_not_verified_yet_has_no_right_confirmed(session: Session) -> None:
    lot = a_lot(session)
    claimed = claim(session, lot, a_bidder(session, lot, IdentityState.SUBMITTED))

    with pytest.raises(NotVerified):
        confirm(session, claimed)


@pytest.mark.parametrize("state", [None, IdentityState.DRAFT, IdentityState.REFUSED])
def test_who_has_shown_nobody_claims_nothing(
    session: Session, state: IdentityState | None
) -> None:
    lot, user = a_lot(session), make_known(session)
    if state is not None:
        make_identity(session, user, state)
    ask(session, lot, user)

    with pytest.raises(NameMissing):
        claim(session, lot, user)


def test_who_has_not_registered_claims_nothing(session: Session) -> None:
    lot = a_lot(session)

    with pytest.raises(NotAsked):
        claim(session, lot, make_known(session))


def test_where_nobody_has_priority_nobody_claims_it(session: Session) -> None:
    lot = a_lot(session, COURT)

    with pytest.raises(NoPriorityHere):
        claim(session, lot, a_bidder(session, lot))


def test_only_a_verifier_decides(session: Session) -> None:
    lot = a_lot(session)
    claimed = claim(session, lot, a_bidder(session, lot))
    officer = make_officer(session, lot.office)

    with pytest.raises(VerifiersOnly):
        claiming.confirm(
            session, claim_id=claimed.id, verifier_id=officer.id, rank=1, now=NOON
        )


def test_the_verifier_sees_what_waits_and_can_still_be_decided(
    session: Session,
) -> None:
    lot, open_lot = a_lot(session), a_lot(session, opens_at=NOON + 3.5 * DAY)
    first = claim(session, lot, a_bidder(session, lot))
    second = claim(session, open_lot, a_bidder(session, open_lot))
    decline(session, claim(session, lot, a_bidder(session, lot)))

    waiting = [one.id for one, _ in claiming.waiting(session, NOON)]
    later = [one.id for one, _ in claiming.waiting(session, NOON + 3.6 * DAY)]

    assert waiting == [second.id, first.id]
    assert later == [first.id]


def test_a_claim_of_who_withdrew_is_not_decided(session: Session) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot, IdentityState.SUBMITTED)
    claimed = claim(session, lot, user)
    withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)

    with pytest.raises(NotThere):
        confirm(session, claimed)
    session.rollback()
    assert list(claiming.waiting(session, NOON)) == []


def test_what_was_refused_left_no_trace(session: Session) -> None:
    lot = a_lot(session)
    user = a_bidder(session, lot)

    with pytest.raises(Refusal):
        claim(session, lot, user, ground="cousin")

    session.rollback()
    assert session.scalars(select(PriorityClaim)).all() == []
    registration = session.scalars(select(Registration)).one()
    assert registration.state is RegistrationState.NUMBERED
