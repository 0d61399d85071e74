"""The declarative base, and how our own types are stored."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase

from auction.money import Money

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as naive UTC so that every database agrees."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Turn an aware moment into naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Turn naive UTC back into an aware moment."""
        return value.replace(tzinfo=UTC) if value else None


class Amount(TypeDecorator[Money]):
    """Money, kept as a whole number of minor units."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: Money | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> int | None:
        """Turn money into minor units."""
        return None if value is None else value.minor

    def process_result_value(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> Money | None:
        """Turn minor units into money."""
        return None if value is None else Money(value)


class Base(DeclarativeBase):
    """The base of every stored thing."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        Money: Amount,
        str: Text,
        int: Integer,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=32,
            values_callable=lambda members: [m.value for m in members],
        ),
    }
