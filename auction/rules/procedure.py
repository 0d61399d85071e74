"""A procedure: the terms of a sale, as a frozen value read from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from auction.money import Currency
from auction.rules.closing import ClosingRule
from auction.rules.increments import Band
from auction.rules.refusal import Refusal


class ProcedureInvalid(Refusal):
    """This procedure cannot be used."""


class FirstBid(StrEnum):
    """What the first bid of a lot must be."""

    EXACTLY = "exactly"  # the starting price
    AT_LEAST = "at_least"  # the starting price or more


class ReserveKind(StrEnum):
    """Whether there is a price below which the lot passes, and who knows it."""

    START = "start"  # the starting price
    HIDDEN = "hidden"


class StepKind(StrEnum):
    """Where the increment comes from."""

    FIXED = "fixed"  # each lot has its own
    TABLE = "table"  # the price band


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for an officer's act, named in the terms before the sale."""

    code: str
    text: str
    after_first_bid: bool = True


@dataclass(frozen=True, slots=True)
class OutageRule:
    """What an outage of the site near a close leads to."""

    longer_than: timedelta
    before_close: timedelta
    extension: timedelta


@dataclass(frozen=True, slots=True)
class Procedure:
    """All that differs between one court or bank and another."""

    title: str
    round: str
    summary: str
    law: str
    first_bid: FirstBid
    reserve: ReserveKind
    min_bidders: int
    step: StepKind
    bands: tuple[Band, ...]
    multiples: bool
    may_outbid_self: bool
    jump_steps: int | None
    closing: ClosingRule
    grounds: tuple[Ground, ...]
    suspension_grounds: tuple[Ground, ...]
    void_grounds: tuple[Ground, ...]
    resume_at_least: timedelta
    outage: OutageRule
    notice_days_movable: int
    notice_days_other: int
    deposit_percent_min: Decimal | None
    deposit_percent_max: Decimal | None
    reserve_floor_percent: Decimal | None
    balance_days: int | None
    bids_public: bool
    winner_public: bool


def read_procedure(text: str, *, currency: Currency, source: str) -> Procedure:
    """Read a procedure; ``ProcedureInvalid`` names the file and the key."""
    from auction.rules.procedure_file import read  # noqa: PLC0415 - it builds this

    return read(text, currency=currency, source=source)
