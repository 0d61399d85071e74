"""What is written down."""

from auction.models.base import Base
from auction.models.catalogue import Catalogue
from auction.models.counts import Heartbeat, LotViews, Reminder
from auction.models.desk import (
    Act,
    Barring,
    Decision,
    EmergencyStop,
    LotChange,
    Submission,
    SubmittedLot,
)
from auction.models.imports import ColumnMapping, ImportState, ListImport
from auction.models.lot import Bid, Lot, Paddle
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
from auction.models.post import Mail, MailState, Notice
from auction.models.trail import TrailRow
from auction.models.visits import (
    InspectionBooking,
    InspectionSlot,
    Question,
    Supplement,
)
from auction.rules.acting import ActKind

__all__ = [
    "Act",
    "ActKind",
    "Appointment",
    "Barring",
    "Base",
    "Bid",
    "Catalogue",
    "ColumnMapping",
    "Decision",
    "Document",
    "DocumentLook",
    "Duty",
    "EmergencyStop",
    "Heartbeat",
    "ImportState",
    "InspectionBooking",
    "InspectionSlot",
    "Invitation",
    "ListImport",
    "Lot",
    "LotChange",
    "LotViews",
    "Mail",
    "MailState",
    "Notice",
    "Office",
    "OfficeKind",
    "Paddle",
    "Photo",
    "Question",
    "Reminder",
    "Role",
    "SignIn",
    "Submission",
    "SubmittedLot",
    "Supplement",
    "TrailRow",
    "User",
]
