"""What the lots of an uploaded loan tape are to be."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction.models import Duty, ListImport
from auction.rules.columns.constants import read_constants
from auction.rules.list_reading import TAPE
from auction.rules.refusal import Refusal
from auction.rules.tapes.figures import read_rates
from auction.rules.tapes.reading import RATES
from auction.rules.tapes.rows import Lots
from auction.services import list_imports
from web import desk, import_room, tape_room
from web.extensions import db
from web.login import signed_in

bp = Blueprint(
    "import_tapes",
    __name__,
    url_prefix="/desk/<office_slug>/imports/<int:import_id>/tape",
)

ACTING = (Duty.DRAFTER, Duty.APPROVER)


@bp.get("")
@desk.for_officers(*ACTING)
def show(office_slug: str, import_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what the tape holds, and ask what its lots are to be."""
    return tape_room.page(tape_of_office(import_id))


@bp.post("")
@desk.for_officers(*ACTING)
def plan(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Keep what was said and have the tape checked, or say why not."""
    listed = tape_of_office(import_id)
    said = {
        name: request.form.get(f"all-{name}", "").strip() for name in tape_room.FOR_ALL
    }
    lots = request.form.get("lots", "")
    errors = errors_of(listed, lots, said)
    if errors:
        return tape_room.page(listed, lots=lots, said=said, errors=errors), 422
    list_imports.plan_tape(
        db.session(),
        import_id=import_id,
        officer_id=signed_in().id,
        lots=Lots(lots),
        constants={name: text for name, text in said.items() if text},
    )
    there = url_for("imports.show", office_slug=office_slug, import_id=import_id)
    return redirect(there, 303)


def tape_of_office(import_id: int) -> ListImport:
    """Return an import of this office that is a loan tape, or answer 404."""
    listed = import_room.import_of_office(import_id)
    if TAPE not in listed.shape:
        abort(404)
    return listed


def errors_of(listed: ListImport, lots: str, said: dict[str, str]) -> dict[str, str]:
    """Return what is wrong, by the ids of the fields of the form."""
    constants = {name: text for name, text in said.items() if name != RATES}
    _, wrong = read_constants(constants, (), list_imports.terms_of(listed.catalogue))
    try:
        read_rates(said[RATES])
    except Refusal as refusal:
        wrong[RATES] = str(refusal)
    errors = {f"all-{name}": sentence for name, sentence in wrong.items()}
    if lots not in set(Lots):
        errors["lots"] = "Please choose what one lot is."
    return errors
