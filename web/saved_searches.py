"""Saved searches, as their owner's pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxInput,
    GovSubmitInput,
    GovTextInput,
)
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, StringField, SubmitField

from auction.models import Office, SavedSearch, User
from auction.rules.categories import TITLES
from auction.services import saving_searches, search_news
from web import lot_search
from web.forms import Form
from web.lot_search import Filters, Page

EVERYTHING = "All lots"


class SearchForm(Form):
    """How a search is called, and whether it sends mails."""

    name = StringField(
        "Name",
        widget=GovTextInput(),
        description="What you want to call it, such as “Forest in the north”.",
        render_kw={"autocomplete": "off"},
    )
    mail = BooleanField(
        "Send me a mail when it finds new lots",
        widget=GovCheckboxInput(),
        description="At most one mail a day.",
        default="checked",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """A saved search with what it asks for, and how many lots are new to it."""

    search: SavedSearch
    words: str
    new: int

    @property
    def path(self) -> str:
        """The address of the list of lots that it was kept from."""
        return list_path(Filters.of_kept(self.search.query))


def kept_by(session: Session, person: User) -> list[KeptSearch]:
    """Return what a person keeps, each with how much is new."""
    searches = saving_searches.searches_of(session, person.id)
    new = search_news.count_new(session, searches, matching=lot_search.matching)
    names = office_names(session)
    return [
        KeptSearch(
            search, described(Filters.of_kept(search.query), names), new[search.id]
        )
        for search in searches
    ]


def new_lots(session: Session, search: SavedSearch, *, number: int) -> Page:
    """Return a page of the lots that are new to a search, the first to close first."""
    return lot_search.page_of(
        session,
        search_news.new_lots(search, matching=lot_search.matching),
        order=lot_search.SORTS["closing"][0],
        number=number,
    )


def described(filters: Filters, offices: Mapping[str, str]) -> str:
    """Say in words what a search asks for."""
    said = [
        filters.words,
        TITLES[filters.category] if filters.category else "",
        filters.region,
        offices.get(filters.office, filters.office),
        f"from {filters.lowest:,}" if filters.lowest else "",
        f"up to {filters.highest:,}" if filters.highest else "",
    ]
    return ", ".join(part for part in said if part) or EVERYTHING


def office_names(session: Session) -> dict[str, str]:
    """Return the names of the offices by what addresses call them."""
    rows = session.execute(select(Office.slug, Office.name))
    return {row.slug: row.name for row in rows}


def list_path(filters: Filters, **changes: Any) -> str:  # noqa: ANN401
    """Return the address of the list of lots with these filters."""
    return url_for("lot_lists.index", **filters.query(**changes))


def moment_in(form: Mapping[str, str], *, otherwise: datetime) -> datetime:
    """Read the moment until when a page had shown what is new."""
    try:
        seen = datetime.fromisoformat(form.get("upto", ""))
    except ValueError:
        return otherwise
    return seen if seen.tzinfo else otherwise
