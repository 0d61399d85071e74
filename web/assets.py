"""Static files under names that change with their contents: they keep for ever."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Flask, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.security import safe_join

FOLDER = Path(__file__).resolve().parent.parent / "static"
HASHED = re.compile(r"(.+)\.([0-9a-f]{8})(\.[a-z0-9]+)")
YEAR = 31_536_000  # seconds


def init_app(app: Flask) -> None:
    """Serve ``/static`` and give templates ``asset()``."""
    app.add_url_rule("/static/<path:name>", "static", serve)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address of a static file, with the digest of its bytes in its name."""
    path = safe_join(str(FOLDER), name)  # visitors choose names, too
    changed = Path(path).stat().st_mtime_ns if path and Path(path).is_file() else 0
    return _address(name, changed)


def serve(name: str) -> ResponseReturnValue:
    """Send a static file; one that was asked for by its digest never changes."""
    found = HASHED.fullmatch(name)
    plain = f"{found[1]}{found[3]}" if found else name
    if found and asset(plain) == f"/static/{name}":
        response = send_from_directory(FOLDER, plain, max_age=YEAR)
        response.cache_control.immutable = True
        response.cache_control.public = True
        return response
    return send_from_directory(FOLDER, name, max_age=60)


@lru_cache(maxsize=256)
def _address(name: str, changed: int) -> str:
    if not changed:
        return f"/static/{name}"
    stem, _, ending = name.rpartition(".")
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]
    return f"/static/{stem}.{digest}.{ending}"
