"""Searches that a person keeps, and what is new in them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import SavedSearch
from auction.rules.refusal import Refusal
from auction.services import saving_searches
from web import saved_searches
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import Filters, page_number
from web.saved_searches import SearchForm

bp = Blueprint("my_searches", __name__, url_prefix="/my-searches")


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show the searches that a person keeps, each with how many lots are new."""
    kept = saved_searches.kept_by(db.session(), signed_in())
    return render_template("my_searches/index.html", kept=kept)


@bp.get("/new")
@sign_in_required
def new() -> ResponseReturnValue:
    """Ask how to call the search that was made on the list of lots."""
    filters = Filters.read(request.args)
    return _ask(filters, SearchForm({"name": _words(filters), "mail": True}))


@bp.post("")
@sign_in_required
def create() -> ResponseReturnValue:
    """Keep a search."""
    filters, form = Filters.read(request.form), SearchForm()
    try:
        saving_searches.keep_search(
            db.session(),
            user_id=signed_in().id,
            name=form.name.data or "",
            otherwise=_words(filters),
            query=filters.kept,
            wants_mail=form.mail.data,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("name", told(refusal))
        return _ask(filters, form), 422
    flash("Kept. New lots that it finds are counted here.", "success")
    return redirect(url_for(".index"), 303)


@bp.get("/<int:search_id>")
@sign_in_required
def show(search_id: int) -> ResponseReturnValue:
    """Show what is new in a search, and let its owner change it."""
    search = _own(search_id)
    return _page(search, SearchForm({"name": search.name, "mail": search.wants_mail}))


@bp.post("/<int:search_id>")
@sign_in_required
def update(search_id: int) -> ResponseReturnValue:
    """Take over its name, and whether it sends mails."""
    form = SearchForm()
    try:
        saving_searches.change_search(
            db.session(),
            search_id=search_id,
            user_id=signed_in().id,
            name=form.name.data or "",
            wants_mail=form.mail.data,
            now=clock.now(),
        )
    except saving_searches.NoSuchSearch:
        raise
    except Refusal as refusal:
        form.refuse("name", told(refusal))
        return _page(_own(search_id), form), 422
    flash("Saved.", "success")
    return redirect(url_for(".show", search_id=search_id), 303)


@bp.post("/<int:search_id>/look")
@sign_in_required
def look(search_id: int) -> ResponseReturnValue:
    """Note that its owner has seen what is new."""
    now = clock.now()
    saving_searches.look_at_search(
        db.session(),
        search_id=search_id,
        user_id=signed_in().id,
        upto=saved_searches.moment_in(request.form, otherwise=now),
        now=now,
    )
    return redirect(url_for(".index"), 303)


@bp.post("/<int:search_id>/remove")
@sign_in_required
def destroy(search_id: int) -> ResponseReturnValue:
    """Keep a search no more."""
    saving_searches.forget_search(
        db.session(), search_id=search_id, user_id=signed_in().id
    )
    flash("Deleted.", "success")
    return redirect(url_for(".index"), 303)


def _ask(filters: Filters, form: SearchForm) -> str:
    return render_template(
        "my_searches/new.html",
        filters=filters,
        words=_words(filters),
        form=form,
        back=saved_searches.list_path(filters),
    )


def _page(search: SavedSearch, form: SearchForm) -> str:
    filters = Filters.of_kept(search.query)
    return render_template(
        "my_searches/show.html",
        search=search,
        words=_words(filters),
        form=form,
        page=saved_searches.new_lots(
            db.session(), search, number=page_number(request.args)
        ),
        list_path=saved_searches.list_path(filters),
        drawn_at=clock.now(),
    )


def _own(search_id: int) -> SavedSearch:
    return saving_searches.own_search(
        db.session(), search_id=search_id, user_id=signed_in().id
    )


def _words(filters: Filters) -> str:
    names = saved_searches.office_names(db.session()) if filters.office else {}
    return saved_searches.described(filters, names)
