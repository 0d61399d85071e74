"""The application factory: the only place where everything meets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import blueprints
from web import (
    assets,
    commands,
    config,
    counting,
    database,
    entry,
    errors,
    filters,
    firewall,
    forms,
    headers,
    jobs,
    limits,
    live,
    lot_checks,
    shared_pages,
)
from web.extensions import csrf, db, migrate
from web.htmx import htmx
from web.login import login_manager

PARTS = (
    firewall,
    headers,
    errors,
    limits,
    assets,
    filters,
    forms,
    lot_checks,
    commands,
)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Build the site.

    Settings come from the environment (``web/config.py`` says which there are), then
    from ``settings``; the last word wins.
    """
    app = configured(settings or {})
    db.init_app(app)
    migrate.init_app(app, db)  # type: ignore[no-untyped-call]
    csrf.init_app(app)
    htmx.init_app(app)
    login_manager.init_app(  # type: ignore[no-untyped-call]
        app, add_context_processor=False
    )
    for part in PARTS:
        part.init_app(app)
    blueprints.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    live.forget_all()
    counting.forget_all()
    shared_pages.forget_all()
    jobs.init_app(app)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies
        )
    app.wsgi_app = entry.Arrivals(app.wsgi_app)  # type: ignore[method-assign]
    return app


def configured(settings: Mapping[str, Any]) -> Flask:
    """Return a bare app that knows its settings, with its folders in place."""
    app = Flask(__name__, instance_relative_config=True, static_folder=None)
    instance = Path(app.instance_path)
    app.config.from_mapping(config.from_environment(os.environ, instance).as_flask())
    app.config.update(settings)
    uploads = Path(app.config["UPLOADS"])
    uploads.mkdir(parents=True, exist_ok=True)
    app.config.setdefault("DOCUMENTS", str(uploads.parent / "documents"))
    app.config.setdefault("IDENTITY", str(uploads.parent / "identity"))
    app.config.setdefault("KEYS", str(uploads.parent / "keys"))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.engine_options(
        app.config["SQLALCHEMY_DATABASE_URI"], threads=app.config["THREADS"]
    )
    return app
