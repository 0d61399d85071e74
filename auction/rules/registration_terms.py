"""The terms of a procedure under which people get a bidder number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auction.rules.procedure_table import Table

UNTIL_THE_END = timedelta(0)


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """A ground on which an office may refuse a bidder, named before the sale."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class RegistrationTerms:
    """What somebody must have shown before the bidder number is given.

    A procedure without them gives a number to every bidder's account at once.
    """

    address: bool = True  # the e-mail address is confirmed
    identity: bool = False  # a verifier has accepted who it is
    confirmed_by_office: bool = False
    grounds: tuple[RefusalGround, ...] = ()  # on which the office may refuse
    until: timedelta = UNTIL_THE_END  # before the announced end
    mandate_until: timedelta | None = None  # before the opening


@dataclass(frozen=True, slots=True)
class PriorityGround:
    """Why somebody has a right of priority; rank 1 goes first."""

    code: str
    text: str
    rank: int


@dataclass(frozen=True, slots=True)
class PriorityTerms:
    """Who may claim a right of priority, and until when before the opening."""

    grounds: tuple[PriorityGround, ...]
    claim_until: timedelta
    matches: bool = True  # whether he may bid the price at which another leads

    def ground(self, code: str) -> PriorityGround | None:
        """Return the ground of that code, if the procedure has it."""
        return next((g for g in self.grounds if g.code == code), None)


def read_registration(root: Table) -> RegistrationTerms | None:
    """Read the section ``registration``; None where a procedure has none."""
    if not root.has("registration"):
        return None
    table = root.table("registration")
    confirmed = table.flag_or("confirmed_by_office", False)
    grounds = tuple(
        RefusalGround(row.text("code"), row.text("text"))
        for row in table.rows("grounds")
    )
    if confirmed is not bool(grounds):
        table.refuse("grounds", "belong to confirmed_by_office = true, and it to them")
    _check_codes(table, [ground.code for ground in grounds])
    identity = table.flag_or("identity", False)
    if confirmed and not identity:
        table.refuse("confirmed_by_office", "needs identity = true: it sees names only")
    return RegistrationTerms(
        address=table.flag_or("address", True),
        identity=identity,
        confirmed_by_office=confirmed,
        grounds=grounds,
        until=table.duration_or_none("until") or UNTIL_THE_END,
        mandate_until=table.duration_or_none("mandate_until"),
    )


def read_priority(root: Table) -> PriorityTerms | None:
    """Read the section ``priority``; None where nobody has a right of priority."""
    if not root.has("priority"):
        return None
    table = root.table("priority")
    grounds = tuple(
        PriorityGround(row.text("code"), row.text("text"), row.number("rank"))
        for row in table.rows("grounds")
    )
    if not grounds:
        table.refuse("grounds", "must name a ground at least")
    _check_codes(table, [ground.code for ground in grounds])
    return PriorityTerms(
        grounds,
        table.duration("claim_until"),
        matches=table.flag_or("matches", True),
    )


def _check_codes(table: Table, codes: list[str]) -> None:
    if len(set(codes)) < len(codes):
        table.refuse("grounds", "must not hold the same code twice")
