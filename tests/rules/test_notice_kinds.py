"""Every kind of notice that people are told stands in the list of kinds."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from auction.rules.notice_kinds import KINDS, STOPPABLE, can_stop

SERVICES = Path(__file__).parents[2] / "auction" / "services"
TELLING = {"tell", "tell_all", "tell_registered"}


def test_every_kind_that_a_service_tells_is_in_the_list() -> None:
    told = dict(kinds_told())

    assert len(told) > 20
    assert {kind: told[kind] for kind in told if kind not in KINDS} == {}


def test_what_changes_rights_or_money_can_never_be_stopped() -> None:
    assert set(STOPPABLE) == {
        *("outbid", "extended", "opens soon", "closes soon"),
        *("watched result", "new lots", "offered again"),
    }
    assert not can_stop("of no kind")


def kinds_told() -> Iterator[tuple[str, str]]:
    """Walk through all that services tell people: each kind, and where it is told."""
    for path in SERVICES.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in TELLING:
                yield from _kinds(node, constants, path.name)


def _kinds(
    call: ast.Call, constants: Mapping[str, object], where: str
) -> Iterator[tuple[str, str]]:
    values = [word.value for word in call.keywords if word.arg == "kind"]
    for value in values:
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value, where
            if isinstance(part, ast.Name) and isinstance(constants.get(part.id), str):
                yield str(constants[part.id]), where


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""
