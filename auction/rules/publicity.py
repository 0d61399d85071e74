"""Who may be told what about a lot, and when.

Before the hammer nobody who runs the site or sells on it may learn who takes part
(Supreme People's Court of China, Fa Shi [2016] No. 18, arts. 8 and 18); afterwards the
procedure says what is told (art. 22: the buyer's name is published).
"""

from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.procedure import Procedure

FELL = frozenset({LotStatus.SOLD, LotStatus.DEFAULTED})  # the hammer, and it counts


def names_winner_to_all(procedure: Procedure, status: LotStatus) -> bool:
    """Say whether everybody may read the winner's name."""
    return procedure.winner_public and status is LotStatus.SOLD


def names_winner_to_seller(procedure: Procedure, status: LotStatus) -> bool:
    """Say whether the office that sold the lot may know who won it."""
    return procedure.winner_to_seller and status in FELL


def shows_bids(procedure: Procedure, status: LotStatus) -> bool:
    """Say whether the record of the bids may be read now."""
    return procedure.bids_public or status not in LIVE
