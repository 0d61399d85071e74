"""What of each table belongs to a person, and which tables tell nobody anything.

Every table stands in one of the two lists. Columns are named one by one: what names
somebody else (who decided, who looked) or only serves the site (tokens, fingerprints)
is left out. Keys are promised to stay: ``docs/your-data.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from auction.models import (
    Appointment,
    Barring,
    Base,
    Bid,
    Declaration,
    Deposit,
    DocumentLook,
    Identity,
    IdentityLook,
    IdentityPaper,
    InspectionBooking,
    Invitation,
    LedgerEntry,
    Mail,
    MailedLink,
    MailStop,
    Mandate,
    Maximum,
    Notice,
    Paddle,
    PriorityClaim,
    Question,
    RecoveryCode,
    Registration,
    Reminder,
    Return,
    SavedSearch,
    SignIn,
    StatementLine,
    Supplement,
    User,
)
from auction.services.own_rows import invitations_of, mails_of

Mine = Callable[[User], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a table that are a person's, under a key, with these columns."""

    key: str
    model: type[Base]
    columns: tuple[str, ...]
    mine: Mine


def _part(key: str, model: type[Base], columns: str, mine: Mine | None = None) -> Part:
    return Part(key, model, tuple(columns.split()), mine or _own(model))


def _own(model: type[Base]) -> Mine:
    return lambda user: inspect(model).columns["user_id"] == user.id


def _through(column: InstrumentedAttribute[Any], model: type[Base]) -> Mine:
    """Choose the rows that point to what is a person's, such as his bidder numbers."""
    mine = _own(model)
    ids = inspect(model).columns["id"]
    return lambda user: column.in_(select(ids).where(mine(user)))


PARTS = (
    _part(
        "account",
        User,
        "id email name role language registered_at email_confirmed_at totp_since",
        lambda user: User.id == user.id,
    ),
    _part(
        "sign_ins",
        SignIn,
        "signed_in_at expires_at ended_at browser seen_at proved_at",
    ),
    _part("mailed_links", MailedLink, "purpose email sent_at expires_at used_at"),
    _part("recovery_codes", RecoveryCode, "made_at used_at"),
    _part("duties", Appointment, "office_id duty appointed_at ended_at"),
    _part(
        "invitations",
        Invitation,
        "office_id email duties invited_at accepted_at",
        invitations_of,
    ),
    _part(
        "identities",
        Identity,
        "id kind is_principal name country nationality born_on address capacity "
        "licences state begun_at submitted_at decided_at reason valid_until "
        "replaces_id",
    ),
    _part(
        "identity_papers",
        IdentityPaper,
        "id identity_id kind media_type size added_at delete_after deleted_at",
    ),
    _part(
        "looks_at_identity_papers",
        IdentityLook,
        "paper_id reason looked_at",
        _through(IdentityLook.paper_id, IdentityPaper),
    ),
    _part(
        "powers_of_attorney",
        Mandate,
        "identity_id lot_id paper_id filed_at confirmed_at declined_at reason",
    ),
    _part(
        "registrations",
        Registration,
        "id lot_id identity_id mandate_id state asked_at office_confirmed_at "
        "refused_at reason stays_bound_at paddle_id",
    ),
    _part(
        "declarations",
        Declaration,
        "registration_id made_at text answers signature",
        _through(Declaration.registration_id, Registration),
    ),
    _part(
        "priority_claims",
        PriorityClaim,
        "registration_id ground rank explanation paper_id filed_at confirmed_at "
        "declined_at reason",
        _through(PriorityClaim.registration_id, Registration),
    ),
    _part(
        "bidder_numbers",
        Paddle,
        "id lot_id number salt commitment registered_at release_due_at "
        "priority_rank stays_bound_at barred_at unsecured_at",
    ),
    _part(
        "bids",
        Bid,
        "lot_id paddle_id sequence amount received_at kind voided_at",
        _through(Bid.paddle_id, Paddle),
    ),
    _part(
        "maxima",
        Maximum,
        "lot_id paddle_id received_at replaced_at cancelled_at used_up_at "
        "unreadable_at",
        _through(Maximum.paddle_id, Paddle),
    ),
    _part(
        "deposits",
        Deposit,
        "id lot_id amount currency_code reference state requested_at confirmed_at "
        "due_back_at refund_name refund_iban refund_bic",
    ),
    _part(
        "deposit_entries",
        LedgerEntry,
        "deposit_id at event debit credit amount currency_code",
        _through(LedgerEntry.deposit_id, Deposit),
    ),
    _part(
        "deposit_payments",
        StatementLine,
        "deposit_id booked_on amount currency_code reference is_reversal",
        _through(StatementLine.deposit_id, Deposit),
    ),
    _part(
        "deposit_returns",
        Return,
        "deposit_id amount name iban bic end_to_end",
        _through(Return.deposit_id, Deposit),
    ),
    _part(
        "bars",
        Barring,
        "lot_id office_id ground text barred_at until appeal appealed_at answer "
        "answered_at lifted_at",
    ),
    _part(
        "questions",
        Question,
        "id lot_id number text asked_at answer answered_at declined_at reason",
    ),
    _part(
        "supplements_to_answers",
        Supplement,
        "question_id text added_at",
        _through(Supplement.question_id, Question),
    ),
    _part(
        "visits",
        InspectionBooking,
        "slot_id code visitor people booked_at cancelled_at",
    ),
    _part("watched_lots", Reminder, "lot_id set_at"),
    _part("saved_searches", SavedSearch, "name query saved_at wants_mail"),
    _part("notices", Notice, "lot_id kind subject text told_at read_at"),
    _part("mails", Mail, "recipient subject text written_at sent_at kind", mails_of),
    _part("stopped_mails", MailStop, "kind stopped_at"),
    _part("office_papers_opened", DocumentLook, "document_id looked_at"),
)

OF_THE_SALE = "It describes what is sold; no person is named in it."
OFFICIAL = "An act of the office, kept in its files; ask the office about it."
OF_THE_SITE = "It serves the site alone, and names nobody."
NOT_INCLUDED: Mapping[str, str] = {
    "acts": OFFICIAL,
    "catalogues": OF_THE_SALE,
    "column_mappings": OF_THE_SITE,
    "documents": OF_THE_SALE,
    "emergency_stops": OFFICIAL,
    "heartbeat": OF_THE_SITE,
    "inspection_slots": OF_THE_SALE,
    "list_imports": OFFICIAL,
    "lot_changes": OFFICIAL,
    "lot_views": OF_THE_SITE,
    "lots": OF_THE_SALE,
    "newcomers": "An account that is not open yet; once it is, see its own rows.",
    "offices": OF_THE_SALE,
    "payment_orders": OFFICIAL,
    "photos": OF_THE_SALE,
    "statements": OFFICIAL,
    "submissions": OFFICIAL,
    "submitted_lots": OFFICIAL,
    "trail": "Public: it names bidder numbers only, and each lot's page shows it.",
    "tries": "Counts of tries under digests; they go within an hour or a day.",
}
