"""Pictures that people send: what is made of good ones, and what bad ones are told."""

from __future__ import annotations

import resource
from io import BytesIO
from time import monotonic

import pytest
from PIL import Image

from auction.rules.refusal import Refusal
from tests.web.uploads import made
from web.uploads import pictures
from web.uploads.pictures import Picture, read_picture

BROKEN = "This picture is damaged or incomplete."
NOT_A_PICTURE = "This file is not a picture."
TOO_MANY = "more than 40 million pixels"


def read(content: bytes) -> Picture:
    return read_picture(BytesIO(content))


def image(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content), formats=["WEBP"])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew_as_webp(form: str) -> None:
    picture = read(made.photo((60, 40), form))

    assert (picture.width, picture.height) == (60, 40)
    assert image(picture.content).size == (60, 40)


def test_the_place_and_the_camera_are_forgotten() -> None:
    content = made.photo(exif=made.exif())
    assert b"SecretCamera" in content

    picture = read(content)

    for kept in (picture.content, picture.thumbnail):
        assert b"SecretCamera" not in kept
        assert not image(kept).getexif()
        assert not {"exif", "xmp", "icc_profile"} & set(image(kept).info)


@pytest.mark.parametrize(("orientation", "upright"), [(1, (60, 40)), (6, (40, 60))])
def test_a_picture_is_set_upright(orientation: int, upright: tuple[int, int]) -> None:
    picture = read(made.photo((60, 40), exif=made.exif(orientation=orientation)))

    assert (picture.width, picture.height) == upright
    assert image(picture.content).size == upright


def test_a_turned_picture_shows_its_top_at_the_top() -> None:
    stored = Image.new("RGB", (40, 40), made.BLUE)
    stored.paste(made.RED, (0, 0, 20, 40))  # red on the left
    file = BytesIO()
    stored.save(file, "PNG", exif=made.exif(orientation=6))  # turned clockwise

    shown = image(read(file.getvalue()).content).convert("RGB")

    top, bottom = shown.getpixel((20, 5)), shown.getpixel((20, 35))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > top[2]
    assert bottom[0] < bottom[2]


def test_a_large_picture_becomes_smaller_and_its_thumbnail_small() -> None:
    picture = read(made.photo((4000, 3000)))

    assert (picture.width, picture.height) == (1600, 1200)
    assert image(picture.thumbnail).size == (480, 360)


def test_a_small_picture_is_not_blown_up() -> None:
    picture = read(made.photo((30, 20)))

    assert image(picture.thumbnail).size == (30, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_can_be_read(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (30, 20)).save(file, "PNG")

    assert read(file.getvalue()).width == 30


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    file = BytesIO()
    Image.new("I;16", (30, 20), 40_000).save(file, "PNG")

    grey = image(read(file.getvalue()).content).convert("L").getextrema()

    assert grey == pytest.approx((40_000 / 256, 40_000 / 256), abs=4)


def test_what_is_transparent_becomes_white() -> None:
    file = BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(file, "PNG")

    assert image(read(file.getvalue()).content).convert("L").getextrema() == (255, 255)


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_a_print_shops_colours_can_be_read(form: str) -> None:
    file = BytesIO()
    Image.new("CMYK" if form == "JPEG" else "RGB", (30, 20)).save(file, form)

    assert read(file.getvalue()).height == 20


def test_a_script_behind_a_picture_is_gone() -> None:
    picture = read(made.photo() + b"<html><script>alert(1)</script></html>")

    assert b"script" not in picture.content
    assert b"script" not in picture.thumbnail


def test_an_archive_behind_a_picture_is_gone() -> None:
    picture = read(made.photo() + made.zip_of(b"secret"))

    assert b"PK\x03\x04" not in picture.content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>', NOT_A_PICTURE),
        (b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)", NOT_A_PICTURE),
        (b"<html>no picture</html>", NOT_A_PICTURE),
        (made.pdf(), NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0 and no more", BROKEN),
        (b"\x89PNG\r\n\x1a\n", BROKEN),
        (b"RIFF\0\0\0\0WEBPVP8 ", BROKEN),
        (made.photo((600, 400), "PNG")[:-60], BROKEN),
        (made.photo((600, 400))[:2000], BROKEN),
        (made.photo((600, 400), "WEBP")[:-60], BROKEN),
        (made.huge_png(10_000, 10_000), TOO_MANY),
        (made.huge_png(50_000, 50_000), TOO_MANY),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read(content)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refusal, match="larger than 10 MB"):
        read(made.photo() + b"\0" * pictures.LARGEST)


def test_a_bomb_costs_this_process_neither_memory_nor_time() -> None:
    bomb = made.huge_png(20_000, 20_000)
    before, began = peak_memory(), monotonic()

    with pytest.raises(Refusal, match=TOO_MANY):
        read(bomb)

    assert peak_memory() - before < 150 * 1024  # kB
    assert monotonic() - began < 30  # seconds; 5 of computing


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.skipif(not made.REAL.exists(), reason="the real files are not here")
@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("DSCN0010.jpg", (640, 480)),
        ("china.jpg", (640, 427)),
        ("portrait_3.jpg", (450, 600)),
        ("landscape_6.jpg", (600, 450)),
    ],
)
def test_real_photos_come_out_upright_and_without_a_place(
    name: str, size: tuple[int, int]
) -> None:
    with (made.REAL / name).open("rb") as file:
        picture = read_picture(file)

    assert (picture.width, picture.height) == size
    assert not image(picture.content).getexif()
