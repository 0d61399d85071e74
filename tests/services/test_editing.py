"""Two people fill in the same draft at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from auction.rules.lifecycle import LotStatus
from auction.rules.lot_steps import Step
from auction.services.editing import StaleForm, save_step
from tests.factories import make_catalogue, make_lot, make_officer


def test_of_two_forms_sent_at_once_one_is_behind(
    session: Session, engine: Engine
) -> None:
    catalogue = make_catalogue(session, published_at=None)
    lot = make_lot(session, catalogue, status=LotStatus.DRAFT)
    lot_id, version = lot.id, lot.version
    officers = [make_officer(session).id for _ in range(4)]
    session.commit()
    start = Barrier(len(officers))

    def save(officer_id: int) -> str | None:
        with Session(engine) as own:
            start.wait()
            try:
                save_step(
                    own,
                    lot_id=lot_id,
                    officer_id=officer_id,
                    step=Step.BASICS,
                    typed={"title": f"Title of {officer_id}"},
                    version=version,
                )
            except StaleForm:
                return None
            return f"Title of {officer_id}"

    with ThreadPoolExecutor(len(officers)) as people:
        saved = [title for title in people.map(save, officers) if title]

    session.refresh(lot)
    assert saved == [lot.title]
    assert lot.version == version + 1
