"""Everybody who may knock at a door of the site, one of each kind."""

from __future__ import annotations

from enum import StrEnum


class Visitor(StrEnum):
    """A kind of person, by what the site knows of him."""

    STRANGER = "stranger"
    BIDDER = "bidder"  # has an account, and has registered for nothing
    REGISTERED = "registered"  # has a bidder number for the lots of this world
    DRAFTER = "drafter"
    APPROVER = "approver"
    CASHIER = "cashier"
    OFFICE_AUDITOR = "office_auditor"
    OTHER_OFFICE = "other_office"  # may do everything, but elsewhere
    VERIFIER = "verifier"
    AUDITOR = "auditor"
    OPERATOR = "operator"


ANYBODY = frozenset(Visitor)
SIGNED_IN = ANYBODY - {Visitor.STRANGER}
BIDDERS = frozenset({Visitor.BIDDER, Visitor.REGISTERED})
OFFICE = frozenset(
    {Visitor.DRAFTER, Visitor.APPROVER, Visitor.CASHIER, Visitor.OFFICE_AUDITOR}
)
ACTING = frozenset({Visitor.DRAFTER, Visitor.APPROVER})
DRAFTERS = frozenset({Visitor.DRAFTER})
APPROVERS = frozenset({Visitor.APPROVER})
OFFICERS = OFFICE | {Visitor.OTHER_OFFICE}
VERIFIERS = frozenset({Visitor.VERIFIER})
AUDITORS = frozenset({Visitor.AUDITOR})
OPERATORS = frozenset({Visitor.OPERATOR})
