"""An officer's way through the pages of an import, as a test walks it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Catalogue, ListImport
from tests.factories import make_catalogue, make_officer, sign_in
from tests.services.lists import LIST
from web import list_worker

HOME = "/desk/example-court/imports"
PLAN = {
    "to-0": "external_id",
    "to-1": "title",
    "to-2": "category",
    "to-3": "starting_price",
    "all-opens_at": "2026-03-03 10:00",
    "all-closes_at": "2026-03-04 10:00",
    "all-increment": "10",
}


def upload(
    client: FlaskClient,
    catalogue: Catalogue,
    content: bytes = LIST,
    name: str = "lots.csv",
    **more: str,
) -> TestResponse:
    form: dict[str, Any] = {"catalogue": catalogue.slug, **more}
    return client.post(
        f"{HOME}/new",
        data=form | {"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def uploaded(client: FlaskClient, session: Session, content: bytes = LIST) -> str:
    """Sign in, upload a list, and return where it is."""
    sign_in(client, make_officer(session))
    answer = upload(client, make_catalogue(session), content)
    assert answer.status_code == 303, answer.text
    return answer.location


def checked(
    app: Flask,
    client: FlaskClient,
    session: Session,
    content: bytes = LIST,
    **plan: str,
) -> str:
    """Say what the columns are, let the list be checked, and return where it is."""
    here = uploaded(client, session, content)
    answer = client.post(f"{here}/columns", data=PLAN | plan)
    assert answer.status_code == 303, answer.text
    work(app)
    return here


def work(app: Flask) -> None:
    """Let somebody do the work that waits."""
    with app.app_context():
        list_worker.work_on_all()


def the_import(session: Session) -> ListImport:
    session.rollback()
    return session.scalars(select(ListImport)).one()


def errors(page: str) -> list[str]:
    """Return what the summary of errors leads to."""
    summary = page.partition('class="govuk-error-summary"')[2].partition("</ul>")[0]
    return re.findall(r'href="#([^"]+)"', summary)
