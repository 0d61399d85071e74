"""The people who walk through the site, each in a browser of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from flask import Flask
from playwright.sync_api import Locator, Page
from sqlalchemy import func, update

from auction import clock
from auction.models import Catalogue, OfficeKind, Role
from auction.services import accounts, cataloguing, offices, opening
from auction.services.offices import Profile
from bench.site import announce, sheet
from tests.letters import last_link_to
from web.extensions import db

PASSWORD = "correct horse battery staple"
OFFICER = "officer@court.example"
_serial = count(1)


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running site, and the way to its database."""

    app: Flask
    address: str

    def open_office(self) -> int:
        with self.app.app_context():
            office = offices.add_office(
                db.session(),
                slug="example-court",
                profile=Profile(
                    name="Example Court", kind=OfficeKind.COURT, region="North"
                ),
            )
            accounts.add_person(
                db.session(),
                email=OFFICER,
                password=PASSWORD,
                name="An officer",
                role=Role.OFFICER,
                office_id=office.id,
                is_example=True,
                now=clock.now(),
            )
            return office.id

    def link_for(self, email: str) -> str:
        """Return the path of the link in the last letter to somebody."""
        with self.app.app_context():
            return last_link_to(db.session(), email)

    def open_lot(
        self, office_id: int, *, closes_in: timedelta, soft_close: int = 300
    ) -> int:
        """Open a lot whose soft close is so many seconds long."""
        number, now = next(_serial), clock.now()
        with self.app.app_context():
            session = db.session()
            catalogue = cataloguing.create_catalogue(
                session,
                office_id=office_id,
                slug=f"sale-{number}",
                title=f"Example sale {number}",
                procedure="movables",
                currency="EUR",
                locale="en",
                time_zone="UTC",
            )
            text = func.replace(
                Catalogue.procedure_text, '"5 min"', f'"{soft_close} s"'
            )
            session.execute(update(Catalogue).values(procedure_text=text))
            session.commit()
            catalogue_id = catalogue.id
            lot = cataloguing.add_lot(
                session,
                catalogue_id=catalogue_id,
                sheet=sheet(number, opens_at=now, closes_in=closes_in),
            )
            lot_id = lot.id
            announce(session, office_id=office_id, catalogue_id=catalogue_id, now=now)
            opening.open_due_lots(session, now=clock.now())
            return lot_id


class Person:
    """Somebody at a browser, who does what a person would do."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site

    def panel(self) -> Locator:
        return self.page.get_by_role("region", name="Price")

    def look_at(self, lot_id: int) -> None:
        self.page.goto(f"/lots/{lot_id}")

    def open_account(self, name: str) -> None:
        self.page.goto("/register")
        self.page.get_by_label("Full name").fill(name)
        self.page.get_by_label("E-mail address").fill(f"{name}@example.com".lower())
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Create the account").click()
        self.page.get_by_role("heading", name="Look in your mail").wait_for()
        self.page.goto(self.site.link_for(f"{name}@example.com".lower()))
        self.page.get_by_role("button", name="Confirm this address").click()
        self.page.get_by_text("Your account is open.").wait_for()

    def sign_in(self, email: str) -> None:
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_text("You are signed out.").wait_for()

    def register_for(self, lot_id: int) -> None:
        self.look_at(lot_id)
        self.page.get_by_role("button", name="Register for this lot").click()
        self.page.get_by_role("link", name="Declare it").click()
        for answer in self.page.get_by_label("This is true").all():
            answer.check()
        self.page.get_by_role("button", name="Declare").click()
        self.look_at(lot_id)
        self.page.get_by_text("Your bidder number for this lot").wait_for()

    def ask_to_bid(self, amount: str) -> None:
        self.page.get_by_label("Your bid, in EUR").fill(amount)
        once = self.page.get_by_label("Bid this amount once")
        if once.is_visible():
            once.check()
        self.page.get_by_role("button", name="Continue").click()

    def confirm(self) -> None:
        self.page.get_by_role("button", name="Place this binding bid").click()
        self.page.get_by_role("heading", name="Your bid was placed").wait_for()

    def bid(self, amount: str) -> None:
        """Bid on the lot that is on the screen, and come back to it."""
        self.ask_to_bid(amount)
        self.confirm()
        self.page.get_by_role("link", name="Back to the lot").click()
        self.panel().wait_for()

    def recall(self, lot_id: int, *, reason: str) -> None:
        self.page.goto(f"/lots/{lot_id}/recall")
        self.page.get_by_label("The debtor has paid.").check()
        self.page.get_by_label("Reason that everybody will read").fill(reason)
        self.page.get_by_role("button", name="Recall the lot").click()
        self.page.get_by_text("The lot is recalled.").wait_for()
