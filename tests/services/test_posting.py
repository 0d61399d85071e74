"""Taking mails out of the outbox: none is lost, and one sender at a time has it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from auction.models import Mail, MailState, Role
from auction.rules.patience import MOST_REFUSALS, MOST_TRIES, TOO_OLD
from auction.services import posting
from auction.services.mailing import write_mail
from auction.services.operators import OperatorsOnly
from auction.services.posting import LEASE, Letter, claim_mail, note_failed, note_sent
from tests.factories import make_user
from tests.moving_clock import NOON

SECOND = timedelta(seconds=1)


def write(session: Session, to: str = "anna@example.com") -> Mail:
    mail = write_mail(
        session,
        to=to,
        subject="Example",
        text="An example.",
        now=NOON,
        is_private=False,
    )
    session.commit()
    return mail


def claimed(session: Session) -> Letter:
    letter = claim_mail(session, now=NOON)
    assert letter is not None
    return letter


def fail(session: Session, letter: Letter, *, is_refused: bool = False) -> None:
    note_failed(session, letter, error="No.", is_refused=is_refused, now=NOON)


def test_a_mail_that_is_claimed_is_nobody_elses_during_the_lease(
    session: Session,
) -> None:
    write(session)

    letter = claim_mail(session, now=NOON)

    assert letter
    assert letter.tries == 1
    assert claim_mail(session, now=NOON + LEASE - SECOND) is None
    assert not posting.is_any_due(session, now=NOON + LEASE - SECOND)


def test_a_mail_whose_sender_was_killed_comes_back_after_the_lease(
    session: Session,
) -> None:
    write(session)
    first = claimed(session)

    again = claim_mail(session, now=NOON + LEASE)

    assert again
    assert (again.id, again.written_at) == (first.id, first.written_at)
    assert again.tries == 2


def test_the_mail_that_is_due_the_longest_goes_first(session: Session) -> None:
    later, sooner = write(session, "later@example.com"), write(session)
    later.next_try_at = NOON - SECOND
    sooner.next_try_at = NOON - 2 * SECOND
    session.commit()

    assert [claimed(session).recipient for _ in range(2)] == [
        "anna@example.com",
        "later@example.com",
    ]


def test_a_mail_whose_time_has_not_come_waits(session: Session) -> None:
    write(session).next_try_at = NOON + SECOND
    session.commit()

    assert claim_mail(session, now=NOON) is None


def test_nothing_is_sent_to_the_people_of_the_demo(session: Session) -> None:
    example = make_user(session, is_example=True)
    write(session, example.email)
    assert not posting.is_any_due(session, now=NOON)

    write(session)

    assert claimed(session).recipient == "anna@example.com"
    assert claim_mail(session, now=NOON) is None


def test_a_mail_that_was_sent_is_never_sent_again_and_its_text_is_forgotten(
    session: Session,
) -> None:
    mail = write(session)

    note_sent(session, claimed(session), now=NOON)

    assert claim_mail(session, now=NOON + timedelta(days=9)) is None
    assert (mail.sent_at, mail.text, mail.error) == (NOON, "", None)


def test_a_mail_that_failed_is_tried_again_and_says_why(session: Session) -> None:
    mail = write(session)

    fail(session, claimed(session))

    assert (mail.error, mail.given_up_at) == ("No.", None)
    assert mail.next_try_at == NOON + timedelta(minutes=1)
    assert claim_mail(session, now=NOON + timedelta(minutes=1)) is not None


def test_a_refused_mail_is_given_up_in_the_end_and_is_still_there(
    session: Session,
) -> None:
    mail = write(session)
    for _ in range(MOST_REFUSALS):
        mail.next_try_at = NOON
        session.commit()
        fail(session, claimed(session), is_refused=True)

    assert mail.given_up_at == NOON
    assert (mail.error, mail.text) == ("No.", "An example.")
    assert claim_mail(session, now=NOON + timedelta(days=9)) is None


def test_a_mail_that_kills_every_sender_is_given_up_too(session: Session) -> None:
    mail = write(session)
    mail.tries = MOST_TRIES
    session.commit()

    posting.give_up_hopeless(session, now=NOON)

    session.refresh(mail)
    assert (mail.given_up_at, mail.error) == (NOON, posting.TOO_OFTEN)
    assert claim_mail(session, now=NOON) is None


def test_a_mail_that_is_being_sent_for_the_last_time_is_not_given_up(
    session: Session,
) -> None:
    mail = write(session)
    mail.tries = MOST_TRIES - 1
    session.commit()
    claimed(session)

    posting.give_up_hopeless(session, now=NOON + LEASE - SECOND)

    session.refresh(mail)
    assert mail.state is MailState.WAITING


def test_what_waited_for_two_weeks_is_no_news_any_more(session: Session) -> None:
    old, new = write(session), write(session, "new@example.com")
    old.written_at = NOON - TOO_OLD
    new.written_at = NOON - TOO_OLD + SECOND
    session.commit()

    posting.give_up_hopeless(session, now=NOON)

    session.refresh(old)
    assert (old.given_up_at, old.error) == (NOON, posting.NO_NEWS)
    assert claimed(session).recipient == "new@example.com"


def test_the_operator_has_what_failed_tried_again_from_the_beginning(
    session: Session,
) -> None:
    failed, sent, waits = (write(session) for _ in range(3))
    failed.given_up_at, failed.tries, failed.error = NOON, 5, "No."
    sent.sent_at = NOON
    waits.next_try_at = NOON + SECOND
    operator = make_user(session, role=Role.OPERATOR)

    count = posting.try_failed_again(session, operator_id=operator.id, now=NOON)

    assert count == 1
    assert claimed(session).id == failed.id
    assert claim_mail(session, now=NOON) is None
    session.refresh(failed)
    assert (failed.tries, failed.error) == (1, "No.")


@pytest.mark.parametrize("role", [Role.BIDDER, Role.OFFICER, Role.AUDITOR])
def test_nobody_else_has_mails_tried_again(session: Session, role: Role) -> None:
    mail = write(session)
    mail.given_up_at = NOON
    person = make_user(session, role=role)

    with pytest.raises(OperatorsOnly):
        posting.try_failed_again(session, operator_id=person.id, now=NOON)

    session.refresh(mail)
    assert mail.state is MailState.FAILED


def test_a_sender_that_comes_late_does_not_undo_what_another_did(
    session: Session,
) -> None:
    mail = write(session)
    slow = claimed(session)
    quick = claim_mail(session, now=NOON + LEASE)
    assert quick
    note_sent(session, quick, now=NOON + LEASE)

    fail(session, slow)

    session.refresh(mail)
    assert (mail.sent_at, mail.error) == (NOON + LEASE, None)


def test_a_sender_that_comes_late_leaves_the_others_lease_alone(
    session: Session,
) -> None:
    mail = write(session)
    slow = claimed(session)
    claim_mail(session, now=NOON + LEASE)

    fail(session, slow)

    session.refresh(mail)
    assert mail.next_try_at == NOON + 2 * LEASE
    assert mail.error is None


def test_a_sender_that_comes_late_with_good_news_is_heard(session: Session) -> None:
    mail = write(session)
    slow = claimed(session)
    claim_mail(session, now=NOON + LEASE)

    note_sent(session, slow, now=NOON + LEASE)

    session.refresh(mail)
    assert mail.sent_at == NOON + LEASE


@pytest.mark.parametrize("senders", [2, 6])
def test_senders_who_come_at_once_never_claim_the_same_mail(
    engine: Engine, session: Session, senders: int
) -> None:
    ids = sorted(write(session).id for _ in range(12))
    barrier = Barrier(senders)

    def claim_all(_: int) -> list[int]:
        barrier.wait()
        with Session(engine) as own:
            letters = iter(lambda: claim_mail(own, now=NOON), None)
            return [letter.id for letter in letters]

    with ThreadPoolExecutor(senders) as pool:
        claims = list(pool.map(claim_all, range(senders)))

    assert sorted(mail_id for claim in claims for mail_id in claim) == ids
