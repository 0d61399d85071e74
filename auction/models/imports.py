"""Lists of lots that an office uploads, and how it reads their columns."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.catalogue import Catalogue


class ImportState(StrEnum):
    """How far an import has come."""

    UPLOADED = "uploaded"  # its columns have to be mapped
    CHECKING = "checking"
    CHECKED = "checked"  # the preview is there
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    ABANDONED = "abandoned"


WORK = frozenset({ImportState.CHECKING, ImportState.IMPORTING})
OVER = frozenset({ImportState.DONE, ImportState.ABANDONED})


class ListImport(Base):
    """One uploaded list on its way into a catalogue: all of it, or nothing.

    Checking and importing are done by whoever has the claim: ``worker`` is the word of
    his claim, ``worked_at`` his last sign of life, ``tries`` how often it was claimed.
    """

    __tablename__ = "list_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogues.id"), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    file: Mapped[str]  # "<sha256>.<ext>", under instance/imports
    file_name: Mapped[str]  # as the office calls it
    state: Mapped[ImportState]
    shape: Mapped[dict[str, Any]] = mapped_column(default=dict)  # sheet, heading row
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)  # column: field
    constants: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field: value
    left_out: Mapped[list[Any]] = mapped_column(default=list)  # numbers of rows
    problems: Mapped[list[Any]] = mapped_column(
        default=list, deferred=True
    )  # [row, column, sentence]
    preview: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    problem_count: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    lots_added: Mapped[int] = mapped_column(default=0)
    lots_there: Mapped[int] = mapped_column(default=0)  # had been imported before
    worker: Mapped[str | None]
    worked_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    failure: Mapped[str | None]

    catalogue: Mapped[Catalogue] = relationship()

    @property
    def is_worked_on(self) -> bool:
        """Whether somebody has to wait for it."""
        return self.state in WORK

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in OVER


class ColumnMapping(Base):
    """How an office reads the columns of a kind of list, remembered by its headings."""

    __tablename__ = "column_mappings"
    __table_args__ = (UniqueConstraint("office_id", "headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    headings: Mapped[str]  # SHA-256 (hex) of the headings, in order
    mapping: Mapped[dict[str, Any]]
    constants: Mapped[dict[str, Any]]
    used_at: Mapped[datetime]
