"""The site's table of contents."""

from flask import Flask

from blueprints import (
    accounts,
    bids,
    catalogues,
    desk,
    files,
    health,
    lot_lists,
    lots,
    my_bids,
    recalls,
    registrations,
    reminders,
    site,
)

PARTS = (
    site,
    catalogues,
    lot_lists,
    lots,
    registrations,
    bids,
    my_bids,
    reminders,
    accounts,
    desk,
    recalls,
    files,
    health,
)


def init_app(app: Flask) -> None:
    """Register every part of the site."""
    for part in PARTS:
        app.register_blueprint(part.bp)
