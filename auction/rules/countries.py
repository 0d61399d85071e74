"""Countries as rules name them: by code or name, and by the unions that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auction.rules.persons import countries, letters
from auction.rules.refusal import Refusal

EU = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
    *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"),
    "SK",
)
UNIONS: Mapping[str, tuple[str, ...]] = {
    "EU": EU,
    "EEA": (*EU, "IS", "LI", "NO"),
    "EFTA": ("CH", "IS", "LI", "NO"),
}
UNION_NAMES = {
    "EU": "the European Union",
    "EEA": "the European Economic Area",
    "EFTA": "the European Free Trade Association",
}


def is_country(code: str) -> bool:
    """Say whether there is a country with this code."""
    return code in countries()


def is_in(country: str, codes: Iterable[str]) -> bool:
    """Say whether a country is one of those named, or in one of those unions."""
    return any(country in UNIONS.get(code, (code,)) for code in codes)


def read_countries(typed: str) -> tuple[str, ...]:
    """Return the codes of countries and unions, named or coded, with commas between."""
    codes = [_code(name) for part in typed.split(",") if (name := part.strip())]
    return tuple(dict.fromkeys(codes))


def name_within(code: str) -> str:
    """Return what a country or a union is called within a sentence."""
    return UNION_NAMES.get(code) or countries().get(code, code)


def names_of(codes: Iterable[str]) -> str:
    """Return the names of countries as a part of a sentence: "Chile, Peru or Spain"."""
    *others, last = sorted(map(name_within, codes), key=_letters)
    return f"{', '.join(others)} or {last}" if others else last


def _code(name: str) -> str:
    code = name.upper()
    if code in UNIONS or is_country(code):
        return code
    by_name = {called.casefold(): code for code, called in countries().items()}
    found = by_name.get(name.casefold())
    if found is None:
        raise Refusal(
            "There is no country called {name}. Write names or codes with commas "
            "between them, such as: EU, Norway, CH.",
            name=name[:60],
        )
    return found


def _letters(name: str) -> str:
    return letters(name.removeprefix("the "))
