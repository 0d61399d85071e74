"""Keys that seal, as a test's installation has them."""

from pathlib import Path

from flask import Flask

from auction.sealing import KeyRing

RING = KeyRing({1: b"a key of the tests, 32 bytes long"[:32]})


def give_keys(app: Flask) -> None:
    """Let the site seal and open with the keys of the tests."""
    folder = Path(app.config["KEYS"])
    folder.mkdir(parents=True, exist_ok=True)
    for number, key in RING.keys.items():
        (folder / f"seal-{number:04}.key").write_text(key.hex(), encoding="ascii")
