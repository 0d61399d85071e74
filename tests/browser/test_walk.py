"""The main job, walked through in a real browser on a real clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visitors
from tests.browser.examining import Tour
from tests.browser.people import OFFICER, Person, Site

pytestmark = pytest.mark.browser

ONE_POLL = 3_000  # ms: the pace is one second, and two cores have seven pages to draw
REASON = "The debtor has settled with the court's cashier."

OpenLot = Callable[..., int]
Visitor = Callable[..., Person]


def test_everybody_who_looks_sees_each_bid_the_moved_end_and_the_recall(
    open_lot: OpenLot, visitor: Visitor
) -> None:
    ann, bob, watcher, officer = (visitor() for _ in range(4))
    ann.open_account("Ann")
    bob.open_account("Bob")
    officer.sign_in(OFFICER)
    lot_id = open_lot(closes_in=timedelta(seconds=50), soft_close=25)
    watcher.look_at(lot_id)
    ann.register_for(lot_id)
    bob.register_for(lot_id)
    everybody = (ann, bob, watcher)

    ann.bid("100")
    for person in everybody:
        expect(person.panel()).to_contain_text("100.00", timeout=ONE_POLL)

    bob.bid("110")
    for person in everybody:
        expect(person.panel()).to_contain_text("110.00", timeout=ONE_POLL)
    expect(bob.page.get_by_text("You lead.", exact=True)).to_be_visible()
    expect(ann.page.get_by_text("You are outbid.")).to_be_visible()

    field = bob.page.get_by_label("Your bid, in EUR")
    field.press_sequentially("13")
    clock = watcher.panel().locator("[data-countdown]")
    end = clock.get_attribute("data-until")
    watcher.page.wait_for_function(LESS_THAN_TWENTY_SECONDS_LEFT, timeout=30_000)
    ann.look_at(lot_id)  # her form was that of a leader, who sets maxima only
    ann.bid("120")
    for person in everybody:
        expect(person.panel()).to_contain_text("1 extension", timeout=ONE_POLL)
        moved = person.panel().locator("[data-countdown]").get_attribute("data-until")
        assert int(moved or 0) > int(end or 0)
    expect(field).to_have_value("13")
    expect(field).to_be_focused()
    expect(bob.page.locator("#announcer")).to_contain_text("120.00", timeout=11_000)

    officer.recall(lot_id, reason=REASON)
    for person in everybody:
        expect(person.panel()).to_contain_text(REASON, timeout=ONE_POLL)
        assert person.panel().get_attribute("hx-get") is None
    expect(bob.page.get_by_role("cell", name="Void")).to_have_count(3)


LESS_THAN_TWENTY_SECONDS_LEFT = """
() => /^00:00:[01]\\d$/.test(document.querySelector("[data-countdown]").textContent)
"""


def test_the_same_walk_works_without_javascript(
    open_lot: OpenLot, visitor: Visitor
) -> None:
    cid, dora, officer = (visitor(java_script_enabled=False) for _ in range(3))
    lot_id = open_lot()

    cid.open_account("Cid")
    cid.sign_out()
    cid.sign_in("cid@example.com")
    cid.register_for(lot_id)
    cid.bid("100")
    expect(cid.page.get_by_text("You lead.", exact=True)).to_be_visible()

    dora.open_account("Dora")
    dora.register_for(lot_id)
    dora.ask_to_bid("100")
    expect(dora.page.get_by_role("alert")).to_contain_text("110.00")
    dora.bid("110")
    expect(dora.panel()).to_contain_text("110.00")

    cid.panel().get_by_role("link", name="Refresh").click()
    expect(cid.page.get_by_text("You are outbid.")).to_be_visible()

    officer.sign_in(OFFICER)
    officer.recall(lot_id, reason=REASON)
    cid.look_at(lot_id)
    expect(cid.panel()).to_contain_text(REASON)


def test_axe_finds_nothing_on_any_page(every_page: Tour) -> None:
    assert not every_page.barriers, json.dumps(every_page.barriers, indent=1)


def test_no_page_scrolls_sideways_on_a_small_phone(every_page: Tour) -> None:
    assert every_page.too_wide() == {}


def test_no_page_upsets_the_browser(every_page: Tour) -> None:
    assert every_page.upsets() == []


def test_a_page_whose_server_is_gone_says_so(
    open_lot: OpenLot, visitor: Visitor
) -> None:
    watcher = visitor()
    lot_id = open_lot(closes_in=timedelta(seconds=50))
    watcher.look_at(lot_id)
    lost = watcher.page.get_by_role("alert").filter(has_text="Connection lost")
    expect(lost).to_be_hidden()

    watcher.page.route("**/live?*", lambda route: route.abort())
    expect(lost).to_be_visible()

    watcher.page.unroute("**/live?*")
    expect(lost).to_be_hidden()


@pytest.fixture(scope="module")
def every_page(site: Site, browser: Browser, open_lot: OpenLot) -> Tour:
    """Go from page to page, as a stranger, a bidder and an officer."""
    tour, lot_id = Tour(), open_lot()

    for walk in (as_a_stranger, as_a_bidder, as_an_officer):
        with visitors(site, browser) as visitor:
            person = visitor()
            tour.watch(person.page)
            for name in walk(person, lot_id):
                tour.examine(name, person.page)

    return tour


def as_a_stranger(person: Person, lot_id: int) -> Iterator[str]:
    for path in ("/", "/lots", "/catalogues", "/register", "/sign-in"):
        person.page.goto(path)
        yield path
    person.page.get_by_role("button", name="Sign in").click()
    person.page.get_by_role("alert").wait_for()
    yield "sign-in with an error"
    person.look_at(lot_id)
    yield "lot, signed out"
    person.page.get_by_label("Where this lot belongs").get_by_role("link").last.click()
    person.page.get_by_role("heading", level=1, name="Example sale").wait_for()
    yield "catalogue"


def as_a_bidder(person: Person, lot_id: int) -> Iterator[str]:
    person.open_account(f"Eve-{lot_id}")
    person.register_for(lot_id)
    yield "lot, registered"
    person.ask_to_bid("1")
    person.page.get_by_role("alert").wait_for()
    yield "lot, with a refusal"
    person.ask_to_bid("100")
    person.page.get_by_role("heading", name="Confirm your bid").wait_for()
    yield "confirmation"
    person.confirm()
    yield "receipt"
    person.look_at(lot_id)
    yield "lot, leading"
    for path in ("/my-bids", f"/lots/{lot_id}/bids", "/no-such-page"):
        person.page.goto(path)
        yield path


def as_an_officer(person: Person, lot_id: int) -> Iterator[str]:
    person.sign_in(OFFICER)
    person.page.goto("/desk")
    yield "desk"
    person.page.goto(f"/lots/{lot_id}/recall")
    yield "recall form"
    person.page.get_by_role("button", name="Recall the lot").click()
    person.page.get_by_role("alert").wait_for()
    yield "recall form with an error"
    person.recall(lot_id, reason=REASON)
    yield "lot, recalled, for its seller"
