"""From where a request comes, as far as it may be counted."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
HOUSEHOLD = 64  # bits: whoever has one IPv6 address, has all that begin like it


def address() -> str:
    """Return the address, or the network of an IPv6 address."""
    text = request.remote_addr or "nowhere"
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return text
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, HOUSEHOLD), strict=False))


def is_a_proxys() -> bool:
    """Say whether the address is a proxy's that nobody has told the site of.

    Then everybody seems to come from there, and nobody may be stopped for it.
    """
    if current_app.config["TRUSTED_PROXIES"]:
        return False
    try:
        found = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return found.is_loopback and any(name in request.headers for name in FORWARDED)
