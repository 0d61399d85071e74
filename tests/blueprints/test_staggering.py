"""Spreading the ends of a catalogue at the desk: look first, then set them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.moving_clock import NOON

DAY = timedelta(days=1)


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    """Return a catalogue in preparation, in Vienna, with three drafts."""
    found = make_catalogue(
        session, slug="spring", published_at=None, time_zone="Europe/Vienna"
    )
    for number in (1, 2, 3):
        make_lot(
            session,
            found,
            number=number,
            status=LotStatus.DRAFT,
            opens_at=NOON + DAY,
            closes_at=NOON + 2 * DAY,
        )
    return found


ADDRESS = "/desk/example-court/ends/spring"
WISH = {"first_end": "2026-03-05 10:00", "seconds": "90"}


def new_ends(page: str) -> list[str]:
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.findall(r'__cell">(.*?)</td>', row)[-1] for row in rows]
    return [cell.partition(",")[2].strip()[:8] or cell for cell in cells]


def drafter(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))


def test_the_ends_are_shown_before_they_are_set(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    drafter(client, session)

    usual = client.get(ADDRESS)
    wished = client.get(ADDRESS, query_string=WISH)

    assert usual.status_code == wished.status_code == 200
    assert new_ends(usual.text) == ["the same", "13:01:00", "13:02:00"]
    assert new_ends(wished.text) == ["10:00:00", "10:01:30", "10:03:00"]
    assert "Lots 1, 2 and 3 end in the same second" in usual.text
    session.refresh(catalogue)
    assert catalogue.closes_at is None


@pytest.mark.usefixtures("catalogue")
def test_the_ends_are_set_and_stand_there_afterwards(
    client: FlaskClient, session: Session
) -> None:
    drafter(client, session)

    answer = client.post(ADDRESS, data=WISH, follow_redirects=True)

    assert len(answer.history) == 1
    assert answer.history[0].status_code == 303
    assert "The ends of 3 lots are set." in answer.text
    assert new_ends(answer.text) == ["the same"] * 3
    assert "end in the same second" not in answer.text
    last = session.query(Lot).filter_by(number=3).one()
    assert last.closes_at == last.scheduled_close
    assert f"{last.closes_at:%H:%M:%S}" == "09:03:00"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"first_end": "soon"}, "first_end", "like 2026-03-02 10:00"),
        ({"first_end": ""}, "first_end", "must not be empty"),
        ({"first_end": "2026-03-29 02:30"}, "first_end", "there is no such time"),
        ({"seconds": "-1"}, "seconds", "from 0 to 3600"),
        ({"seconds": "3601"}, "seconds", "from 0 to 3600"),
        ({"seconds": "9" * 5000}, "seconds", "from 0 to 3600"),
        ({"seconds": "a minute"}, "seconds", "from 0 to 3600"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_cannot_be_read_is_said_at_its_field_and_kept(
    client: FlaskClient,
    session: Session,
    catalogue: Catalogue,
    changes: dict[str, str],
    field: str,
    said: str,
    method: str,
) -> None:
    drafter(client, session)
    sent = WISH | changes

    answer = client.open(
        ADDRESS,
        method=method,
        **{"query_string" if method == "GET" else "data": sent},  # type: ignore[arg-type]
    )

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'value="{changes[field]}"' in answer.text
    session.refresh(catalogue)
    assert catalogue.closes_at is None


def test_an_end_before_the_opening_is_refused_at_its_field(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    drafter(client, session)

    answer = client.post(ADDRESS, data=WISH | {"first_end": "2026-03-03 13:00"})

    assert answer.status_code == 422
    assert "Lot 1 would end before it opens." in answer.text
    session.refresh(catalogue)
    assert catalogue.closes_at is None


@pytest.mark.usefixtures("catalogue")
def test_the_catalogue_at_the_desk_says_which_ends_collide(
    client: FlaskClient, session: Session
) -> None:
    drafter(client, session)

    page = client.get("/desk/example-court/catalogues/spring").text
    client.post(ADDRESS, data=WISH)
    after = client.get("/desk/example-court/catalogues/spring").text

    assert "Lots 1, 2 and 3 end in the same second" in page
    assert f'href="{ADDRESS}"' in page
    assert "end in the same second" not in after


def test_submitted_lots_are_left_alone_and_the_page_says_so(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    session.query(Lot).filter_by(number=2).one().status = LotStatus.SUBMITTED
    session.commit()
    drafter(client, session)

    page = client.get(ADDRESS)
    answer = client.post(ADDRESS, data=WISH)

    assert page.status_code == 200
    assert "take them back before you move ends" in page.text
    assert "Set these ends" not in page.text
    assert answer.status_code == 409
    session.refresh(catalogue)
    assert catalogue.closes_at is None


def test_others_do_not_get_in(
    client: FlaskClient, session: Session, catalogue: Catalogue
) -> None:
    assert client.get(ADDRESS).location == f"/sign-in?next={ADDRESS}"
    elsewhere = make_office(session, "another-court")
    for person, code in (
        (make_bidder(session), 404),
        (make_officer(session, elsewhere), 404),
        (make_officer(session, duties=[Duty.AUDITOR]), 403),
    ):
        sign_in(client, person)
        assert client.get(ADDRESS).status_code == code
        assert client.post(ADDRESS, data=WISH).status_code == code
        client.post("/sign-out")
    session.refresh(catalogue)
    assert catalogue.closes_at is None


def test_the_catalogue_of_another_office_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    elsewhere = make_office(session, "another-court")
    make_catalogue(session, office=elsewhere, slug="theirs", published_at=None)
    drafter(client, session)

    for slug in ("theirs", "nowhere"):
        address = f"/desk/example-court/ends/{slug}"
        assert client.get(address).status_code == 404
        assert client.post(address, data=WISH).status_code == 404
