"""How one lot narrows who may bid on it: its entries, and the terms they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from auction.rules import lot_cells
from auction.rules.categories import Category, Field, Option
from auction.rules.countries import read_countries
from auction.rules.eligibility import (
    EVERYBODY,
    Countries,
    Eligibility,
    Group,
    Paper,
)
from auction.rules.persons import PersonKind
from auction.rules.refusal import Refusal

ELIGIBILITY = "eligibility."  # "eligibility.kinds": an entry of a lot
SOURCE = "The office's terms for this lot"
LONGEST = 1_000  # characters
COUNTRIES = "Names or codes with commas between them; EU and EEA are all their members."

KINDS = Field(
    "kinds",
    "Kind of bidder",
    "choice",
    hint="Not said: whoever the procedure admits.",
    options=(
        Option("natural", "Natural persons only"),
        Option("company", "Companies only"),
    ),
)
LICENCE = Field(
    "licence",
    "Licence that a bidder must hold",
    "choice",
    hint="Not said: none beyond what the procedure asks for.",
)
OTHERS = (
    Field("residence_only", "Only who lives or has a seat in", hint=COUNTRIES),
    Field("residence_never", "Nobody who lives or has a seat in", hint=COUNTRIES),
    Field(
        "parties",
        "Parties of this claim or case who may not bid",
        "long_text",
        hint="By their part in it, such as: the debtor and the two guarantors of this "
        "claim. Everybody reads it: no names of private persons, and none that are in "
        "the data room only.",
    ),
    Field("barred", "Others who may not bid on this lot", "long_text"),
    Field("papers", "Papers that bidders must bring for this lot", "long_text"),
)


COLUMNS = tuple(ELIGIBILITY + one.name for one in (KINDS, LICENCE, *OTHERS))


def entries(terms: Eligibility | None) -> tuple[Field, ...]:
    """Return what a lot may say, under the terms of its procedure."""
    optional = [one for one in (terms or EVERYBODY).licences if not one.needed]
    options = tuple(Option(one.code, one.text) for one in optional)
    licence = (replace(LICENCE, options=options),) if options else ()
    return tuple(
        replace(one, name=ELIGIBILITY + one.name) for one in (KINDS, *licence, *OTHERS)
    )


def kept_eligibility(
    said: Mapping[str, Any], terms: Eligibility | None
) -> dict[str, Any]:
    """Return what a lot still says under other terms: a licence must be on offer."""
    asked = {one.name.removeprefix(ELIGIBILITY): one for one in entries(terms)}
    return {
        name: value
        for name, value in said.items()
        if name in asked and (name != "licence" or _is_offered(asked[name], value))
    }


def reader(of: Field) -> Callable[[object], str | None]:
    """Return what reads an entry or a cell; what was left empty is None."""
    name = of.name.removeprefix(ELIGIBILITY)
    read = READERS.get(name) or partial(_choice, of=of)
    return lambda typed: (read(str(typed)) or None) if str(typed).strip() else None


def narrowed(
    terms: Eligibility | None,
    said: Mapping[str, Any],
    *,
    category: Category,
    home: str = "",
) -> Eligibility:
    """Return who may bid on one lot of a category; ``home`` is the office's country."""
    terms = terms or EVERYBODY
    licence = said.get("licence")
    return replace(
        terms,
        **_kinds(terms, said),
        residence=(*terms.residence, *_residence(said)),
        home=terms.home or ((home,) if home else ()),
        licences=tuple(
            replace(one, needed=True, source=SOURCE)
            if one.code == licence and not one.needed
            else one
            for one in terms.licences
        ),
        papers=(*terms.papers, *_papers(said)),
        barred=(
            *(one for one in terms.barred if category in one.categories),
            *_groups(said),
        ),
    )


def _is_offered(entry: Field, code: object) -> bool:
    return code in {option.code for option in entry.options}


def _kinds(terms: Eligibility, said: Mapping[str, Any]) -> dict[str, Any]:
    if not said.get("kinds"):
        return {}
    only = terms.kinds & {PersonKind(said["kinds"])}
    return {"kinds": only, "kinds_source": SOURCE}


def _residence(said: Mapping[str, Any]) -> tuple[Countries, ...]:
    only, never = (
        read_countries(said.get(f"residence_{which}") or "")
        for which in ("only", "never")
    )
    return (Countries(only, never, SOURCE),) if only or never else ()


def _groups(said: Mapping[str, Any]) -> tuple[Group, ...]:
    texts = {
        "parties": f"{_clause(said['parties'])}, and anybody who acts for them"
        if said.get("parties")
        else "",
        "others": _clause(said.get("barred") or ""),
    }
    return tuple(Group(f"lot-{c}", text, SOURCE) for c, text in texts.items() if text)


def _papers(said: Mapping[str, Any]) -> tuple[Paper, ...]:
    text = _clause(said.get("papers") or "")
    return (Paper("lot", text, SOURCE),) if text else ()


def _clause(text: str) -> str:
    """Take a text as a part of a sentence: on one line, without its full stop."""
    return " ".join(text.split()).rstrip(".")


def _countries(typed: str) -> str:
    return ", ".join(read_countries(lot_cells.line(typed, longest=LONGEST)))


def _choice(typed: str, of: Field) -> str:
    said = lot_cells.line(typed).casefold()
    for option in of.options:
        if said in {option.code.casefold(), option.label.casefold()}:
            return option.code
    codes = ", ".join(option.code for option in of.options)
    raise Refusal("This is none of the answers. There are: {codes}.", codes=codes)


_text = partial(lot_cells.text, longest=LONGEST)
READERS: Mapping[str, Callable[[str], str]] = {
    "residence_only": _countries,
    "residence_never": _countries,
    "parties": _text,
    "barred": _text,
    "papers": _text,
}
