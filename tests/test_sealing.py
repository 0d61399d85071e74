from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.sealing import KeyRing, SealBroken, key_number, new_key
from auction.signing import Signer, is_signed

OLD, NEW = new_key(), new_key()
RING = KeyRing({1: OLD})


@given(plain=st.binary(max_size=300), to=st.text(max_size=40))
def test_what_was_sealed_opens_again(plain: bytes, to: str) -> None:
    assert RING.open(RING.seal(plain, bound_to=to), bound_to=to) == plain


def test_the_same_value_never_looks_the_same_under_seal() -> None:
    assert RING.seal(b"500", bound_to="x") != RING.seal(b"500", bound_to="x")


def test_a_value_that_was_moved_to_another_row_does_not_open() -> None:
    sealed = RING.seal(b"500", bound_to="paddle 1")

    with pytest.raises(SealBroken):
        RING.open(sealed, bound_to="paddle 2")


@pytest.mark.parametrize("at", range(34))
def test_a_value_with_one_bit_changed_does_not_open(at: int) -> None:
    sealed = bytearray(RING.seal(b"5", bound_to="x"))
    sealed[at] ^= 1

    with pytest.raises(SealBroken):
        RING.open(bytes(sealed), bound_to="x")


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    sealed = RING.seal(b"500", bound_to="x")
    both = KeyRing({1: OLD, 2: NEW})

    assert both.open(sealed, bound_to="x") == b"500"
    assert key_number(both.seal(b"500", bound_to="x")) == 2


@pytest.mark.parametrize("other", [b"", b"\x01", b"\x02" + b"0" * 40, b"plain text"])
def test_bytes_that_are_no_seal_are_told_apart(other: bytes) -> None:
    with pytest.raises(SealBroken):
        RING.open(other, bound_to="x")


def test_a_key_never_shows_in_a_message() -> None:
    assert OLD.hex() not in repr(RING)
    assert str(OLD) not in repr(RING)


def test_anybody_can_check_a_signature_with_the_public_key() -> None:
    signer = Signer(new_key())
    signature = signer.sign("I am of age.")

    assert is_signed("I am of age.", signature=signature, public=signer.public)
    assert not is_signed("I am 12.", signature=signature, public=signer.public)
    assert not is_signed("I am of age.", signature="zz", public=signer.public)
