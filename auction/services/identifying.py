"""Saying who one is: a person shows himself, or somebody for whom he acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from auction.fingerprints import Fingerprints
from auction.models import Identity, IdentityPaper, Paddle, Registration, Role, User
from auction.rules.identities import (
    ABOUT_LOTS,
    MANDATE,
    MOST_PAPERS,
    UNUSED_FOR,
    TooManyPapers,
    check_editable,
    check_paper_kind,
    check_papers,
    check_waiting,
)
from auction.rules.identity_entries import check_validity, plain_number
from auction.rules.persons import IdentityState, PersonKind
from auction.rules.refusal import NotAllowed, NotThere
from auction.sealing import KeyRing
from auction.services.mailing import write_mail
from auction.services.transaction import atomic


class BiddersOnly(NotAllowed):
    """Only bidders show who they are here; please use a bidder's account."""


class IdentityUnknown(NotThere):
    """There is no such identity."""


class PaperUnknown(NotThere):
    """There is no such paper, or it has been deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person or a company says of itself."""

    name: str
    country: str
    number: str
    address: str
    nationality: str | None = None
    born_on: date | None = None
    capacity: str = ""
    licences: list[str] = field(default_factory=list)
    valid_until: date | None = None

    @property
    def issued_in(self) -> str:
        """The country that gave the number: people move, their passports do not."""
        return self.nationality or self.country


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """A paper that lies under seal already: what it is, and the name of its file."""

    kind: str
    media_type: str
    file: str
    size: int


@atomic
def begin(
    session: Session,
    *,
    user_id: int,
    kind: PersonKind,
    is_principal: bool,
    facts: Facts,
    ring: KeyRing,
    prints: Fingerprints,
    now: datetime,
    replaces_id: int | None = None,
) -> Identity:
    """Begin to show somebody: oneself, or with ``is_principal`` whom one acts for.

    ``replaces_id`` is the identity in whose place it comes once it is accepted.
    """
    check_bidder(session.get_one(User, user_id))
    if replaces_id is not None:
        older = own_identity(session, identity_id=replaces_id, user_id=user_id)
        kind, is_principal = older.kind, older.is_principal
    identity = Identity(
        user_id=user_id,
        kind=kind,
        is_principal=is_principal,
        name="",
        country="",
        state=IdentityState.DRAFT,
        begun_at=now,
        replaces_id=replaces_id,
    )
    _write(session, identity, facts, ring=ring, prints=prints)
    return identity


@atomic
def fill(
    session: Session,
    *,
    identity_id: int,
    user_id: int,
    facts: Facts,
    ring: KeyRing,
    prints: Fingerprints,
    now: datetime,
) -> Identity:
    """Change what a draft says, or one that was refused."""
    identity = _editable(session, identity_id=identity_id, user_id=user_id)
    _write(session, identity, facts, ring=ring, prints=prints)
    _keep_papers(identity, until=now + UNUSED_FOR)
    return identity


@atomic
def add_paper(
    session: Session,
    *,
    identity_id: int,
    user_id: int,
    paper: SealedPaper,
    now: datetime,
) -> IdentityPaper:
    """Add a paper to what is not with the verifier yet."""
    identity = _editable(session, identity_id=identity_id, user_id=user_id)
    check_paper_kind(paper.kind, kind=identity.kind)
    check_takes_papers(identity)
    added = file_paper(session, identity, paper, now=now)
    _keep_papers(identity, until=now + UNUSED_FOR)
    return added


@atomic
def remove_paper(
    session: Session,
    *,
    paper_id: int,
    user_id: int,
    shred: Callable[[str], None],
    now: datetime,
) -> int:
    """Take a paper back that nobody judges yet; return the id of its identity."""
    paper = own_paper(session, paper_id=paper_id, user_id=user_id)
    _editable(session, identity_id=paper.identity_id, user_id=user_id)
    destroy(session, paper, shred=shred, now=now)
    return paper.identity_id


@atomic
def submit(
    session: Session, *, identity_id: int, user_id: int, now: datetime
) -> Identity:
    """Hand an identity to the verifier, with its papers."""
    identity = _editable(session, identity_id=identity_id, user_id=user_id)
    check_papers(identity.kind, [paper.kind for paper in papers_of(identity)])
    check_validity(identity.valid_until, today=now.date())
    identity.state = IdentityState.SUBMITTED
    identity.submitted_at = now
    identity.decided_at = identity.decided_by_id = None
    identity.reason = ""
    _keep_papers(identity, until=None)
    _tell_verifiers(session, identity, now=now)
    return identity


@atomic
def take_back(
    session: Session, *, identity_id: int, user_id: int, now: datetime
) -> Identity:
    """Take an identity back from the verifier, to change it."""
    own_identity(session, identity_id=identity_id, user_id=user_id)
    identity = identity_for_change(session, identity_id)
    check_waiting(identity.state)
    identity.state = IdentityState.DRAFT
    identity.submitted_at = None
    _keep_papers(identity, until=now + UNUSED_FOR)
    return identity


@atomic
def give_up(
    session: Session,
    *,
    identity_id: int,
    user_id: int,
    shred: Callable[[str], None],
    now: datetime,
) -> None:
    """Give up an identity that was not accepted; its papers are deleted at once."""
    identity = _editable(session, identity_id=identity_id, user_id=user_id)
    for paper in _existing(identity):
        destroy(session, paper, shred=shred, now=now)
    identity.number = None
    if identity.state is IdentityState.DRAFT:
        identity.fingerprint = identity.born_on = None
        identity.address = ""
    identity.state = IdentityState.WITHDRAWN


def accepted_identities(
    session: Session, user_id: int, now: datetime
) -> Sequence[Identity]:
    """Return whom an account may appear as now: the person first, then its principals.

    A verifier has accepted them, and what was shown is still valid.
    """
    return session.scalars(
        select(Identity)
        .where(
            Identity.user_id == user_id,
            Identity.state == IdentityState.ACCEPTED,
            or_(Identity.valid_until.is_(None), Identity.valid_until >= now.date()),
        )
        .order_by(Identity.is_principal, Identity.id)
    ).all()


def name_on_papers(session: Session, paddle: Paddle) -> str:
    """Return the verified name of who holds a number, as papers carry it.

    A principal's, if the power of attorney for this lot was confirmed; otherwise the
    acts count as the agent's own. Where no identity is asked for, the account's name.
    """
    registration = session.scalars(
        select(Registration).where(Registration.paddle_id == paddle.id)
    ).one_or_none()
    shown = registration.identity if registration else None
    mandate = registration.mandate if registration else None
    if shown is None or not shown.was_accepted:
        return paddle.user.name
    if not shown.is_principal:
        return shown.name
    if mandate is not None and mandate.confirmed_at and mandate.identity_id == shown.id:
        return shown.name
    return _own_name(session, paddle.user)


def check_bidder(person: User) -> None:
    """Refuse whoever does not bid here: nobody needs to know who he is."""
    if person.role is not Role.BIDDER:
        raise BiddersOnly


def check_takes_papers(identity: Identity) -> None:
    """Refuse one more paper where there is no room, or where it is decided."""
    check_editable(identity.state)
    if len(papers_of(identity)) >= MOST_PAPERS:
        raise TooManyPapers


def identity_for_change(session: Session, identity_id: int) -> Identity:
    """Load an identity that nobody else can change until this transaction ends.

    Rows that only name it can be written meanwhile (``key_share``): whoever holds a lot
    and names it does not wait for whoever holds it and wants the lot.
    """
    identity = session.scalars(
        select(Identity)
        .where(Identity.id == identity_id)
        .with_for_update(of=Identity, key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if identity is None:
        raise IdentityUnknown
    return identity


def own_identity(session: Session, *, identity_id: int, user_id: int) -> Identity:
    """Return an identity of this account, or say that there is none."""
    identity = session.get(Identity, identity_id)
    if identity is None or identity.user_id != user_id:
        raise IdentityUnknown
    return identity


def own_paper(session: Session, *, paper_id: int, user_id: int) -> IdentityPaper:
    """Return a paper of this account, or say that there is none."""
    paper = session.get(IdentityPaper, paper_id)
    if paper is None or paper.user_id != user_id or paper.deleted_at is not None:
        raise PaperUnknown
    return paper


def identities_of(session: Session, user_id: int) -> Sequence[Identity]:
    """Return whom an account shows, itself first."""
    return session.scalars(
        select(Identity)
        .where(Identity.user_id == user_id, Identity.state != IdentityState.WITHDRAWN)
        .order_by(Identity.is_principal, Identity.id)
    ).all()


def papers_of(identity: Identity) -> list[IdentityPaper]:
    """Return the papers that show who it is and still exist."""
    return [paper for paper in _existing(identity) if paper.kind not in ABOUT_LOTS]


def papers_to_look_at(identity: Identity) -> list[IdentityPaper]:
    """Return the papers that a verifier opens on its page: a right of priority too.

    A power of attorney opens on a page of its own.
    """
    return [paper for paper in _existing(identity) if paper.kind != MANDATE]


def number_of(identity: Identity, ring: KeyRing) -> str:
    """Return the number of a paper or a register; it lies under seal."""
    if identity.number is None:
        return ""
    return ring.open(identity.number, bound_to=bound_to(identity)).decode()


def bound_to(identity: Identity) -> str:
    """Return what the number of an identity is bound to."""
    return f"user {identity.user_id} identity {identity.id}"


def file_paper(
    session: Session,
    identity: Identity,
    paper: SealedPaper,
    *,
    now: datetime,
    delete_after: datetime | None = None,
) -> IdentityPaper:
    """Add the row of a paper, within the caller's transaction."""
    row = IdentityPaper(
        user_id=identity.user_id,
        kind=paper.kind,
        media_type=paper.media_type,
        file=paper.file,
        size=paper.size,
        added_at=now,
        delete_after=delete_after,
    )
    identity.papers.append(row)
    session.flush()
    return row


def destroy(
    session: Session,
    paper: IdentityPaper,
    *,
    shred: Callable[[str], None],
    now: datetime,
) -> None:
    """Delete a paper's file, then say so, within the caller's transaction.

    The file goes first: who is killed in between has a row that is still due, and the
    next run finds nothing to shred. The other way round the file would stay for ever.
    """
    session.refresh(paper, with_for_update=True)
    shred(paper.file)
    paper.deleted_at = paper.deleted_at or now
    session.flush()


def _existing(identity: Identity) -> list[IdentityPaper]:
    return [paper for paper in identity.papers if paper.deleted_at is None]


def _editable(session: Session, *, identity_id: int, user_id: int) -> Identity:
    own_identity(session, identity_id=identity_id, user_id=user_id)
    identity = identity_for_change(session, identity_id)
    check_editable(identity.state)
    return identity


def _write(
    session: Session,
    identity: Identity,
    facts: Facts,
    *,
    ring: KeyRing,
    prints: Fingerprints,
) -> None:
    identity.name = facts.name
    identity.country = facts.country
    identity.nationality = facts.nationality
    identity.born_on = facts.born_on
    identity.address = facts.address
    identity.capacity = facts.capacity
    identity.licences = facts.licences
    identity.valid_until = facts.valid_until
    identity.fingerprint = prints.of(
        identity.kind, facts.issued_in, plain_number(facts.number)
    )
    session.add(identity)
    session.flush()  # the seal is bound to its id
    identity.number = ring.seal(facts.number.encode(), bound_to=bound_to(identity))


def _keep_papers(identity: Identity, *, until: datetime | None) -> None:
    for paper in papers_of(identity):
        paper.delete_after = until


def _own_name(session: Session, user: User) -> str:
    own = session.scalars(
        select(Identity)
        .where(
            Identity.user_id == user.id,
            Identity.is_principal.is_(False),
            Identity.state == IdentityState.ACCEPTED,
        )
        .order_by(Identity.id.desc())
    ).first()
    return own.name if own else user.name


def _tell_verifiers(session: Session, identity: Identity, *, now: datetime) -> None:
    waits = select(Identity.id).where(
        Identity.state == IdentityState.SUBMITTED, Identity.id != identity.id
    )
    if session.scalar(waits.limit(1)):
        return  # they were told of the first, and will find the others beside it
    emails = session.scalars(
        select(User.email).where(User.role == Role.VERIFIER, User.closed_at.is_(None))
    )
    for email in emails:
        write_mail(
            session,
            to=email,
            subject="Somebody waits to be verified",
            text="Somebody has handed in identity papers. Please sign in and look "
            "under Verify; there may be others by then.\n",
            now=now,
            is_private=True,
        )
