"""Three people come with an empty browser, without JavaScript, and want a lot.

The representative of a company signs up, shows who he is and for whom he acts, pays by
bank transfer, bids, and is outbid by a tenant with a right of priority: his deposit
goes back. Somebody from abroad is told no, and why. Letters go through a real mail
server, money through real statements, and signing in asks for a code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from auction.models import Duty, Lot, OfficeKind
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from tests.bank_files import ACCOUNT, Entry
from tests.browser.clocked import ClockedSite, clocked_site
from tests.browser.newcomers import Cashier, Newcomer, Verifier
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
)
from tests.identities import make_verifier
from tests.moving_clock import NOON
from web.extensions import db

pytestmark = pytest.mark.browser

OPENS, ENDS = NOON + timedelta(days=40), NOON + timedelta(days=41)
COMPANY = "Example Mills AG"
AGENTS, TENANTS = "AT611904300234573201", "DE75512108001245126199"  # accounts
MILL, BARN = "The mill by the river", "The barn in the valley"

WHY_NOT = "Only who lives in Germany may bid. You named Austria."

Arrive = Callable[..., Newcomer]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ClockedSite]:
    with clocked_site(tmp_path) as site:
        yield site


@pytest.fixture
def arrive(site: ClockedSite, browser: Browser) -> Iterator[Arrive]:
    """Let one more person open his browser, which runs no scripts."""
    with ExitStack() as contexts:

        def arrive(name: str, email: str, kind: type[Newcomer] = Newcomer) -> Newcomer:
            context = browser.new_context(
                base_url=site.address, java_script_enabled=False
            )
            context.set_default_timeout(10_000)  # ms
            contexts.callback(context.close)
            return kind(page=context.new_page(), site=site, name=name, email=email)

        yield arrive


def open_sale(site: ClockedSite) -> tuple[int, int]:
    """Announce a mill for all, and a barn for people of the country; return both."""
    with site.app.app_context():
        session = db.session()
        office = make_office(
            session,
            kind=OfficeKind.COURT,
            country="DE",
            payee="Example Court",
            iban=ACCOUNT,
        )
        make_officer(
            session,
            office,
            duties=[Duty.CASHIER],
            email="cashier@court.example",
            is_example=True,
        )
        make_verifier(session, email="verifier@site.example", is_example=True)
        sale = make_catalogue(session, office=office)
        mill, barn = (
            make_lot(
                session,
                sale,
                title=title,
                status=LotStatus.ANNOUNCED,
                opens_at=OPENS,
                closes_at=ENDS,
                deposit=Money(20_00),
                eligibility=narrowed,
            ).id
            for title, narrowed in (
                (MILL, {}),
                (BARN, {"residence_only": "DE"}),
            )
        )
        return mill, barn


def outbid_both(site: ClockedSite, lot_id: int) -> None:
    """Let somebody bid more who has been here for long."""
    with site.app.app_context():
        session = db.session()
        berta = make_bidder(session, "Berta")
        lot = session.get_one(Lot, lot_id)
        make_paddle(session, lot, berta)
        place_bid(
            session,
            lot_id=lot_id,
            user_id=berta.id,
            amount=Money(410_00),
            received_at=site.clock.now(),
            idempotency_key="a key of her own",
        )


def subjects(site: ClockedSite, person: Newcomer) -> list[str]:
    return [str(mail["Subject"]) for mail in site.letters_to(person.email)]


def test_a_company_and_a_tenant_bid_are_outbid_and_get_their_deposits_back(
    site: ClockedSite, arrive: Arrive
) -> None:
    mill, _ = open_sale(site)
    agent = arrive("Agnes Agent", "agnes@example.com")
    tenant = arrive("Tilda Tenant", "tilda@example.com")
    verifier = arrive("Vera Verifier", "verifier@site.example", Verifier)
    cashier = arrive("Carl Cashier", "cashier@court.example", Cashier)
    assert isinstance(verifier, Verifier)
    assert isinstance(cashier, Cashier)

    for person in (agent, tenant):
        person.sign_up()
        person.take_second_factor()
        person.show_myself("Germany")
    agent.show_principal(COMPANY, "Germany")
    agent.register(mill, as_whom=COMPANY)
    tenant.register(mill)
    agent.file_mandate(mill, COMPANY)
    tenant.claim_priority(mill, "The lease, still running.")

    verifier.sign_in()
    for name in (agent.name, tenant.name, COMPANY):
        verifier.accept(name)
    verifier.confirm_mandate(COMPANY)
    verifier.confirm_priority(MILL)
    for person in (agent, tenant):
        person.declare_all(mill)

    first, second = agent.reference(), tenant.reference()
    cashier.sign_in()
    cashier.take_over(
        Entry(20_00, structured=first, party=COMPANY, iban=AGENTS),
        Entry(20_00, structured=second, party=tenant.name, iban=TENANTS),
        number="2026-0001",
    )
    for person in (agent, tenant):
        person.go(f"/lots/{mill}/registration")
        person.sees("Your bidder number for this lot is")

    assert subjects(site, agent)[2:] == [
        f"Verified: {agent.name}",
        f"Verified: {COMPANY}",
        f"Power of attorney confirmed: {MILL}",
        f"Please pay the deposit: {MILL}",
        f"Your deposit is confirmed: {MILL}",
        f"Your bidder number: {MILL}",
    ]

    site.wait_until(OPENS + timedelta(minutes=1))
    agent.sign_in()
    agent.bid(mill, "400.00")
    tenant.sign_in()
    tenant.match(mill)
    agent.go(f"/lots/{mill}")
    agent.sees("You are outbid.")
    outbid_both(site, mill)

    site.wait_until(ENDS + timedelta(hours=1))
    cashier.sign_in()
    returns = cashier.order_returns()
    assert set(returns) == {AGENTS, TENANTS}
    cashier.take_over(
        *(Entry(-20_00, end_to_end=name, iban=to) for to, name in returns.items()),
        number="2026-0002",
        opening=40_00,
    )
    for person in (agent, tenant):
        person.sign_in()
        person.go("/my-deposits")
        person.sees("Given back")
        assert subjects(site, person)[-2:] == [
            f"Not yours: {MILL}",
            f"Your deposit was transferred back: {MILL}",
        ]


def test_a_bidder_from_abroad_is_told_no_and_why(
    site: ClockedSite, arrive: Arrive
) -> None:
    _, barn = open_sale(site)
    guest = arrive("Fiona Foreigner", "fiona@example.com")
    verifier = arrive("Vera Verifier", "verifier@site.example", Verifier)
    assert isinstance(verifier, Verifier)

    guest.ask_whether_i_may_bid(barn, "Austria")
    guest.sees("A person from Austria: no.")
    guest.sees(WHY_NOT)

    guest.sign_up()
    guest.show_myself("Austria")
    guest.register(barn)
    verifier.sign_in()
    verifier.accept(guest.name)
    guest.go(f"/lots/{barn}/registration")
    guest.sees(WHY_NOT)
    guest.go("/my-deposits")
    guest.sees("You have not been asked for a deposit.")
