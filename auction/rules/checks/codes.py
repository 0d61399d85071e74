"""What a lot is checked for before it is announced, by the codes of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Check(StrEnum):
    """One thing for which a lot is checked; a procedure names it by its value."""

    TITLE = "title"
    DESCRIPTION = "description"
    ELIGIBILITY = "eligibility"
    FIELDS = "fields"
    PHOTOS = "photos"
    DOCUMENTS = "documents"
    STARTING_PRICE = "starting_price"
    RESERVE = "reserve"
    RESERVE_FLOOR = "reserve_floor"
    PRICE_CUT = "price_cut"
    INCREMENT = "increment"
    DEPOSIT = "deposit"
    OPENING = "opening"
    NOTICE = "notice"
    END = "end"
    DURATION = "duration"
    WORKING_DAY = "working_day"
    NEXT_ROUND = "next_round"


TITLES: Mapping[str, str] = {
    Check.TITLE: "Title",
    Check.DESCRIPTION: "Description",
    Check.ELIGIBILITY: "Who may bid",
    Check.FIELDS: "What a lot of its category must say",
    Check.PHOTOS: "Photos for those who cannot see them",
    Check.DOCUMENTS: "Papers that must be published",
    Check.STARTING_PRICE: "Starting price",
    Check.RESERVE: "Reserve",
    Check.RESERVE_FLOOR: "Lowest price, of the valuation",
    Check.PRICE_CUT: "Lowest price, of the last attempt",
    Check.INCREMENT: "Increment",
    Check.DEPOSIT: "Deposit",
    Check.OPENING: "Opening",
    Check.NOTICE: "Notice before the opening",
    Check.END: "End",
    Check.DURATION: "Time for bidding",
    Check.WORKING_DAY: "End on a working day",
    Check.NEXT_ROUND: "Term for the next attempt",
}

# What an office may set aside where its procedure allows it. Without the others there
# is nothing that could be auctioned, or nobody could read what it is.
DEVIABLE = frozenset(
    {
        *(Check.FIELDS, Check.DOCUMENTS, Check.RESERVE_FLOOR, Check.PRICE_CUT),
        *(Check.DEPOSIT, Check.NOTICE, Check.DURATION, Check.WORKING_DAY),
        Check.NEXT_ROUND,
    }
)
