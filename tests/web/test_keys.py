from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from auction.sealing import SealBroken
from web import keys


@pytest.fixture(autouse=True)
def inside(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_the_same_keys_are_found_again() -> None:
    sealed = keys.ring().seal(b"500", bound_to="x")

    assert keys.ring().open(sealed, bound_to="x") == b"500"
    assert keys.signer().public == keys.signer().public


def test_a_newer_key_seals_and_the_older_one_still_opens() -> None:
    sealed = keys.ring().seal(b"500", bound_to="x")

    number = keys.add_key()

    assert keys.ring().newest == number == 2
    assert keys.ring().open(sealed, bound_to="x") == b"500"


def test_who_took_the_keys_before_opens_what_a_newer_one_has_sealed() -> None:
    taken_before = keys.ring()
    keys.add_key()

    sealed = keys.ring().seal(b"500", bound_to="x")

    assert taken_before.newest == 1
    assert taken_before.open(sealed, bound_to="x") == b"500"


def test_a_key_that_is_removed_is_gone_and_its_number_not_used_again(
    app: Flask,
) -> None:
    sealed = keys.ring().seal(b"500", bound_to="x")
    keys.add_key()

    keys.remove_key(1)

    with pytest.raises(SealBroken):
        keys.ring().open(sealed, bound_to="x")
    assert len(list(Path(app.config["KEYS"]).iterdir())) == 1
    assert keys.add_key() == 3


def test_nobody_else_on_the_machine_reads_the_keys(app: Flask) -> None:
    keys.ring()
    keys.signer()

    files = list(Path(app.config["KEYS"]).iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
