"""Where the files of real courts and banks lie, on machines that have them."""

from __future__ import annotations

import os
from pathlib import Path

BESIDE_US = Path(__file__).parents[2] / "shared/realdata"
REAL_DATA = Path(os.environ.get("REAL_DATA") or BESIDE_US)
