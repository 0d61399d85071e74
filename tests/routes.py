"""Compiling the addresses of the site once, and not anew for every test's own app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Key = tuple[object, ...]
_compile = Rule._compile_builder  # noqa: SLF001 - two thirds of what an app costs
_compiled: dict[Key, Callable[..., Any]] = {}


def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:  # noqa: FBT001, FBT002 - werkzeug's own signature
    """Return what builds the addresses of a route; the same route has the same."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.subdomain, rule.host, defaults, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]
