"""Photos and logos: made anew as WebP, upright, of bounded size, with a thumbnail.

A picture that is made anew has lost whatever else was in its file: the place where it
was taken, the camera's number, a script behind its end.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageCms, ImageOps

from web.uploads import apart
from web.uploads.picture_costs import check_opened, check_webp
from web.uploads.taking import MEGABYTE, FileBroken, FileRefused, take

LARGEST = 10 * MEGABYTE
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONG_SIDE, SMALL_SIDE = 1600, 480  # pixels
LARGE = 14_000_000  # pixels: it is read at half its size at most
STRIP = 64  # rows
PLAIN = ("L", "RGB", "CMYK")
WHITE = (255, 255, 255)


class NotAPicture(FileRefused):
    """This file is not a picture. Please choose a JPEG, PNG or WebP file."""


class TooManyPixels(FileRefused):
    """This picture has more than 40 million pixels. Please make it smaller."""


class PictureBroken(FileBroken):
    """This picture is damaged or incomplete. Please save it anew and try again."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: WebP, and small."""

    content: bytes
    width: int
    height: int
    thumbnail: bytes


def read_picture(file: IO[bytes], *, largest: int = LARGEST) -> Picture:
    """Make a picture that somebody sent anew, in a process apart, or refuse it."""
    content = take(file, largest=largest)
    if not is_picture(content):
        raise NotAPicture
    words, (large, small) = apart.work("picture", content)
    return Picture(large, int(words["width"]), int(words["height"]), small)


def is_picture(content: bytes) -> bool:
    """Say whether a file begins as a picture does that we read."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def make(content: bytes) -> apart.Made:
    """Make a picture anew; in the process apart."""
    picture = picture_of(opened(content, long_side=LONG_SIDE))
    size = {"width": picture.width, "height": picture.height}
    return size, (picture.content, picture.thumbnail)


def picture_of(image: Image.Image) -> Picture:
    """Return an image as it is kept."""
    large = image.copy()
    large.thumbnail((LONG_SIDE, LONG_SIDE))
    small = large.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Picture(_webp(large), large.width, large.height, _webp(small))


def opened(content: bytes, *, long_side: int) -> Image.Image:
    """Return a picture upright, in sRGB on white, its long side no longer than that."""
    plain = _reduced(_unpacked(content, long_side), long_side)
    plain.thumbnail((long_side, long_side))
    ImageOps.exif_transpose(plain, in_place=True)
    return _in_srgb(plain)


def _unpacked(content: bytes, long_side: int) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if content.startswith(b"RIFF"):
        check_webp(content)
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
        check_opened(image)
        factor = _factor(image, long_side)
        # A large JPEG is read smaller.
        image.draft("RGB", (image.width // factor, image.height // factor))
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPixels from None
    except (OSError, SyntaxError, ValueError):
        raise PictureBroken from None
    return image


def _reduced(image: Image.Image, long_side: int) -> Image.Image:
    """Return a picture in eight bits on white, somewhat smaller if it is large.

    It is made strip by strip: there is no room for a second one of the whole size.
    """
    factor = _factor(image, long_side)
    if factor == 1 and image.mode in PLAIN:
        return image
    mode = image.mode if image.mode in PLAIN else "RGB"
    size = [-(-length // factor) for length in image.size]
    small = Image.new(mode, (size[0], size[1]))
    small.info = image.info
    for top in range(0, size[1], STRIP):
        first, last = top * factor, min((top + STRIP) * factor, image.height)
        strip = image.crop((0, first, image.width, last))
        small.paste(_on_white(_in_eight_bits(strip)).reduce(factor), (0, top))
    return small


def _factor(image: Image.Image, long_side: int) -> int:
    """Return by how much a picture is made smaller before it is scaled with care."""
    is_large = image.width * image.height > LARGE
    return max(max(image.size) // long_side, 2 if is_large else 1)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in (*PLAIN, "LA", "RGBA"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    image = image.convert("RGBA")
    white = Image.new("RGB", image.size, WHITE)
    white.paste(image, mask=image)
    return white


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode != "L":
        with suppress(ImageCms.PyCMSError, OSError):  # a profile that nobody can read
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, srgb, outputMode="RGB")
            image = turned or image
    return image if image.mode == "RGB" else image.convert("RGB")


def _webp(image: Image.Image) -> bytes:
    with BytesIO() as file:
        image.save(file, "WEBP", quality=82, method=4, icc_profile=b"", exif=b"")
        return file.getvalue()
