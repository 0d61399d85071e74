"""Where to lead a person on to: nowhere but to a page of this site."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from flask import request, url_for

# What a path may be written with (RFC 3986, 3.3 and 3.4): no backslash, no space, no
# line break, nothing beyond ASCII. A fragment never reaches a server.
PATH = re.compile(r"/[A-Za-z0-9\-._~!$&'()*+,;=:@%/?\[\]]*")
LONGEST = 2000  # characters
UNPACKINGS = 5  # %252f is %2f is a slash: somebody between us may unpack it twice


def safe_next(path: str | None) -> str:
    """Return a path on this site to go on to; the home page for any other address."""
    return path if path and is_of_this_site(path) else url_for("site.home")


def is_of_this_site(path: str) -> bool:
    """Say whether an address can lead nowhere else, however it is unpacked."""
    if len(path) > LONGEST or not PATH.fullmatch(path):
        return False
    place = path.partition("?")[0]
    for _ in range(UNPACKINGS):
        if "//" in place or "\\" in place or not place.isprintable():
            return False
        place = unquote(place)
    return "%" not in place


def here() -> str:
    """Return the address of the page that was asked for, as ``safe_next`` takes it."""
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.path, safe="/-._~!$&'()*+,;=:@")
    return f"{path}?{query}" if query else path
