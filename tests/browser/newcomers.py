"""People who come to the site with an empty browser, and what they do there."""

from __future__ import annotations

from base64 import b32decode
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from defusedxml.ElementTree import parse
from PIL import Image
from playwright.sync_api import Page, expect

from auction import one_time_codes
from tests.bank_files import ACCOUNT, Entry, camt
from tests.browser.clocked import ClockedSite
from tests.browser.people import PASSWORD

DESK = "/desk/example-court"


@dataclass(kw_only=True)
class Newcomer:
    """Somebody at a browser, and the app on the telephone beside it."""

    page: Page
    site: ClockedSite
    name: str
    email: str
    secret: str = field(default="", repr=False)

    def go(self, path: str) -> None:
        self.page.goto(path)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()
        if self.page.get_by_role("heading", name="Confirm that it is you").count():
            self.prove()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def prove(self) -> None:
        """Give the password once more, where a delicate act asks for it."""
        self.fill("Password", PASSWORD)
        if self.secret:
            self.page.get_by_label("Code from your app").fill(self.code())
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Confirm").click()

    def code(self) -> str:
        """Look at the app; a code counts once, so it waits for the next one."""
        self.site.clock.move(timedelta(seconds=31))
        seed = b32decode(self.secret.replace(" ", ""))
        return one_time_codes.code_at(seed, one_time_codes.step_at(self.site.clock.at))

    def sign_up(self) -> None:
        """Open an account, and confirm the address by the link in the letter."""
        self.go("/register")
        self.fill("Full name", self.name)
        self.fill("E-mail address", self.email)
        self.fill("Password", PASSWORD)
        self.press("Create the account")
        self.go(self.site.link_for(self.email))
        self.press("Confirm this address")
        if self.page.get_by_role("button", name="Sign out").count() == 0:
            self.sign_in()

    def sign_in(self) -> None:
        self.go("/sign-in")
        self.fill("E-mail address", self.email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        if self.secret:
            self.page.get_by_label("Code from your app").fill(self.code())
            self.press("Continue")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def take_second_factor(self) -> None:
        """Type the secret into the app, and its first code into the page."""
        self.go("/account/second-factor")
        if self.page.get_by_role("heading", name="Confirm that it is you").count():
            self.prove()
        self.press("Set it up")
        self.secret = self.page.locator("code").inner_text()
        self.page.get_by_label("Code from your app").fill(self.code())
        self.press("Continue")
        expect(self.page.locator("code")).to_have_count(10)

    def show_myself(self, country: str) -> None:
        self.go("/identity/new/myself")
        self.fill("Full name", self.name)
        self.fill("Date of birth", "1980-02-29")
        self.choose("Nationality", country)
        self.choose("Country where you live", country)
        self.fill("Address", "1 Example Square\n1000 Example")
        self.fill("Number of the passport or identity card", f"P 7{len(self.email)}31")
        self.press("Save and go on")
        self.hand_in("Passport")

    def show_principal(self, company: str, country: str) -> None:
        self.go("/identity/new/another-company")
        self.fill("Name of the company", company)
        self.choose("Country of its seat", country)
        self.fill("Number in the register", "HRB 123456")
        self.fill("Address", "2 Example Square\n1000 Example")
        self.fill("You act for it as", "Attorney")
        self.press("Save and go on")
        self.hand_in("Extract of the register, not older than three months")

    def hand_in(self, kind: str) -> None:
        self.page.get_by_label("Kind of paper").select_option(label=kind)
        self.page.get_by_label("File").set_input_files(self.scan(kind))
        self.press("Add the paper")
        self.press("Hand it in")
        self.sees("Handed in on")

    def scan(self, name: str) -> Path:
        """Put a paper on the scanner."""
        path = self.site.folder / f"{name.split(maxsplit=1)[0].lower()}.png"
        Image.new("RGB", (640, 480), (200, 190, 180)).save(path)
        return path

    def file_mandate(self, lot_id: int, company: str) -> None:
        self.go(f"/lots/{lot_id}/mandate")
        self.choose("You act for", company)
        self.page.get_by_label("Power of attorney").set_input_files(self.scan("Power"))
        self.press("File it")

    def ask_whether_i_may_bid(self, lot_id: int, country: str) -> None:
        self.go(f"/lots/{lot_id}")
        self.follow("May I bid?")
        self.page.get_by_label("A person", exact=True).check()
        self.page.get_by_label("In which country do you live").select_option(country)
        self.page.get_by_label("Of which country").select_option(country)
        self.page.get_by_label("Yes", exact=True).check()
        self.press("May I bid?")

    def register(self, lot_id: int, *, as_whom: str = "") -> None:
        self.go(f"/lots/{lot_id}")
        self.press("Register for this lot")
        self.go(f"/lots/{lot_id}/registration")
        if as_whom:
            self.page.get_by_label(as_whom).check()
            self.press("Bid as this one")

    def claim_priority(self, lot_id: int, why: str) -> None:
        self.go(f"/lots/{lot_id}/registration")
        self.page.get_by_label("Why you have the right").select_option(index=1)
        self.fill("Explanation", why)
        self.page.get_by_label("Paper that shows it").set_input_files(
            self.scan("Proof")
        )
        self.press("Claim the right of priority")

    def match(self, lot_id: int) -> None:
        """Take the price at which another leads."""
        self.go(f"/lots/{lot_id}")
        self.press("as priority purchaser")
        self.press("Place this binding bid")
        self.sees("Your bid was placed")

    def declare_all(self, lot_id: int) -> None:
        """Answer every statement: it is true."""
        self.go(f"/lots/{lot_id}/declarations")
        for answer in self.page.get_by_label("This is true").all():
            answer.check()
        self.press("Declare and sign")

    def reference(self) -> str:
        """Read the reference of the newest deposit from its payment page."""
        self.go("/my-deposits")
        found = self.page.get_by_role("link", name="pay or see the deposit").first
        found.click()
        self.sees(ACCOUNT[:4])
        text = self.page.locator(".oh-copied strong").inner_text()
        return text.replace(" ", "").replace("\xa0", "")

    def bid(self, lot_id: int, amount: str) -> None:
        self.go(f"/lots/{lot_id}")
        self.fill("Your bid, in EUR", amount)
        self.press("Continue")
        self.press("Place this binding bid")
        self.sees("Your bid was placed")


@dataclass(kw_only=True)
class Verifier(Newcomer):
    """Who looks at papers, with a reason, and decides."""

    def accept(self, name: str) -> None:
        self.go("/verifier")
        self.follow(name)
        self.page.get_by_label("Why you open it").select_option(index=1)
        with self.page.expect_download():
            self.page.get_by_role("button", name="Open").first.click()
        self.press("Accept: this is who it is")

    def confirm_mandate(self, company: str) -> None:
        self.go("/verifier/mandates")
        self.follow(company)
        self.press("Confirm it for this lot")

    def confirm_priority(self, title: str) -> None:
        self.go("/verifier/priority")
        self.follow(title)
        self.page.get_by_label("Rank").select_option(index=1)
        self.press("Confirm this right")


@dataclass(kw_only=True)
class Cashier(Newcomer):
    """Who takes the bank's statements over, and sends money back."""

    def take_over(self, *entries: Entry, number: str, opening: int = 0) -> None:
        """Upload a statement, and book all that a reference decides."""
        path = self.site.folder / f"{number}.xml"
        path.write_bytes(camt(*entries, number=number, opening=opening))
        self.go(f"{DESK}/statements")
        self.page.get_by_label("A file from the bank").set_input_files(path)
        self.press("Take it over")
        self.press("Book all that a reference decides")

    def order_returns(self) -> dict[str, str]:
        """Order all that is due; return the payments' names by account."""
        self.go(f"{DESK}/returns")
        self.press("Make an order of those chosen")
        with self.page.expect_download() as download:
            self.follow("The file for your bank")
        return {
            part.findtext(".//{*}CdtrAcct//{*}IBAN", ""): part.findtext(
                ".//{*}EndToEndId", ""
            )
            for part in parse(download.value.path()).iterfind(".//{*}CdtTrfTxInf")
        }
