"""A check is set aside where the procedure allows it, for a reason."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from auction.models import Duty, Lot
from auction.rules.grounds import PublicTextMissing
from auction.rules.lifecycle import LotStatus
from auction.services.deviating import (
    MayNotDeviate,
    NoLongerADraft,
    comply,
    deviate,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from tests.factories import make_catalogue, make_draft, make_office, make_officer

REASON = "The buyers asked for an early day."


def make_bank_draft(session: Session) -> Lot:
    return make_draft(session, make_catalogue(session, "bank-claims"))


def test_a_bank_deviates_for_a_reason_and_takes_it_back(session: Session) -> None:
    lot, officer = make_bank_draft(session), make_officer(session)
    both = {"lot_id": lot.id, "officer_id": officer.id}

    deviate(session, check="notice", reason=f" {REASON} ", **both)
    deviate(session, check="deposit", reason=REASON, **both)
    assert lot.deviations == {"notice": REASON, "deposit": REASON}

    comply(session, check="notice", **both)
    comply(session, check="notice", **both)
    assert lot.deviations == {"deposit": REASON}


@pytest.mark.parametrize("check", ["title", "reserve_floor", "nonsense", ""])
def test_what_the_procedure_does_not_allow_is_not_set_aside(
    session: Session, check: str
) -> None:
    lot, officer = make_bank_draft(session), make_officer(session)

    with pytest.raises(MayNotDeviate):
        deviate(
            session, lot_id=lot.id, officer_id=officer.id, check=check, reason=REASON
        )
    assert lot.deviations == {}


def test_a_court_does_not_deviate(session: Session) -> None:
    lot, officer = make_draft(session), make_officer(session)

    with pytest.raises(MayNotDeviate):
        deviate(
            session, lot_id=lot.id, officer_id=officer.id, check="notice", reason=REASON
        )


@pytest.mark.parametrize("reason", ["", "   ", "Why not"])
def test_a_reason_says_something(session: Session, reason: str) -> None:
    lot, officer = make_bank_draft(session), make_officer(session)

    with pytest.raises(PublicTextMissing):
        deviate(
            session, lot_id=lot.id, officer_id=officer.id, check="notice", reason=reason
        )


@pytest.mark.parametrize(
    "status", [LotStatus.SUBMITTED, LotStatus.APPROVED, LotStatus.ANNOUNCED]
)
def test_only_a_draft_deviates(session: Session, status: LotStatus) -> None:
    lot, officer = make_bank_draft(session), make_officer(session)
    lot.status = status
    session.commit()

    with pytest.raises(NoLongerADraft):
        deviate(
            session, lot_id=lot.id, officer_id=officer.id, check="notice", reason=REASON
        )
    with pytest.raises(NoLongerADraft):
        comply(session, lot_id=lot.id, officer_id=officer.id, check="notice")


def test_only_a_drafter_of_the_office_deviates(session: Session) -> None:
    lot = make_bank_draft(session)
    approver = make_officer(session, duties=(Duty.APPROVER,))
    stranger = make_officer(session, make_office(session, "another-bank"))

    with pytest.raises(NotYourDuty):
        deviate(
            session,
            lot_id=lot.id,
            officer_id=approver.id,
            check="notice",
            reason=REASON,
        )
    with pytest.raises(NotYourOffice):
        comply(session, lot_id=lot.id, officer_id=stranger.id, check="notice")
