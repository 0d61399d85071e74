"""New lots that a saved search finds: told once, however many and by whomever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot, Mail, Notice, SavedSearch, User
from auction.rules.lifecycle import LotStatus
from auction.services.mail_choosing import stop
from auction.services.saving_searches import change_search, keep_search
from auction.services.search_news import tell_of_new_lots
from tests.factories import make_bidder, make_catalogue, make_lot
from tests.moving_clock import NOON, MovingClock
from tests.racing import at_once
from web import lot_search
from web.jobs import Clockwork

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
LATER = NOON + 16 * MINUTE  # when what is announced at noon is told


def keep(
    session: Session,
    user: User | None = None,
    *,
    name: str = "Forest in the north",
    query: str = "q=forest",
    **more: Any,
) -> SavedSearch:
    user = user or make_bidder(session)
    usual: dict[str, Any] = {"otherwise": "", "wants_mail": True, "now": NOON - DAY}
    return keep_search(session, user_id=user.id, name=name, query=query, **usual | more)


def announce(
    session: Session,
    title: str = "A forest",
    *,
    sale: Catalogue | None = None,
    at: datetime = NOON,
    **columns: Any,
) -> Lot:
    usual: dict[str, Any] = {
        "status": LotStatus.ANNOUNCED,
        "opens_at": NOON + 20 * DAY,
        "closes_at": NOON + 21 * DAY,
    }
    return make_lot(session, sale, title=title, announced_at=at, **usual | columns)


def tell(session: Session, *, now: datetime = LATER) -> int:
    return tell_of_new_lots(session, now=now, matching=lot_search.matching)


def mails(session: Session) -> list[Mail]:
    session.rollback()
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def test_new_lots_are_told_with_the_name_of_the_search(session: Session) -> None:
    anna = make_bidder(session)
    search = keep(session, anna)
    sale = make_catalogue(session)
    for n in range(3):
        announce(session, f"Forest {n}", sale=sale)
    announce(session, "A chair", sale=sale)

    told = [tell(session), tell(session, now=LATER + HOUR)]

    assert told == [1, 0]
    (mail,) = mails(session)
    assert mail.subject == "3 new lots for “Forest in the north”"
    assert "“Forest 1”, starting price EUR\N{NBSP}400.00; opens on 22 Mar" in mail.text
    assert "chair" not in mail.text
    assert (mail.recipient, mail.is_private) == (anna.email, True)
    assert (mail.path, mail.stops_for_id) == (f"/my-searches/{search.id}", anna.id)


def test_a_list_of_three_thousand_lots_gives_one_mail(session: Session) -> None:
    keep(session)
    sale = make_catalogue(session)
    first = announce(session, "Forest", sale=sale)
    session.execute(
        Lot.__table__.insert(),  # type: ignore[attr-defined]
        [_copied(first, n) for n in range(2, 3001)],
    )
    session.commit()

    told = [tell(session, now=LATER + n * MINUTE) for n in range(3)]

    assert told == [1, 0, 0]
    (mail,) = mails(session)
    assert mail.subject.startswith("3,000 new lots for")
    assert mail.text.endswith("and 2,995 more.")


def test_a_mail_waits_until_a_long_list_is_all_announced(session: Session) -> None:
    keep(session)
    announce(session)

    assert tell(session, now=NOON + 14 * MINUTE) == 0
    assert tell(session, now=NOON + 15 * MINUTE) == 1


def test_nobody_gets_two_mails_about_a_search_within_a_day(session: Session) -> None:
    keep(session)
    announce(session)
    tell(session)
    announce(session, "Another forest", at=NOON + HOUR)

    told = [tell(session, now=at) for at in (NOON + 2 * HOUR, LATER + DAY)]

    assert told == [0, 1]
    assert mails(session)[1].subject == "1 new lot for “Forest in the north”"
    assert "Another forest" in mails(session)[1].text


def test_lots_that_were_there_before_are_no_news(session: Session) -> None:
    announce(session, at=NOON - 2 * DAY)
    keep(session)

    assert tell(session) == 0


@pytest.mark.parametrize("status", [LotStatus.RECALLED, LotStatus.DRAFT])
def test_lots_that_nobody_can_bid_on_are_no_news(
    session: Session, status: LotStatus
) -> None:
    keep(session)
    announce(session, status=status)

    assert tell(session) == 0


def test_a_search_without_mails_tells_nothing_and_begins_anew(
    session: Session,
) -> None:
    search = keep(session, wants_mail=False)
    announce(session)
    assert tell(session) == 0

    change_search(
        session,
        search_id=search.id,
        user_id=search.user_id,
        name="",
        wants_mail=True,
        now=LATER,
    )

    assert tell(session, now=LATER + HOUR) == 0
    announce(session, at=LATER + HOUR)
    assert tell(session, now=LATER + 2 * HOUR) == 1


def test_who_stopped_such_mails_finds_it_on_the_site_alone(session: Session) -> None:
    search = keep(session)
    stop(session, user_id=search.user_id, kind="new lots", now=NOON)
    announce(session)

    assert tell(session) == 1

    assert mails(session) == []
    notice = session.scalars(select(Notice)).one()
    assert notice.path == f"/my-searches/{search.id}"


def test_who_has_left_is_told_nothing(session: Session) -> None:
    anna = make_bidder(session)
    keep(session, anna)
    anna.closed_at = NOON
    announce(session)

    assert tell(session) == 0


def test_two_clocks_at_once_write_one_mail(app: Flask, session: Session) -> None:
    for _ in range(3):
        keep(session)
    announce(session)

    told = at_once(app, [tell] * 4)

    assert sum(told) == 3
    assert len(mails(session)) == 3


def test_whoever_is_killed_in_the_middle_has_told_nobody_yet(session: Session) -> None:
    keep(session)
    keep(session, query="q=tree")
    announce(session, "A forest tree")
    asked: list[str] = []

    def dies(query: str) -> Select[tuple[Lot]]:
        asked.append(query)
        if query == "q=tree":
            raise KeyboardInterrupt
        return lot_search.matching(query)

    with pytest.raises(KeyboardInterrupt):
        tell_of_new_lots(session, now=LATER, matching=dies)

    assert "q=forest" in asked  # it was told, and then forgotten
    assert mails(session) == []
    assert tell(session) == 2
    assert len(mails(session)) == 2


def test_the_clockwork_tells_of_new_lots(
    app: Flask, session: Session, moving_clock: MovingClock
) -> None:
    keep(session)
    announce(session)
    clockwork = Clockwork(app)
    clockwork.list_worker.stop()  # its thread would outlive the test
    moving_clock.at = LATER

    clockwork.sweep()

    assert [mail.kind for mail in mails(session)] == ["new lots"]


def _copied(lot: Lot, number: int) -> dict[str, Any]:
    columns = type(lot).__mapper__.column_attrs
    values = {column.key: getattr(lot, column.key) for column in columns}
    del values["id"]
    return values | {"number": number}
