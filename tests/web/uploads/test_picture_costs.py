"""A large picture costs little memory, or is refused before it is unpacked."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bench.uploads import SIZE, TASKS, WEBP_SIZE, cost_of
from tests.web.uploads import made
from web.uploads.pictures import LONG_SIDE, opened
from web.uploads.scans import LONG_SIDE as LONG_SIDE_OF_SCANS

MEGABYTES = 150
PICTURES: dict[str, tuple[str, tuple[int, int], str, dict[str, Any]]] = {
    "a JPEG": ("RGB", SIZE, "JPEG", {}),
    "a JPEG for a print shop": ("CMYK", SIZE, "JPEG", {}),
    "a progressive JPEG": ("RGB", SIZE, "JPEG", {"progressive": True}),
    "the largest progressive JPEG": (
        *("RGB", (5000, 3800), "JPEG", {"progressive": True, "subsampling": 0}),
    ),
    "a PNG": ("RGB", SIZE, "PNG", {}),
    "a transparent PNG": ("RGBA", SIZE, "PNG", {}),
    "the largest PNG": ("LA", (7000, 4000), "PNG", {}),
    "the largest that is not read at half its size": ("RGBA", (3730, 3730), "PNG", {}),
    "a PNG of 16 bits": ("I;16", (6600, 6000), "PNG", {}),
    "a PNG with a palette": ("P", (6600, 6000), "PNG", {}),
    "a WebP": ("RGB", WEBP_SIZE, "WEBP", {}),
    "a transparent WebP": ("RGBA", WEBP_SIZE, "WEBP", {"lossless": True}),
}


@pytest.fixture(scope="module")
def idle() -> float:
    """Return the megabytes that reading no picture to speak of takes."""
    return cost_of("picture", made.photo((10, 10))).megabytes


def picture(mode: str, size: tuple[int, int], form: str, **how: Any) -> bytes:
    with BytesIO() as file:
        Image.new(mode, size).save(file, form, **how)
        return file.getvalue()


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("task", TASKS)
def test_a_large_picture_is_read_in_little_memory(
    task: str, name: str, idle: float
) -> None:
    mode, size, form, how = PICTURES[name]

    cost = cost_of(task, picture(mode, size, form, **how))

    assert cost.refusal == ""
    assert cost.megabytes - idle < MEGABYTES


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture("RGB", (3001, 2000), "WEBP"), "A WebP picture can have 6 million"),
        (picture("RGBA", SIZE, "WEBP"), "A WebP picture can have 6 million"),
        (
            picture("RGB", (2000, 3001), "WEBP", lossless=True),
            "A WebP picture can have 6 million",
        ),
        (picture("RGBA", (7001, 4000), "PNG"), "A PNG picture can have 28 million"),
        (
            picture("RGB", (5001, 3800), "JPEG", progressive=True, subsampling=0),
            "A progressive JPEG can have 19 million",
        ),
    ],
)
def test_what_there_is_no_room_for_is_refused_with_its_limit(
    content: bytes, sentence: str, idle: float
) -> None:
    cost = cost_of("picture", content)

    assert cost.refusal.startswith(sentence)
    assert cost.refusal.endswith("A plain JPEG can have more.")
    assert cost.megabytes - idle < MEGABYTES / 10


@pytest.mark.parametrize("long_side", [LONG_SIDE, LONG_SIDE_OF_SCANS])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "1", "I;16"])
def test_a_picture_in_strips_is_whole_and_upright(mode: str, long_side: int) -> None:
    drawn = Image.new("L", (5000, 3000), 255)
    drawn.paste(0, (0, 0, 2500, 3000))  # dark on the left
    if mode == "I;16":
        drawn = drawn.convert("I").point(lambda value: value * 256)
    with BytesIO() as file:
        drawn.convert(mode).save(file, "PNG", exif=made.exif(orientation=6))
        shown = opened(file.getvalue(), long_side=long_side)

    assert max(shown.size) <= long_side
    assert shown.height > shown.width  # turned clockwise: the left is at the top
    grey = shown.convert("L")
    for down, light in ((0, 0), (0.49, 0), (0.51, 255), (1, 255)):
        row = int(down * (grey.height - 1))
        for column in (0, grey.width // 2, grey.width - 1):
            assert grey.getpixel((column, row)) == pytest.approx(light, abs=3)
