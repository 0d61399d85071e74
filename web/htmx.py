"""Telling a fragment request from a page request."""

from flask import request
from htmx_flask import Htmx

htmx = Htmx()


def wants_fragment() -> bool:
    """Say whether htmx asked, rather than a person following a link."""
    return request.headers.get("HX-Request") == "true"
