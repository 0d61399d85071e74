"""What an identity says, as its person and the verifier read it."""

from __future__ import annotations

from auction.models import Identity
from auction.rules.identity_entries import LICENCE, entries
from auction.rules.persons import LICENCES, PersonKind, country_name
from auction.sealing import SealBroken
from auction.services.identifying import number_of
from web import keys

COUNTRIES = ("country", "nationality")
UNREADABLE = "It cannot be read: its key is not here."


def facts_of(identity: Identity) -> list[tuple[str, str]]:
    """Return what an identity says, in the order of its form, under its labels."""
    stored = stored_in(identity)
    facts = [
        (entry.label, _told(entry.name, stored[entry.name]))
        for entry in entries(identity.kind)
        if stored[entry.name] and not entry.name.startswith(LICENCE)
    ]
    held = [one.label for one in LICENCES if one.code in identity.licences]
    if identity.kind is PersonKind.COMPANY:
        facts.append(("Licences", "; ".join(held) or "None"))
    return facts


def stored_in(identity: Identity) -> dict[str, str]:
    """Return the texts of an identity's form as they are stored."""
    stored = {
        entry.name: _text(identity, entry.name) for entry in entries(identity.kind)
    }
    return stored | {"number": number(identity)}


def number(identity: Identity) -> str:
    """Return the number that lies under seal; words instead, without its key."""
    try:
        return number_of(identity, keys.ring())
    except SealBroken:
        return UNREADABLE


def _text(identity: Identity, name: str) -> str:
    if name.startswith(LICENCE):
        return "yes" if name.removeprefix(LICENCE) in identity.licences else ""
    value = getattr(identity, name)
    return "" if value is None else str(value)


def _told(name: str, text: str) -> str:
    return country_name(text) if name in COUNTRIES else text
