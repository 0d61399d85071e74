"""Before the hammer nobody but a bidder himself learns that he takes part.

A bidder with a name that stands nowhere else has registered, set a reminder and bid.
Everybody else goes through every door, and whatever comes back is searched for him.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Base, Mail, TrailRow
from auction.rules.lifecycle import LotStatus
from auction.services.closing import SETTLE, close_due_lots
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_officer,
    sign_in,
)
from tests.security.conftest import Place
from tests.security.test_matrix import knocks
from tests.security.visitors import ACTING, VERIFIERS, Visitor
from tests.security.world import (
    APPLICANT,
    MAXIMUM_WRITTEN,
    SECRETS,
    SHOWN,
    WAITING,
    take_part,
)
from web.extensions import db

HIDDEN = (*SECRETS, *WAITING, *MAXIMUM_WRITTEN)  # from everybody but their owner
STRANGERS_TO_HIM = [visitor for visitor in Visitor if visitor is not Visitor.REGISTERED]


@pytest.mark.parametrize("visitor", STRANGERS_TO_HIM)
def test_no_answer_names_who_takes_part(
    place: Place, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    leaks = [
        f"{method} {rule.rule}: {secret}"
        for things in (place.world.ours, place.world.theirs)
        for rule, method, answer in knocks(place, visitor, things)
        for text in texts_of(answer)
        for secret in HIDDEN
        if secret in text
    ]

    assert leaks == []
    assert not any(secret in caplog.text for secret in HIDDEN)


@pytest.mark.parametrize("visitor", Visitor)
def test_only_the_office_that_confirms_its_bidders_reads_their_names(
    place: Place, visitor: Visitor
) -> None:
    ours = _rooms_that_name_applicants(place, visitor, place.world.ours)
    theirs = _rooms_that_name_applicants(place, visitor, place.world.theirs)

    assert ours == ({"applicants"} if visitor in ACTING else set())
    assert theirs == ({"applicants"} if visitor is Visitor.OTHER_OFFICE else set())


def _rooms_that_name_applicants(
    place: Place, visitor: Visitor, things: Mapping[str, object]
) -> set[str]:
    return {
        rule.endpoint.split(".")[0]
        for rule, _, answer in knocks(place, visitor, things)
        for text in texts_of(answer)
        if APPLICANT in text
    }


@pytest.mark.parametrize("visitor", sorted(set(STRANGERS_TO_HIM) - VERIFIERS))
def test_what_he_shows_is_seen_by_him_and_the_verifier_alone(
    place: Place, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    leaks = [
        f"{method} {rule.rule}: {secret}"
        for rule, method, answer in knocks(place, visitor, place.world.ours)
        for text in texts_of(answer)
        for secret in SHOWN
        if secret in text
    ]

    assert leaks == []
    assert not any(secret in caplog.text for secret in SHOWN)


@pytest.mark.parametrize("visitor", [Visitor.REGISTERED, Visitor.VERIFIER])
def test_he_and_the_verifier_do_see_it(place: Place, visitor: Visitor) -> None:
    answers = [
        text
        for _, _, answer in knocks(place, visitor, place.world.ours)
        for text in texts_of(answer)
    ]

    assert all(any(secret in text for text in answers) for secret in SHOWN)


def test_his_number_stands_in_no_row_and_his_papers_in_no_file_in_clear(
    place: Place,
) -> None:
    name, number, _ = SHOWN
    folder = Path(place.app.config["IDENTITY"])

    database = b"".join(
        path.read_bytes() for path in place.file.parent.glob(f"{place.file.name}*")
    )
    files = [path.read_bytes() for path in folder.iterdir()]

    assert name.encode() in database  # so it was looked for where it would stand
    assert number.encode() not in database
    assert files
    assert not [content for content in files if b"%PDF" in content]


def test_nothing_that_an_office_or_the_operator_can_read_names_him(
    place: Place,
) -> None:
    for _ in knocks(place, Visitor.APPROVER, place.world.ours, put_back=False):
        pass

    with place.app.app_context():
        session = db.session
        entries = session.scalars(select(TrailRow.entry)).all()
        mails = session.scalars(select(Mail).where(Mail.is_private.is_(False))).all()
        told = [*entries, *(f"{m.recipient}\n{m.subject}\n{m.text}" for m in mails)]
        session.remove()
    place.put_back()

    secrets = (*HIDDEN, APPLICANT)
    assert entries
    assert not [text for text in told if any(secret in text for secret in secrets)]


def test_the_database_holds_no_maximum_in_clear(place: Place) -> None:
    with place.app.app_context():
        everything = "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
        )
        db.session.remove()

    assert "maximum set" in everything
    assert not [written for written in MAXIMUM_WRITTEN if written in everything]


def test_the_owner_of_a_maximum_is_shown_it(place: Place) -> None:
    lot_id = place.world.ours["lot_id"]

    page = place.browser_of(Visitor.REGISTERED).get(f"/lots/{lot_id}")

    assert MAXIMUM_WRITTEN[0] in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("procedure", "public"), [("court-first-round", True), ("movables", False)]
)
def test_after_the_hammer_exactly_what_the_procedure_publishes_is_told(
    client: FlaskClient, session: Session, *, procedure: str, public: bool
) -> None:
    lot = make_lot(session, make_catalogue(session, procedure), status=LotStatus.OPEN)
    name, email = SECRETS
    loser = make_bidder(session, "Anybody")
    take_part(session, lot, loser)
    take_part(session, lot, make_bidder(session, name, email=email))
    close_due_lots(session, now=lot.closes_at + SETTLE)

    everybody = client.get(f"/lots/{lot.id}").text
    sign_in(client, make_officer(session))
    seller = client.get(f"/lots/{lot.id}").text

    assert (name in everybody) is public
    assert name in seller
    assert email in seller
    assert email not in everybody
    assert loser.name not in everybody + seller
    assert loser.email not in everybody + seller


def texts_of(answer: TestResponse) -> Iterator[str]:
    """Return whatever can be read in an answer, its headers and its archives too."""
    yield str(answer.headers)
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield answer.data.decode("utf-8", "replace")
