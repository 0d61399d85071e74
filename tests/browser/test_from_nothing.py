"""An office begins with nothing but a browser without JavaScript, and sells.

The site is empty. Its operator opens an office and invites its first officer, who
invites a colleague, imports a list, adds photos and documents, and has the sale
approved and announced. One lot is recalled by two persons, one passes and goes on to
the second round. Nobody touches the command line. Everybody who works there signs in
with a second factor.
"""

from __future__ import annotations

from base64 import b32decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from auction import clock, one_time_codes
from auction.models import Lot, User
from auction.services import second_factor
from tests.browser.clocked import ClockedSite, clocked_site
from tests.browser.examining import Tour
from tests.browser.people import PASSWORD
from tests.moving_clock import NOON
from tests.qualifying import qualify
from web import keys, setup_code
from web.extensions import db

pytestmark = pytest.mark.browser

OPERATOR, DRAFTER, APPROVER, BIDDER = (
    "operator@site.example",
    "drafter@court.example",
    "approver@court.example",
    "bidder@example.com",
)
OPENS, ENDS = NOON + timedelta(days=40), NOON + timedelta(days=41)
REASON = "The debtor has paid the whole of the claim to the cashier."

Visitor = Callable[[], Page]
Look = Callable[[Page], None]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ClockedSite]:
    with clocked_site(tmp_path) as site:
        yield site


@pytest.fixture
def visitor(site: ClockedSite, browser: Browser) -> Iterator[Visitor]:
    with ExitStack() as contexts:

        def visitor() -> Page:
            context = browser.new_context(
                base_url=site.address, java_script_enabled=False
            )
            context.set_default_timeout(10_000)  # ms
            contexts.callback(context.close)
            return context.new_page()

        yield visitor


@pytest.fixture
def tour() -> Tour:
    return Tour()


@pytest.fixture
def look(site: ClockedSite, browser: Browser, tour: Tour) -> Look:
    """Let somebody with scripts look at the page on which another person is."""

    def look(page: Page) -> None:
        context = browser.new_context(
            base_url=site.address, storage_state=page.context.storage_state()
        )
        same = context.new_page()
        tour.watch(same)
        same.goto(page.url)
        tour.examine(page.url, same)
        context.close()

    return look


def test_an_office_sells_with_nothing_but_a_browser(
    site: ClockedSite, visitor: Visitor, look: Look, tour: Tour
) -> None:
    operator, drafter, approver, bidder = (visitor() for _ in range(4))
    set_up(operator, site, look)
    open_office(operator, look)
    join(drafter, site, DRAFTER, "Dora Drafter", look)
    invite(drafter, APPROVER, "Approver")
    join(approver, site, APPROVER, "Arno Approver", look)

    open_catalogue(drafter)
    import_list(drafter, site, look)
    for number in (1, 2, 3):
        add_photo_and_document(drafter, site.folder, number)
    submit(drafter)
    approve(approver, look)
    site.tick()
    bidder.goto("/catalogues/spring-sale")
    expect(bidder.get_by_text("3 lots")).to_be_visible()

    site.wait_until(OPENS)
    for page, email in ((drafter, DRAFTER), (approver, APPROVER)):
        sign_in(page, site, email)
    recall(drafter, site.folder, "Lathe")
    bidder.goto("/catalogues/spring-sale")
    expect(bidder.get_by_text("Recalled")).to_have_count(0)
    confirm_recall(approver)
    bidder.reload()
    expect(bidder.get_by_text("Recalled")).to_have_count(1)

    register_and_bid(bidder, site, "Milling machine", "400.00")
    site.wait_until(ENDS + timedelta(hours=1))
    bidder.goto("/catalogues/spring-sale")
    expect(bidder.get_by_text("Sold")).to_have_count(1)
    expect(bidder.get_by_text("Passed")).to_have_count(1)

    sign_in(drafter, site, DRAFTER)
    offer_again(drafter)
    drafter.goto("/catalogues/spring-sale")
    drafter.get_by_role("link", name="Drilling machine").click()
    expect(drafter.get_by_role("heading", name="Attempts")).to_be_visible()

    assert not tour.barriers
    assert tour.too_wide() == {}
    assert tour.upsets() == []


def set_up(page: Page, site: ClockedSite, look: Look) -> None:
    """Make the operator's account with the code of a new installation."""
    page.goto("/setup")
    look(page)
    with site.app.app_context():
        page.get_by_label("Set-up code").fill(setup_code.code())
    page.get_by_label("Your full name").fill("Otto Operator")
    page.get_by_label("E-mail address").fill(OPERATOR)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Set the site up").click()
    expect(page.get_by_text("The site is yours.")).to_be_visible()
    set_up_factor(page, site, look)
    expect(page.get_by_role("heading", level=1, name="Offices")).to_be_visible()


def open_office(page: Page, look: Look) -> None:
    page.goto("/operator/offices/new")
    page.get_by_label("Name", exact=True).fill("Example Court")
    page.get_by_label("Short name").fill("example-court")
    page.get_by_label("Kind").select_option(label="Court")
    page.get_by_label("Time zone").select_option("UTC")
    page.get_by_role("button", name="Open the office").click()
    expect(page.get_by_role("heading", level=1, name="Example Court")).to_be_visible()
    page.goto("/operator/offices/example-court/invitation")
    look(page)
    invite_here(page, DRAFTER, ["Drafter", "Approver"])


def invite(page: Page, email: str, *duties: str) -> None:
    page.goto("/desk/example-court/people/invitation")
    invite_here(page, email, list(duties))


def invite_here(page: Page, email: str, duties: list[str]) -> None:
    page.get_by_label("E-mail address").fill(email)
    for duty in duties:
        page.get_by_label(duty).check()
    page.get_by_role("button", name="Send the invitation").click()


def join(page: Page, site: ClockedSite, email: str, name: str, look: Look) -> None:
    """Follow the link of the letter that came, and open an account."""
    page.goto(site.link_for(email))
    look(page)
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open the account and accept").click()
    set_up_factor(page, site, look)
    expect(page.get_by_role("link", name="Desk")).to_be_visible()


def set_up_factor(page: Page, site: ClockedSite, look: Look) -> None:
    """Type the secret into an app, and its first code into the page."""
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Set it up").click()
    look(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Code from your app").fill(shown_by_app(secret, site))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()


def shown_by_app(secret: str, site: ClockedSite) -> str:
    seed = b32decode(secret.replace(" ", ""))
    return one_time_codes.code_at(seed, one_time_codes.step_at(site.clock.at))


def sign_in(page: Page, site: ClockedSite, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    with site.app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        seed = second_factor.seed_of(user, keys.ring())
    step = one_time_codes.step_at(site.clock.at)
    code = one_time_codes.code_at(seed, step)
    page.get_by_label("Code from your app").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Desk")).to_be_visible()


def open_catalogue(page: Page) -> None:
    page.goto("/desk/example-court/catalogues/new")
    page.get_by_label("Title", exact=True).fill("Spring sale")
    page.get_by_label("Short name").fill("spring-sale")
    page.get_by_label("Court auction, first round").check()
    page.get_by_role("button", name="Create the catalogue").click()
    expect(page.get_by_role("heading", level=1, name="Spring sale")).to_be_visible()


def import_list(page: Page, site: ClockedSite, look: Look) -> None:
    """Upload a workbook, take the columns as they are proposed, and import it."""
    page.goto("/desk/example-court/imports/new")
    page.get_by_label("Catalogue").select_option(label="Spring sale")
    page.get_by_label("The list").set_input_files(workbook(site.folder))
    page.get_by_role("button", name="Upload the list").click()
    look(page)
    page.get_by_role("button", name="Check the list").click()
    look(page)
    site.tick()
    page.get_by_role("link", name="Look again").click()
    look(page)
    page.get_by_role("button", name="Import 3 lots").click()
    site.tick()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("3 lots")).to_be_visible()
    look(page)


def workbook(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headings = (
        *("external_id", "title", "category", "description", "valuation"),
        *("starting_price", "increment", "deposit", "opens_at", "closes_at"),
        "field.condition",
    )
    sheet.append(headings)
    for number, title in enumerate(("Lathe", "Milling machine", "Drilling machine"), 1):
        about = f"A {title.lower()} in working order."
        ends = ENDS + timedelta(minutes=number)
        amounts = (500, 400, 10, 40)
        when = (OPENS.strftime("%Y-%m-%d %H:%M"), ends.strftime("%Y-%m-%d %H:%M"))
        row = (f"7-{number}", title, "machinery", about, *amounts, *when, "It runs.")
        sheet.append(row)
    path = folder / "sale.xlsx"
    book.save(path)
    return path


def add_photo_and_document(page: Page, folder: Path, number: int) -> None:
    page.goto("/desk/example-court/catalogues/spring-sale")
    page.get_by_role("row").nth(number).get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="Photos").click()
    picture = folder / f"machine-{number}.png"
    Image.new("RGB", (640, 480), (40 * number, 90, 60)).save(picture)
    page.get_by_label("Add photos").set_input_files(picture)
    page.get_by_role("button", name="Add the chosen photos").click()
    page.get_by_label("What photo 1 shows").fill("The machine from the front")
    page.get_by_role("button", name="Save and continue").click()
    paper = folder / f"valuation-{number}.txt"
    paper.write_text(f"EXAMPLE\n\nMachine {number} is worth 500.00.", encoding="utf-8")
    page.get_by_label("Kind").select_option("valuation_report")
    page.get_by_label("Everybody, once the lot is announced").check()
    page.get_by_label("Files").set_input_files(paper)
    page.get_by_role("button", name="Add the chosen documents").click()
    expect(page.get_by_text("Valuation report").first).to_be_visible()


def submit(page: Page) -> None:
    page.goto("/desk/example-court/catalogues/spring-sale/submission")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("status").filter(has_text="3 lots")).to_be_visible()


def approve(page: Page, look: Look) -> None:
    page.goto("/desk/example-court/approvals")
    page.get_by_role("link", name="3 lots of Spring sale").click()
    look(page)
    page.get_by_role("button", name="Approve 3 lots").click()
    expect(page.get_by_text("3 lots approved.")).to_be_visible()


def recall(page: Page, folder: Path, title: str) -> None:
    """Ask for the recall of a lot, with the order on which it rests."""
    order = folder / "order.txt"
    order.write_text("EXAMPLE\n\nThe sale is called off.", encoding="utf-8")
    page.goto("/catalogues/spring-sale")
    page.get_by_role("link", name=title).click()
    page.get_by_role("link", name="Recall this lot").click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Reason that everybody will read").fill(REASON)
    page.get_by_label("Document on which it rests").set_input_files(order)
    page.get_by_role("button", name="Recall the lot").click()


def confirm_recall(page: Page) -> None:
    page.goto("/desk/example-court/acts")
    page.get_by_role("link", name="Lathe").first.click()
    page.get_by_role("button", name="Confirm").click()


def register_and_bid(page: Page, site: ClockedSite, title: str, amount: str) -> None:
    page.goto("/register")
    page.get_by_label("Full name").fill("Berta Bidder")
    page.get_by_label("E-mail address").fill(BIDDER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    page.goto(site.link_for(BIDDER))
    page.get_by_role("button", name="Confirm this address").click()
    expect(page.get_by_text("Your account is open.")).to_be_visible()
    page.goto("/catalogues/spring-sale")
    page.get_by_role("link", name=title).click()
    show_and_pay(site, title)
    page.get_by_role("button", name="Register for this lot").click()
    page.get_by_label("Your bid, in EUR").fill(amount)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Place this binding bid").click()
    expect(page.get_by_role("heading", name="Your bid was placed")).to_be_visible()


def show_and_pay(site: ClockedSite, title: str) -> None:
    """Let a verifier and a cashier have done what the court asks for."""
    with site.app.app_context():
        session = db.session()
        lot = session.scalars(select(Lot.id).where(Lot.title == title)).one()
        bidder = session.scalars(select(User.id).where(User.email == BIDDER)).one()
        qualify(session, lot_id=lot, user_id=bidder, now=clock.now())


def offer_again(page: Page) -> None:
    """Take the lot that passed on to the second round."""
    page.goto("/desk/example-court/relisting/spring-sale")
    page.get_by_label("Drilling machine").check()
    page.get_by_role("button", name="See what is proposed").first.click()
    page.get_by_role("button", name="Create the drafts").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Drilling machine").first).to_be_visible()
