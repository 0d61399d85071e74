"""Reading the books of an office's deposits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from auction.models import Deposit, LedgerEntry, Lot
from auction.money import Money
from auction.rules.ledger import MEMO, NOTHING, Account, Event, Turnover

TOTAL = cast(func.sum(LedgerEntry.amount), BigInteger)


@dataclass(frozen=True, slots=True)
class Book:
    """The trial balance of an office in one currency."""

    currency_code: str
    turnovers: Sequence[Turnover]

    @property
    def debits(self) -> Money:
        """What all accounts were debited with."""
        return sum((of.debits for of in self.turnovers), NOTHING)

    @property
    def credits(self) -> Money:
        """What all accounts were credited with."""
        return sum((of.credits for of in self.turnovers), NOTHING)

    @property
    def balances(self) -> bool:
        """Whether the books balance."""
        return self.debits == self.credits


@dataclass(frozen=True, slots=True)
class Due:
    """How much of a deposit is due back and not yet ordered."""

    deposit: Deposit
    amount: Money


@dataclass(frozen=True, slots=True)
class HandEntry:
    """A payment that was booked by hand, under the reference of its deposit."""

    entry: LedgerEntry
    reference: str
    is_corrected: bool


def books_of(session: Session, office_id: int) -> list[Book]:
    """Return the trial balance of an office, one for each currency.

    What was asked for is no money: it does not stand in it.
    """
    debits = _sums(session, office_id, LedgerEntry.debit)
    credited = _sums(session, office_id, LedgerEntry.credit)
    return [
        Book(
            code,
            [
                Turnover(account, debits[code][account], credited[code][account])
                for account in Account
                if account not in MEMO and account in {**debits[code], **credited[code]}
            ],
        )
        for code in sorted({*debits, *credited})
    ]


def due_back(session: Session, office_id: int) -> list[Due]:
    """Return what is due back of an office's deposits, the most urgent first."""
    account = Account.DUE_BACK.value
    came = _by_deposit(session, office_id, LedgerEntry.credit, account)
    went = _by_deposit(session, office_id, LedgerEntry.debit, account)
    left = {of: came[of] - went.get(of, 0) for of in came if came[of] > went.get(of, 0)}
    deposits = session.scalars(
        select(Deposit)
        .where(Deposit.id.in_(left))
        .options(
            joinedload(Deposit.lot, innerjoin=True).joinedload(Lot.catalogue),
            joinedload(Deposit.registration, innerjoin=True),
        )
        .order_by(Deposit.due_back_at, Deposit.id)
    ).all()
    return [Due(deposit, Money(left[deposit.id])) for deposit in deposits]


def by_hand(session: Session, office_id: int, *, most: int) -> list[HandEntry]:
    """Return what was booked by hand in an office, the newest first."""
    rows = (
        session.execute(
            select(LedgerEntry, Deposit.reference)
            .join(Deposit, Deposit.id == LedgerEntry.deposit_id)
            .where(
                LedgerEntry.office_id == office_id,
                LedgerEntry.event == Event.RECEIVED.value,
                LedgerEntry.debit == Account.ON_PAPER.value,
            )
            .order_by(LedgerEntry.id.desc())
            .limit(most)
        )
        .tuples()
        .all()
    )
    corrected = session.scalars(
        select(LedgerEntry.corrects_id).where(
            LedgerEntry.corrects_id.in_([entry.id for entry, _ in rows])
        )
    ).all()
    return [
        HandEntry(entry, reference, is_corrected=entry.id in corrected)
        for entry, reference in rows
    ]


def _sums(
    session: Session, office_id: int, side: InstrumentedAttribute[str]
) -> dict[str, dict[str, Money]]:
    rows = session.execute(
        select(LedgerEntry.currency_code, side, TOTAL)
        .where(LedgerEntry.office_id == office_id, side.not_in(MEMO))
        .group_by(LedgerEntry.currency_code, side)
    ).tuples()
    found: dict[str, dict[str, Money]] = defaultdict(
        lambda: defaultdict(lambda: NOTHING)
    )
    for code, account, total in rows:
        found[code][account] = Money(total)
    return found


def _by_deposit(
    session: Session, office_id: int, side: InstrumentedAttribute[str], account: str
) -> dict[int, int]:
    rows = session.execute(
        select(LedgerEntry.deposit_id, TOTAL)
        .where(
            LedgerEntry.office_id == office_id,
            LedgerEntry.deposit_id.is_not(None),
            side == account,
        )
        .group_by(LedgerEntry.deposit_id)
    ).tuples()
    return {deposit_id: total for deposit_id, total in rows if deposit_id is not None}
