"""Reading a setting's words: a bad one stops the start with a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


class SettingInvalid(SystemExit):
    """A setting makes no sense; its sentence says which and why."""


def number(
    environ: Mapping[str, str],
    name: str,
    usual: int,
    *,
    highest: int,
    lowest: int = 1,
) -> int:
    """Read a whole number, usually from 1 on."""
    text = environ.get(name, "").strip()
    if not text:
        return usual
    read = int(text) if text.isascii() and text.isdecimal() else -1
    if not lowest <= read <= highest:
        raise SettingInvalid(
            f"{name} must be a whole number from {lowest} to {highest}, not {text!r}."
        )
    return read


def flag(environ: Mapping[str, str], name: str, *, usual: bool = False) -> bool:
    """Read a yes or a no; nothing is what is usual."""
    text = environ.get(name, "").strip().lower()
    if text not in ("", *YES, *NO):
        raise SettingInvalid(f"{name} must be yes or no, not {text!r}.")
    return text in YES if text else usual


def choice(
    environ: Mapping[str, str], name: str, usual: str, *, among: Sequence[str]
) -> str:
    """Read one of a few words; ``among`` has them as they are written."""
    text = (environ.get(name) or usual).strip()
    for word in among:
        if text.casefold() == word.casefold():
            return word
    raise SettingInvalid(f"{name} must be one of {', '.join(among)}, not {text!r}.")
