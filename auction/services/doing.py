"""Doing an act on a locked lot: the deed, its trail row, and the notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Lot
from auction.rules.act_words import SUBJECTS, letter
from auction.rules.acting import ground_text
from auction.services import trail
from auction.services.deeds import Deed
from auction.services.defaulting import declare_default
from auction.services.notifying import tell_registered
from auction.services.opening import open_if_due
from auction.services.recalling import recall
from auction.services.suspending import resume, stay, suspend
from auction.services.voiding import void

DEEDS: Mapping[ActKind, Callable[..., Deed]] = {
    ActKind.RECALL: recall,
    ActKind.STAY: stay,
    ActKind.SUSPENSION: suspend,
    ActKind.RESUMPTION: resume,
    ActKind.VOIDING: void,
    ActKind.DEFAULT: declare_default,
}


def do(session: Session, lot: Lot, act: Act, *, actor: str, now: datetime) -> None:
    """Do an act that was judged, within the caller's transaction and lock."""
    open_if_due(session, lot, now=now)
    deed = DEEDS[act.kind](session, lot, act, now=now)
    act.done_at = now
    document = act.document
    if document is not None:
        document.is_public = True
    trail.record(
        session,
        lot,
        action=deed.action,
        actor=actor,
        at=now,
        ground=act.ground,
        public_text=act.public_text,
        document=document.file if document else None,
        **deed.content,
    )
    _tell(session, lot, act, deed, now)


def _tell(session: Session, lot: Lot, act: Act, deed: Deed, now: datetime) -> None:
    catalogue = lot.catalogue
    text = letter(
        act.kind,
        deed.outcome,
        ground=ground_text(catalogue.procedure, act.kind, act.ground),
        public_text=act.public_text,
        tell=catalogue.tell,
    )
    tell_registered(
        session,
        lot,
        kind=deed.action,
        subject=f"{SUBJECTS[act.kind]}: {lot.title}",
        text=text,
        now=now,
    )
