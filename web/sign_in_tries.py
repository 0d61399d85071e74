"""Signing in, as often as the limits allow.

A try is counted before the password is checked and taken back if it was right: tries
at the same moment cannot slip through together. An account that does not exist is
counted like one that does.
"""

from __future__ import annotations

from limits import RateLimitItem, parse

from auction import clock
from auction.rules.too_often import (
    WRONG_FOR_ACCOUNT,
    WRONG_FROM_ADDRESS,
    TooManyWrongTries,
)
from auction.services import signing_in
from auction.services.accounts import normal
from web import addresses, known_devices, limits, login
from web.extensions import db

OF_ACCOUNT = parse(WRONG_FOR_ACCOUNT)
OF_ADDRESS = parse(WRONG_FROM_ADDRESS)
Count = tuple[RateLimitItem, str, str]


def sign_in(*, email: str, password: str) -> str:
    """Return the word that the browser keeps, or refuse; wrong tries are counted."""
    account = limits.digest("email", normal(email))
    counted = _count(_counts(account))
    word = signing_in.sign_in(
        db.session(),
        email=email,
        password=password,
        browser=login.browser(),
        now=clock.now(),
    )
    for count in counted:
        limits.take_back(*count)
    known_devices.remember(account)
    return word


def _counts(account: str) -> list[Count]:
    """Return under what a try is counted: a known browser stands for itself."""
    if limits.is_off():
        return []
    device = known_devices.number_of(account)
    if device is not None:
        return [(OF_ACCOUNT, "known device", limits.digest("device", account, device))]
    of_account = (OF_ACCOUNT, "sign in", account)
    if addresses.is_a_proxys():
        return [of_account]
    return [of_account, (OF_ADDRESS, "sign in from", limits.from_address())]


def _count(counts: list[Count]) -> list[Count]:
    counted: list[Count] = []
    for count in counts:
        if not limits.hit(*count):
            for earlier in counted:
                limits.take_back(*earlier)  # nothing was tried
            raise TooManyWrongTries(limits.ends_at(*count), now=clock.now())
        counted.append(count)
    return counted
