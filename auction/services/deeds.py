"""What an act on a lot came to, once it was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auction.rules.act_words import Outcome


@dataclass(frozen=True, slots=True)
class Deed:
    """What goes into the trail, and what everybody registered is told."""

    action: str
    content: Mapping[str, object] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
