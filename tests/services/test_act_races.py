"""Officers, bidders and the hammer at once: one story, whoever is first.

A hundred interleavings on each database; ``make soak`` plays two thousand on each.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from bench.act_races import SCENES, play
from bench.act_stage import OFFICERS

ROUNDS = 13


@pytest.mark.parametrize("scene", SCENES)
def test_whoever_is_first_everybody_is_told_the_same_story(
    app: Flask, scene: str
) -> None:
    dice = random.Random(scene)

    with ThreadPoolExecutor(OFFICERS) as pool:
        stories = [play(app, scene, dice, pool) for _ in range(ROUNDS)]

    assert len(stories) == ROUNDS
