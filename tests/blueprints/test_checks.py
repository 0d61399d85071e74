"""The last step of a draft: what is left to mend, and where its office deviates."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Duty, Lot
from auction.rules.lifecycle import LotStatus
from auction.services import approving
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_draft,
    make_office,
    make_officer,
    sign_in,
    submit,
)
from tests.moving_clock import NOON

REASON = "The buyers asked for a low deposit."


def make_bank_draft(session: Session, **columns: object) -> Lot:
    bank = make_catalogue(session, "bank-claims", published_at=None)
    return make_draft(session, bank, **columns)


def path(lot: Lot, place: str = "check") -> str:
    return f"/desk/example-court/lots/{lot.id}/{place}"


def test_everything_that_is_wrong_is_told_and_leads_to_where_it_is_mended(
    client: FlaskClient, session: Session
) -> None:
    lot = make_draft(session, deposit=None, description="", fields={})
    sign_in(client, make_officer(session))

    page = client.get(path(lot)).text

    assert "There is no deposit; at least EUR\N{NBSP}20.00 is needed, 5 %" in page
    assert "Rule: Fa Shi [2016] No. 18, article 17" in page
    links = re.findall(r'href="([^"]+)">Mend it', page)
    assert links == [
        path(lot, "description#description"),
        path(lot, "details"),
        path(lot, "price#deposit"),
    ]
    assert "Deviate" not in page  # a court may not


def test_a_draft_that_is_right_leads_to_its_submission(
    client: FlaskClient, session: Session
) -> None:
    lot = make_draft(session)
    sign_in(client, make_officer(session))

    page = client.get(path(lot)).text

    assert "All that the procedure asks for is there and right." in page
    form = f"/desk/example-court/catalogues/{lot.catalogue.slug}/submission?lots=1"
    assert f'href="{form}"' in page
    assert 'value="1"' in client.get(form).text


def test_an_office_deviates_for_a_reason_and_no_longer(
    client: FlaskClient, session: Session
) -> None:
    lot = make_bank_draft(session, deposit=None)
    sign_in(client, make_officer(session))
    assert "Deviate: Deposit" in client.get(path(lot)).text

    answer = client.post(
        path(lot, "deviations"), data={"check": "deposit", "reason": REASON}
    )
    assert (answer.status_code, answer.location) == (303, path(lot))
    page = client.get(path(lot)).text
    assert f"Reason, published with the lot: {REASON}" in page
    assert "Do not deviate" in page

    answer = client.post(path(lot, "deviations/deposit/removal"))
    assert answer.status_code == 303
    session.refresh(lot)
    assert lot.deviations == {}


def test_a_reason_that_says_nothing_is_refused_and_kept(
    client: FlaskClient, session: Session
) -> None:
    lot = make_bank_draft(session, deposit=None)
    sign_in(client, make_officer(session))

    answer = client.post(
        path(lot, "deviations"), data={"check": "deposit", "reason": "No."}
    )

    assert answer.status_code == 422
    assert '<a href="#reason-deposit">Please write between 10' in answer.text
    assert ">No.</textarea>" in answer.text
    session.refresh(lot)
    assert lot.deviations == {}


def test_what_the_procedure_does_not_allow_is_refused(
    client: FlaskClient, session: Session
) -> None:
    lot = make_draft(session, deposit=None)
    sign_in(client, make_officer(session))

    answer = client.post(
        path(lot, "deviations"), data={"check": "deposit", "reason": REASON}
    )

    assert answer.status_code == 422
    assert "do not let the office deviate" in answer.text


@pytest.mark.parametrize(
    "status", [LotStatus.SUBMITTED, LotStatus.APPROVED, LotStatus.ANNOUNCED]
)
def test_only_a_draft_is_checked_here(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    lot = make_bank_draft(session)
    lot.status = status
    session.commit()
    sign_in(client, make_officer(session))

    assert client.get(path(lot)).status_code == 409
    data = {"check": "deposit", "reason": REASON}
    assert client.post(path(lot, "deviations"), data=data).status_code == 409


def test_a_lot_that_came_back_says_why(client: FlaskClient, session: Session) -> None:
    lot = make_draft(session)
    submission = submit(session, lot.catalogue)
    approving.return_lots(
        session,
        submission_id=submission.id,
        officer_id=make_officer(session).id,
        remark="The map is missing.",
        now=NOON,
    )
    sign_in(client, make_officer(session))

    page = client.get(path(lot)).text

    assert "This lot came back: The map is missing." in page
    assert f'href="/desk/example-court/approvals/{submission.id}"' in page


def test_strangers_do_not_see_the_checks(client: FlaskClient, session: Session) -> None:
    lot = make_draft(session)
    assert client.get(path(lot)).status_code == 303

    sign_in(client, make_bidder(session))
    assert client.get(path(lot)).status_code == 404
    sign_in(client, make_officer(session, make_office(session, "another-court")))
    assert client.get(path(lot)).status_code == 404


def test_who_has_no_duty_to_draft_deviates_from_nothing(
    client: FlaskClient, session: Session
) -> None:
    lot = make_bank_draft(session, deposit=None)
    sign_in(client, make_officer(session, duties=(Duty.APPROVER,)))

    assert "Deviate for this reason" not in client.get(path(lot)).text
    data = {"check": "deposit", "reason": REASON}
    assert client.post(path(lot, "deviations"), data=data).status_code == 403
    assert client.post(path(lot, "deviations/deposit/removal")).status_code == 403

    sign_in(client, make_officer(session, duties=(Duty.CASHIER,)))
    assert client.get(path(lot)).status_code == 403
