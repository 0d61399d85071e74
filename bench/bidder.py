"""A bidder who bids over HTTP, as a browser does."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Bidder:
    """One person's browser: a connection, its cookies, its form token."""

    def __init__(self, port: int, email: str, password: str) -> None:
        self.email, self.password = email, password
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.connect(port)

    def connect(self, port: int) -> None:
        """Use another server from now on; the cookies stay good."""
        self.wire = HTTPConnection("127.0.0.1", port, timeout=20)

    def sign_in(self) -> None:
        """Sign in through the form."""
        self.get("/sign-in")
        status, _ = self.post("/sign-in", email=self.email, password=self.password)
        if status != 303:
            raise RuntimeError(f"{self.email} could not sign in: {status}.")

    def register(self, lot_id: int) -> None:
        """Get a bidder number for a lot."""
        self.get(f"/lots/{lot_id}")
        status, _ = self.post(f"/lots/{lot_id}/registration")
        if status != 303:
            raise RuntimeError(f"{self.email} could not register: {status}.")

    def bid(self, lot_id: int, amount: str, *, key: str | None = None) -> int | None:
        """Bid, confirmed; return the number of the bid that was taken, or None."""
        status, location = self.post(
            f"/lots/{lot_id}/bids",
            amount=amount,
            idempotency_key=key or uuid4().hex,
            confirmed="1",
            sure="1",
        )
        if status != 303 or "/bids/" not in location:
            return None
        return int(location.rsplit("/", 1)[1])

    def get(self, path: str) -> str:
        """Load a page and remember its form token."""
        self.wire.request("GET", path, headers=self._headers())
        answer = self.wire.getresponse()
        page = answer.read().decode()
        self._keep(answer.headers.get_all("Set-Cookie"))
        found = TOKEN.search(page)
        self.token = found[1] if found else self.token
        return page

    def post(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form; return the status and where it leads."""
        body = urlencode({"csrf_token": self.token, **form})
        headers = self._headers() | {
            "Content-Type": "application/x-www-form-urlencoded"
        }
        self.wire.request("POST", path, body, headers)
        answer = self.wire.getresponse()
        answer.read()
        self._keep(answer.headers.get_all("Set-Cookie"))
        return answer.status, answer.headers.get("Location", "")

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "User-Agent": "Mozilla/5.0 (bench)"}

    def _keep(self, set_cookies: list[str] | None) -> None:
        for cookie in set_cookies or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
