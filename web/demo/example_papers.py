"""The papers of the demo, which say that they are invented."""

from web.demo.plans import PlannedLot
from web.uploads import store


def example_paper(title: str, lot: PlannedLot) -> tuple[str, int]:
    """Keep a paper about a lot; return the name of its file, and its size in bytes."""
    content = (
        f"EXAMPLE\n\n{title}\n{lot.row['title']} ({lot.name})\n\n"
        "This paper is invented, as is everything in the demo.\n"
    ).encode()
    return store.keep_document(content, "txt"), len(content)
