"""What is approved and then published: the content of lots, word by word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from auction.models import Catalogue, Lot
from auction.services.trail import canonical


def terms_of(catalogue: Catalogue) -> str:
    """Write the terms that all lots of a catalogue share, as canonical JSON."""
    return canonical(
        {
            "catalogue": catalogue.slug,
            "title": catalogue.title,
            "introduction": catalogue.introduction,
            "procedure": catalogue.procedure_text,
            "currency": catalogue.currency_code,
            "locale": catalogue.locale,
            "time_zone": catalogue.time_zone,
        }
    )


def content_of(lot: Lot) -> str:
    """Write all that a lot says and shows, as canonical JSON; files by their digest."""
    return canonical(
        {
            "number": lot.number,
            "external_id": lot.external_id,
            "title": lot.title,
            "description": lot.description,
            "category": lot.category,
            "region": lot.region,
            "location": lot.location,
            "round": lot.round,
            "fields": lot.fields,
            "valuation": lot.valuation,
            "starting_price": lot.starting_price,
            "reserve": lot.reserve,
            "increment": lot.increment,
            "deposit": lot.deposit,
            "opens_at": lot.opens_at,
            "closes_at": lot.closes_at,
            "deviations": lot.deviations,
            "attempt": lot.attempt,
            "previous": lot.previous_id,
            "photos": [
                {"file": photo.file, "alt": photo.alt, "caption": photo.caption}
                for photo in lot.photos
            ],
            "documents": [
                {
                    "title": paper.title,
                    "kind": paper.kind,
                    "file": paper.file,
                    "dated_on": paper.dated_on,
                    "version": paper.version,
                    "public": paper.is_public,
                    "replaced": paper.replaced_at is not None,
                }
                for paper in lot.documents
            ],
            # Left out where nothing is said: so lots have the digests they always had.
            **({"eligibility": lot.eligibility} if lot.eligibility else {}),
        }
    )


def digest_of(terms: str, content: str) -> str:
    """Return SHA-256, in hex, over a lot's content under its catalogue's terms."""
    return _sha256(f"{_sha256(terms)}\n{content}")


def digest_of_all(
    terms: str, lots: Iterable[tuple[int, str]], *, announce_at: datetime | None
) -> str:
    """Return SHA-256, in hex, over the terms and lots that are announced together.

    ``lots`` are ids and digests, in the order of the ids.
    """
    return _sha256(
        canonical(
            {"terms": _sha256(terms), "announce_at": announce_at, "lots": list(lots)}
        )
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
