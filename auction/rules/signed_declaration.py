"""A declaration as a file that anybody can check without this site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auction.rules.refusal import Unreadable

SIGNED = ("account", "answers", "lot", "made_at", "text")


class NotADeclaration(Unreadable):
    """This file is no declaration of a site like this one."""


@dataclass(frozen=True, slots=True)
class SignedDeclaration:
    """What a file says: the canonical text that was signed, and the signature (hex)."""

    signed: str
    signature: str
    said: Mapping[str, Any]  # the same text, read


def as_file(signed: str, *, signature: str, public: str) -> str:
    """Write a declaration for its owner; ``public`` is the site's key, in hex."""
    told = json.loads(signed)
    return json.dumps(
        {"declaration": told, "signed": signed, "signature": signature, "key": public},
        ensure_ascii=False,
        indent=2,
    )


def read_file(text: str) -> SignedDeclaration:
    """Read such a file; that it is well formed says nothing about its signature."""
    try:
        file = json.loads(text)
        signed, signature = file["signed"], file["signature"]
        said = json.loads(signed)
    except (ValueError, KeyError, TypeError):
        raise NotADeclaration from None
    if not isinstance(said, dict) or sorted(said) != sorted(SIGNED):
        raise NotADeclaration
    return SignedDeclaration(signed, str(signature), said)
