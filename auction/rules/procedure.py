"""A procedure: the terms of a sale, as a frozen value read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from auction.money import Currency
from auction.rules.barring import BarringTerms
from auction.rules.closing import ClosingRule
from auction.rules.eligibility import Eligibility
from auction.rules.increments import Band
from auction.rules.refusal import Refusal
from auction.rules.registration_terms import PriorityTerms, RegistrationTerms


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


class DepositGone(StrEnum):
    """What becomes of the bids of a number whose deposit is not there any more."""

    STAND = "stand"  # but it may not bid again until the deposit is back
    VOID = "void"


class Forfeits(StrEnum):
    """How much of the deposit a buyer loses who does not pay."""

    ALL = "all"
    EARLIER_DEPOSIT = "earlier_deposit"  # what the round before asked for
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for an officer's act, named in the terms before the sale."""

    code: str
    text: str
    after_first_bid: bool = True
    before_first_bid: bool = True
    after_balance_term: bool = False  # only once the buyer's days to pay are over


@dataclass(frozen=True, slots=True)
class ActTerms:
    """Under which terms an office may act on an announced lot."""

    grounds: tuple[Ground, ...] = ()
    persons: int = 1  # 2: a second officer confirms, and until then nothing happens
    document: bool = False  # whether the paper on which it rests must be attached


@dataclass(frozen=True, slots=True)
class NextRound:
    """How a lot that passed is offered again."""

    procedure: str  # the name of the next stage's file
    price_cut_percent_max: Decimal  # of the starting price; 100: as the office likes
    within: timedelta | None = None  # from the end of this one to the next opening
    announced_within: timedelta | None = None  # from this end to the announcement


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
    recall: ActTerms
    suspension: ActTerms
    voiding: ActTerms
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
    stay: ActTerms = ActTerms()
    default: ActTerms = ActTerms()
    forfeit: str = ""  # what a buyer loses who does not pay, as a sentence
    forfeits: Forfeits = Forfeits.ALL
    buyer_barred: bool = True  # who did not pay, from every later attempt
    resume_within: timedelta | None = None  # after the cause of a stay has ended
    winner_to_seller: bool = True  # whether the office is told who won
    deposit_release: timedelta | None = None  # after the end, to all but the winner
    deposit_gone: DepositGone = DepositGone.STAND
    min_duration: timedelta | None = None
    closes_on_working_day: bool = False
    holidays: tuple[str, ...] = ()  # "12-24", "12-24/01-06" every year; "2026-04-06"
    required_documents: tuple[str, ...] = ()
    next_round: NextRound | None = None
    questions_until: timedelta = timedelta(days=1)  # before the end
    maxima: bool = False  # whether the site bids for somebody, up to his maximum
    ceiling_times_deposit: int | None = None  # nobody bids more than so many deposits
    may_deviate: frozenset[str] = frozenset()  # checks that an office may set aside
    laws: Mapping[str, str] = field(default_factory=dict)  # by check
    registration: RegistrationTerms | None = None  # None: a number for every account
    priority: PriorityTerms | None = None
    runner_up_by_consent: bool = False  # one may stay bound if the winner fails
    barring: BarringTerms | None = None  # None: from the chain, for good
    eligibility: Eligibility | None = None  # None: everybody with an account

    @property
    def is_prepaid(self) -> bool:
        """Whether the deposit is the whole starting price."""
        return self.deposit_percent_min == 100

    @property
    def priority_matches(self) -> bool:
        """Whether a confirmed priority purchaser may bid the price itself."""
        return self.priority is not None and self.priority.matches

    def law_of(self, check: str) -> str:
        """Return where a check comes from: its own source, or the procedure's."""
        return self.laws.get(check, self.law)


def read_procedure(text: str, *, currency: Currency, source: str) -> Procedure:
    """Read a procedure; ``ProcedureInvalid`` names the file and the key."""
    from auction.rules.procedure_file import read  # noqa: PLC0415 - it builds this

    return read(text, currency=currency, source=source)
