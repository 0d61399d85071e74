"""Every page of the site, in a real browser at both widths.

The demo fills them; what it lacks is made beside it.
Which pages there are is read from the routes; who may look at each, from the doors.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext
from werkzeug.routing import Rule

from auction import clock
from bench.site import prepared
from tests.browser.answering import answering
from tests.browser.examining import Tour
from tests.browser.made import things_beside_the_demo
from tests.browser.things import addresses_with_a_question, things_of_the_demo
from tests.security.doors import DOORS, address_of
from tests.security.visitors import (
    AUDITORS,
    OFFICE,
    OPERATORS,
    VERIFIERS,
    Visitor,
)
from web.demo import PASSWORD, load_demo
from web.extensions import db

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),  # there are many pages
    # A page that is closed while a picture of it is still on its way.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.xdist_group("every page"),  # looked at once, by one process
]

# Where there is nobody yet (the walk from nothing looks at it), and the room of offices
# that confirm their bidders, which no procedure of the demo has.
UNSEEN = frozenset(
    {"setup.show", "applicants.index", "applicants.of_lot", "applicants.show"}
)
# What it takes a moment of a sale, or a letter, to come to.
NOT_IN_THE_DEMO = frozenset(
    {
        "barrings.new",
        "deposit_acts.ask_to_forfeit",
        "mail_choices.ask",
        "matches.new",
        "maxima.receipt",
    }
)
OFFICER, BIDDER, OPERATOR, VERIFIER, AUDITOR = (
    "officer@court.example",
    "bidder1@example.com",
    "operator@example.com",
    "verifier@example.com",
    "auditor@example.com",
)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Tour:
    """Let the first who may look at each page do so."""
    folder = tmp_path_factory.mktemp("demo")
    app = prepared(f"sqlite:///{folder}/site.sqlite", folder)
    load_demo(app, now=clock.now())
    tour = Tour()
    with answering(app) as site, app.app_context():
        session = db.session()
        things = {
            **things_of_the_demo(session, BIDDER),
            **things_beside_the_demo(session),
        }
        asked = addresses_with_a_question(session, BIDDER)
        browsers: dict[str | None, BrowserContext] = {}
        for rule in pages(app.url_map.iter_rules()):
            if rule.endpoint in UNSEEN | NOT_IN_THE_DEMO:
                continue
            email = who_looks(DOORS[rule.endpoint].lets_in)
            if email not in browsers:
                browsers[email] = signed_in(browser, site, email)
            own = asked.get(rule.endpoint)
            look(tour, browsers[email], own or address_of(app, rule, things))
        for context in browsers.values():
            context.close()
        db.engine.dispose()
    gc.collect()  # while what is left open is no surprise
    return tour


def test_axe_finds_nothing_on_any_page_of_the_demo(tour: Tour) -> None:
    assert not tour.barriers, json.dumps(tour.barriers, indent=1)


def test_no_page_of_the_demo_scrolls_sideways_on_a_small_phone(tour: Tour) -> None:
    assert tour.too_wide() == {}


def test_no_page_of_the_demo_upsets_the_browser(tour: Tour) -> None:
    assert tour.upsets() == []


def pages(rules: Iterator[Rule]) -> list[Rule]:
    return sorted(
        (rule for rule in rules if "GET" in (rule.methods or ())),
        key=lambda rule: rule.endpoint,
    )


def who_looks(lets_in: frozenset[Visitor]) -> str | None:
    """Return the address of the first who may, or None for a stranger."""
    if Visitor.STRANGER in lets_in:
        return None
    if lets_in & OFFICE:
        return OFFICER
    alone = {OPERATORS: OPERATOR, VERIFIERS: VERIFIER, AUDITORS: AUDITOR}
    return alone.get(lets_in, BIDDER)


def signed_in(browser: Browser, site: str, email: str | None) -> BrowserContext:
    context = browser.new_context(base_url=site)
    if email is not None:
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        page.close()
    return context


def look(tour: Tour, context: BrowserContext, address: str) -> None:
    """Examine what is a whole page; files and fragments are not."""
    answer = context.request.get(address)
    if "</html>" not in answer.text():
        return
    assert answer.ok, f"{address}: {answer.status}"
    page = context.new_page()
    tour.watch(page)
    page.goto(address)
    tour.examine(address, page)
    page.close()
