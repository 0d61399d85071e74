"""What a lot's end becomes when the site was down near it."""

from datetime import datetime

from auction.rules.procedure import OutageRule


def close_after_outage(
    rule: OutageRule, *, closes_at: datetime, down_from: datetime, up_at: datetime
) -> datetime | None:
    """Return the new end, or None where the outage took nothing that matters."""
    if up_at - down_from <= rule.longer_than:
        return None
    last_minutes = closes_at - rule.before_close
    if up_at < last_minutes or down_from > closes_at:
        return None
    return max(closes_at, up_at + rule.extension)
