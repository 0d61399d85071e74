"""What a hostile file may cost: refused, or read, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tables.bombs import bombs

HOUSE = Path(__file__).parents[3]
MEGABYTES = 150
LAWFUL = {"another in it": "1 lines", "a heavy sheet that is lawful": "20000 lines"}


@pytest.mark.timeout(300)
def test_no_file_fills_the_memory(tmp_path: Path) -> None:
    for name, content in bombs().items():
        file = tmp_path / "bomb"
        file.write_bytes(content)

        tried = subprocess.run(
            [sys.executable, "-m", "tests.rules.tables.bombs", str(file)],
            cwd=HOUSE,
            capture_output=True,
            text=True,
            check=True,
        )

        _, megabytes, answer = tried.stdout.strip().split("|")
        assert int(megabytes) < MEGABYTES, name
        expected = LAWFUL.get(name)
        assert (answer == expected) if expected else (" lines" not in answer), name
