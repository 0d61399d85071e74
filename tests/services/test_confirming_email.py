"""Showing that an address is one's own, and what it sets going."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, MailedLink, Notice, User
from auction.rules.refusal import Refusal
from auction.services.applying import apply_for
from auction.services.confirming_email import (
    PURPOSES,
    AlreadyConfirmed,
    confirm,
    send_link,
)
from auction.services.mailed_links import (
    LASTS,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    make_link,
    open_link,
)
from auction.services.registration_facts import registration_of
from tests.applicants import make_sale
from tests.factories import make_bidder, make_lot
from tests.letters import last_link_to, letters_to, word_of
from tests.moving_clock import NOON

SECOND = timedelta(seconds=1)
DAY = LASTS[LinkPurpose.CONFIRM_EMAIL]
ADDRESS_ALONE = "[registration]\nidentity = false\naddress = true"


def written(session: Session, user: User) -> str:
    send_link(
        session,
        user_id=user.id,
        link=lambda word: f"https://site.example/address/{word}",
        is_private=True,
        now=NOON,
    )
    return word_of(last_link_to(session, user.email))


def test_the_link_confirms_the_address_to_which_it_was_sent(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    word = written(session, anna)

    confirm(session, word=word, now=NOON + SECOND)

    assert anna.email_confirmed_at == NOON + SECOND
    assert letters_to(session, anna.email)[0].is_private


def test_only_the_digest_of_the_word_is_kept_beside_the_letter(
    session: Session,
) -> None:
    word = written(session, make_bidder(session, email_confirmed_at=None))

    (link,) = session.scalars(select(MailedLink)).all()
    assert link.token == sha256(word.encode()).hexdigest()


def test_a_link_is_good_once(session: Session) -> None:
    word = written(session, make_bidder(session, email_confirmed_at=None))
    confirm(session, word=word, now=NOON)

    with pytest.raises(LinkUsed):
        confirm(session, word=word, now=NOON)


def test_a_link_is_good_for_a_day(session: Session) -> None:
    word = written(session, make_bidder(session, email_confirmed_at=None))

    open_link(session, word=word, purposes=PURPOSES, now=NOON + DAY - SECOND)
    with pytest.raises(LinkExpired, match="good for 24 hours, which is over"):
        confirm(session, word=word, now=NOON + DAY)
    assert timedelta(hours=24) == DAY


def test_of_two_links_the_second_has_nothing_left_to_do(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    first, second = written(session, anna), written(session, anna)

    confirm(session, word=first, now=NOON)

    with pytest.raises(LinkUsed):
        confirm(session, word=second, now=NOON)


def test_a_word_that_nobody_was_sent_opens_nothing(session: Session) -> None:
    with pytest.raises(LinkUnknown):
        confirm(session, word="guessed", now=NOON)


def test_a_link_for_another_thing_confirms_nothing(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    word = make_link(
        session, anna.id, purpose=LinkPurpose.FORGOTTEN, email=anna.email, now=NOON
    )
    session.commit()

    with pytest.raises(LinkUnknown):
        confirm(session, word=word, now=NOON)


def test_the_link_of_somebody_who_has_left_opens_nothing(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    word = written(session, anna)
    anna.closed_at = NOON
    session.commit()

    with pytest.raises(LinkUnknown):
        confirm(session, word=word, now=NOON)


def test_who_is_confirmed_is_sent_nothing(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=NOON)

    with pytest.raises(AlreadyConfirmed):
        written(session, anna)

    assert letters_to(session, anna.email) == []


def test_a_registration_that_waited_for_it_goes_on_at_once(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    lot = make_lot(session, make_sale(session, ADDRESS_ALONE))
    asked = apply_for(session, lot_id=lot.id, user_id=anna.id, now=NOON)
    assert asked.paddle is None
    word = written(session, anna)

    confirm(session, word=word, now=NOON)

    found = registration_of(session, lot_id=lot.id, user_id=anna.id)
    assert found is not None
    assert found.paddle is not None
    assert session.scalars(select(Notice.kind)).all() == ["number given"]


def test_what_was_refused_has_written_nothing(session: Session) -> None:
    anna = make_bidder(session, "Anna", email_confirmed_at=None)
    word = written(session, anna)

    with pytest.raises(Refusal):
        confirm(session, word=word, now=NOON + DAY)

    session.refresh(anna)
    assert anna.email_confirmed_at is None
