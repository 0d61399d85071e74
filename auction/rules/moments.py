"""How a moment is written, on pages, in letters and in papers alike."""

from datetime import datetime
from zoneinfo import ZoneInfo


def written(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in a time zone: ``02 Mar 2026, 13:00:00 CET (UTC+1)``."""
    local = at.astimezone(zone)
    return f"{local:%d %b %Y, %H:%M:%S} {zone_name(local)}"


def zone_name(local: datetime) -> str:
    """Name the time zone of a local moment, with its distance from UTC."""
    name, offset = local.tzname() or "", local.strftime("%z")
    minutes = "" if offset.endswith("00") else f":{offset[3:]}"
    hours = f"UTC{offset[0]}{int(offset[1:3])}{minutes}"
    return name if name == "UTC" else f"{name} ({hours})" if name.isalpha() else hours
