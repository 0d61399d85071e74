"""Catalogues: the lots of one sale, under one procedure."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.office import Office
from auction.money import Currency, Money, currency_of, figures
from auction.rules.lot_cells import Terms
from auction.rules.moments import written
from auction.rules.procedure import Procedure, read_procedure


class Catalogue(Base):
    """A dated group of lots of one office with common terms.

    ``procedure_text`` is the exact TOML that governs the sale: a copy is stored with
    the catalogue, so that a later change of the file changes nothing published.
    """

    __tablename__ = "catalogues"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")  # Markdown
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    procedure_name: Mapped[str]
    procedure_text: Mapped[str]
    currency_code: Mapped[str] = mapped_column(String(3))
    locale: Mapped[str] = mapped_column(default="en")  # how amounts are written
    time_zone: Mapped[str] = mapped_column(default="UTC")
    published_at: Mapped[datetime | None]

    # What a new lot of it begins with, and how far apart their ends are.
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    stagger_seconds: Mapped[int] = mapped_column(default=60)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("catalogues.id"))

    office: Mapped[Office] = relationship()

    @property
    def currency(self) -> Currency:
        """The currency of every amount in it."""
        return currency_of(self.currency_code)

    @property
    def procedure(self) -> Procedure:
        """The terms of the sale, as published."""
        return _procedure(self.procedure_text, self.currency_code, self.procedure_name)

    @property
    def terms(self) -> Terms:
        """What its lots are read by."""
        return Terms(self.currency, self.locale, self.zone, self.procedure)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which people read its times."""
        return ZoneInfo(self.time_zone)

    def tell(self, value: object) -> str:
        """Write an amount or a moment as people of this sale read it."""
        if isinstance(value, Money):
            return figures(value, currency=self.currency, locale=self.locale)
        if isinstance(value, datetime):
            return written(value, self.zone)
        return str(value)


@lru_cache(maxsize=256)
def _procedure(text: str, currency_code: str, name: str) -> Procedure:
    return read_procedure(
        text, currency=currency_of(currency_code), source=f"{name}.toml"
    )
