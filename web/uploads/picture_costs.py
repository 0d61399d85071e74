"""What it costs in memory to unpack a picture, by the kind of its file."""

from __future__ import annotations

from PIL import Image, JpegImagePlugin

from web.uploads.taking import MEGABYTE, FileRefused

ROOM = 110 * MEGABYTE  # for a picture while it is unpacked
MILLION = 1_000_000
WEBP = 19  # bytes for a pixel: its decoder holds the picture several times
NARROW = {"1": 1, "L": 1, "P": 1, "I;16": 2}  # bytes for a pixel; all others have four


class TooManyForItsKind(FileRefused):
    """A {kind} can have {most} million pixels at most. A plain JPEG can have more."""


def check_webp(content: bytes) -> None:
    """Refuse a WebP for which there is no room, before it is even opened.

    Opening one takes the room for all its pixels already.
    """
    _check(_pixels_of_webp(content), WEBP, kind="WebP picture")


def check_opened(image: Image.Image) -> None:
    """Refuse a JPEG or PNG for which there is no room, before it is unpacked."""
    pixels = image.width * image.height
    if image.format == "PNG":
        _check(pixels, NARROW.get(image.mode, 4), kind="PNG picture")
    elif isinstance(image, JpegImagePlugin.JpegImageFile) and "progressive" in (
        image.info
    ):
        _check(pixels, 2 * _numbers(image), kind="progressive JPEG")


def _check(pixels: int, bytes_of_a_pixel: int, *, kind: str) -> None:
    most = ROOM // (bytes_of_a_pixel * MILLION)
    if pixels > most * MILLION:
        raise TooManyForItsKind(kind=kind, most=most)


def _pixels_of_webp(content: bytes) -> int:
    """Return how many pixels the head of a WebP file tells (RFC 9649)."""

    def number(start: int, end: int) -> int:
        return int.from_bytes(content[start:end], "little")

    if content[12:16] == b"VP8X":
        return (number(24, 27) + 1) * (number(27, 30) + 1)
    if content[12:16] == b"VP8L":
        sides = number(21, 25)
        return (sides % 2**14 + 1) * ((sides >> 14) % 2**14 + 1)
    return number(26, 28) % 2**14 * (number(28, 30) % 2**14)


def _numbers(image: JpegImagePlugin.JpegImageFile) -> int:
    """Return how many numbers a progressive JPEG has for a pixel, rounded up.

    All of them are in memory before its first row is known; a plain one has a few rows.
    """
    parts = [across * down for _, across, down, _ in image.layer]
    return -(-sum(parts) // max(parts))
