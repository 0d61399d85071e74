"""What the checks of its procedure say of a lot, for the pages of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from auction import clock
from auction.models import Lot
from auction.rules.checks import Finding
from auction.rules.lot_steps import BASICS, DESCRIPTION, PRICE
from auction.services import checking
from web import lot_steps

# On which step of the editor a field is filled in; "fields" are those of the category.
ASKED: Mapping[str, str] = {
    **{entry.name: "basics" for entry in BASICS},
    **{entry.name: "price" for entry in PRICE},
    **{entry.name: "description" for entry in DESCRIPTION},
}
STEPS: Mapping[str, str] = {
    **ASKED,
    "fields": "details",
    "eligibility": "bidders",
    "photos": "photos",
    "documents": "documents",
}


def init_app(app: Flask) -> None:
    """Let templates lead from a finding to where it is mended."""
    app.jinja_env.globals["where_to_mend"] = where_to_mend


def findings_of(lot: Lot) -> tuple[Finding, ...]:
    """Return all that is wrong with a lot, if it were announced as planned or now."""
    now = clock.now()
    return checking.findings_of(lot, announced_at=max(lot.announce_at or now, now))


def where_to_mend(lot: Lot, finding: Finding) -> str:
    """Return the address at which a finding is mended; empty if there is none."""
    step = STEPS[finding.field]
    if step not in {one.name for one in lot_steps.STEPS}:
        return ""
    anchor = f"#{finding.field}" if finding.field in ASKED else ""
    return lot_steps.path(lot, step) + anchor
