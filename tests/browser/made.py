"""What the demo lacks, made through the same services as in life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction import clock
from auction.models import (
    Barring,
    Catalogue,
    Duty,
    LinkPurpose,
    Lot,
    Mail,
    Office,
    OfficeKind,
    Role,
    User,
)
from auction.rules.lifecycle import LotStatus
from auction.services import cataloguing, inviting, offices, stopping, submitting
from auction.services.barring_people import bar_account
from auction.services.list_imports import upload_list
from auction.services.mailed_links import make_link
from auction.services.offices import Profile
from bench.site import sheet
from tests.browser.things import OFFICE
from tests.newcomers import ask_for_account
from tests.rules.tapes.tapes import as_workbook
from web import list_files

DAY = timedelta(days=1)
LONG = 60 * DAY  # whatever notice a procedure wants
COLLEAGUE = "approver@court.example"  # of the officer who looks
LIST = b"title,price\nA lathe,90\n"


def things_beside_the_demo(session: Session) -> Mapping[str, object]:
    """Let a colleague at the court make one of each thing that the demo lacks."""
    office = session.scalars(select(Office).where(Office.slug == OFFICE)).one()
    by = session.scalars(select(User.id).where(User.email == COLLEAGUE)).one()
    sale = _sale(session, office, "a-list")
    return {
        **_invited(session, office, by),
        "submission_id": _submission(session, office, by),
        "stop_id": _stop(session, office, by),
        "import_id": _list(session, sale, by, LIST, is_tape=False),
        "tape_id": _list(session, sale, by, as_workbook(), is_tape=True),
        "new_slug": _new_office(session),
        "empty_slug": _sale(session, office, "empty").slug,
        "site_bar_id": _bar_from_the_site(session),
        **_mailed_links(session),
    }


def _invited(session: Session, office: Office, by: int) -> Mapping[str, object]:
    words: list[str] = []

    def link(word: str) -> str:
        words.append(word)
        return f"http://localhost/invitations/{word}"

    invitation = inviting.invite(
        session,
        office_id=office.id,
        by_id=by,
        email="newcomer@court.example",
        duties=[Duty.DRAFTER],
        link=link,
        now=clock.now(),
    )
    letter = select(Mail.id).where(Mail.recipient == invitation.email)
    return {
        "invitation_id": invitation.id,
        "word": words[0],
        "mail_id": session.scalars(letter).one(),
    }


def _submission(session: Session, office: Office, by: int) -> int:
    sale = _sale(session, office, "a-submission")
    lot = sheet(1, opens_at=clock.now() + LONG, closes_in=DAY)
    cataloguing.add_lot(session, catalogue_id=sale.id, sheet=lot)
    return submitting.submit(
        session, catalogue_id=sale.id, officer_id=by, now=clock.now()
    ).id


def _sale(session: Session, office: Office, slug: str) -> Catalogue:
    return cataloguing.create_catalogue(
        session,
        office_id=office.id,
        slug=slug,
        title=f"The sale of {slug}",
        procedure="movables",
        currency="EUR",
        locale="en",
        time_zone="UTC",
    )


def _stop(session: Session, office: Office, by: int) -> int:
    announced = select(Lot.id).where(
        Lot.office_id == office.id, Lot.status == LotStatus.ANNOUNCED
    )
    return stopping.stop_lot(
        session,
        lot_id=session.scalars(announced.limit(1)).one(),
        officer_id=by,
        reason="The page of this lot shows the papers of another.",
        clock=clock.now,
    ).stop_id


def _list(
    session: Session, sale: Catalogue, by: int, content: bytes, *, is_tape: bool
) -> int:
    return upload_list(
        session,
        catalogue_id=sale.id,
        officer_id=by,
        file=list_files.keep(content),
        file_name="loans.xlsx" if is_tape else "sale.csv",
        is_tape=is_tape,
        now=clock.now(),
    ).id


def _bar_from_the_site(session: Session) -> int:
    operator = select(User.id).where(User.role == Role.OPERATOR)
    bar_account(
        session,
        operator_id=session.scalars(operator).one(),
        email="bidder19@example.com",
        ground="order",
        text="A court has ordered it.",
        term="",
        now=clock.now(),
    )
    return session.scalars(select(Barring.id).where(Barring.office_id.is_(None))).one()


def _mailed_links(session: Session) -> Mapping[str, object]:
    """Send links to somebody who has not confirmed his address, and to a newcomer."""
    who = select(User).where(User.email_confirmed_at.is_(None)).limit(1)
    person, now = session.scalars(who).one(), clock.now()
    wanted = {
        "address_word": LinkPurpose.CONFIRM_EMAIL,
        "forgotten_word": LinkPurpose.FORGOTTEN,
    }
    words = {
        name: make_link(
            session, person.id, purpose=purpose, email=person.email, now=now
        )
        for name, purpose in wanted.items()
    }
    session.commit()
    welcome = ask_for_account(session, "newcomer@example.com", now=now)
    return {**words, "welcome_word": welcome}


def _new_office(session: Session) -> str:
    profile = Profile(name="A new court", kind=OfficeKind.COURT, region="North")
    return offices.add_office(session, slug="new-court", profile=profile).slug
