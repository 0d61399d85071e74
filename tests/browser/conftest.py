"""A real site on loopback, and a real browser to walk through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bench.site import prepared, served
from tests.browser.people import Person, Site
from web.extensions import db

QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("browser")
    url = f"sqlite:///{folder}/site.sqlite"
    app = prepared(url, folder)
    with served(url, threads=4) as port:
        yield Site(app=app, address=f"http://127.0.0.1:{port}")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def office_id(site: Site) -> int:
    return site.open_office()


@pytest.fixture(scope="module")
def open_lot(site: Site, office_id: int) -> Callable[..., int]:
    return partial(site.open_lot, office_id, closes_in=timedelta(days=1))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIETLY)
        yield browser
        browser.close()


@pytest.fixture
def visitor(site: Site, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Let one more person open his browser, with settings of his own."""
    with visitors(site, browser) as visitor:
        yield visitor


@contextmanager
def visitors(site: Site, browser: Browser) -> Iterator[Callable[..., Person]]:
    with ExitStack() as contexts:

        def visitor(**settings: Any) -> Person:
            context = browser.new_context(base_url=site.address, **settings)
            contexts.callback(context.close)
            return Person(context.new_page(), site)

        yield visitor
