"""The settings of an office, at its desk: what it says, its account, its logo."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, BinaryIO, cast

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from auction.rules.refusal import Refusal
from auction.services import office_settings
from auction.services.office_settings import StaleSettings
from web import desk, limits
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.office_forms import LogoForm, OfficeForm, form_for_office
from web.proof import proof_required
from web.uploads import store
from web.uploads.pictures import read_picture

bp = Blueprint("office_settings", __name__, url_prefix="/desk/<office_slug>/settings")


class NoFile(Refusal):
    """Please choose a file."""


@bp.get("")
@desk.for_officers(Duty.APPROVER)
def show(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what the office says of itself."""
    return page(form_for_office(desk.office()), LogoForm())


@bp.post("")
@desk.for_officers(Duty.APPROVER)
@proof_required
def change(office_slug: str) -> ResponseReturnValue:
    """Change what the office says, or say what is wrong."""
    form = form_for_office(desk.office())
    values = form.values()
    if values is None:
        return page(form, LogoForm()), 422
    try:
        save(values)
    except StaleSettings as refusal:
        form.show_newer(desk.office())
        return page(form, LogoForm(), refusal=told(refusal)), refusal.code
    flash("The settings are saved.", "success")
    return redirect(url_for("office_settings.show", office_slug=office_slug), 303)


@bp.post("/logo")
@desk.for_officers(Duty.APPROVER)
@limits.UPLOADS
def set_logo(office_slug: str) -> ResponseReturnValue:
    """Give the office a logo, or say what is wrong with the file."""
    form = LogoForm()
    try:
        picture = read_picture(sent_file())
    except Refusal as refusal:
        form.refuse("logo", told(refusal))
        return page(form_for_office(desk.office()), form), 422
    keep(store.keep_picture(picture.thumbnail))
    flash("The logo is saved.", "success")
    return redirect(url_for("office_settings.show", office_slug=office_slug), 303)


@bp.post("/logo/removal")
@desk.for_officers(Duty.APPROVER)
def remove_logo(office_slug: str) -> ResponseReturnValue:
    """Take the logo off."""
    keep(None)
    flash("The logo is gone.", "success")
    return redirect(url_for("office_settings.show", office_slug=office_slug), 303)


def sent_file() -> BinaryIO:
    """Return the file that was sent, or refuse when none was chosen."""
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        raise NoFile
    return cast("BinaryIO", sent.stream)


def save(values: dict[str, Any]) -> None:
    """Change the office to what was typed."""
    office_settings.change_office(
        db.session(),
        office_id=desk.office().id,
        by_id=signed_in().id,
        seen=request.form.get("seen", ""),
        change=lambda profile: replace(profile, **values),
        now=clock.now(),
    )


def keep(logo: str | None) -> None:
    """Note the name of the office's logo."""
    office_settings.set_logo(
        db.session(), office_id=desk.office().id, officer_id=signed_in().id, file=logo
    )


def page(form: OfficeForm, logo: LogoForm, *, refusal: str | None = None) -> str:
    """Return the page of the settings, with what is wrong in one of its forms."""
    return desk.page("office_settings/show.html", form=form, logo=logo, refusal=refusal)
