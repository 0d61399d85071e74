"""What the seller did to a lot, as everybody may read it: no names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from auction.models import Act, Document, Lot
from auction.rules.act_words import SUBJECTS
from auction.rules.acting import explains, ground_text


@dataclass(frozen=True, slots=True)
class PublicAct:
    """An act that was done, its ground in words, and the document it rests on."""

    act: Act
    title: str
    ground: str

    @property
    def document(self) -> Document | None:
        """The document, which is public since the act was done."""
        return self.act.document


def acts_done(session: Session, lot: Lot) -> list[PublicAct]:
    """Return what was done to a lot, the latest first.

    A lot without a reason and without a notice was never acted on: no query then.
    """
    if not (lot.reason_text or lot.notice):
        return []
    procedure = lot.catalogue.procedure
    done = session.scalars(
        select(Act)
        .where(Act.lot_id == lot.id, Act.done_at.is_not(None))
        .options(joinedload(Act.document))
        .order_by(Act.done_at.desc(), Act.id.desc())
    )
    return [
        PublicAct(act, SUBJECTS[act.kind], ground_text(procedure, act.kind, act.ground))
        for act in done
    ]


def explanation(done: list[PublicAct], lot: Lot) -> PublicAct | None:
    """Return the act through which a lot is what it is, if one is."""
    return next((one for one in done if explains(one.act.kind, lot.status)), None)
