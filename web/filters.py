"""How amounts, moments and texts are written on a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from auction import clock
from auction.models import BidKind, Catalogue, Office, User
from auction.money import Money, currency_of, figures
from auction.money import plain_figures as write_plain
from auction.rules.act_words import NAMES
from auction.rules.categories import TITLES, Field
from auction.rules.closing import PASSED_BECAUSE
from auction.rules.identities import paper_name
from auction.rules.lifecycle import LotStatus
from auction.rules.mandates import MandateState
from auction.rules.moments import written, zone_name
from auction.rules.office_entries import KINDS
from auction.rules.papers import kind_title
from auction.rules.payment_account import in_groups
from auction.rules.persons import IdentityState, PersonKind, country_name
from auction.rules.sign_ins import lasts_until
from auction.rules.spans import clock_span, roughly
from auction.services.appointing import IN_WORDS
from auction.services.reading import unread
from web.act_links import acts_of
from web.extensions import db
from web.letters import sends_mail
from web.login import person, sign_in_here
from web.login import visitor as browser_here

STATUS_WORDS = {
    LotStatus.DRAFT: "Draft",
    LotStatus.SUBMITTED: "Waits for approval",
    LotStatus.APPROVED: "Approved",
    LotStatus.ANNOUNCED: "Announced",
    LotStatus.OPEN: "Open",
    LotStatus.STAYED: "Stayed",
    LotStatus.SUSPENDED: "Suspended",
    LotStatus.SOLD: "Sold",
    LotStatus.PASSED: "Passed",
    LotStatus.RECALLED: "Recalled",
    LotStatus.VOIDED: "Voided",
    LotStatus.DEFAULTED: "Defaulted",
}
ROUND_WORDS = {
    "first": "First round",
    "second": "Second round",
    "third": "Third round",
    "sell-off": "Sell-off",
    "single": "Single round",
}
IDENTITY_WORDS = {
    IdentityState.DRAFT: "Not handed in",
    IdentityState.SUBMITTED: "Waits for the verifier",
    IdentityState.ACCEPTED: "Verified",
    IdentityState.REFUSED: "Refused",
    IdentityState.REPLACED: "Replaced",
    IdentityState.WITHDRAWN: "Given up",
}
PERSONS = {PersonKind.NATURAL: "a natural person", PersonKind.COMPANY: "a company"}
BID_KINDS = {
    BidKind.PLACED: "by hand",
    BidKind.AUTOMATIC: "automatic",
    BidKind.MATCH: "at the same price",
}
MANDATE_WORDS = {
    MandateState.WAITS: "Waits for the verifier",
    MandateState.CONFIRMED: "Confirmed",
    MandateState.DECLINED: "Not confirmed",
}
GROUPED = 10_000  # from here on, figures are easier to read in groups
ALLOWED = {
    *("p", "a", "ul", "ol", "li", "strong", "em", "hr", "br", "blockquote"),
    *("h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td", "code", "pre"),
}
_markdown = MarkdownIt("js-default", {"html": False})


def init_app(app: Flask) -> None:
    """Give every template the filters and what is on every page."""
    app.jinja_env.filters.update(
        money=money,
        plain_money=plain_money,
        amount_in=amount_in,
        moment=moment,
        day=day,
        duty_words=IN_WORDS.__getitem__,
        office_kind={kind.code: kind.label for kind in KINDS}.__getitem__,
        iban=in_groups,
        since=since,
        clock_of=clock_of,
        person_kind=PERSONS.__getitem__,
        between=between,
        iso=iso,
        epoch_ms=epoch_ms,
        markdown=markdown,
        clock_span=clock_span,
        roughly=roughly,
        fact=fact,
        bid_kind=BID_KINDS.__getitem__,
        file_size=file_size,
        paper_day=paper_day,
        paper_kind=kind_title,
        round_word=round_word,
        identity_word=IDENTITY_WORDS.__getitem__,
        identity_paper=paper_name,
        mandate_word=MANDATE_WORDS.__getitem__,
        country=country_name,
        status_word=STATUS_WORDS.__getitem__,
        sentence_case=sentence_case,
    )
    app.jinja_env.globals.update(
        acts_of=acts_of,
        act_names=NAMES,
        categories=TITLES,
        passed_because=PASSED_BECAUSE,
        comes_in=comes_in,
        person=visitor,
        signed_in_until=signed_in_until,
        site_sends_mail=sends_mail,
        unread_notices=unread_notices,
        server_time=server_time,
        status_words=STATUS_WORDS,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def visitor() -> User | None:
    """Return who looks at the page, or None."""
    return person()


def comes_in() -> bool:
    """Say whether the browser is signed in by half: something is still to be done."""
    return browser_here() is not None


def signed_in_until() -> datetime:
    """Return when the person who looks is signed out if he does nothing more."""
    row = sign_in_here()
    return lasts_until(row.seen_at or row.signed_in_at, row.expires_at)


def unread_notices() -> int:
    """Return how many notices the person who looks has not read; one query."""
    who = person()
    return unread(db.session(), who.id) if who else 0


def server_time() -> datetime:
    """Return the moment by the clock that rules here."""
    return clock.now()


def money(amount: Money | None, catalogue: Catalogue) -> str:
    """Write an amount with its currency; a dash where there is none."""
    if amount is None:
        return "\N{EN DASH}"
    return figures(amount, currency=catalogue.currency, locale=catalogue.locale)


def amount_in(amount: Money, currency_code: str, locale: str) -> str:
    """Write an amount that belongs to no catalogue, such as a bank's."""
    return figures(amount, currency=currency_of(currency_code), locale=locale)


def plain_money(amount: Money, catalogue: Catalogue) -> str:
    """Write an amount as the bid form reads it, without its currency."""
    return write_plain(amount, currency=catalogue.currency, locale=catalogue.locale)


def moment(at: datetime | None, place: Catalogue | Office | None = None) -> str:
    """Write a moment in a catalogue's or an office's time zone, with its name."""
    if at is None:
        return "\N{EN DASH}"
    if place is None:
        return f"{at:%d %b %Y, %H:%M:%S} UTC"
    return written(at, place.zone)


def between(begins_at: datetime, ends_at: datetime, catalogue: Catalogue) -> str:
    """Write from when to when, in the catalogue's time zone, with the day."""
    zone = catalogue.zone
    begin, end = begins_at.astimezone(zone), ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%d %b %Y, %H:%M}"
    return f"{begin:%a %d %b %Y, %H:%M} to {until} {zone_name(end)}"


def day(at: datetime, office: Office) -> str:
    """Write a day as it is at an office."""
    return f"{at.astimezone(office.zone):%d %b %Y}"


def clock_of(at: datetime, office: Office) -> str:
    """Write the time of day, by the clocks of an office."""
    return f"{at.astimezone(office.zone):%H:%M}"


def paper_day(of: date) -> str:
    """Write the day that stands on a document."""
    return f"{of.day} {of:%B %Y}"


def file_size(size: int) -> str:
    """Write the size of a file: ``84 kB``, ``1.2 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\N{NO-BREAK SPACE}kB"
    return f"{size / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"


def since(at: datetime) -> str:
    """Write how long ago a moment was, in its two largest units."""
    return roughly(max(clock.now() - at, timedelta(0)))


def round_word(name: str) -> str:
    """Write a round as people call it; one that we do not know, as it was named."""
    return ROUND_WORDS.get(name, name[:1].upper() + name[1:])


def sentence_case(text: str) -> str:
    """Begin a text with a capital letter, and leave the others as they are."""
    return text[:1].upper() + text[1:]


def fact(value: object, field: Field, catalogue: Catalogue) -> str:
    """Write the value of a category's field, with its unit."""
    if field.is_amount and isinstance(value, int):
        return money(Money(value), catalogue)
    if field.kind == "flag":
        return "Yes" if value else "No"
    if field.kind == "choice":
        return field.label_of(value)
    if field.kind == "date":
        return _day(str(value))
    if field.kind in {"number", "integer"} and isinstance(value, int | float):
        value = f"{value:,}" if value >= GROUPED else f"{value}"
    return f"{value} {field.unit}".strip()


def iso(at: datetime) -> str:
    """Write a moment for machines."""
    return at.isoformat(timespec="seconds")


def epoch_ms(at: datetime) -> int:
    """Write a moment as milliseconds since 1970, for scripts."""
    return int(at.timestamp() * 1000)


@lru_cache(maxsize=512)
def markdown(text: str) -> Markup:
    """Turn Markdown into HTML of which nothing can run or load."""
    tokens = _markdown.parse(text)
    for token in tokens:
        if token.type.startswith("heading"):  # the page's own come first
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return Markup(  # noqa: S704 - cleaned on this line
        nh3.clean(html, tags=ALLOWED, link_rel="nofollow noopener")
    )


def _day(told: str) -> str:
    try:
        return f"{date.fromisoformat(told):%d %b %Y}"
    except ValueError:
        return told  # of an older declaration
