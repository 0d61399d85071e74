"""From a finding an officer comes to where it is mended."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.rules.checks import Check, Finding
from tests.factories import make_draft, make_officer, sign_in
from web.lot_checks import STEPS, where_to_mend


@pytest.mark.parametrize("field", sorted(STEPS))
def test_every_field_leads_to_a_page_that_is_there(
    client: FlaskClient, session: Session, field: str
) -> None:
    lot = make_draft(session)
    finding = Finding(Check.TITLE, field, "Wrong.", law="A law.", may_deviate=False)
    sign_in(client, make_officer(session))

    path = where_to_mend(lot, finding)

    if path:
        page = client.get(path)
        assert page.status_code == 200
        _, _, anchor = path.partition("#")
        assert not anchor or f'id="{anchor}"' in page.text or field == "reserve"
