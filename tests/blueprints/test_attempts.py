"""All attempts to sell a thing stand on the page of every one of them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Lot, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.attempts import successor_of
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.services.chains import again, over


def chain(session: Session, second: LotStatus = LotStatus.OPEN) -> tuple[Lot, Lot]:
    """Make a lot that passed at first, and its second attempt."""
    first = over(session, reason_code="no_bid", title="Example quarry")
    again(session, first)
    following = successor_of(session, first)
    assert following is not None
    following.status = second
    session.commit()
    return first, following


def rows(page: str) -> list[str]:
    """Return the rows of the attempts as a person reads them."""
    _, _, section = page.partition('<section id="attempts">')
    table = section.partition("</table>")[0].partition("<tbody>")[2]
    found = [re.sub(r"<[^>]+>", " ", row) for row in table.split("</tr>")[:-1]]
    return [" ".join(row.replace("\N{NBSP}", " ").split()) for row in found]


def test_every_attempt_is_told_with_its_dates_price_and_result(
    client: FlaskClient, session: Session
) -> None:
    first, second = chain(session)

    pages = [client.get(f"/lots/{lot.id}").text for lot in (first, second)]

    passed, going_on = rows(pages[0])
    assert passed == (
        "1. First round (this page) 27 Feb 2026, 12:00:00 UTC to 28 Feb 2026, "
        "12:00:00 UTC EUR 1,000.00 Passed. Nobody made a bid."
    )
    assert going_on == (
        "2. Second round 22 Mar 2026, 12:00:00 UTC to 23 Mar 2026, 12:00:00 UTC "
        "EUR 800.00 Open."
    )
    assert rows(pages[1])[1].startswith("2. Second round (this page)")
    assert f'href="/lots/{second.id}">2. Second round' in pages[0]
    assert f'href="/lots/{first.id}">1. First round' in pages[1]


def test_an_earlier_attempt_leads_on_to_the_newest(
    client: FlaskClient, session: Session
) -> None:
    first, second = chain(session)

    onward = f'goes on as <a class="govuk-link" href="/lots/{second.id}">attempt 2'
    assert onward in client.get(f"/lots/{first.id}").text
    assert "This is an earlier attempt" not in client.get(f"/lots/{second.id}").text


def visitors(session: Session) -> list[User]:
    elsewhere = make_office(session, "another-court")
    return [make_bidder(session), make_officer(session, elsewhere)]


@pytest.mark.parametrize(
    "status", [LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED]
)
def test_an_attempt_in_preparation_is_for_its_office_alone(
    client: FlaskClient, session: Session, status: LotStatus
) -> None:
    first, _ = chain(session, status)

    assert "Attempts to sell this" not in client.get(f"/lots/{first.id}").text
    for person in visitors(session):
        sign_in(client, person)
        assert "Attempts to sell this" not in client.get(f"/lots/{first.id}").text
        client.post("/sign-out")
    sign_in(client, make_officer(session, first.office))
    page = client.get(f"/lots/{first.id}").text
    assert len(rows(page)) == 2
    assert "This is an earlier attempt" in page


def test_a_lot_with_one_attempt_says_nothing_of_others(
    client: FlaskClient, session: Session
) -> None:
    page = client.get(f"/lots/{make_lot(session).id}").text

    assert "Attempts to sell this" not in page


@pytest.mark.parametrize(
    ("status", "columns", "told"),
    [
        (LotStatus.SOLD, {"price": Money(900_00)}, "Sold for EUR 900.00."),
        (LotStatus.DEFAULTED, {}, "Sold, but the buyer did not pay."),
        (
            LotStatus.RECALLED,
            {"reason_text": "The parties have settled."},
            "Recalled. The parties have settled.",
        ),
        (LotStatus.VOIDED, {"reason_text": "Bidders colluded."}, "Voided. Bidders"),
        (LotStatus.SUSPENDED, {"reason_text": "A fault."}, "Suspended."),
        (LotStatus.ANNOUNCED, {}, "Announced."),
    ],
)
def test_the_result_of_an_attempt_is_told_in_words(
    client: FlaskClient,
    session: Session,
    status: LotStatus,
    columns: dict[str, object],
    told: str,
) -> None:
    first, second = chain(session, status)
    for name, value in columns.items():
        setattr(second, name, value)
    session.commit()

    assert told in rows(client.get(f"/lots/{first.id}").text)[1]


def test_while_bids_are_open_no_price_of_the_next_attempt_is_told_here(
    client: FlaskClient, session: Session
) -> None:
    first, second = chain(session)
    second.price = Money(870_00)
    session.commit()

    assert "870.00" not in client.get(f"/lots/{first.id}").text


def test_lists_say_the_round(client: FlaskClient, session: Session) -> None:
    chain(session)
    movables = make_catalogue(session, "movables")
    make_lot(session, movables, title="Example lathe", round="single", attempt=2)

    page = client.get("/lots").text

    assert "First round" in page
    assert "Second round" in page
    assert "Attempt&nbsp;2" in page
    assert "Single round" not in page


def test_the_key_facts_say_which_attempt_it_is(
    client: FlaskClient, session: Session
) -> None:
    _, second = chain(session)

    assert "<dd>Second round, attempt 2</dd>" in client.get(f"/lots/{second.id}").text
