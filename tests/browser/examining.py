"""What is looked for on every page: barriers, sideways scrolling, complaints."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BARRIERS = """
async (tags) => (await axe.run({runOnly: tags})).violations.map(
  (barrier) => [barrier.id, barrier.help, barrier.nodes.map((node) => node.html)])
"""
NARROW = 320  # px


@dataclass
class Tour:
    """What was found on every page, by the page's name."""

    barriers: dict[str, object] = field(default_factory=dict)
    widths: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(
                f"{message.page and message.page.url} {message.text}"
            )

    def examine(self, name: str, page: Page) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if found := page.evaluate(BARRIERS, RULES):
            self.barriers[name] = found
        page.set_viewport_size({"width": NARROW, "height": 640})
        self.widths[name] = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})

    def too_wide(self) -> dict[str, int]:
        """Return the pages that scroll sideways on a small phone."""
        return {page: px for page, px in self.widths.items() if px > NARROW}

    def upsets(self) -> list[str]:
        """Return what the browser complained of, but for answers meant to be a no."""
        refused = "the server responded with a status of 4"
        return [text for text in self.complaints if refused not in text]
