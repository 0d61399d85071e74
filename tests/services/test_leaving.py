"""Whoever leaves is forgotten, as far as the law lets us, and nothing else is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Text, cast, func, or_, select
from sqlalchemy.orm import Session

from auction.models import (
    Appointment,
    Barring,
    Base,
    Bid,
    DepositState,
    Identity,
    IdentityPaper,
    IdentityState,
    Lot,
    Mail,
    Newcomer,
    Paddle,
    Registration,
    RegistrationState,
    Role,
    User,
)
from auction.rules.barring import BarScope
from auction.rules.leaving import CannotLeave
from auction.rules.lifecycle import LotStatus
from auction.rules.payment_account import in_groups
from auction.rules.refusal import NotAllowed
from auction.services import (
    accounts,
    applying,
    appointing,
    barring,
    leaving,
    recovery_codes,
    reminding,
    retaining,
    signing_in,
)
from auction.services.bidders import AccountClosed
from auction.services.closing import SETTLE, close_due_lots
from auction.services.forgetting import forget_addresses, forget_left
from auction.services.leaving import NAMELESS, close_account, left_as
from auction.services.leaving_obstacles import obstacles
from auction.services.registering import commit_to, committed_words
from auction.services.second_factor import ExampleAccount
from auction.services.signing_in import SignedOut, SignInRefused
from auction.services.transaction import atomic
from tests.applicants import make_identity
from tests.deposits import confirmed_deposit, make_deposit
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_user,
)
from tests.identities import make_accepted
from tests.keys import RING
from tests.moving_clock import NOON
from tests.racing import at_once, bid_of
from tests.services.bidding_rooms import limit, make_sale

EMAIL = "zephyrine@planted.example"
NAME = "Zephyrine Plantedname"
YEARS = timedelta(days=3650)


def make_zephyrine(session: Session, **columns: Any) -> User:
    return make_bidder(session, NAME, email=EMAIL, **columns)


def word_of(session: Session, user: User) -> str:
    return signing_in.sign_in(session, email=user.email, password=PASSWORD, now=NOON)


def leave(session: Session, user: User) -> None:
    close_account(session, word=word_of(session, user), ring=RING, now=NOON)


def why_not(session: Session, user: User) -> list[str]:
    session.rollback()
    return obstacles(session, user, now=NOON)


def rows_with(session: Session, words: str) -> set[str]:
    """Return the tables in which words still stand in clear."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if session.scalar(
            select(func.count())
            .select_from(table)
            .where(or_(*(cast(column, Text).contains(words) for column in table.c)))
        )
    }


def test_whoever_never_took_part_is_gone(session: Session) -> None:
    user = make_zephyrine(session)
    make_accepted(session, user)
    session.get_one(User, user.id).totp_seed = b"seed"
    reminding.remind(session, lot_id=make_lot(session).id, user_id=user.id, now=NOON)
    recovery_codes_of(session, user)
    session.add(opened_newcomer())
    session.commit()

    leave(session, user)
    retaining.forget_closed(session)

    mails = {"mails"}  # the last one is on its way
    assert rows_with(session, EMAIL) == mails
    assert rows_with(session, NAME) <= mails
    assert (user.name, user.closed_at, user.left_as) == (NAMELESS, NOON, None)
    assert (user.totp_seed, user.totp_since) == (None, None)
    for model in leaving.DELETED:
        assert not session.scalars(select(model).where(model.user_id == user.id)).all()
    (identity,) = session.scalars(select(Identity))
    assert (identity.name, identity.number, identity.fingerprint) == ("", None, None)


def opened_newcomer() -> Newcomer:
    """Return what is left of asking for the account."""
    return Newcomer(
        token="t",
        email=EMAIL,
        name="",
        password_hash="",
        asked_at=NOON,
        expires_at=NOON,
        opened_at=NOON,
    )


def recovery_codes_of(session: Session, user: User) -> None:
    @atomic
    def make(session: Session) -> None:
        recovery_codes.make_codes(session, user, now=NOON)

    make(session)


def test_the_last_mail_goes_to_the_address_that_he_had(session: Session) -> None:
    leave(session, make_zephyrine(session))

    (mail,) = session.scalars(select(Mail))
    assert (mail.recipient, mail.is_private) == (EMAIL, True)
    assert mail.subject == "Your account is closed"


def test_the_address_is_free_and_its_next_owner_is_somebody_else(
    session: Session,
) -> None:
    old = make_zephyrine(session)
    leave(session, old)

    new = accounts.add_person(
        session,
        email=EMAIL,
        password=PASSWORD,
        name="Another",
        role=Role.BIDDER,
        office_id=None,
        is_example=False,
        now=NOON,
    )

    assert new.id != old.id
    assert word_of(session, new)


def test_a_closed_account_is_signed_out_everywhere_and_never_in_again(
    session: Session,
) -> None:
    user = make_zephyrine(session)
    elsewhere = word_of(session, user)

    leave(session, user)

    assert signing_in.sign_in_of(session, word=elsewhere, now=NOON) is None
    for email in (EMAIL, user.email):
        for password in (PASSWORD, ""):
            with pytest.raises(SignInRefused):
                signing_in.sign_in(session, email=email, password=password, now=NOON)


def test_closing_twice_is_closing_once(app: Flask, session: Session) -> None:
    user = make_zephyrine(session)
    words = [word_of(session, user) for _ in range(4)]
    session.commit()

    came = at_once(app, [closing(word) for word in words])

    assert (
        sorted(type(one).__name__ for one in came) == ["NoneType"] + ["SignedOut"] * 3
    )
    session.rollback()
    assert len(session.scalars(select(Mail)).all()) == 1


def closing(word: str) -> Callable[[Session], Any]:
    return lambda session: close_account(session, word=word, ring=RING, now=NOON)


def test_bids_and_numbers_stay_and_can_be_proved(session: Session) -> None:
    user = make_zephyrine(session)
    lot = make_lot(session, make_catalogue(session, "movables"), deposit=None)
    paddle = make_paddle(session, lot, user)
    bid_of(paddle, 400_00)(session)
    bid_of(make_paddle(session, lot), 500_00)(session)
    end(session, lot)

    leave(session, user)

    assert len(session.scalars(select(Bid)).all()) == 2
    session.refresh(paddle)
    who = left_as(user, ring=RING)
    assert who["email"] == EMAIL
    assert commit_to(EMAIL, paddle.salt) == paddle.commitment
    assert rows_with(session, EMAIL) == {"mails"}
    assert user.name == NAMELESS


def end(session: Session, lot: Lot) -> None:
    close_due_lots(session, now=lot.closes_at + SETTLE)
    session.rollback()


def test_a_verified_bidders_number_is_bound_to_what_is_kept_under_seal(
    session: Session,
) -> None:
    identity = make_accepted(session, make_zephyrine(session))
    user = session.get_one(User, identity.user_id)
    words = committed_words(user, identity)
    lot = make_lot(session, status=LotStatus.PASSED)
    session.add(number_for(lot, user))
    session.commit()

    leave(session, user)
    retaining.forget_closed(session)

    (kept,) = left_as(user, ring=RING)["identities"]
    assert f"{kept['name']}\n{kept['address']}" == words
    session.refresh(identity)
    assert (identity.address, identity.number) == ("", None)


def number_for(lot: Lot, user: User, **columns: Any) -> Paddle:
    return Paddle(
        lot_id=lot.id,
        user_id=user.id,
        number=1234,
        salt="",
        commitment="",
        registered_at=NOON,
        **columns,
    )


def test_a_buyers_name_stays_on_the_papers_of_the_sale(session: Session) -> None:
    user, lot = make_zephyrine(session), sold_to(session)
    session.get_one(Paddle, lot.leader_id).user_id = user.id
    lot.ended_at = NOON - timedelta(days=365)
    session.commit()

    leave(session, user)

    assert user.name == NAME
    assert user.email != EMAIL


def sold_to(session: Session) -> Lot:
    lot = make_lot(session, make_catalogue(session, "movables"), deposit=None)
    bid_of(make_paddle(session, lot), 400_00)(session)
    bid_of(make_paddle(session, lot), 500_00)(session)
    end(session, lot)
    assert lot.status is LotStatus.SOLD
    return lot


def test_nobody_leaves_while_he_has_bid_on_what_is_not_over(session: Session) -> None:
    user, other = make_zephyrine(session), make_bidder(session)
    lot = make_lot(session, make_catalogue(session, "movables"), title="A lathe")
    bid_of(make_paddle(session, lot, user), 400_00)(session)
    bid_of(make_paddle(session, lot, other), 500_00)(session)

    for person in (user, other):
        with pytest.raises(CannotLeave) as refusal:
            leave(session, person)

        (why,) = refusal.value.why
        assert why == (
            f"You have bid on lot {lot.number}, “A lathe”, which is not over yet."
        )
        assert person.closed_at is None


def test_nobody_leaves_while_his_maximum_may_still_bid(session: Session) -> None:
    lot = make_sale(session)
    limit(session, make_paddle(session, lot), 900_00)
    user = make_zephyrine(session)
    paddle = make_paddle(session, lot, user)
    limit(session, paddle, 500_00)
    assert session.scalars(select(Bid).where(Bid.paddle_id == paddle.id)).all()

    assert len(why_not(session, user)) == 1


@pytest.mark.parametrize(
    ("after", "may_leave"), [(timedelta(days=1), False), (timedelta(days=400), True)]
)
def test_a_buyer_stays_until_the_time_to_pay_is_over(
    session: Session, after: timedelta, *, may_leave: bool
) -> None:
    lot = sold_to(session)
    buyer = session.get_one(Paddle, lot.leader_id).user
    assert lot.ended_at is not None

    why = obstacles(session, buyer, now=lot.ended_at + after)

    assert (why == []) is may_leave


def test_whoever_promised_to_stay_bound_stays(session: Session) -> None:
    lot = sold_to(session)
    runner_up = make_zephyrine(session)
    session.add(number_for(lot, runner_up, stays_bound_at=NOON))
    session.commit()

    (why,) = why_not(session, runner_up)

    assert why.startswith("You have promised to stay bound")


def test_nobody_leaves_before_his_deposit_is_back(session: Session) -> None:
    deposit = confirmed_deposit(session)
    user = deposit.user

    (why,) = why_not(session, user)
    deposit.state = DepositState.RETURNED
    session.commit()

    assert in_groups(deposit.reference) in why
    assert why_not(session, user) == []


def test_what_was_only_asked_for_is_taken_back(session: Session) -> None:
    deposit = make_deposit(session, user=make_zephyrine(session))
    user, registration_id = deposit.user, deposit.registration_id

    leave(session, user)

    session.refresh(deposit)
    registration = session.get_one(Registration, registration_id)
    assert registration.state is RegistrationState.WITHDRAWN
    assert deposit.state is DepositState.LAPSED


def test_an_officer_with_duties_stays_until_somebody_else_has_them(
    session: Session,
) -> None:
    office = make_office(session, name="The Court")
    officer, boss = make_officer(session, office), make_officer(session, office)

    (why,) = why_not(session, officer)
    appointing.set_duties(
        session,
        office_id=office.id,
        user_id=officer.id,
        manager_id=boss.id,
        duties=[],
        now=NOON,
    )
    name = officer.name
    leave(session, officer)

    assert "You have duties at The Court." in why
    assert officer.closed_at == NOON
    assert officer.name == name
    assert session.scalars(
        select(Appointment).where(Appointment.user_id == officer.id)
    ).all()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.VERIFIER, Role.AUDITOR])
def test_the_last_of_those_who_run_the_site_stays(session: Session, role: Role) -> None:
    one, other = make_user(session, role=role), make_user(session, role=role)

    leave(session, one)

    (why,) = why_not(session, other)
    assert why == (
        f"You are the only {role.value} of this site. "
        "Somebody else must be one before you leave."
    )


def test_of_two_operators_who_leave_at_once_one_stays(
    app: Flask, session: Session
) -> None:
    pair = [make_user(session, role=Role.OPERATOR) for _ in range(2)]
    words = [word_of(session, user) for user in pair]
    session.commit()

    at_once(app, [closing(word) for word in words])

    session.rollback()
    assert [user.closed_at for user in pair].count(None) == 1


def test_an_example_account_stays(session: Session) -> None:
    user = make_bidder(session, is_example=True)

    with pytest.raises(ExampleAccount):
        leave(session, user)


def test_whoever_is_barred_is_barred_with_his_next_account(session: Session) -> None:
    lot = make_lot(session)
    identity = make_accepted(session, make_zephyrine(session))
    user = session.get_one(User, identity.user_id)
    bar = bar_from(session, user)
    bar.fingerprint = None  # as if it came before he had shown himself
    session.commit()

    leave(session, user)
    retaining.forget_closed(session)
    again = make_bidder(session, email=EMAIL)
    make_accepted(session, again)

    assert barring.find_bar(session, lot, again.id, NOON) is not None


def test_a_bar_is_kept_though_the_newest_paper_tells_nothing(session: Session) -> None:
    identity = make_accepted(session, make_zephyrine(session))
    user, known = session.get_one(User, identity.user_id), identity.fingerprint
    bar = bar_from(session, user)
    bar.fingerprint = None
    make_identity(session, user, IdentityState.SUBMITTED, fingerprint=None)

    leave(session, user)

    session.refresh(bar)
    assert bar.fingerprint == known is not None


def bar_from(session: Session, user: User) -> Barring:
    @atomic
    def bar(session: Session) -> Barring:
        return barring.bar(
            session,
            user_id=user.id,
            scope=BarScope.SITE,
            ground="default",
            text="He did not pay.",
            now=NOON,
        )

    return bar(session)


def test_whoever_is_barred_and_unknown_stays_as_long_as_the_bar(
    session: Session,
) -> None:
    user = make_zephyrine(session)
    bar = bar_from(session, user)

    (why,) = why_not(session, user)
    bar.lifted_at = NOON
    session.commit()

    assert "nobody has verified who you are" in why
    assert why_not(session, user) == []


def test_papers_fall_to_the_next_sweep(session: Session) -> None:
    identity = make_accepted(session, make_zephyrine(session))
    gone: list[str] = []

    leave(session, session.get_one(User, identity.user_id))
    retaining.delete_due_papers(session, shred=gone.append, now=NOON, most=20)

    assert gone == [paper.file for paper in session.scalars(select(IdentityPaper))]


def test_whoever_has_left_bids_and_registers_no_more(session: Session) -> None:
    user = make_zephyrine(session)
    lot, other = (
        make_lot(session, make_catalogue(session, "movables")) for _ in range(2)
    )
    paddle = make_paddle(session, lot, user)
    leave(session, user)

    with pytest.raises(AccountClosed):
        bid_of(paddle, 400_00)(session)
    with pytest.raises(NotAllowed):
        applying.apply_for(session, lot_id=other.id, user_id=user.id, now=NOON)


def test_whoever_has_left_sets_no_maximum(session: Session) -> None:
    paddle = make_paddle(session, make_sale(session), make_zephyrine(session))
    leave(session, paddle.user)

    with pytest.raises(AccountClosed):
        limit(session, paddle, 500_00)


def test_a_bid_and_a_leaving_at_the_same_moment_tell_one_story(
    app: Flask, session: Session
) -> None:
    for number in range(5):
        user = make_bidder(session)
        lot = make_lot(session, make_catalogue(session, "movables"))
        paddle = make_paddle(session, lot, user)
        word = word_of(session, user)
        bid = bid_of(paddle, 400_00, key=f"race-{number}")
        session.commit()

        bid_came, left = at_once(app, [bid, closing(word)])

        session.rollback()
        has_bid, has_left = lot.bid_count == 1, user.closed_at is not None
        assert has_bid is not has_left, (bid_came, left)
        assert isinstance(left, CannotLeave) is has_bid
        assert isinstance(bid_came, AccountClosed) is has_left


def test_whoever_has_left_is_told_nothing_more(session: Session) -> None:
    user = make_zephyrine(session)
    lot = make_lot(session, make_catalogue(session, "movables"))
    make_paddle(session, lot, user)
    leave(session, user)

    end(session, lot)

    (last,) = session.scalars(select(Mail).where(Mail.recipient != ""))
    assert last.kind == "account closed"


def test_where_mails_went_is_forgotten_after_a_week(session: Session) -> None:
    stays = make_bidder(session)
    for user in (make_zephyrine(session), make_bidder(session)):
        leave(session, user)
    sent = session.scalars(select(Mail)).all()
    sent[0].sent_at = NOON
    session.add(mail_to(stays.email))
    session.commit()

    early = forget_addresses(session, now=NOON + timedelta(days=6))
    late = forget_addresses(session, now=NOON + timedelta(days=8))

    assert (early, late) == (0, 1)
    assert rows_with(session, EMAIL) == set()
    assert rows_with(session, stays.email) >= {"mails", "users"}
    assert sent[1].recipient  # it is still on its way


def mail_to(email: str) -> Mail:
    return Mail(
        recipient=email,
        subject="",
        text="",
        is_private=True,
        written_at=NOON,
        next_try_at=NOON,
        sent_at=NOON,
    )


def test_after_ten_years_nobody_knows_who_it_was(session: Session) -> None:
    identity = make_accepted(session, make_zephyrine(session))
    user = session.get_one(User, identity.user_id)
    session.add(number_for(make_lot(session, status=LotStatus.PASSED), user))
    session.commit()
    leave(session, user)

    early = forget_left(session, now=NOON + YEARS - timedelta(days=1), kept_for=YEARS)
    late = forget_left(session, now=NOON + YEARS, kept_for=YEARS)
    again = forget_left(session, now=NOON + YEARS, kept_for=YEARS)

    assert (early, late, again) == (0, 1, 0)
    assert (user.left_as, user.name) == (None, "")
    session.refresh(identity)
    assert (identity.name, identity.fingerprint) == ("", None)


def test_whoever_stays_is_not_forgotten(session: Session) -> None:
    identity = make_accepted(session, make_zephyrine(session))

    forget_left(session, now=NOON + 2 * YEARS, kept_for=YEARS)

    session.refresh(identity)
    assert identity.name


def test_a_word_that_is_worth_nothing_closes_nothing(session: Session) -> None:
    with pytest.raises(SignedOut):
        close_account(session, word="made up", ring=RING, now=NOON)
