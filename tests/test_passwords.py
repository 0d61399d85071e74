"""How passwords are kept."""

from __future__ import annotations

from importlib.util import find_spec, module_from_spec

import pytest

from auction import passwords
from auction.passwords import Work, hash_password, is_outdated, is_password

COMPOSED, DECOMPOSED = (
    "Zw\u00f6lf gr\u00fcne \u00c4pfel",
    "Zwo\u0308lf gru\u0308ne A\u0308pfel",
)


def test_the_work_is_what_owasp_asks_for_at_least() -> None:
    spec = find_spec("auction.passwords")
    assert spec is not None
    assert spec.loader is not None
    fresh = module_from_spec(spec)  # as a site has it; the tests do with less
    spec.loader.exec_module(fresh)

    phc = fresh.hash_password("seven mild winters in a row")

    assert phc.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert fresh.is_password("seven mild winters in a row", phc)
    assert not fresh.is_outdated(phc)
    assert fresh.is_outdated(hash_password("seven mild winters in a row"))


def test_a_letter_is_the_same_however_a_keyboard_composes_it() -> None:
    assert COMPOSED != DECOMPOSED
    assert is_password(DECOMPOSED, hash_password(COMPOSED))
    assert is_password(COMPOSED, hash_password(DECOMPOSED))


def test_no_letter_is_lost_or_made_small() -> None:
    phc = hash_password("\u4e03\u4e2a\u6e29\u548c\u7684\u51ac\u5929\u3002 Ok")

    assert is_password("\u4e03\u4e2a\u6e29\u548c\u7684\u51ac\u5929\u3002 Ok", phc)
    assert not is_password("\u4e03\u4e2a\u6e29\u548c\u7684\u51ac\u5929\u3002 ok", phc)
    assert not is_password("\u4e03\u4e2a\u6e29\u548c\u7684\u51ac\u5929\u3002", phc)


@pytest.mark.parametrize("work", [Work(16, 1, 1), Work(8, 2, 1), Work(16, 1, 2)])
def test_a_hash_of_other_work_is_outdated(
    monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    phc = hash_password("seven mild winters in a row")
    assert not is_outdated(phc)

    monkeypatch.setattr(passwords, "WORK", work)

    assert is_outdated(phc)


def test_a_hash_of_another_kind_is_outdated() -> None:
    assert is_outdated("$2b$12$abcdefghijklmnopqrstuv")
