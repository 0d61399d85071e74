"""A bidder's own lots: what he bid, and how it stands."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    DepositState,
    IdentityState,
    Lot,
    Paddle,
    RegistrationState,
    Reminder,
    User,
)
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.payment_account import in_groups
from auction.services.bidding import place_bid
from auction.services.maxima import set_maximum
from auction.services.registration_facts import registration_of
from auction.services.unsecuring import withdraw_confirmation
from tests.applicants import (
    COURT,
    ask,
    deposit_asked,
    make_identity,
    make_known,
    make_sale,
)
from tests.deposits import (
    confirmed_deposit,
    make_cashier,
    make_lot_with_deposit,
    pay,
)
from tests.factories import make_bidder, make_catalogue, make_lot, make_paddle, sign_in
from tests.moving_clock import NOON, MovingClock
from web import keys

TERMS = "[registration]"  # a confirmed address and the deposit are all that is asked
NBSP = "\N{NO-BREAK SPACE}"
DAY = timedelta(days=1)


def bid_on(session: Session, lot: Lot, user: User) -> None:
    make_paddle(session, lot, user)
    session.refresh(lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=user.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key=f"form-{lot.bid_count}",
    )
    session.refresh(lot)


def end(session: Session, lot: Lot, status: LotStatus) -> None:
    lot.status = status
    session.commit()


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/my-bids").location == "/sign-in?next=/my-bids"


def test_somebody_new_is_told_where_to_begin(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    assert "You have not registered for a lot yet." in client.get("/my-bids").text


def test_a_lot_that_somebody_registered_for_shows_his_number(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    paddle = make_paddle(session, make_lot(session), anna)
    sign_in(client, anna)

    (lot,) = lots_in(client, "can-bid")

    assert f"My number {paddle.number}" in lot
    assert "You have not bid" in lot
    assert f"The next bid must be {euros('400.00')} or more." in lot


def test_the_leader_leads_and_the_other_is_outbid(
    client: FlaskClient, session: Session
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session)
    for bidder in (anna, boris, anna):
        bid_on(session, lot, bidder)

    sign_in(client, anna)
    (leading,) = lots_in(client, "leading")
    sign_in(client, boris)
    (outbid,) = lots_in(client, "outbid")

    assert "You lead" in leading
    assert f"My highest bid {euros('420.00')}" in leading
    assert "You are outbid" in outbid
    assert f"Price {euros('420.00')}" in outbid
    assert f"My highest bid {euros('410.00')}" in outbid
    assert f"The next bid must be {euros('430.00')} or more." in outbid


@pytest.mark.parametrize(
    ("status", "of_leader", "of_other"),
    [
        (LotStatus.STAYED, "You lead, stayed", "You are outbid, stayed"),
        (LotStatus.SUSPENDED, "You lead, suspended", "You are outbid, suspended"),
        (LotStatus.DEFAULTED, "You did not pay", "The buyer did not pay"),
        (LotStatus.SOLD, "You won", "Sold to somebody else"),
        (LotStatus.PASSED, "Not sold", "Not sold"),
        (LotStatus.RECALLED, "Recalled", "Recalled"),
        (LotStatus.VOIDED, "Voided", "Voided"),
    ],
)
def test_everybody_reads_how_it_ended_for_him(
    client: FlaskClient,
    session: Session,
    status: LotStatus,
    of_leader: str,
    of_other: str,
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session)
    for bidder in (boris, anna):
        bid_on(session, lot, bidder)
    end(session, lot, status)

    for user, standing in ((anna, of_leader), (boris, of_other)):
        sign_in(client, user)
        (one,) = every_lot(client)
        assert f"How it stands {standing} My number" in one


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (30, "is to be paid by 01 Apr 2026, 12:00:00 UTC."),
        (None, "is to be paid; the office tells you by when."),
    ],
)
def test_a_winner_reads_what_he_owes_and_by_when(
    client: FlaskClient, session: Session, days: int | None, told: str
) -> None:
    anna, sale = make_bidder(session), make_catalogue(session)
    sale.procedure_text = with_balance_days(sale.procedure_text, days)
    lot = make_lot(session, sale, deposit=Money(40_00), ended_at=NOON)
    win(session, lot, anna)
    sign_in(client, anna)

    (won,) = lots_in(client, "won")

    assert f"{euros('360.00')} {told}" in won
    assert f"Your deposit of {euros('40.00')} counts towards the price." in won


def test_a_winner_who_is_late_reads_since_when(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    anna, sale = make_bidder(session), make_catalogue(session)
    sale.procedure_text = with_balance_days(sale.procedure_text, 3)
    win(session, make_lot(session, sale, ended_at=NOON), anna)
    moving_clock.at = NOON + timedelta(days=4)
    sign_in(client, anna)

    (won,) = lots_in(client, "won")

    assert f"{euros('400.00')} is to be paid; it was due by 05 Mar 2026" in won


def test_who_has_to_pay_a_deposit_reads_how_much_with_what_and_by_when(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    lot = make_lot(session, make_sale(session, TERMS), deposit=Money(40_00))
    deposit = deposit_asked(session, ask(session, lot, anna))
    sign_in(client, anna)

    (asked,) = lots_in(client, "needs-you")

    assert "You cannot bid yet" in asked
    assert f"Please transfer {euros('40.00')} with the reference" in asked
    assert in_groups(deposit.reference) in asked
    assert "It must be there before 02 Mar 2026, 13:00:00 UTC." in asked
    assert "If you have transferred it already, wait" in asked
    assert f'href="/my-deposits/{deposit.id}"' in client.get("/my-bids").text


def test_who_paid_a_part_reads_how_much_is_missing(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    lot = make_lot(session, make_sale(session, TERMS), deposit=Money(40_00))
    deposit = deposit_asked(session, ask(session, lot, anna))
    pay(session, deposit, Money(39_99))
    sign_in(client, anna)

    (asked,) = lots_in(client, "needs-you")

    assert f"Please transfer {euros('0.01')} with" in asked


def test_who_waits_for_the_cashier_has_nothing_to_do(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    lot = make_lot(session, make_sale(session, TERMS), deposit=Money(40_00))
    deposit = deposit_asked(session, ask(session, lot, anna))
    pay(session, deposit, deposit.amount)
    sign_in(client, anna)

    (waits,) = lots_in(client, "waiting")

    assert "the cashier has not yet confirmed it" in waits


def test_who_has_not_shown_who_he_is_is_led_there(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    ask(session, make_lot(session, make_sale(session, COURT)), anna)
    sign_in(client, anna)

    (asked,) = lots_in(client, "needs-you")

    assert "Please show who you are" in asked
    assert "It must be there" not in asked
    assert 'href="/identity"' in client.get("/my-bids").text


def test_whose_papers_were_refused_is_led_to_the_reason(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    identity = make_identity(session, anna, IdentityState.REFUSED)
    registration = ask(session, make_lot(session, make_sale(session, COURT)), anna)
    registration.identity_id = identity.id
    session.commit()
    sign_in(client, anna)

    (asked,) = lots_in(client, "needs-you")

    assert "The verifier did not accept your papers." in asked
    assert "It must be there" not in asked
    assert f'href="/identity/{identity.id}"' in client.get("/my-bids").text


def test_who_waits_for_the_verifier_has_nothing_to_do(
    client: FlaskClient, session: Session
) -> None:
    anna = make_known(session)
    make_identity(session, anna, IdentityState.SUBMITTED)
    ask(session, make_lot(session, make_sale(session, COURT)), anna)
    sign_in(client, anna)

    (waits,) = lots_in(client, "waiting")

    assert "A verifier is looking at your papers." in waits


def test_whose_deposit_is_gone_reads_that_he_can_place_no_bids(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session, make_lot_with_deposit(session))
    withdraw_confirmation(
        session,
        deposit_id=deposit.id,
        by_id=make_cashier(session, deposit.office).id,
        note="The bank took it back.",
        now=NOON,
    )
    sign_in(client, deposit.user)

    (asked,) = lots_in(client, "needs-you")

    assert "Deposit missing" in asked
    assert "Your deposit is not there any more: you can place no bids." in asked


def test_who_was_refused_reads_why(client: FlaskClient, session: Session) -> None:
    anna = make_known(session)
    registration = ask(session, make_lot(session, make_sale(session, COURT)), anna)
    registration.state = RegistrationState.REFUSED
    registration.reason = "You are not of age."
    session.commit()
    sign_in(client, anna)

    (over,) = lots_in(client, "ended")

    assert "Your registration was refused" in over
    assert "You are not of age." in over


def test_who_is_barred_is_led_to_what_bars_him(
    client: FlaskClient, session: Session
) -> None:
    anna, lot = make_bidder(session), make_lot(session)
    make_paddle(session, lot, anna).barred_at = NOON
    session.commit()
    sign_in(client, anna)

    (waits,) = lots_in(client, "waiting")

    assert "You are barred from this sale and can place no more bids." in waits
    assert 'href="/barrings"' in client.get("/my-bids").text


def test_a_lot_that_opens_later_says_when(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON + DAY)
    make_paddle(session, lot, anna)
    sign_in(client, anna)

    (opening,) = lots_in(client, "opening")

    assert "Opens 03 Mar 2026, 12:00:00 UTC." in opening


def test_whoever_acts_for_several_reads_for_whom_on_each_lot(
    client: FlaskClient, session: Session
) -> None:
    agent = make_known(session)
    for name in ("Alder GmbH", "Birch GmbH"):
        principal = make_identity(session, agent, name=name, is_principal=True)
        lot = make_lot(session, title=f"Lot for {name}")
        make_paddle(session, lot, agent)
        registration = registration_of(session, lot_id=lot.id, user_id=agent.id)
        assert registration is not None
        registration.identity = principal
    make_paddle(session, make_lot(session, title="His own"), agent)
    sign_in(client, agent)

    told = {lot.split(" Lot ")[0]: lot for lot in lots_in(client, "can-bid")}

    assert "You act for Alder GmbH" in told["Lot for Alder GmbH"]
    assert "You act for Birch GmbH" in told["Lot for Birch GmbH"]
    assert "You act for" not in told["His own"]


def test_somebody_sees_his_own_maximum_and_nobody_elses(
    client: FlaskClient, session: Session, app: Flask
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session, make_catalogue(session, "bank-claims"))
    with app.app_context():
        for user, most in ((anna, 900_00), (boris, 700_00)):
            make_paddle(session, lot, user)
            set_maximum(
                session,
                lot_id=lot.id,
                user_id=user.id,
                amount=Money(most),
                received_at=NOON,
                idempotency_key=f"maximum {most}",
                ring=keys.ring(),
            )

    sign_in(client, anna)
    (of_leader,) = lots_in(client, "leading")
    sign_in(client, boris)
    (of_other,) = lots_in(client, "outbid")

    assert f"My maximum {euros('900.00')}, bids for me" in of_leader
    assert f"My maximum {euros('700.00')}, used up" in of_other
    assert "900.00" not in client.get("/my-bids").text


def test_nobody_sees_the_lots_of_somebody_else(
    client: FlaskClient, session: Session
) -> None:
    other = make_bidder(session)
    lot = make_lot(session, title="Example of another")
    bid_on(session, lot, other)
    session.add(Reminder(lot_id=lot.id, user_id=other.id, set_at=NOON))
    sign_in(client, make_bidder(session))

    page = client.get("/my-bids")

    assert "Example of another" not in page.text
    number = session.scalars(select(Paddle.number)).one()
    assert str(number) not in page.text


def test_watched_lots_stand_beside_the_bids(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    lot = make_lot(session, title="Example forest")
    session.add(Reminder(lot_id=lot.id, user_id=anna.id, set_at=NOON))
    sign_in(client, anna)

    page = client.get("/my-bids").text

    assert "Lots that I watch" in page
    assert "Example forest" in page


def test_the_page_is_not_kept_by_anybody(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))

    assert client.get("/my-bids").headers["Cache-Control"] == "no-store"


def test_a_watching_page_asks_again_and_hears_nothing_until_something_changes(
    client: FlaskClient, session: Session
) -> None:
    anna, boris = make_bidder(session), make_bidder(session)
    lot = make_lot(session)
    bid_on(session, lot, anna)
    sign_in(client, anna)
    path = poll_of(client.get("/my-bids").text)

    quiet = client.get(path)
    bid_on(session, lot, boris)
    news = client.get(path)

    assert (quiet.status_code, quiet.text) == (204, "")
    assert news.status_code == 200
    assert "You are outbid" in news.text
    assert news.text.count('id="my-bids-live"') == 1
    assert poll_of(news.text) != path


def test_a_page_on_which_all_is_over_asks_no_more(
    client: FlaskClient, session: Session
) -> None:
    anna, lot = make_bidder(session), make_lot(session, ended_at=NOON)
    make_paddle(session, lot, anna)
    end(session, lot, LotStatus.PASSED)
    sign_in(client, anna)

    assert "hx-get" not in client.get("/my-bids").text


def test_a_stranger_who_polls_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/my-bids/live", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_many_lots_cost_as_few_queries_as_one(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    one, many = make_known(session), make_known(session)
    sale = make_sale(session, TERMS)
    take_part_in(session, one, sale, times=1)
    take_part_in(session, many, sale, times=14)

    of_one = queries_for(client, engine, one)
    of_many = queries_for(client, engine, many)

    assert "See all 14" in client.get("/my-bids").text
    assert of_many == of_one


def test_a_group_has_pages_of_its_own(client: FlaskClient, session: Session) -> None:
    anna, sale = make_bidder(session), make_catalogue(session)
    for n in range(1, 32):
        make_paddle(session, make_lot(session, sale, title=f"Example {n}."), anna)
    sign_in(client, anna)

    first = client.get("/my-bids/groups/can-bid").text
    second = client.get("/my-bids/groups/can-bid?page=2").text

    assert first.count("<h3") == 30
    assert second.count("<h3") == 1
    assert "Page 2 of 2" in client.get("/my-bids/groups/can-bid?page=99").text
    assert client.get("/my-bids/groups/no-such-group").status_code == 404


def test_who_watches_many_lots_sees_some_and_a_way_to_all(
    client: FlaskClient, session: Session
) -> None:
    anna, sale = make_bidder(session), make_catalogue(session)
    for _ in range(7):
        lot = make_lot(session, sale)
        session.add(Reminder(lot_id=lot.id, user_id=anna.id, set_at=NOON))
    sign_in(client, anna)

    assert client.get("/my-bids").text.count("<article") == 6
    assert "See all 7 that I watch" in client.get("/my-bids").text
    assert client.get("/my-bids/watched").text.count("<article") == 7


def test_deposits_that_come_back_are_counted_and_the_first_named(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session, make_lot_with_deposit(session))
    deposit.state, deposit.due_back_at = DepositState.DUE_BACK, NOON + DAY
    session.commit()
    sign_in(client, deposit.user)

    page = words_of(client.get("/my-bids").text)

    assert "1 deposit comes back to you, the first by 03 Mar 2026, 12:00:00" in page


def test_a_deposit_that_should_be_back_is_not_promised_for_a_day_that_is_past(
    client: FlaskClient, session: Session
) -> None:
    deposit = confirmed_deposit(session, make_lot_with_deposit(session))
    deposit.state, deposit.due_back_at = DepositState.DUE_BACK, NOON - 5 * DAY
    session.commit()
    sign_in(client, deposit.user)

    page = words_of(client.get("/my-bids").text)

    assert "the first was due back by 25 Feb 2026, 12:00:00" in page
    assert "not returned yet: ask the office" in page


def lots_in(client: FlaskClient, place: str) -> list[str]:
    page = client.get("/my-bids").text
    section = page.partition(f'<section class="oh-section" id="{place}">')[2]
    return lots_of(section.partition("</section>")[0])


def every_lot(client: FlaskClient) -> list[str]:
    return lots_of(client.get("/my-bids").text)


def lots_of(html: str) -> list[str]:
    found = re.findall(r'<li class="oh-mine-lot .*?</li>', html, re.DOTALL)
    return [words_of(lot) for lot in found]


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).replace(NBSP, "_").split())


def poll_of(page: str) -> str:
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found
    return unescape(found[1])


def win(session: Session, lot: Lot, user: User) -> None:
    bid_on(session, lot, user)
    end(session, lot, LotStatus.SOLD)


def with_balance_days(text: str, days: int | None) -> str:
    """Return a court's terms with so many days to pay, or without any."""
    kept = text.replace("[balance]\ndays = 10\n", "")
    assert kept != text
    if days is None:
        return re.sub(r"(?m)^after_balance_term.*$", "", kept)
    return f"{kept}\n[balance]\ndays = {days}\n"


def take_part_in(session: Session, user: User, sale: Catalogue, *, times: int) -> None:
    """Let somebody lead, wait, owe a deposit and have lost, so many times each."""
    for _ in range(times):
        bid_on(session, make_lot(session, sale), user)
        ask(session, make_lot(session, sale, deposit=Money(40_00)), user)
        make_paddle(session, make_lot(session, sale), user)
        over = make_lot(session, sale, ended_at=NOON)
        make_paddle(session, over, user)
        end(session, over, LotStatus.PASSED)


def queries_for(client: FlaskClient, engine: Engine, user: User) -> int:
    sign_in(client, user)
    client.get("/my-bids")
    asked: list[str] = []

    def note(*event: object) -> None:
        asked.append(str(event[2]))

    listen(engine, "before_cursor_execute", note)
    try:
        assert client.get("/my-bids").status_code == 200
    finally:
        remove(engine, "before_cursor_execute", note)
    return len(asked)


def euros(figures: str) -> str:
    return f"EUR_{figures}"  # as words_of writes a no-break space


@pytest.mark.parametrize(
    ("status", "columns", "told"),
    [
        (LotStatus.OPEN, {}, "02 Mar 2026, 13:00:00 UTC"),
        (LotStatus.RECALLED, {"ended_at": NOON}, "Ended 02 Mar 2026, 12:00:00 UTC"),
        (LotStatus.SUSPENDED, {}, "Rests"),
        (LotStatus.STAYED, {"stayed_until": NOON}, "Rests until 02 Mar 2026, 12:00"),
    ],
)
def test_everybody_reads_when_his_lot_ends_or_ended(
    client: FlaskClient,
    session: Session,
    status: LotStatus,
    columns: dict[str, datetime],
    told: str,
) -> None:
    anna, lot = make_bidder(session), make_lot(session)
    make_paddle(session, lot, anna)
    for name, value in columns.items():
        setattr(lot, name, value)
    end(session, lot, status)
    sign_in(client, anna)

    (lot_told,) = every_lot(client)

    assert told in lot_told
