"""Thousands of officers, bidders and hammers at one lot in the same moment.

After each scene the trail, the bids, the notices and what everybody was told must tell
one and the same story. Run by ``make soak``.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from flask import Flask

from bench.act_races import SCENES, play
from bench.act_stage import OFFICERS
from bench.site import prepared
from bench.storm import database


def main() -> None:
    """Play the scenes on a new database, and say how often what came of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interleavings", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument(
        "--database", choices=["sqlite", "postgresql"], default="sqlite"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = prepared(database(chosen.database, folder), folder)
        began = perf_counter()
        came = play_all(app, times=chosen.interleavings, seed=chosen.seed)
        seconds = perf_counter() - began
    report(came)
    print(
        f"{chosen.interleavings} interleavings on {chosen.database} in "
        f"{seconds:.0f} s: one story each time."
    )


def play_all(app: Flask, *, times: int, seed: int) -> dict[str, Counter[str]]:
    """Play the scenes in turn, so many times altogether; count what came of each."""
    dice = random.Random(seed)
    came: dict[str, Counter[str]] = defaultdict(Counter)
    with ThreadPoolExecutor(OFFICERS) as pool:
        for time in range(times):
            name = list(SCENES)[time % len(SCENES)]
            came[name][play(app, name, dice, pool)] += 1
    return came


def report(came: dict[str, Counter[str]]) -> None:
    """Print, for every scene, which stories its trails told, and how often."""
    for name, stories in came.items():
        print(f"{name}:")
        for story, times in stories.most_common():
            print(f"  {times:>5}  {story}")


if __name__ == "__main__":
    main()
