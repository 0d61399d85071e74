"""A person's page of notices: his own, the newest first, read when he says so."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from auction.models import Notice, User
from auction.services import notifying
from tests.factories import make_bidder, make_lot, make_officer, sign_in
from tests.moving_clock import NOON


def tell(session: Session, user: User, subject: str, text: str = "Text.") -> None:
    notifying.tell(
        session, user, None, kind="told", subject=subject, text=text, now=NOON
    )
    session.commit()


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/notices").location == "/sign-in?next=/notices"


def test_a_person_reads_his_own_notices_and_nobody_elses(
    client: FlaskClient, session: Session
) -> None:
    anna, bob = make_bidder(session, "Anna"), make_bidder(session, "Bob")
    tell(session, anna, "For Anna")
    tell(session, bob, "For Bob")
    sign_in(client, anna)

    page = client.get("/notices").text

    assert "For Anna" in page
    assert "For Bob" not in page


def test_the_newest_notice_comes_first_and_leads_to_its_lot(
    client: FlaskClient, session: Session
) -> None:
    anna, lot = make_bidder(session), make_lot(session, title="Example lathe")
    tell(session, anna, "First")
    notifying.tell(
        session, anna, lot, kind="told", subject="Second", text="News", now=NOON
    )
    session.commit()
    sign_in(client, anna)

    page = client.get("/notices").text

    assert page.index("Second") < page.index("First")
    assert f'href="/lots/{lot.id}">Example lathe' in page


def test_looking_changes_nothing_and_the_button_marks_what_was_seen(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    tell(session, anna, "Seen")
    seen = session.scalars(select(Notice.id)).one()
    sign_in(client, anna)
    assert "Notices (1 new)" in client.get("/notices").text
    assert "Notices (1 new)" in client.get("/notices").text
    tell(session, anna, "Came while the page was open")

    client.post("/notices/read", data={"upto": str(seen)})

    assert "Notices (1 new)" in client.get("/").text


def test_an_officer_finds_what_he_was_told_too(
    client: FlaskClient, session: Session
) -> None:
    officer = make_officer(session)
    tell(session, officer, "Your duties have changed")
    sign_in(client, officer)

    assert "Notices (1 new)" in client.get("/").text
    assert "Your duties have changed" in client.get("/notices").text


def test_a_visitor_without_a_cookie_costs_no_query_for_notices(
    client: FlaskClient, engine: Engine
) -> None:
    asked: list[str] = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )

    assert client.get("/").status_code == 200

    assert asked
    assert not [query for query in asked if "notices" in query or "users" in query]


def test_nobody_marks_what_another_was_told(
    client: FlaskClient, session: Session
) -> None:
    anna, bob = make_bidder(session, "Anna"), make_bidder(session, "Bob")
    tell(session, bob, "For Bob")
    sign_in(client, anna)

    client.post("/notices/read", data={"upto": "999"})

    session.expire_all()
    assert session.scalars(select(Notice.read_at)).one() is None


def test_what_is_no_number_marks_nothing(client: FlaskClient, session: Session) -> None:
    anna = make_bidder(session)
    tell(session, anna, "News")
    sign_in(client, anna)

    for odd in ("", "x", "-1", "9" * 30, "\N{ARABIC-INDIC DIGIT ONE}"):
        assert client.post("/notices/read", data={"upto": odd}).status_code == 303


def test_notices_come_page_by_page(client: FlaskClient, session: Session) -> None:
    anna = make_bidder(session)
    for number in range(31):
        tell(session, anna, f"Notice {number:02}")
    sign_in(client, anna)

    assert "Notice 00" not in client.get("/notices").text
    assert "Notice 00" in client.get("/notices?page=2").text
