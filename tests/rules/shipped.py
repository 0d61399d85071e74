"""The shipped procedures, changed a little where a test wants it."""

from auction.money import Currency, currency_of
from auction.rules.procedure import Procedure, read_procedure
from auction.services.procedures import load_shipped

EUR = currency_of("EUR")


def shipped_procedure(
    name: str = "court-first-round",
    changes: dict[str, str] | None = None,
    *,
    currency: Currency = EUR,
) -> Procedure:
    """Read a shipped procedure in which some words were changed."""
    return read_procedure(
        changed(name, changes or {}), currency=currency, source=f"{name}.toml"
    )


def changed(name: str, changes: dict[str, str]) -> str:
    """Return the text of a shipped procedure in which some words were changed."""
    text = load_shipped(name)
    for old, new in changes.items():
        assert old in text, f"{name} has no {old}"
        text = text.replace(old, new, 1)
    return text
