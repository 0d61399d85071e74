"""The site's table of contents."""

from flask import Flask

from blueprints import (
    accounts,
    acts,
    answers,
    approvals,
    bids,
    catalogues,
    changes,
    checks,
    copying,
    desk,
    desk_catalogues,
    drafts,
    editing,
    files,
    health,
    inspections,
    invitations,
    lot_lists,
    lots,
    my_bids,
    operator_outbox,
    people,
    questions,
    registrations,
    relisting,
    reminders,
    site,
    staggering,
    submissions,
    taking_back,
    visits,
)

PARTS = (
    site,
    catalogues,
    lot_lists,
    lots,
    registrations,
    bids,
    questions,
    visits,
    my_bids,
    reminders,
    accounts,
    invitations,
    desk,
    desk_catalogues,
    people,
    answers,
    editing,
    inspections,
    drafts,
    checks,
    submissions,
    approvals,
    taking_back,
    copying,
    changes,
    operator_outbox,
    acts,
    relisting,
    staggering,
    files,
    health,
)


def init_app(app: Flask) -> None:
    """Register every part of the site."""
    for part in PARTS:
        app.register_blueprint(part.bp)
