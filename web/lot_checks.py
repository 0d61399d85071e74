"""What the checks of its procedure say of a lot, for the pages of the desk."""

from auction import clock
from auction.models import Lot
from auction.rules.checks import Finding
from auction.services import checking


def findings_of(lot: Lot) -> tuple[Finding, ...]:
    """Return all that is wrong with a lot, if it were announced as planned or now."""
    now = clock.now()
    return checking.findings_of(lot, announced_at=max(lot.announce_at or now, now))
