"""A small world with one of everything, and somebody of each kind in it.

It is made once and then copied: a request that changes something changes its own copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Act,
    ActKind,
    Barring,
    Bid,
    Catalogue,
    Declaration,
    Duty,
    EmergencyStop,
    LedgerEntry,
    LinkPurpose,
    Lot,
    Mail,
    Office,
    Role,
    User,
)
from auction.money import Money
from auction.rules.identities import MANDATE, PRIORITY_RIGHT
from auction.rules.lifecycle import LotStatus
from auction.rules.persons import PersonKind
from auction.services import inviting
from auction.services.bidding import place_bid
from auction.services.booking_by_hand import book_by_hand
from auction.services.claiming import claim
from auction.services.closing import SETTLE, close_lot
from auction.services.identifying import SealedPaper
from auction.services.inviting_verifiers import invite_verifier
from auction.services.list_imports import upload_list
from auction.services.mailed_links import make_link
from auction.services.mailing import write_mail
from auction.services.mandating import file_mandate
from auction.services.maxima import set_maximum
from auction.services.registration_facts import registration_of
from auction.services.reminding import remind
from auction.services.saving_searches import keep_search
from auction.services.stopping import stop_lot
from auction.services.visiting import book_visit
from tests.applicants import (
    CHOOSY,
    COURT,
    PRIORITY,
    ask,
    make_identity,
    make_known,
    make_sale,
)
from tests.deposits import confirmed_deposit, make_cashier, make_lot_with_deposit
from tests.factories import (
    approve,
    make_bidder,
    make_catalogue,
    make_draft,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_paper,
    make_photo,
    make_question,
    make_slot,
    make_user,
    submit,
)
from tests.identities import COMPANY, PERSON, add_paper, begin
from tests.identities import submit as hand_in
from tests.moving_clock import NOON
from tests.newcomers import ask_for_account
from tests.officers import ask_for
from tests.security.bank import bank_things
from tests.security.visitors import Visitor
from tests.web.uploads import made
from web import identity_files, keys, list_files
from web.mail.site import Site
from web.uploads import store

SECRETS = ("Zephyrine Plantedname", "zephyrine@planted.example")
"""The name and the address of the bidder whom nobody may find."""

SHOWN = ("Plantedname-On-Paper", "PLANTED-7711", "9 Planted Lane")
"""What that bidder shows of himself to the verifier: name, number and address."""

WAITING = ("Wilhelmina Waitingname", "wilhelmina@planted.example")
"""Who has registered and waits: of her, nobody learns either."""

APPLICANT = "Cornelius Applicantname"
"""The verified name that the office may see that confirms him, and nobody else."""
SECRET_MAXIMUM = Money(98_765_432_19)
MAXIMUM_WRITTEN = ("98,765,432.19", "98765432.19", "9876543219")

OURS, THEIRS = "example-court", "another-court"
DUTIES = {
    Visitor.DRAFTER: Duty.DRAFTER,
    Visitor.APPROVER: Duty.APPROVER,
    Visitor.CASHIER: Duty.CASHIER,
    Visitor.OFFICE_AUDITOR: Duty.AUDITOR,
}


@dataclass(frozen=True, slots=True)
class World:
    """Who there is, and what may stand in an address's braces, by its name."""

    people: Mapping[Visitor, str]  # e-mail addresses
    ours: Mapping[str, object]
    theirs: Mapping[str, object]


def build(session: Session, uploads: Path) -> World:
    """Make two offices alike, and everybody who may knock."""
    ours, theirs = make_office(session, OURS), make_office(session, THEIRS)
    people: dict[Visitor, User] = {
        visitor: _person(session, visitor, ours, theirs)
        for visitor in Visitor
        if visitor is not Visitor.STRANGER
    }
    bidder = people[Visitor.REGISTERED]
    of_nobody = _verifiers(session, people) | _mailed_links(session)
    return World(
        people={visitor: person.email for visitor, person in people.items()},
        ours={
            **_things(session, ours, people[Visitor.DRAFTER], bidder, uploads),
            **of_nobody,
        },
        theirs={
            **_things(session, theirs, people[Visitor.OTHER_OFFICE], bidder, uploads),
            **of_nobody,
        },
    )


def _verifiers(session: Session, people: Mapping[Visitor, User]) -> dict[str, object]:
    invitation = invite_verifier(
        session,
        operator_id=people[Visitor.OPERATOR].id,
        email="new-verifier@planted.example",
        link=lambda word: f"http://localhost/invitations/{word}",
        now=NOON,
    )
    return {
        "verifier_id": people[Visitor.VERIFIER].id,
        "verifiers_invitation_id": invitation.id,
    }


def _mailed_links(session: Session) -> dict[str, object]:
    """Send links to people who have nothing to do with anything else."""
    newcomer = make_bidder(session, "Newcomer", email_confirmed_at=None)
    wanted = {
        "address_word": LinkPurpose.CONFIRM_EMAIL,
        "forgotten_word": LinkPurpose.FORGOTTEN,
    }
    words = {
        name: make_link(
            session, newcomer.id, purpose=purpose, email=newcomer.email, now=NOON
        )
        for name, purpose in wanted.items()
    }
    session.commit()
    return {**words, "welcome_word": ask_for_account(session, "new@planted.example")}


def _person(session: Session, visitor: Visitor, ours: Office, theirs: Office) -> User:
    if visitor in DUTIES:
        return make_officer(session, ours, duties=[DUTIES[visitor]])
    if visitor is Visitor.OTHER_OFFICE:
        return make_officer(session, theirs, duties=list(Duty))
    if visitor is Visitor.REGISTERED:
        name, email = SECRETS
        bidder = make_bidder(session, name, email=email)
        make_identity(session, bidder, name=SHOWN[0], address=SHOWN[2])
        return bidder
    if visitor is Visitor.BIDDER:
        return make_bidder(session, visitor.value)
    return make_user(session, role=Role(visitor.value), name=visitor.value)


def _things(
    session: Session, office: Office, drafter: User, bidder: User, uploads: Path
) -> dict[str, object]:
    sale = make_catalogue(session, "movables", office=office)
    lot = make_lot(session, sale, closes_at=NOON + timedelta(days=3))
    bid = take_part(session, lot, bidder)
    declaration = _declared(session, lot, bidder)
    slot = make_slot(session, lot)
    book_visit(
        session,
        slot_id=slot.id,
        user_id=bidder.id,
        visitor="At the door",
        people=1,
        now=NOON,
    )
    coming = make_catalogue(session, office=office, published_at=None)
    draft = make_draft(session, coming)
    return {
        "office_slug": office.slug,
        "catalogue_slug": sale.slug,
        "draft_slug": coming.slug,
        "empty_slug": make_catalogue(session, office=office, published_at=None).slug,
        "lot_id": lot.id,
        "draft_id": draft.id,
        "document_id": draft.documents[0].id,
        "photo_id": make_photo(session, draft, file=f"{'0' * 64}.webp").id,
        "paper_id": make_paper(session, lot, file=_file(uploads)).id,
        "bid_id": bid.id,
        "maximum_id": _maximum(session, lot, bidder),
        "declaration_id": declaration.id,
        "barring_id": _bar(session, bidder, office_id=office.id),
        "site_bar_id": _bar(session, bidder),
        "question_id": make_question(session, lot, bidder).id,
        "slot_id": slot.id,
        "search_id": _search(session, bidder, office),
        "mail_id": _letter(session, office).id,
        "file": _file(uploads),
        "stop_token": Site.of(current_app).token(bidder.id, "outbid"),
        "new_slug": make_office(session, f"new-{office.slug}").slug,
        "user_id": drafter.id,
        "import_id": _list(session, coming, drafter),
        "tape_id": _list(session, coming, drafter, is_tape=True),
        "stop_id": _stop(session, office, drafter),
        "act_id": _act(session, office, drafter).id,
        **_shown(session, office, bidder),
        **_applicants(session, office),
        **bank_things(session, office, bidder),
        **_deposits(session, office, bidder),
        **_invited(session, office),
        **_submitted(session, office),
    }


def _shown(session: Session, office: Office, bidder: User) -> dict[str, object]:
    name, number, address = SHOWN
    identity = begin(
        session,
        bidder,
        replace(PERSON, name=name, number=number, address=address),
        ring=keys.ring(),
        prints=keys.fingerprints(),
    )
    sealed = identity_files.keep(
        BytesIO(made.pdf()), kind="passport", user_id=bidder.id
    )
    paper = add_paper(session, identity, file=sealed.file)
    hand_in(session, identity)
    return {
        "identity_id": identity.id,
        "identity_paper_id": paper.id,
        **_acts_for_another(session, office, bidder),
    }


def _acts_for_another(
    session: Session, office: Office, agent: User
) -> dict[str, object]:
    coming = make_lot(
        session,
        make_catalogue(session, office=office),
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + timedelta(days=30),
        closes_at=NOON + timedelta(days=31),
    )
    principal = begin(
        session,
        agent,
        COMPANY,
        kind=PersonKind.COMPANY,
        is_principal=True,
        ring=keys.ring(),
    )
    add_paper(session, principal)
    hand_in(session, principal)
    mandate = file_mandate(
        session,
        lot_id=coming.id,
        user_id=agent.id,
        identity_id=principal.id,
        paper=identity_files.seal(made.pdf(), kind=MANDATE, user_id=agent.id),
        now=NOON,
    )
    return {"mandate_id": mandate.id, "mandate_lot_id": coming.id}


def _applicants(session: Session, office: Office) -> dict[str, object]:
    name, email = WAITING
    slow = make_lot(session, make_sale(session, COURT, office=office))
    waits = make_known(session, name, email=f"{office.slug}-{email}")
    ask(session, slow, waits)

    coming = make_lot(
        session,
        make_sale(session, COURT, PRIORITY, office=office),
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + timedelta(days=4),
        closes_at=NOON + timedelta(days=5),
    )
    claims = make_known(session, "Somebody")
    make_identity(session, claims, name="Somebody")
    ask(session, coming, claims)
    claimed = claim(
        session,
        lot_id=coming.id,
        user_id=claims.id,
        ground="tenant",
        explanation="The tenant of the house.",
        paper=SealedPaper(PRIORITY_RIGHT, "application/pdf", f"{coming.id}.sealed", 1),
        now=NOON,
    )

    choosy = make_lot(session, make_sale(session, CHOOSY, office=office))
    applies = make_known(session, "Anybody")
    make_identity(session, applies, name=APPLICANT)
    applied = ask(session, choosy, applies)
    return {
        "choosy_id": choosy.id,
        "registration_id": applied.id,
        "claim_id": claimed.id,
    }


def _deposits(session: Session, office: Office, bidder: User) -> dict[str, object]:
    """Let the bidder pay for a number, by hand too, and for a lot that has ended."""
    sale = make_catalogue(session, office=office)
    lot, ended = (make_lot_with_deposit(session, catalogue=sale) for _ in range(2))
    make_paddle(session, lot, bidder)
    deposit = confirmed_deposit(session, lot, bidder)
    late = confirmed_deposit(session, ended, bidder)
    book_by_hand(
        session,
        office_id=office.id,
        by_id=make_cashier(session, office).id,
        reference=deposit.reference,
        amount=Money(1_00),
        paper=store.keep_document(b"An order of transfer.", "txt"),
        note="Shown at the counter.",
        now=NOON,
    )
    close_lot(session, lot_id=ended.id, now=ended.closes_at + SETTLE)
    entries = select(LedgerEntry.id).where(
        LedgerEntry.deposit_id == deposit.id,
        LedgerEntry.event == "received",
        LedgerEntry.debit == "on_paper",
    )
    return {
        "deposit_id": deposit.id,
        "entry_id": session.scalars(entries).one(),
        "ended_id": ended.id,
        "ended_deposit_id": late.id,
    }


def _act(session: Session, office: Office, drafter: User) -> Act:
    court = make_catalogue(session, office=office)
    lot = make_lot(session, court)
    return ask_for(session, lot, ActKind.RECALL, officer_id=drafter.id)


def _stop(session: Session, office: Office, drafter: User) -> int:
    lot = make_lot(session, make_catalogue(session, office=office))
    stop_lot(
        session,
        lot_id=lot.id,
        officer_id=drafter.id,
        reason="The site answers too slowly.",
        clock=lambda: NOON,
    )
    stops = select(EmergencyStop.id).where(EmergencyStop.lot_id == lot.id)
    return session.scalars(stops).one()


def _list(
    session: Session, catalogue: Catalogue, drafter: User, *, is_tape: bool = False
) -> int:
    listed = upload_list(
        session,
        catalogue_id=catalogue.id,
        officer_id=drafter.id,
        file=list_files.keep(b"title,category\nA lathe,machinery\n"),
        file_name="sale.csv",
        is_tape=is_tape,
        now=NOON,
    )
    return listed.id


def _invited(session: Session, office: Office) -> dict[str, object]:
    words: list[str] = []

    def link(word: str) -> str:
        words.append(word)
        return f"http://localhost/invitations/{word}"

    invitation = inviting.invite(
        session,
        office_id=office.id,
        by_id=make_officer(session, office).id,
        email=f"new@{office.slug}.example",
        duties=[Duty.DRAFTER],
        link=link,
        now=NOON,
    )
    return {"invitation_id": invitation.id, "word": words[0]}


def _submitted(session: Session, office: Office) -> dict[str, object]:
    waiting = make_catalogue(session, office=office, published_at=None)
    make_draft(session, waiting)
    later = make_catalogue(session, office=office, published_at=None)
    approved = make_draft(
        session,
        later,
        opens_at=NOON + timedelta(days=31),
        closes_at=NOON + timedelta(days=32),
    )
    submission = submit(session, waiting)
    soon = NOON + timedelta(hours=1)
    approve(session, submit(session, later, announce_at=soon))
    return {"submission_id": submission.id, "approved_id": approved.id}


def take_part(session: Session, lot: Lot, bidder: User) -> Bid:
    """Let somebody register, set a reminder and bid."""
    make_paddle(session, lot, bidder)
    remind(session, lot_id=lot.id, user_id=bidder.id, now=NOON)
    receipt = place_bid(
        session,
        lot_id=lot.id,
        user_id=bidder.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key=f"form-{lot.id}-{bidder.id}",
        sure=True,
    )
    return session.get_one(Bid, receipt.bid_id)


def _maximum(session: Session, lot: Lot, bidder: User) -> int:
    receipt = set_maximum(
        session,
        lot_id=lot.id,
        user_id=bidder.id,
        amount=SECRET_MAXIMUM,
        received_at=NOON,
        idempotency_key=f"maximum-{lot.id}",
        ring=keys.ring(),
    )
    return receipt.maximum_id


def _bar(session: Session, bidder: User, **scope: int) -> int:
    """Bar somebody from what he has nothing to do with here, or has had."""
    barred = Barring(
        user_id=bidder.id,
        ground="order",
        text="A court has ordered it.",
        barred_at=NOON - timedelta(days=400),
        until=NOON - timedelta(days=30),
        **scope,
    )
    session.add(barred)
    session.commit()
    return barred.id


def _search(session: Session, bidder: User, office: Office) -> int:
    return keep_search(
        session,
        user_id=bidder.id,
        name="What the planted one looks for",
        otherwise="",
        query=f"office={office.slug}",
        wants_mail=True,
        now=NOON,
    ).id


def _declared(session: Session, lot: Lot, bidder: User) -> Declaration:
    """Let somebody declare; the signature is of no use to whoever knocks."""
    registration = registration_of(session, lot_id=lot.id, user_id=bidder.id)
    assert registration is not None
    declaration = Declaration(
        made_at=NOON, text="I declare.", answers={"rules": []}, signature="00"
    )
    registration.declarations.append(declaration)
    session.commit()
    return declaration


def _letter(session: Session, office: Office) -> Mail:
    mail = write_mail(
        session,
        to=f"anybody@{office.slug}.example",
        subject="An invitation",
        text="You are invited.",
        now=NOON,
        is_private=False,
    )
    session.commit()
    return mail


def _file(uploads: Path) -> str:
    name = f"{'0' * 64}.txt"
    (uploads / name).write_text("A paper that everybody may read.", encoding="utf-8")
    return name
