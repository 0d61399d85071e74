"""A canvas for flat drawings: 1200 by 800 units, drawn twice as large, then reduced."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn larger by this, so that edges come out smooth
GROUND = 630  # where the land begins

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one time of day."""

    when: str  # as the description of the picture says it
    sky: tuple[Colour, Colour]  # above, and at the horizon
    sun: Colour
    far: Colour
    land: Colour
    dark: Colour
    light: Colour
    accent: Colour
    other: Colour


PALETTES = {
    "morning": Palette(
        "in the morning",
        ((148, 197, 222), (252, 228, 200)),
        sun=(255, 246, 220),
        far=(142, 172, 180),
        land=(122, 150, 112),
        dark=(52, 66, 82),
        light=(246, 240, 226),
        accent=(210, 94, 62),
        other=(64, 124, 140),
    ),
    "noon": Palette(
        "at noon",
        ((92, 166, 214), (206, 232, 240)),
        sun=(255, 251, 224),
        far=(116, 164, 172),
        land=(134, 172, 98),
        dark=(44, 62, 80),
        light=(250, 247, 238),
        accent=(224, 150, 48),
        other=(46, 110, 158),
    ),
    "dusk": Palette(
        "at dusk",
        ((62, 56, 104), (242, 150, 106)),
        sun=(255, 214, 142),
        far=(104, 78, 122),
        land=(70, 66, 88),
        dark=(36, 32, 56),
        light=(252, 226, 190),
        accent=(234, 106, 74),
        other=(126, 98, 160),
    ),
    "mist": Palette(
        "in the mist",
        ((176, 190, 192), (232, 232, 222)),
        sun=(250, 248, 238),
        far=(168, 182, 180),
        land=(126, 142, 128),
        dark=(58, 70, 74),
        light=(244, 243, 234),
        accent=(184, 98, 70),
        other=(86, 122, 122),
    ),
    "night": Palette(
        "at night",
        ((16, 24, 52), (58, 78, 118)),
        sun=(240, 238, 214),
        far=(38, 52, 86),
        land=(30, 42, 60),
        dark=(12, 18, 34),
        light=(222, 228, 234),
        accent=(246, 184, 78),
        other=(84, 130, 174),
    ),
    "autumn": Palette(
        "in autumn",
        ((156, 190, 204), (248, 226, 184)),
        sun=(255, 240, 206),
        far=(170, 146, 122),
        land=(160, 128, 74),
        dark=(66, 50, 46),
        light=(250, 240, 220),
        accent=(196, 80, 46),
        other=(104, 116, 62),
    ),
}


def shade(colour: Colour, by: float) -> Colour:
    """Return a colour darker (``by`` below 0) or lighter (above), at most by 1."""
    towards = 255 if by > 0 else 0
    red, green, blue = (round(c + (towards - c) * abs(by)) for c in colour)
    return red, green, blue


class Canvas:
    """A sheet on which a scene is drawn; ``chance`` is the same for the same seed."""

    def __init__(self, palette: Palette, seed: str) -> None:
        self.palette = palette
        self.chance = random.Random(seed)  # noqa: S311 - it only varies a drawing
        self._image = _gradient(*palette.sky)
        self._pen = ImageDraw.Draw(self._image, "RGBA")

    def rect(
        self, x: float, y: float, w: float, h: float, colour: Colour, r: float = 0
    ) -> None:
        """Fill a rectangle, with round corners of radius ``r``."""
        box = (x * FINER, y * FINER, (x + w) * FINER - 1, (y + h) * FINER - 1)
        if r:
            self._pen.rounded_rectangle(box, r * FINER, fill=colour)
        else:
            self._pen.rectangle(box, fill=colour)

    def poly(self, points: Sequence[Point], colour: Colour, see: float = 1) -> None:
        """Fill a polygon; ``see`` below 1 lets what is behind shine through."""
        self._pen.polygon(_larger(points), fill=(*colour, round(255 * see)))

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, see: float = 1
    ) -> None:
        """Fill an ellipse around a centre."""
        box = [v * FINER for v in (x - rx, y - ry, x + rx, y + ry)]
        self._pen.ellipse(box, fill=(*colour, round(255 * see)))

    def ring(self, centre: Point, radius: float, colour: Colour, width: float) -> None:
        """Draw a circle's line."""
        x, y = centre
        box = [v * FINER for v in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=colour, width=round(width * FINER))

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line through points."""
        self._pen.line(
            _larger(points), fill=colour, width=round(width * FINER), joint="curve"
        )

    def sun(self, x: float, y: float, radius: float = 60) -> None:
        """Set the sun, or the moon, with a glow."""
        for wider, see in ((2.1, 0.12), (1.5, 0.22), (1, 1)):
            self.oval(x, y, radius * wider, radius * wider, self.palette.sun, see)

    def hills(self, base: float, height: float, colour: Colour) -> None:
        """Draw a soft line of hills across the sheet."""
        one, two = self.chance.uniform(0, 6), self.chance.uniform(0, 6)
        tops = [
            (x, base - height * (1 + math.sin(x / 170 + one) * 0.5 + _wave(x, two)))
            for x in range(0, WIDTH + 20, 20)
        ]
        self.poly([(0, HEIGHT), *tops, (WIDTH, HEIGHT)], colour)

    def ground(self, at: float = GROUND, colour: Colour | None = None) -> None:
        """Lay the land, a little lighter where it begins."""
        colour = colour or self.palette.land
        self.rect(0, at, WIDTH, HEIGHT - at, colour)
        self.rect(0, at, WIDTH, 8, shade(colour, 0.18))

    def landscape(self) -> None:
        """Draw what stands behind most things: sun, hills, land."""
        self.sun(self.chance.uniform(180, 1020), self.chance.uniform(120, 220))
        self.hills(GROUND, 120, shade(self.palette.far, 0.15))
        self.hills(GROUND, 60, self.palette.far)
        self.ground()

    def tabletop(self) -> None:
        """Draw a wall and a table, for things that lie indoors."""
        wall = shade(self.palette.other, 0.72)
        self.rect(0, 0, WIDTH, HEIGHT, wall)
        self.oval(600, 330, 480, 330, shade(wall, 0.4), 0.5)
        self.ground(600, shade(self.palette.accent, -0.35))

    def webp(self, *, smaller: int = 1) -> bytes:
        """Return the drawing as a WebP file, so many times smaller."""
        with BytesIO() as file:
            image = self._image.reduce(FINER * smaller)
            image.save(file, "WEBP", quality=82, method=1)
            return file.getvalue()


def _gradient(above: Colour, below: Colour) -> Image.Image:
    steps = [above, below]
    strip = Image.new("RGB", (1, 2))
    strip.putdata(steps)
    tall = strip.resize((1, HEIGHT * FINER), Image.Resampling.BILINEAR)
    return tall.resize((WIDTH * FINER, HEIGHT * FINER), Image.Resampling.NEAREST)


def _larger(points: Iterable[Point]) -> list[Point]:
    return [(x * FINER, y * FINER) for x, y in points]


def _wave(x: float, phase: float) -> float:
    return math.sin(x / 61 + phase) * 0.16
