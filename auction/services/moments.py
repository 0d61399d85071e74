"""How a moment is written in a letter about a lot."""

from collections.abc import Callable
from datetime import datetime

from auction.models import Catalogue


def moments_of(catalogue: Catalogue) -> Callable[[datetime], str]:
    """Return a function that writes moments as the people of a catalogue read them."""
    zone = catalogue.zone

    def tell(at: datetime) -> str:
        return f"{at.astimezone(zone):%d %b %Y, %H:%M:%S} ({zone.key})"

    return tell
