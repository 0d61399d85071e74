"""The terms under which things are measured: bids, not papers."""


def numbers_at_once(text: str) -> str:
    """Return a procedure in which an account is enough for a bidder number."""
    before, _, after = text.partition("[registration]")
    _, _, others = after.partition("\n[")
    return f"{before}[{others}" if others else before
