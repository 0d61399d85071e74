"""Addresses of this site as they stand in mails."""

from flask import current_app, url_for


def absolute(endpoint: str, **values: object) -> str:
    """Return a page's whole address.

    It begins with the ``SITE_URL`` of the settings, never with what a request calls
    the site: a forged Host header must not get into anybody's letter.
    """
    return f"{current_app.config['SITE_URL']}{url_for(endpoint, **values)}"  # type: ignore[arg-type]
