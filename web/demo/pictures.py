"""The demo's pictures: drawn here, honest about being drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from web.demo.canvas import HEIGHT, PALETTES, WIDTH, Canvas
from web.demo.scenes import goods, industry, land, moving, papers

SUBJECTS: Mapping[str, tuple[Callable[[Canvas], None], str]] = {
    "barrels": (goods.barrels, "barrels in a cellar"),
    "boat": (moving.sailing_boat, "a sailing boat"),
    "broadleaves": (land.broadleaves, "an open wood with a track"),
    "brooms": (industry.brooms, "brooms that lean against a wall"),
    "candles": (industry.candles, "burning candles"),
    "car": (moving.car, "a car on a road"),
    "chairs": (goods.chairs, "a table with chairs and a lamp"),
    "claim": (papers.claim, "loan papers with a seal"),
    "coffee": (goods.coffee, "sacks of raw coffee"),
    "compartments": (land.compartments, "a forester's map with its compartments"),
    "conifers": (land.conifers, "a forest of firs"),
    "crane": (moving.trailer_crane, "a mobile crane with a raised boom"),
    "excavator": (moving.excavator, "an excavator on a building site"),
    "flats": (land.flats, "a block of flats"),
    "floor_plan": (land.floor_plan, "a plan of rooms"),
    "gears": (moving.gears, "gears of a machine"),
    "house": (land.house, "a house with a garden"),
    "ladle": (industry.ladle, "a ladle that pours molten steel"),
    "licence": (papers.licence, "a licence with a stamp"),
    "lorry": (moving.lorry, "a lorry with its trailer"),
    "pallets": (goods.pallets, "boxes on pallets"),
    "patent": (papers.patent, "a mechanism as in a patent"),
    "press": (industry.press, "a machine tool in a hall"),
    "quarry": (land.quarry, "a quarry with a digger"),
    "quay": (industry.quay_crane, "a quay with a crane and containers"),
    "sawmill": (industry.sawmill, "logs before a sawmill"),
    "screen": (papers.screen, "a screen with lines of source text"),
    "shares": (papers.shares, "a chart of results beside a share of a circle"),
    "ship": (moving.ship, "a cargo ship at sea"),
    "shop": (land.shop, "a shop in a street of old houses"),
    "site_plan": (land.site_plan, "a map with one parcel marked"),
    "steel_mill": (industry.steel_mill, "a steel mill with smoking chimneys"),
    "textiles": (goods.textiles, "rolls of cloth"),
    "toll_road": (papers.toll_road, "a road with a toll gate"),
    "tractor": (moving.tractor, "a tractor in a field"),
    "trade_mark": (papers.trade_mark, "an emblem on a certificate"),
    "turbine": (papers.turbine, "wind turbines on a hill"),
    "van": (moving.van, "a delivery van"),
    "warehouse": (land.warehouse, "a warehouse with loading doors"),
    "watches": (goods.watches, "wrist watches on a cushion"),
    "workshop": (industry.workshop, "a brick works with a saw-tooth roof"),
}
INDOORS = frozenset(
    [
        "barrels",
        "brooms",
        "candles",
        "chairs",
        "claim",
        "coffee",
        "compartments",
        "floor_plan",
        "gears",
        "ladle",
        "licence",
        "pallets",
        "patent",
        "press",
        "screen",
        "shares",
        "site_plan",
        "textiles",
        "trade_mark",
        "watches",
    ]
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as it is kept."""

    content: bytes
    thumbnail: bytes
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@lru_cache(maxsize=256)
def draw(subject: str, palette: str, seed: str) -> Picture:
    """Draw a subject; the same three words always give the same picture."""
    scene, what = SUBJECTS[subject]
    canvas = Canvas(PALETTES[palette], f"{subject} {seed}")
    scene(canvas)
    when = "" if subject in INDOORS else f" {canvas.palette.when}"
    alt = f"Drawing of {what}{when}, an example"
    return Picture(canvas.webp(), canvas.webp(smaller=3), alt)
