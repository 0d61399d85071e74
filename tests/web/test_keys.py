from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

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


def test_nobody_else_on_the_machine_reads_the_keys(app: Flask) -> None:
    keys.ring()
    keys.signer()

    files = list(Path(app.config["KEYS"]).iterdir())
    assert len(files) == 2
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
