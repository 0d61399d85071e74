"""What people are told, by kind, and what of it they may stop.

Whoever takes part in a sale, or follows it, is told by law and by the terms what
changes his rights: that is never stopped. What only keeps somebody up to date is
stopped with one click (RFC 8058), and stands on the site none the less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice; ``is_legal``: its mails are always sent."""

    code: str
    title: str
    is_legal: bool = False
    hint: str = ""


OUTBID = "outbid"
EXTENDED = "extended"
OPENS_SOON = "opens soon"
CLOSES_SOON = "closes soon"
WATCHED_RESULT = "watched result"
NEW_LOTS = "new lots"
OFFERED_AGAIN = "offered again"
WON = "won"
NOT_WON = "not won"
RESULT = "result"
DEPOSIT_DUE = "deposit due"
BALANCE_DUE = "balance due"

_ALL = (
    NoticeKind(OUTBID, "You were outbid", hint="When somebody bids more than you."),
    NoticeKind(
        EXTENDED,
        "A lot closes later",
        hint="When a late bid moves the end of a lot on which you bid.",
    ),
    NoticeKind(OPENS_SOON, "A lot that you watch opens", hint="A day before it opens."),
    NoticeKind(
        CLOSES_SOON,
        "A lot that you watch closes",
        hint="A day before it closes, and an hour before.",
    ),
    NoticeKind(
        WATCHED_RESULT,
        "What became of a lot that you watch",
        hint="When it is sold, or passes.",
    ),
    NoticeKind(
        NEW_LOTS, "New lots", hint="When lots are announced that you searched for."
    ),
    NoticeKind(
        OFFERED_AGAIN,
        "Offered again",
        hint="When a lot that you followed is offered again.",
    ),
    NoticeKind(WON, "You bought a lot", is_legal=True),
    NoticeKind(NOT_WON, "A lot on which you bid went to somebody else", is_legal=True),
    NoticeKind(RESULT, "How a lot of your office ended", is_legal=True),
    NoticeKind("end set", "The first bid has set the end", is_legal=True),
    NoticeKind("changed", "A notice of sale was changed", is_legal=True),
    NoticeKind("document", "A document was added or replaced", is_legal=True),
    NoticeKind("recalled", "A lot was recalled", is_legal=True),
    NoticeKind("stayed", "A lot was stayed", is_legal=True),
    NoticeKind("suspended", "A lot was suspended", is_legal=True),
    NoticeKind("resumed", "A lot goes on", is_legal=True),
    NoticeKind("voided", "A sale was voided", is_legal=True),
    NoticeKind("defaulted", "A buyer did not pay", is_legal=True),
    NoticeKind("deposit", "Your deposit", is_legal=True),
    NoticeKind(DEPOSIT_DUE, "The deposit must soon be there", is_legal=True),
    NoticeKind(BALANCE_DUE, "The price must soon be paid", is_legal=True),
    NoticeKind("number given", "Your bidder number", is_legal=True),
    NoticeKind("registration", "Your registration", is_legal=True),
    NoticeKind("registration lapsed", "Your registration", is_legal=True),
    NoticeKind("mandate", "Your power of attorney", is_legal=True),
    NoticeKind("priority", "Your right of priority", is_legal=True),
    NoticeKind("maximum unreadable", "Your maximum bids no more", is_legal=True),
    NoticeKind("bids void", "Your bids are void", is_legal=True),
    NoticeKind("barred", "You are barred", is_legal=True),
    NoticeKind("identity", "Your identity papers", is_legal=True),
    NoticeKind("answered", "An answer to your question", is_legal=True),
    NoticeKind("declined", "Your question", is_legal=True),
    NoticeKind("visit_booked", "Your visit", is_legal=True),
    NoticeKind("visit_cancelled", "Your visit was cancelled", is_legal=True),
    NoticeKind("account", "The account to which deposits are paid", is_legal=True),
    NoticeKind("address", "Your e-mail address", is_legal=True),
    NoticeKind("password", "Your password", is_legal=True),
    NoticeKind("second_factor", "Your second factor", is_legal=True),
    NoticeKind("data exported", "Your data was fetched", is_legal=True),
    NoticeKind("duties", "Your duties in an office", is_legal=True),
    NoticeKind("act declined", "An act was declined", is_legal=True),
)
KINDS: Mapping[str, NoticeKind] = {kind.code: kind for kind in _ALL}
STOPPABLE: Mapping[str, NoticeKind] = {
    kind.code: kind for kind in _ALL if not kind.is_legal
}


def can_stop(code: str) -> bool:
    """Say whether mails of a kind can be stopped; not those of an unknown one."""
    return code in STOPPABLE
