"""People, offices, catalogues and lots, as a test needs them.

Every factory commits, so that the site sees what it made. Moments are told from noon,
where the tests' clock stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Appointment,
    Base,
    Catalogue,
    Document,
    Duty,
    InspectionSlot,
    Lot,
    Office,
    OfficeKind,
    Paddle,
    Photo,
    Question,
    Role,
    Submission,
    User,
)
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services import announcing, applying, approving, asking, submitting
from auction.services.accounts import EVERYTHING
from tests.moving_clock import NOON
from tests.qualifying import qualify

START = Money(400_00)
PASSWORD = "correct horse battery staple"
PROCEDURES = Path(__file__).parent.parent / "procedures"
ON_BIDDERS = ("registration", "priority", "runner_up", "eligibility")

Row = TypeVar("Row", bound=Base)
_serial = count(1)


def make_office(
    session: Session,
    slug: str = "example-court",
    *,
    kind: OfficeKind = OfficeKind.COURT,
    **columns: Any,
) -> Office:
    """Find the office of that name, or open it."""
    office = session.scalars(select(Office).where(Office.slug == slug)).one_or_none()
    if office is not None:
        return office
    columns.setdefault("name", slug.replace("-", " ").title())
    return _keep(session, Office(slug=slug, kind=kind, **columns))


def make_officer(
    session: Session,
    office: Office | None = None,
    *,
    duties: Iterable[Duty] = EVERYTHING,
    **columns: Any,
) -> User:
    """Make an officer, who may do everything in his office unless told otherwise."""
    office = office or make_office(session)
    columns.setdefault("email", f"officer-{next(_serial)}@{office.slug}.example")
    posts = [
        Appointment(office_id=office.id, duty=duty, appointed_at=NOON)
        for duty in duties
    ]
    return make_user(session, role=Role.OFFICER, appointments=posts, **columns)


def make_bidder(session: Session, name: str = "Bidder", **columns: Any) -> User:
    columns.setdefault("email", f"{name.lower()}-{next(_serial)}@example.com")
    return make_user(session, name=name, role=Role.BIDDER, **columns)


def make_user(session: Session, **columns: Any) -> User:
    columns.setdefault("email", f"person-{next(_serial)}@example.com")
    columns.setdefault("password_hash", password_hash())
    columns.setdefault("registered_at", NOON - timedelta(days=30))
    return _keep(session, User(**columns))


def make_catalogue(
    session: Session,
    procedure: str = "court-first-round",
    *,
    office: Office | None = None,
    published_at: datetime | None = NOON - timedelta(days=30),
    **columns: Any,
) -> Catalogue:
    """Make a catalogue; it is published unless ``published_at`` is None."""
    office = office or make_office(session)
    columns.setdefault("slug", f"catalogue-{next(_serial)}")
    columns.setdefault("title", "Example catalogue")
    columns.setdefault("currency_code", "EUR")
    columns.setdefault("procedure_text", shipped(procedure))
    return _keep(
        session,
        Catalogue(
            office_id=office.id,
            procedure_name=procedure,
            published_at=published_at,
            **columns,
        ),
    )


def make_plain_catalogue(
    session: Session, procedure: str = "court-first-round", **more: Any
) -> Catalogue:
    """Make a catalogue of the time when an account was enough for a bidder number."""
    return make_catalogue(
        session, procedure, procedure_text=plain(shipped(procedure)), **more
    )


def shipped(procedure: str) -> str:
    """Read a procedure as the site ships it."""
    return (PROCEDURES / f"{procedure}.toml").read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Return a procedure as it was before there were terms on who may bid."""
    kept, skips = [], False
    for line in text.splitlines():
        if line.startswith("["):
            skips = line.strip().strip("[]").split("]")[0].split(".")[0] in ON_BIDDERS
        if not skips:
            kept.append(line)
    return "\n".join(kept)


def make_lot(
    session: Session,
    catalogue: Catalogue | None = None,
    *,
    status: LotStatus = LotStatus.OPEN,
    starting_price: Money = START,
    opens_at: datetime = NOON - timedelta(hours=1),
    closes_at: datetime = NOON + timedelta(hours=1),
    **columns: Any,
) -> Lot:
    """Make a lot that opened at eleven and closes at one, unless told otherwise."""
    catalogue = catalogue or make_catalogue(session)
    by_table = catalogue.procedure.step.value == "table"
    columns.setdefault("increment", None if by_table else Money(10_00))
    columns.setdefault("number", _next_number(session, catalogue))
    columns.setdefault("title", "Example lot")
    columns.setdefault("category", Category.LOAN)
    columns.setdefault("scheduled_close", closes_at)
    return _keep(
        session,
        Lot(
            catalogue_id=catalogue.id,
            office_id=catalogue.office_id,
            status=status,
            starting_price=starting_price,
            opens_at=opens_at,
            closes_at=closes_at,
            **columns,
        ),
    )


def make_draft(
    session: Session, catalogue: Catalogue | None = None, **columns: Any
) -> Lot:
    """Make a draft that a court may announce at noon, unless told otherwise."""
    catalogue = catalogue or make_catalogue(session, published_at=None)
    usual: dict[str, Any] = {
        "status": LotStatus.DRAFT,
        "category": Category.GOODS,
        "fields": {"kind": "Chairs"},
        "description": "Six chairs of oak.",
        "valuation": Money(500_00),
        "deposit": Money(40_00),
        "opens_at": NOON + timedelta(days=30),
        "closes_at": NOON + timedelta(days=31),
    }
    lot = make_lot(session, catalogue, **usual | columns)
    make_paper(session, lot)
    return lot


def make_paper(session: Session, lot: Lot, **columns: Any) -> Document:
    """Add a document to a lot: its valuation, unless told otherwise."""
    usual: dict[str, Any] = {
        "title": "Valuation",
        "kind": "valuation_report",
        "file": "0.pdf",
        "size": 1000,
        "added_at": NOON,
    }
    paper = _keep(session, Document(lot_id=lot.id, **usual | columns))
    session.refresh(lot)
    return paper


def make_photo(session: Session, lot: Lot, **columns: Any) -> Photo:
    """Add a photo to a lot, behind those that it has."""
    usual: dict[str, Any] = {
        "position": len(lot.photos) + 1,
        "file": "0.webp",
        "alt": "A chair",
        "width": 4,
        "height": 3,
    }
    photo = _keep(session, Photo(lot_id=lot.id, **usual | columns))
    session.refresh(lot)
    return photo


def submit(
    session: Session, catalogue: Catalogue, *, at: datetime = NOON, **more: Any
) -> Submission:
    """Let an officer of the catalogue's office submit its drafts."""
    return submitting.submit(
        session,
        catalogue_id=catalogue.id,
        officer_id=make_officer(session, catalogue.office).id,
        now=at,
        **more,
    )


def approve(session: Session, submission: Submission, *, at: datetime = NOON) -> None:
    """Let another officer of the office approve what was submitted."""
    approving.approve(
        session,
        submission_id=submission.id,
        officer_id=make_officer(session, submission.catalogue.office).id,
        digest=submission.digest,
        now=at,
    )


def announce(session: Session, catalogue: Catalogue, *, at: datetime = NOON) -> None:
    """Bring the drafts of a catalogue to the public, as two officers do."""
    approve(session, submit(session, catalogue, at=at), at=at)
    while announcing.announce_due_lots(session, now=at):
        pass


def make_paddle(session: Session, lot: Lot, user: User | None = None) -> Paddle:
    """Register somebody who has shown, declared and paid all that the lot asks for."""
    user = user or make_bidder(session)
    qualify(session, lot_id=lot.id, user_id=user.id)
    asked = applying.apply_for(session, lot_id=lot.id, user_id=user.id, now=NOON)
    assert asked.paddle is not None, "something is missing to his registration"
    return asked.paddle


def make_question(
    session: Session,
    lot: Lot,
    user: User | None = None,
    *,
    text: str = "Is the roof of the house tight?",
    now: datetime = NOON,
) -> Question:
    """Ask about a lot, through the service."""
    user = user or make_bidder(session)
    return asking.ask_question(
        session, lot_id=lot.id, user_id=user.id, text=text, now=now
    )


def make_slot(
    session: Session,
    lot: Lot,
    *,
    begins_at: datetime = NOON + timedelta(days=1),
    **columns: Any,
) -> InspectionSlot:
    """Make a visit of an hour, tomorrow at noon unless told otherwise."""
    columns.setdefault("ends_at", begins_at + timedelta(hours=1))
    columns.setdefault("place", "At the gate")
    columns.setdefault("capacity", 5)
    return _keep(session, InspectionSlot(lot_id=lot.id, begins_at=begins_at, **columns))


def sign_in(client: FlaskClient, user: User, password: str = PASSWORD) -> None:
    """Sign somebody in through the page, as a person would."""
    answer = client.post("/sign-in", data={"email": user.email, "password": password})
    assert answer.status_code in (302, 303), answer.text


@cache
def password_hash(password: str = PASSWORD) -> str:
    """Hash a password in the real form, with the least work that Argon2id allows."""
    least = Argon2id(
        salt=b"sixteen bytes!!!", length=32, iterations=1, lanes=1, memory_cost=8
    )
    return least.derive_phc_encoded(password.encode())


def _next_number(session: Session, catalogue: Catalogue) -> int:
    highest = select(func.max(Lot.number)).where(Lot.catalogue_id == catalogue.id)
    return (session.scalar(highest) or 0) + 1


def _keep(session: Session, row: Row) -> Row:
    session.add(row)
    session.commit()
    return row
