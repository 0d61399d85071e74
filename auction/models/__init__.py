"""What is written down."""

from auction.models.access import (
    LinkPurpose,
    MailedLink,
    Newcomer,
    RecoveryCode,
    Tries,
)
from auction.models.base import Base
from auction.models.catalogue import Catalogue
from auction.models.counts import Heartbeat, LotViews, Reminder, SavedSearch
from auction.models.deposits import (
    Deposit,
    LedgerEntry,
    LineState,
    PaymentOrder,
    Return,
    Statement,
    StatementLine,
)
from auction.models.desk import (
    Act,
    Barring,
    Decision,
    EmergencyStop,
    LotChange,
    Submission,
    SubmittedLot,
)
from auction.models.identity import (
    Identity,
    IdentityLook,
    IdentityPaper,
    Mandate,
)
from auction.models.imports import ColumnMapping, ImportState, ListImport
from auction.models.lot import Bid, Lot, Maximum, Paddle
from auction.models.office import (
    Appointment,
    Duty,
    Invitation,
    Office,
    OfficeKind,
    Role,
    SignIn,
    User,
)
from auction.models.papers import Document, DocumentLook, Photo
from auction.models.post import Mail, MailState, MailStop, Notice
from auction.models.registration import (
    Declaration,
    PriorityClaim,
    Registration,
    RegistrationState,
)
from auction.models.trail import TrailRow
from auction.models.visits import (
    InspectionBooking,
    InspectionSlot,
    Question,
    Supplement,
)
from auction.rules.acting import ActKind
from auction.rules.bidding import BidKind
from auction.rules.deposit_life import DepositState
from auction.rules.persons import IdentityState, PersonKind

__all__ = [
    "Act",
    "ActKind",
    "Appointment",
    "Barring",
    "Base",
    "Bid",
    "BidKind",
    "Catalogue",
    "ColumnMapping",
    "Decision",
    "Declaration",
    "Deposit",
    "DepositState",
    "Document",
    "DocumentLook",
    "Duty",
    "EmergencyStop",
    "Heartbeat",
    "Identity",
    "IdentityLook",
    "IdentityPaper",
    "IdentityState",
    "ImportState",
    "InspectionBooking",
    "InspectionSlot",
    "Invitation",
    "LedgerEntry",
    "LineState",
    "LinkPurpose",
    "ListImport",
    "Lot",
    "LotChange",
    "LotViews",
    "Mail",
    "MailState",
    "MailStop",
    "MailedLink",
    "Mandate",
    "Maximum",
    "Newcomer",
    "Notice",
    "Office",
    "OfficeKind",
    "Paddle",
    "PaymentOrder",
    "PersonKind",
    "Photo",
    "PriorityClaim",
    "Question",
    "RecoveryCode",
    "Registration",
    "RegistrationState",
    "Reminder",
    "Return",
    "Role",
    "SavedSearch",
    "SignIn",
    "Statement",
    "StatementLine",
    "Submission",
    "SubmittedLot",
    "Supplement",
    "TrailRow",
    "Tries",
    "User",
]
