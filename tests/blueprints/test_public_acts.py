"""What everybody reads of an act: on the page, on the panel, among his own bids."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import ActKind, Lot, TrailRow, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from tests.factories import make_bidder, make_lot, make_paddle, sign_in
from tests.moving_clock import NOON
from tests.officers import PAPER, REASON, act_on


def bid_of(session: Session, lot: Lot, bidder: User) -> None:
    make_paddle(session, lot, bidder)
    session.refresh(lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=bidder.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key=f"form-{lot.bid_count}",
    )
    session.refresh(lot)


def panel(client: FlaskClient, lot: Lot) -> str:
    return client.get(f"/lots/{lot.id}/live?v=0").text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ActKind.RECALL, ["Recalled", "The seller took this lot back."]),
        (ActKind.STAY, ["Stayed", "The sale is put off.", "not yet known until when"]),
        (ActKind.SUSPENSION, ["Suspended", "The sale is interrupted."]),
    ],
)
def test_the_panel_says_what_was_done_on_which_ground_and_why(
    client: FlaskClient, session: Session, kind: ActKind, words: list[str]
) -> None:
    lot = make_lot(session)

    act = act_on(session, lot, kind)

    told = panel(client, lot)
    assert all(one in told for one in [*words, REASON])
    ground = next(
        ground.text
        for terms in (
            lot.catalogue.procedure.recall,
            lot.catalogue.procedure.stay,
            lot.catalogue.procedure.suspension,
        )
        for ground in terms.grounds
        if ground.code == act.ground
    )
    assert ground in told
    assert "data-countdown" not in told


def test_the_document_on_which_a_recall_rests_is_there_for_everybody(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    act_on(session, lot, ActKind.RECALL)

    for page in (panel(client, lot), client.get(f"/lots/{lot.id}").text):
        assert PAPER.title in page


def test_the_history_of_acts_stays_on_the_lots_page(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    act_on(session, lot, ActKind.SUSPENSION, public_text="An objection was raised.")
    act_on(session, lot, ActKind.RESUMPTION, public_text="The objection was refused.")

    page = client.get(f"/lots/{lot.id}").text

    history = page.partition('id="acts"')[2].partition("</section>")[0]
    assert history.index("Goes on") < history.index("Suspended")
    assert "An objection was raised." in history
    assert "An objection is being examined." in history


def test_a_lot_that_was_never_acted_on_has_no_such_history(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    assert "What the seller did" not in client.get(f"/lots/{lot.id}").text


def defaulted(session: Session) -> tuple[Lot, User, User]:
    lot = make_lot(session, deposit=Money(40_00))
    buyer, other = make_bidder(session, "Buyer"), make_bidder(session, "Other")
    for bidder in (other, buyer):
        bid_of(session, lot, bidder)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused")
    return lot, buyer, other


def test_everybody_reads_that_the_buyer_did_not_pay_and_what_he_loses(
    client: FlaskClient, session: Session
) -> None:
    lot, _, _ = defaulted(session)

    told = panel(client, lot)

    assert "The buyer did not pay; the lot will be offered again." in told
    assert "The buyer&#39;s deposit is forfeited." in told
    assert "Hammer price" in told
    assert "hx-get" not in told
    assert "Not paid" in client.get(f"/lots/{lot.id}/record").text


def test_each_reads_what_a_default_means_for_him(app: Flask, session: Session) -> None:
    lot, buyer, other = defaulted(session)

    told = {}
    for user in (buyer, other):
        client = app.test_client()
        sign_in(client, user)
        mine = client.get(f"/lots/{lot.id}/mine").text
        told[user.id] = (mine, client.get("/my-bids").text)

    assert "did not pay" in told[buyer.id][0]
    assert "You did not pay" in told[buyer.id][1]
    assert "you may bid again when the lot is offered again" in told[other.id][0]
    assert "The buyer did not pay" in told[other.id][1]


@pytest.mark.parametrize("kind", [ActKind.STAY, ActKind.SUSPENSION])
def test_who_leads_still_leads_while_a_lot_rests(
    app: Flask, session: Session, kind: ActKind
) -> None:
    lot, leader, other = make_lot(session), make_bidder(session), make_bidder(session)
    for bidder in (other, leader):
        bid_of(session, lot, bidder)
    act_on(session, lot, kind)

    mine = {}
    for user in (leader, other):
        client = app.test_client()
        sign_in(client, user)
        mine[user.id] = client.get(f"/lots/{lot.id}/mine").text

    assert "You lead." in mine[leader.id]
    assert "You are outbid." in mine[other.id]


def test_one_row_of_the_trail_stands_for_each_act(
    client: FlaskClient, session: Session
) -> None:
    lot, _, _ = defaulted(session)
    rows = select(func.count()).where(
        TrailRow.lot_id == lot.id, TrailRow.action == "defaulted"
    )

    assert session.scalar(rows) == 1
    assert lot.status is LotStatus.DEFAULTED
    assert re.search(r"oh-status--defaulted", client.get(f"/lots/{lot.id}").text)
