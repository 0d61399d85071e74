"""Every door of the site, and who may go through it.

A door is an endpoint. ``test_matrix.py`` fails for a route that has no door here, and
for a door without a route. ``ours`` names what fills the braces of its address, where
that is not what the braces are called; ``form`` is what a POST sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from werkzeug.routing import Rule

from tests.security.visitors import (
    ACTING,
    ANYBODY,
    APPROVERS,
    AUDITORS,
    BIDDERS,
    DRAFTERS,
    OFFICE,
    OFFICERS,
    OPERATORS,
    SIGNED_IN,
    VERIFIERS,
    Visitor,
)


@dataclass(frozen=True, slots=True)
class Door:
    """Who may go through, and what they carry."""

    lets_in: frozenset[Visitor]
    values: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


NOBODY: frozenset[Visitor] = frozenset()  # once there is anybody
LISTS = ACTING | {Visitor.OFFICE_AUDITOR}
CASHIERS = frozenset({Visitor.CASHIER, Visitor.OFFICE_AUDITOR})
STRANGERS = frozenset({Visitor.STRANGER})  # others are not who is invited
REGISTERED = frozenset({Visitor.REGISTERED})
DRAFT = {"lot_id": "draft_id"}
NEW_OFFICE = {"office_slug": "new_slug"}  # it has nobody yet
DRAFT_SALE = {"slug": "draft_slug"}
SALE = {"slug": "catalogue_slug"}
TAPE = {"import_id": "tape_id"}
IDENTITY_PAPER = {"paper_id": "identity_paper_id"}

DOORS: Mapping[str, Door] = {
    "accounts.begin": Door(ANYBODY),
    "accounts.create": Door(ANYBODY),
    "accounts.register": Door(ANYBODY),
    "accounts.sign_in": Door(ANYBODY),
    "accounts.sign_out": Door(ANYBODY),
    "acts.create": Door(ACTING, {"name": "=recall"}),
    "acts.new": Door(ACTING, {"name": "=recall"}),
    "answers.index": Door(OFFICE),
    "answers.reply": Door(ACTING, {"name": "=answer"}),
    "answers.show": Door(OFFICE),
    "approvals.create": Door(APPROVERS),
    "approvals.index": Door(OFFICE),
    "approvals.remove": Door(APPROVERS),
    "approvals.show": Door(OFFICE),
    "bids.create": Door(REGISTERED, form={"amount": "500.00"}),
    "bids.new": Door(REGISTERED, form={"amount": "500.00"}),
    "bids.receipt": Door(REGISTERED),
    "catalogues.index": Door(ANYBODY),
    "catalogues.show": Door(ANYBODY, SALE),
    "changes.create": Door(ACTING),
    "changes.new": Door(ACTING),
    "checks.create": Door(DRAFTERS, DRAFT),
    "checks.remove": Door(DRAFTERS, DRAFT | {"check": "=notice"}),
    "checks.show": Door(ACTING, DRAFT),
    "code_step.complete": Door(SIGNED_IN),  # they are led on: nobody here is half-way
    "code_step.show": Door(SIGNED_IN),
    "copying.ask_for_catalogue": Door(ACTING, SALE),
    "copying.ask_for_lot": Door(ACTING),
    "copying.copy_catalogue": Door(ACTING, SALE),
    "copying.copy_lot": Door(ACTING),
    "deposits.index": Door(CASHIERS),
    "desk.index": Door(OFFICERS),
    "desk.lots": Door(OFFICE),
    "desk.overview": Door(OFFICE),
    "desk.results": Door(OFFICE, {"ending": "=csv"}),
    "desk_catalogues.add_lot": Door(ACTING, DRAFT_SALE),
    "desk_catalogues.ask_to_delete": Door(ACTING, {"slug": "empty_slug"}),
    "desk_catalogues.create": Door(ACTING),
    "desk_catalogues.delete": Door(ACTING, {"slug": "empty_slug"}),
    "desk_catalogues.edit": Door(ACTING, DRAFT_SALE),
    "desk_catalogues.index": Door(OFFICE),
    "desk_catalogues.new": Door(ACTING),
    "desk_catalogues.show": Door(OFFICE, SALE),
    "desk_catalogues.update": Door(ACTING, DRAFT_SALE),
    "documents.add": Door(ACTING, DRAFT),
    "documents.index": Door(OFFICE, DRAFT),
    "documents.looks": Door(OFFICE, DRAFT),
    "drafts.ask_to_delete": Door(ACTING, DRAFT),
    "drafts.delete": Door(ACTING, DRAFT),
    "drafts.move": Door(ACTING, DRAFT),
    "editing.save": Door(ACTING, DRAFT | {"name": "=basics"}),
    "editing.show": Door(ACTING, DRAFT | {"name": "=basics"}),
    "expectations.edit": Door(ACTING),
    "expectations.update": Door(ACTING),
    "exports.of_catalogue": Door(LISTS, SALE | {"ending": "=xlsx"}),
    "exports.of_office": Door(LISTS, {"ending": "=xlsx"}),
    "exports.public": Door(ANYBODY, SALE),
    "files.document": Door(ANYBODY, {"document_id": "paper_id"}),
    "files.show": Door(ANYBODY, {"name": "file"}),
    "health.alive": Door(ANYBODY),
    "health.ready": Door(ANYBODY),
    "identities.ask_to_give_up": Door(REGISTERED),
    "identities.create": Door(BIDDERS, {"who": "=myself"}),
    "identities.edit": Door(REGISTERED),
    "identities.give_up": Door(REGISTERED),
    "identities.index": Door(BIDDERS),
    "identities.new": Door(BIDDERS, {"who": "=myself"}),
    "identities.renew": Door(REGISTERED),
    "identities.renewal": Door(REGISTERED),
    "identities.show": Door(REGISTERED),
    "identities.submit": Door(REGISTERED),
    "identities.take_back": Door(REGISTERED),
    "identities.update": Door(REGISTERED),
    "identity_looks.index": Door(AUDITORS),
    "identity_papers.add": Door(REGISTERED),
    "identity_papers.remove": Door(REGISTERED, IDENTITY_PAPER),
    "identity_papers.show": Door(REGISTERED, IDENTITY_PAPER),
    "import_columns.explain": Door(ACTING),
    "import_columns.leave_out": Door(ACTING),
    "import_columns.plan": Door(ACTING),
    "import_columns.reshape": Door(ACTING),
    "import_columns.show": Door(ACTING),
    "import_tapes.plan": Door(ACTING, TAPE),
    "import_tapes.show": Door(ACTING, TAPE),
    "imports.abandon": Door(ACTING),
    "imports.create": Door(ACTING),
    "imports.index": Door(LISTS),
    "imports.new": Door(ACTING),
    "imports.problems": Door(LISTS),
    "imports.progress": Door(LISTS),
    "imports.show": Door(LISTS),
    "imports.start": Door(ACTING),
    "inspections.calendar": Door(OFFICE),
    "inspections.cancel": Door(ACTING),
    "inspections.door": Door(ACTING),
    "inspections.door_list": Door(ACTING),
    "inspections.index": Door(OFFICE),
    "inspections.lists": Door(ACTING),
    "inspections.of_lot": Door(OFFICE),
    "inspections.offer": Door(ACTING),
    "invitations.accept": Door(STRANGERS),
    "invitations.show": Door(ANYBODY),
    "lot_lists.index": Door(ANYBODY),
    "lots.bids": Door(ANYBODY),
    "lots.live": Door(ANYBODY),
    "lots.mine": Door(ANYBODY),
    "lots.record": Door(ANYBODY),
    "lots.show": Door(ANYBODY),
    "my_account.end_one": Door(SIGNED_IN),
    "my_account.end_others": Door(SIGNED_IN),
    "my_account.show": Door(SIGNED_IN),
    "my_bids.index": Door(SIGNED_IN),
    "notices.index": Door(SIGNED_IN),
    "notices.read": Door(SIGNED_IN),
    "office_acts.confirm": Door(APPROVERS),
    "office_acts.decline": Door(APPROVERS),
    "office_acts.index": Door(OFFICE),
    "office_acts.show": Door(OFFICE),
    "office_acts.withdraw": Door(DRAFTERS),
    "office_settings.change": Door(APPROVERS),
    "office_settings.remove_logo": Door(APPROVERS),
    "office_settings.set_logo": Door(APPROVERS),
    "office_settings.show": Door(APPROVERS),
    "offices.index": Door(ANYBODY),
    "offices.show": Door(ANYBODY, {"slug": "office_slug"}),
    "operator_offices.create": Door(OPERATORS),
    "operator_offices.edit": Door(OPERATORS),
    "operator_offices.index": Door(OPERATORS),
    "operator_offices.new": Door(OPERATORS),
    "operator_offices.show": Door(OPERATORS),
    "operator_offices.update": Door(OPERATORS),
    "operator_outbox.index": Door(OPERATORS),
    "operator_outbox.retry": Door(OPERATORS),
    "operator_outbox.show": Door(OPERATORS),
    "operator_people.dismiss": Door(OPERATORS),
    "operator_people.dismissal": Door(OPERATORS),
    "operator_people.invitation": Door(OPERATORS, NEW_OFFICE),
    "operator_people.invite": Door(OPERATORS, NEW_OFFICE),
    "operator_people.withdraw": Door(OPERATORS),
    "papers.relabel": Door(ACTING, DRAFT),
    "papers.remove": Door(ACTING, DRAFT),
    "papers.replace": Door(ACTING, DRAFT),
    "papers.show": Door(ACTING, DRAFT),
    "passwords.change": Door(SIGNED_IN),
    "passwords.show": Door(SIGNED_IN),
    "people.change": Door(APPROVERS),
    "people.index": Door(OFFICE),
    "people.invitation": Door(APPROVERS),
    "people.invite": Door(APPROVERS),
    "people.show": Door(APPROVERS),
    "people.withdraw": Door(APPROVERS),
    "operator_stops.create": Door(OPERATORS),
    "operator_stops.index": Door(OPERATORS),
    "photos.add": Door(ACTING, DRAFT),
    "photos.describe": Door(ACTING, DRAFT),
    "photos.move": Door(ACTING, DRAFT, {"place": "first"}),
    "photos.remove": Door(ACTING, DRAFT),
    "photos.show": Door(ACTING, DRAFT),
    "proof.create": Door(SIGNED_IN),
    "proof.show": Door(SIGNED_IN),
    "questions.create": Door(BIDDERS),
    "questions.index": Door(ANYBODY),
    "questions.new": Door(BIDDERS),
    "registrations.create": Door(BIDDERS),
    "relisting.choose": Door(ACTING),
    "relisting.create": Door(ACTING),
    "relisting.index": Door(OFFICE),
    "relisting.new": Door(ACTING),
    "reminders.calendar": Door(ANYBODY),
    "reminders.create": Door(SIGNED_IN),
    "reminders.destroy": Door(SIGNED_IN),
    "second_factor.begin": Door(SIGNED_IN),
    "second_factor.prove": Door(SIGNED_IN),
    "second_factor.remove": Door(SIGNED_IN),
    "second_factor.renew_codes": Door(SIGNED_IN),
    "second_factor.show": Door(SIGNED_IN),
    "setup.create": Door(NOBODY),
    "setup.show": Door(NOBODY),
    "site.home": Door(ANYBODY),
    "staggering.show": Door(ACTING, {"catalogue_slug": "draft_slug"}),
    "staggering.update": Door(ACTING, {"catalogue_slug": "draft_slug"}),
    "stops.index": Door(OFFICE),
    "stops.new_for_lot": Door(ACTING),
    "stops.resume": Door(ACTING),
    "stops.show": Door(OFFICE),
    "stops.stop_lot": Door(ACTING),
    "stops.stop_office": Door(ACTING),
    "submissions.create": Door(DRAFTERS, DRAFT_SALE),
    "submissions.new": Door(ACTING, DRAFT_SALE),
    "submissions.remove": Door(DRAFTERS),
    "taking_back.create": Door(ACTING, {"lot_id": "approved_id"}),
    "taking_back.new": Door(ACTING, {"lot_id": "approved_id"}),
    "verifying.accept": Door(VERIFIERS),
    "verifying.decided": Door(VERIFIERS),
    "verifying.index": Door(VERIFIERS),
    "verifying.open_paper": Door(VERIFIERS, IDENTITY_PAPER, {"reason": "check"}),
    "verifying.refuse": Door(VERIFIERS),
    "verifying.show": Door(VERIFIERS),
    "visits.booking": Door(BIDDERS),
    "visits.calendar": Door(REGISTERED),
    "visits.cancel": Door(SIGNED_IN),
    "visits.create": Door(BIDDERS, form={"people": "1", "visitor": "A visitor"}),
    "visits.index": Door(ANYBODY),
    "static": Door(ANYBODY, {"name": "=icon.svg"}),
}


def address_of(app: Flask, rule: Rule, things: Mapping[str, object]) -> str:
    """Fill the braces of an address with what stands in a world."""
    door, values = DOORS[rule.endpoint], {}
    for name in rule.arguments:
        called = str(door.values.get(name, name))
        values[name] = called[1:] if called.startswith("=") else things[called]
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, values, append_unknown=False)
