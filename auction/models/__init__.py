"""What is written down."""

from auction.models.base import Base
from auction.models.catalogue import Catalogue
from auction.models.counts import Heartbeat, LotViews, Reminder
from auction.models.lot import Bid, Document, Lot, Paddle, Photo
from auction.models.office import Office, OfficeKind, Role, SignIn, User
from auction.models.trail import TrailRow

__all__ = [
    "Base",
    "Bid",
    "Catalogue",
    "Document",
    "Heartbeat",
    "Lot",
    "LotViews",
    "Office",
    "OfficeKind",
    "Paddle",
    "Photo",
    "Reminder",
    "Role",
    "SignIn",
    "TrailRow",
    "User",
]
