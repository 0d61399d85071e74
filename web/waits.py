"""What waits for an officer, in words, and where it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auction.services.waiting import Matter, Waits


@dataclass(frozen=True, slots=True)
class Words:
    """How a sort of thing is told: the room, one of it, several, and its moment."""

    endpoint: str
    one: str
    many: str
    at: str

    def told(self, waits: Waits) -> str:
        """Write how many wait."""
        return f"{waits.count} {self.one if waits.count == 1 else self.many}"


OLDEST = "the oldest since"
WORDS: Mapping[Matter, Words] = {
    Matter.APPROVAL: Words(
        "approvals.index", "submission to approve", "submissions to approve", OLDEST
    ),
    Matter.CONFIRMATION: Words(
        "office_acts.index", "act to confirm", "acts to confirm", OLDEST
    ),
    Matter.QUESTION: Words(
        "answers.index", "question to answer", "questions to answer", OLDEST
    ),
    Matter.APPLICANT: Words(
        "applicants.index", "bidder to confirm", "bidders to confirm", OLDEST
    ),
    Matter.IMPORT: Words(
        "imports.index",
        "list on its way into a catalogue",
        "lists on their way into a catalogue",
        OLDEST,
    ),
    Matter.TERM: Words(
        "relisting.index",
        "lot whose term for the next attempt runs out",
        "lots whose term for the next attempt runs out",
        "the first on",
    ),
    Matter.ANNOUNCEMENT: Words(
        "approvals.index",
        "approved lot that will be announced",
        "approved lots that will be announced",
        "the first on",
    ),
}
