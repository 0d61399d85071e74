"""Submitting, approving and announcing on the command line, by two people."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Duty, Lot, Submission
from auction.rules.lifecycle import LotStatus
from tests.factories import PASSWORD, make_catalogue, make_draft, make_officer
from tests.moving_clock import NOON, MovingClock

ANNA, BELA = "anna@court.example", "bela@court.example"
BOTH = ("--drafter", ANNA, "--approver", BELA)
LOT = {
    "external_id": "EX-1",
    "title": "Example delivery van",
    "category": "vehicle",
    "starting_price": 4500,
    "description": "Runs.",
    "opens_at": "2026-03-02T13:00:00+00:00",
    "closes_at": "2026-03-02T14:00:00+00:00",
    "fields": {"make": "Example Motors", "model": "Carrier"},
}


@pytest.fixture
def catalogue(session: Session) -> Catalogue:
    catalogue = make_catalogue(session, slug="spring", published_at=None)
    make_officer(session, email=ANNA, duties=(Duty.DRAFTER,))
    make_officer(session, email=BELA, duties=(Duty.APPROVER,))
    make_draft(session, catalogue)
    return catalogue


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def statuses(session: Session) -> list[LotStatus]:
    session.rollback()
    return list(session.scalars(select(Lot.status)))


def test_a_newcomer_comes_from_nothing_to_a_published_lot(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "lots.json"
    file.write_text(json.dumps([LOT]), encoding="utf-8")
    officer = ("--role", "officer", "--office", "my-court", "--password", PASSWORD)
    for words in (
        ["add-office", "my-court", "My Court", "--kind", "court"],
        ["add-person", ANNA, *officer],
        ["add-person", BELA, *officer],
        [
            *("create-catalogue", "spring", "Example spring sale"),
            *("--office", "my-court", "--procedure", "movables"),
            *("--currency", "EUR", "--locale", "en", "--time-zone", "Europe/Berlin"),
        ],
        ["import-lots", str(file), "--catalogue", "spring"],
        ["submit", "spring", "--drafter", ANNA],
        ["approve", "spring", "--approver", BELA],
    ):
        result = run(app, *words)
        assert result.exit_code == 0, result.output

    assert statuses(session) == [LotStatus.ANNOUNCED]
    assert app.test_client().get("/catalogues/spring").status_code == 200


@pytest.mark.usefixtures("catalogue")
def test_it_is_submitted_by_one_and_approved_by_the_other(
    app: Flask, session: Session
) -> None:
    submitted = run(app, "submit", "spring", "--drafter", ANNA, "--note", "Look.")
    assert "Submitted 1 lot. Next: approve spring" in submitted.output
    session.rollback()
    assert session.scalars(select(Submission)).one().note == "Look."

    approved = run(app, "approve", "spring", "--approver", BELA)

    assert "Published 1 lot: /catalogues/spring" in approved.output
    assert statuses(session) == [LotStatus.ANNOUNCED]


@pytest.mark.usefixtures("catalogue")
def test_an_announcement_is_planned_in_the_zone_of_the_catalogue(
    app: Flask, session: Session, moving_clock: MovingClock
) -> None:
    result = run(app, "publish", "spring", *BOTH, "--at", "2026-03-03 09:00")

    assert result.exit_code == 0, result.output
    assert "Approved 1 lot, to be announced on 03 Mar 2026, 09:00:00" in result.output
    assert statuses(session) == [LotStatus.APPROVED]
    moving_clock.move(timedelta(days=2))
    make_draft(session, session.scalars(select(Catalogue)).one())
    run(app, "publish", "spring", *BOTH)
    assert statuses(session) == [LotStatus.ANNOUNCED] * 2


@pytest.mark.usefixtures("catalogue")
def test_publishing_twice_is_refused(app: Flask) -> None:
    assert run(app, "publish", "spring", *BOTH).exit_code == 0

    result = run(app, "publish", "spring", *BOTH)

    assert result.exit_code == 1
    assert "There are no drafts to submit in this catalogue." in result.output


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("publish", "spring", "--drafter", BELA, "--approver", BELA), "not have the"),
        (
            ("publish", "spring", "--drafter", ANNA, "--approver", ANNA),
            "not have the",
        ),
        (("publish", "autumn", *BOTH), "There is no such catalogue."),
        (("submit", "spring", "--drafter", "eve@x.example"), "There is no such user."),
        (("submit", "spring", "--drafter", ANNA, "--at", "soon"), "a date with a time"),
        (
            ("submit", "spring", "--drafter", ANNA, "--at", "2026-03-01 10:00"),
            "must be in the future",
        ),
        (("approve", "spring", "--approver", BELA), "Nothing of this catalogue waits"),
    ],
)
def test_a_wrong_command_is_refused_in_a_sentence(
    app: Flask, session: Session, words: tuple[str, ...], said: str
) -> None:
    result = run(app, *words)

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert LotStatus.ANNOUNCED not in statuses(session)


def test_what_is_wrong_is_told_lot_by_lot(
    app: Flask, session: Session, catalogue: Catalogue
) -> None:
    make_draft(session, catalogue, deposit=None, description="")

    result = run(app, "publish", "spring", *BOTH)

    assert result.exit_code == 1
    assert "Lot 2, Description: There is no description yet." in result.output
    assert "Lot 2, Deposit: There is no deposit; at least EUR" in result.output
    assert "Fa Shi [2016] No. 18, article 17" in result.output
    assert "Nothing was submitted: 1 of 2 lots cannot be announced" in result.output


def test_a_list_that_is_wrong_throughout_does_not_fill_the_screen(
    app: Flask, session: Session, catalogue: Catalogue
) -> None:
    for _ in range(30):
        make_draft(session, catalogue, deposit=None, description="")

    result = run(app, "submit", "spring", "--drafter", ANNA)

    assert "... and 10 more." in result.output


def test_what_would_come_too_late_is_not_approved(
    app: Flask, session: Session, catalogue: Catalogue, moving_clock: MovingClock
) -> None:
    run(app, "submit", catalogue.slug, "--drafter", ANNA)
    moving_clock.at = NOON + timedelta(days=20)

    result = run(app, "approve", catalogue.slug, "--approver", BELA)

    assert result.exit_code == 1
    assert "5 days too early" in result.output
    assert "Nothing was approved" in result.output
    assert statuses(session) == [LotStatus.SUBMITTED]
