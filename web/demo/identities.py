"""Who the demo's bidders are: verified, waiting and refused; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Identity, Lot
from auction.rules.identities import MANDATE, PRIORITY_RIGHT
from auction.rules.lifecycle import LotStatus
from auction.rules.mandates import takes_mandates
from auction.rules.persons import PersonKind
from auction.services import applying, identifying, mandating, verifying
from auction.services.identifying import Facts
from web import identity_files, keys
from web.demo.people import Cast

KEPT_FOR = timedelta(days=365)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WAITS, BLURRED = 16, 17  # of the bidders: for a verifier, and refused
TITLES: Mapping[str, str] = {
    "passport": "EXAMPLE OF A PASSPORT",
    "register_extract": "EXAMPLE OF A REGISTER EXTRACT",
    MANDATE: "EXAMPLE OF A POWER OF ATTORNEY",
    PRIORITY_RIGHT: "EXAMPLE OF A LEASE",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented company that a bidder shows, by his place among the bidders."""

    of: int
    facts: Facts
    is_principal: bool
    refused: str = ""


FIRMS = (
    Firm(
        12,
        Facts(
            name="Example Timber Trading AG",
            country="CH",
            number="CHE-000.000.001",
            address="3 Example Quay, Exampleton",
            capacity="Attorney",
        ),
        is_principal=True,
    ),
    Firm(
        5,
        Facts(
            name="Example Machines GmbH",
            country="AT",
            number="FN 000002 x",
            address="5 Example Yard, Exampleton",
            capacity="Managing director",
        ),
        is_principal=False,
        refused="The extract of the register is older than three months. Please add "
        "a new one.",
    ),
    Firm(
        8,
        Facts(
            name="Example Credit Bank",
            country="AT",
            number="FN 000003 y",
            address="8 Example Square, Exampleton",
            capacity="Authorised signatory",
            licences=["financial_institution"],
        ),
        is_principal=False,
    ),
)


def show_who_they_are(
    session: Session, cast: Cast, *, opened_at: datetime, now: datetime
) -> None:
    """Let every bidder be verified, and some show a company that still waits."""
    for number, user_id in enumerate(cast.bidders, start=1):
        is_new = number in (WAITS, BLURRED)
        himself = _hand_in(
            session,
            user_id,
            _person(number),
            kind=PersonKind.NATURAL,
            now=now - DAY if is_new else opened_at,
        )
        if not is_new:
            _accept(session, himself, verifier_id=cast.verifier, now=opened_at + HOUR)
        if number == BLURRED:
            refused = "The photo of the passport is blurred. Please send a sharp one."
            _refuse(
                session, himself, refused, verifier_id=cast.verifier, now=now - HOUR
            )
    for firm in FIRMS:
        shown = _hand_in(
            session,
            cast.bidders[firm.of - 1],
            firm.facts,
            kind=PersonKind.COMPANY,
            is_principal=firm.is_principal,
            now=now - DAY,
        )
        if firm.refused:
            _refuse(
                session, shown, firm.refused, verifier_id=cast.verifier, now=now - HOUR
            )


def file_a_power(session: Session, cast: Cast, *, now: datetime) -> None:
    """Let the agent of the first company act for it at the lot that opens next."""
    announced = session.scalars(
        select(Lot).where(Lot.status == LotStatus.ANNOUNCED).order_by(Lot.opens_at)
    )
    lot = next((lot.id for lot in announced if _takes_powers(lot, now)), None)
    agent = cast.bidders[FIRMS[0].of - 1]
    if lot is not None:
        company = mandating.principals_of(session, agent)[0].id
        applying.apply_for(
            session, lot_id=lot, user_id=agent, identity_id=company, now=now
        )
        mandating.file_mandate(
            session,
            lot_id=lot,
            user_id=agent,
            identity_id=company,
            paper=identity_files.seal(specimen(MANDATE), kind=MANDATE, user_id=agent),
            now=now,
        )


def _takes_powers(lot: Lot, now: datetime) -> bool:
    return takes_mandates(
        lot.catalogue.procedure, lot.status, opens_at=lot.opens_at, now=now
    )


def _person(number: int) -> Facts:
    return Facts(
        name=f"Example Bidder {number}",
        country="AT",
        nationality="AT",
        number=f"X {number:07}",
        address=f"{number} Example Street, Exampleton",
        born_on=date(1960 + number, 1, 1),
    )


def _hand_in(
    session: Session,
    user_id: int,
    facts: Facts,
    *,
    kind: PersonKind,
    now: datetime,
    is_principal: bool = False,
) -> Identity:
    identity = identifying.begin(
        session,
        user_id=user_id,
        kind=kind,
        is_principal=is_principal,
        facts=facts,
        ring=keys.ring(),
        prints=keys.fingerprints(),
        now=now,
    )
    paper = "passport" if kind is PersonKind.NATURAL else "register_extract"
    identifying.add_paper(
        session,
        identity_id=identity.id,
        user_id=user_id,
        paper=identity_files.seal(specimen(paper), kind=paper, user_id=user_id),
        now=now,
    )
    return identifying.submit(
        session, identity_id=identity.id, user_id=user_id, now=now
    )


def _accept(
    session: Session, identity: Identity, *, verifier_id: int, now: datetime
) -> None:
    verifying.look(
        session,
        paper_id=identity.papers[0].id,
        verifier_id=verifier_id,
        reason="check",
        now=now,
    )
    verifying.accept(
        session,
        identity_id=identity.id,
        verifier_id=verifier_id,
        seen=identity.submitted_at or now,
        keep_for=KEPT_FOR,
        now=now,
    )


def _refuse(
    session: Session,
    identity: Identity,
    reason: str,
    *,
    verifier_id: int,
    now: datetime,
) -> None:
    verifying.refuse(
        session,
        identity_id=identity.id,
        verifier_id=verifier_id,
        seen=identity.submitted_at or now,
        reason=reason,
        now=now,
    )


@cache
def specimen(paper: str) -> bytes:
    """Return a sheet that says what it is an example of."""
    sheet = Image.new("L", (595, 842), 255)
    words = f"{TITLES[paper]}\n\nInvented, as is everything in the demo."
    ImageDraw.Draw(sheet).multiline_text((60, 80), words, fill=0, font_size=20)
    with BytesIO() as file:
        sheet.save(file, "PDF", creationDate=None, modDate=None)
        return file.getvalue()
