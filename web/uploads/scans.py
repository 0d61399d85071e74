"""Scanned papers that come as pictures: made anew as a PDF of one page.

A paper is kept as people expect a paper, and the same scan always gives the same bytes.
"""

from io import BytesIO

from web.uploads import apart
from web.uploads.pictures import opened

LONG_SIDE = 3000  # pixels: A4 at 256 to the inch
LONG_SIDE_INCHES = 11.69


def make(content: bytes) -> apart.Made:
    """Make a PDF of a scan; in the process apart."""
    page = opened(content, long_side=LONG_SIDE)
    with BytesIO() as file:
        page.save(
            file,
            "PDF",
            resolution=max(page.size) / LONG_SIDE_INCHES,
            quality=85,
            title=None,
            creationDate=None,
            modDate=None,
        )
        return {}, (file.getvalue(),)
