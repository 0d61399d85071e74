"""What an identity needs before it is looked at, and what may be done to it when."""

from __future__ import annotations

import pytest

from auction.rules.identities import (
    AlreadyDecided,
    BeingChecked,
    NotWaiting,
    PaperKindUnknown,
    PaperMissing,
    check_editable,
    check_paper_kind,
    check_papers,
    check_waiting,
    paper_kinds,
    paper_name,
)
from auction.rules.persons import IdentityState, PersonKind
from auction.rules.refusal import Refusal

COMPANY, NATURAL = PersonKind.COMPANY, PersonKind.NATURAL
STATES = IdentityState


@pytest.mark.parametrize(
    ("kind", "papers", "is_enough"),
    [
        (NATURAL, [], False),
        (NATURAL, ["passport"], True),
        (NATURAL, ["identity_card", "other"], True),
        (NATURAL, ["residence_permit"], True),
        (NATURAL, ["other"], False),
        (COMPANY, [], False),
        (COMPANY, ["register_extract"], True),
        (COMPANY, ["articles", "proof_of_capacity", "licence"], False),
        (COMPANY, ["passport"], False),
    ],
)
def test_one_paper_must_show_who_it_is(
    kind: PersonKind, papers: list[str], *, is_enough: bool
) -> None:
    try:
        check_papers(kind, papers)
    except PaperMissing:
        assert not is_enough
    else:
        assert is_enough


def test_the_missing_paper_is_named() -> None:
    with pytest.raises(PaperMissing, match="passport or identity card or residence"):
        check_papers(NATURAL, [])


@pytest.mark.parametrize(
    ("state", "editable", "decidable"),
    [
        (STATES.DRAFT, None, NotWaiting),
        (STATES.SUBMITTED, BeingChecked, None),
        (STATES.ACCEPTED, AlreadyDecided, NotWaiting),
        (STATES.REFUSED, None, NotWaiting),
        (STATES.REPLACED, AlreadyDecided, NotWaiting),
        (STATES.WITHDRAWN, AlreadyDecided, NotWaiting),
    ],
)
def test_what_may_be_done_depends_on_how_far_it_has_come(
    state: IdentityState,
    editable: type[Refusal] | None,
    decidable: type[Refusal] | None,
) -> None:
    assert refusal(check_editable, state) is editable
    assert refusal(check_waiting, state) is decidable


def test_every_paper_has_a_name_and_fits_its_kind_of_person() -> None:
    for kind in PersonKind:
        for one in paper_kinds(kind):
            name = paper_name(check_paper_kind(one.code, kind=kind))
            assert one.label.startswith(name)
    with pytest.raises(PaperKindUnknown):
        check_paper_kind("passport", kind=COMPANY)


def refusal(check: object, state: IdentityState) -> type[Refusal] | None:
    assert callable(check)
    try:
        check(state)
    except Refusal as refused:
        return type(refused)
    return None
