"""Simulated bidders, who bid over HTTP as people do, while somebody looks.

They bid on this machine only: a bid on anybody else's site would bind somebody.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    OpenerDirector,
    ProxyHandler,
    build_opener,
)
from uuid import uuid4

from auction.rules.declaring import TRUE
from auction.rules.refusal import Refusal
from web.demo.people import bidder

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
CROWD = 6  # of the demo's bidders
PAUSE = (0.4, 2.5)  # seconds between two of their visits
CALM = (1.03, 1.5)  # times the price at which they first saw a lot: then it is enough
TIMEOUT = 10  # seconds
OPEN_LOTS = re.compile(r'href="/lots/(\d+)"')
RULES = re.compile(r'name="(rule-[^"]+)"')
MAY_BID = 'name="amount"'
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
MINIMUM = re.compile(r"Minimum next bid <strong>\D*?(\d[\d,.]*)")
INCREMENT = re.compile(r"<dt>Increment</dt><dd>\D*?(\d[\d,.]*)")

Tell = Callable[[str], object]


class NotThisMachine(Refusal):
    """Simulated bidders bid on this machine only, for example http://127.0.0.1:8000."""


class SiteSilent(Refusal):
    """There is no site at {site}; start it first, with make run."""


class SignInFailed(Refusal):
    """{email} could not sign in: the demo is not loaded, or its password differs."""


def check_site(site: str) -> None:
    """Refuse every address that is not this machine's own."""
    parts = urlsplit(site)
    if parts.scheme != "http" or parts.hostname not in HERE:
        raise NotThisMachine


def bid(site: str, *, password: str, seconds: float | None, tell: Tell) -> int:
    """Bid until interrupted, or for some seconds; return how many bids were taken."""
    check_site(site)
    end = monotonic() + seconds if seconds else float("inf")
    chance = random.Random()  # noqa: S311 - nobody's secret depends on it
    placed = 0
    try:
        crowd = [Visitor(site, bidder(n), chance) for n in range(1, CROWD + 1)]
        for visitor in crowd:
            visitor.sign_in(password)
        while monotonic() < end:
            placed += chance.choice(crowd).visit(tell)
            sleep(chance.uniform(*PAUSE))
    except KeyboardInterrupt:
        pass
    except URLError as silent:
        raise SiteSilent(site=site) from silent
    return placed


@dataclass
class Visitor:
    """One simulated bidder with a browser of sorts."""

    site: str
    email: str
    chance: random.Random
    limits: dict[str, float] = field(default_factory=dict)  # by lot, in major units
    browser: OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        # No proxy: what is meant for this machine stays on it.
        cookies = HTTPCookieProcessor(CookieJar())
        self.browser = build_opener(ProxyHandler({}), cookies)

    def sign_in(self, password: str) -> None:
        """Sign in through the form."""
        page = self.read("/sign-in")
        form = {"email": self.email, "password": password}
        if not self.send("/sign-in", form, page):
            raise SignInFailed(email=self.email)

    def visit(self, tell: Tell) -> bool:
        """Look at an open lot, and bid on it if it is not yet too dear."""
        lots = OPEN_LOTS.findall(self.read("/lots?status=open"))
        if not lots:
            return False
        lot = self.chance.choice(lots)
        page = self.read(f"/lots/{lot}")
        if f'action="/lots/{lot}/registration"' in page:
            page = self.register(lot, page)
        if MAY_BID not in page:
            return False  # a deposit is asked for, and this one is no real person
        amount = self.amount(lot, page)
        if amount is None or "You lead." in page:
            return False
        key = uuid4().hex
        form = {"amount": amount, "idempotency_key": key, "confirmed": "1"}
        taken = self.send(f"/lots/{lot}/bids", form, page)
        if taken:
            tell(f"{self.email} bids {amount} on lot {lot}")
        return taken

    def register(self, lot: str, page: str) -> str:
        """Ask for a number and declare what the lot wants; return the lot's page."""
        self.send(f"/lots/{lot}/registration", {}, page)
        form = self.read(f"/lots/{lot}/declarations")
        answers = dict.fromkeys(RULES.findall(form), TRUE)
        if answers:
            self.send(f"/lots/{lot}/declarations", answers, form)
        return self.read(f"/lots/{lot}")

    def amount(self, lot: str, page: str) -> str | None:
        """Return what to bid: the minimum or a step more, or nothing if too dear."""
        minimum = MINIMUM.search(page)
        if minimum is None:
            return None
        least = _number(minimum[1])
        enough = least * self.chance.uniform(*CALM)
        if least > self.limits.setdefault(lot, enough):
            return None
        step = INCREMENT.search(page)
        if step and "No bids yet." not in page and self.chance.random() < 0.25:
            least += _number(step[1])
        return f"{least:.2f}"

    def read(self, path: str) -> str:
        """Return a page."""
        with self.browser.open(self.site + path, timeout=TIMEOUT) as answer:
            return str(answer.read().decode())

    def send(self, path: str, form: dict[str, str], page: str) -> bool:
        """Send a form of a page; say whether it was taken."""
        token = TOKEN.search(page)
        body = form | ({"csrf_token": token[1]} if token else {})
        try:
            url, content = self.site + path, urlencode(body).encode()
            with self.browser.open(url, content, timeout=TIMEOUT) as answer:
                return bool(answer.url != url)
        except HTTPError as refused:
            refused.close()
            return False


def _number(digits: str) -> float:
    return float(digits.strip(".,").replace(",", ""))
