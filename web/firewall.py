"""Refuse what no database can store, and what another site made a browser send."""

from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, abort, request

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_ID = 2**63 - 1  # SQLite and PostgreSQL hold no more


def init_app(app: Flask) -> None:
    """Check every request before a view sees it."""
    app.before_request(refuse_unstorable)
    app.before_request(refuse_cross_site)


def refuse_unstorable() -> None:
    """Refuse NUL bytes, broken characters and ids beyond any row."""
    if any(isinstance(v, int) and v > LARGEST_ID for v in _path_values()):
        abort(HTTPStatus.NOT_FOUND)
    texts = [request.path]
    if request.query_string:
        texts += [*request.args.keys(), *_all(request.args)]
    if request.method == "POST":
        texts += [*request.form.keys(), *_all(request.form)]
    if any(unstorable(text) for text in texts):
        abort(HTTPStatus.BAD_REQUEST, "That text holds characters nobody can store.")


def refuse_cross_site() -> None:
    """Trust the browser's own word on where a request that writes came from."""
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        came_from_us = site in {"same-origin", "none"}
    else:
        origin = request.headers.get("Origin")
        came_from_us = origin is None or urlsplit(origin).netloc == request.host
    if not came_from_us:
        abort(HTTPStatus.FORBIDDEN, "This form was sent from another site.")


def unstorable(text: str) -> bool:
    """Say whether a text holds a NUL byte or half a character."""
    return "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)


def _path_values() -> list[object]:
    return list((request.view_args or {}).values())


def _all(values: object) -> list[str]:
    return [text for _, text in values.items(multi=True)]  # type: ignore[attr-defined]
