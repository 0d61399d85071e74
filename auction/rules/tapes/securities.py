"""What stands behind a claim, in words: for everybody, and for the data room."""

from __future__ import annotations

from collections.abc import Iterable

from auction.rules.tapes.claims import Claim
from auction.rules.tapes.debtors import identity, is_company, public_name
from auction.rules.tapes.records import Record

NONE = "none"
PUBLIC = {
    "postcode": "",
    "city": "",
    "country": "",
    "building": "building of {} m²",
    "land": "land of {} m²",
    "built": "built {}",
    "occupancy": "occupancy: {}",
    "rank": "rank {}",
    "senior": "higher ranking loans of {}",
    "value": "valued at {}",
    "guarantee": "guarantee of {}",
}
PRIVATE = {
    "id": "{}",
    "address": "{}",
    "register": "register no. {}",
    "owner": "owner {}",
}
STAGES = {
    "status": "Legal status: {}",
    "stage": "Stage reached: {}",
    "sued": "Proceedings since {}",
    "court": "Court in {}",
}
CODED = {"status", "stage", "occupancy"}
ACTS = {
    "court": "court in {}",
    "appraisal": "court appraisal {}",
    "appraised_on": "of {}",
    "failed": "failed auctions: {}",
    "last_auction": "last auction {}",
    "next_auction": "next auction {}",
}


def worded(text: str) -> str:
    """Return what a tape says of a kind: a word, or the code that it gives."""
    return f"code {text}" if text.isdecimal() else text


def collateral(claim: Claim) -> str:
    """Describe what secures a claim; where it is, no nearer than a town."""
    things = [_said(thing, PUBLIC) for thing in claim.protections]
    lines = [
        f"- {', '.join(filter(None, [worded(thing.text('kind')), said]))}"
        for thing, said in zip(claim.protections, things, strict=True)
    ]
    return "\n".join(lines) or NONE


def guarantors(claim: Claim) -> str:
    """Name those who stand in for a claim; people are not named."""
    return public_name(claim.guarantors)


def behind_the_scenes(claim: Claim) -> str:
    """Return who guarantees and owns what, and where: for the data room only."""
    things = [_said(thing, PRIVATE) for thing in claim.protections]
    return "\n\n".join(filter(None, [identity(claim.guarantors), *things]))


def litigation(claim: Claim) -> str:
    """Return how far the courts have come, as the tape says it."""
    said = _said(claim.loan, STAGES, between=". ")
    of_companies = [
        worded(debtor.text("legal_status"))
        for debtor in claim.debtors
        if is_company(debtor) and debtor.text("legal_status")
    ]
    status = (
        f"Proceedings against the debtor: {of_companies[0]}" if of_companies else ""
    )
    return ". ".join(filter(None, [said, status])) or "Not said in the loan tape"


def enforcement(claim: Claim) -> str:
    """Return what has been done to enforce it."""
    return "\n".join(
        f"- {said}" for act in claim.enforcements if (said := _said(act, ACTS))
    )


def is_litigated(claim: Claim) -> bool:
    """Say whether there are proceedings or enforcement."""
    return bool(claim.enforcements or claim.loan.text("sued"))


def _said(record: Record, names: dict[str, str], *, between: str = ", ") -> str:
    return between.join(_parts(record, names))


def _parts(record: Record, names: dict[str, str]) -> Iterable[str]:
    for name, form in names.items():
        text = _value(record) if name == "value" else record.text(name)
        if text:
            said = worded(text) if name in CODED else text
            yield form.format(said) if form else said


def _value(record: Record) -> str:
    """Return what a thing was valued at, in its own currency, and when."""
    if not record.text("value"):
        return ""
    day = record.text("valued_on")
    parts = (record.text("value"), record.text("currency"), day and f"on {day}")
    return " ".join(part for part in parts if part)
