"""Files of a form: taken one by one, so that a bad one does not spoil the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from auction.rules.labels import clean
from auction.rules.refusal import Refusal
from web.login import person
from web.uploads.taking import MEGABYTE, FileRefused

T = TypeVar("T")

AT_ONCE = 100 * MEGABYTE  # in one form
LONGEST_NAME = 80  # characters, as it is shown


class NoFileChosen(FileRefused):
    """Please choose a file."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Received(Generic[T]):
    """What became of the files of a form, in their order."""

    taken: list[tuple[str, T]] = field(default_factory=list)  # with their names
    refused: list[Refused] = field(default_factory=list)

    def leave_out(self, room: int, sentence: str) -> None:
        """Refuse all after the first ones, for which there was room."""
        self.refused.extend(Refused(name, sentence) for name, _ in self.taken[room:])
        del self.taken[room:]


def files_of(name: str) -> list[FileStorage]:
    """Return the files that were chosen in a field of the form."""
    chosen = [file for file in request.files.getlist(name) if file.filename]
    if not chosen:
        raise NoFileChosen
    return chosen


def receive(
    files: Iterable[FileStorage], take: Callable[[FileStorage], T]
) -> Received[T]:
    """Take each file; the refused ones are named, with their sentence."""
    received: Received[T] = Received()
    for file in files:
        name = shown_name(file)
        try:
            received.taken.append((name, take(file)))
        except Refusal as refusal:
            received.refused.append(Refused(name, str(refusal)))
    return received


def shown_name(file: FileStorage) -> str:
    """Return the name of a file as it can be shown; it is never a path."""
    return clean(file.filename or "")[-LONGEST_NAME:] or "A file without a name"


def take_large_forms(bp: Blueprint) -> None:
    """Let officers send larger forms to a part of the site than others send elsewhere.

    It has to be said before the form is read, which the check of its token does.
    """
    bp.url_value_preprocessor(_allow_more)
    bp.register_error_handler(RequestEntityTooLarge, _too_large)


def _allow_more(*_: object) -> None:
    who = person()
    if request.method == "POST" and who is not None and who.offices:
        request.max_content_length = AT_ONCE


def _too_large(_: Exception) -> ResponseReturnValue:
    flash(
        f"These files are larger than {AT_ONCE // MEGABYTE} MB together. "
        "None was taken: please choose fewer at once.",
        "refusal",
    )
    return redirect(request.path, 303)
