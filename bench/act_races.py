"""Officers, bidders and the clock at one lot in the same moment, in random orders.

Each scene prepares a lot and says who does what; all of them wait at a barrier, then
each sleeps for a random instant and acts in a transaction of his own.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy.orm import Session

from auction.models import ActKind
from auction.rules.refusal import Refusal
from auction.services import acting, stopping
from auction.services.closing import SETTLE, close_lot
from bench.act_checks import check_lot, require
from bench.act_stage import PAPER, REASON, Stage
from web.extensions import db

LONGEST_DELAY = 0.004  # seconds
BEFORE_THE_END = timedelta(milliseconds=1)

Deed = Callable[[Session], object]
Cast = Sequence[tuple[str, Deed]]  # what a success leaves in the trail, and how


def play(app: Flask, name: str, dice: random.Random, pool: ThreadPoolExecutor) -> str:
    """Play a scene once and check what it left; return what came of it, in a word."""
    with app.app_context():
        stage = Stage.set_up(db.session(), dice)
        cast = SCENES[name](stage)
    together = Barrier(len(cast))

    def do(deed: Deed, delay: float) -> object:
        with app.app_context():
            together.wait()
            time.sleep(delay)
            try:
                return deed(db.session())
            except Refusal as refusal:
                return refusal

    delays = [dice.uniform(0, LONGEST_DELAY) for _ in cast]
    outcomes = list(pool.map(do, [deed for _, deed in cast], delays))
    told = [
        (action, outcome) for (action, _), outcome in zip(cast, outcomes, strict=True)
    ]
    with app.app_context():
        return _check(db.session(), stage, told)


def _check(session: Session, stage: Stage, told: list[tuple[str, object]]) -> str:
    rows = check_lot(session, stage.lot_id, told)
    in_trail = Counter(
        "closed" if row.action in {"sold", "passed"} else row.action for row in rows
    )
    succeeded = Counter(action for action, outcome in told if _is_success(outcome))
    for action in {action for action, _ in told} - stage.not_in_trail:
        there = in_trail[action] - stage.already[action]
        require(there == succeeded[action], f"{action}: {there} rows", told)
    decided = sum(succeeded[action] for action in stage.only_one_of)
    require(not stage.only_one_of or decided == 1, f"{decided} decisions", told)
    return " ".join(
        row.action for row in rows if row.action not in {"registered", "bid refused"}
    )


def _is_success(outcome: object) -> bool:
    if isinstance(outcome, stopping.Stopped):
        return outcome.lots == 1
    return not isinstance(outcome, Refusal) and outcome is not False


def recall_against_bid_and_hammer(stage: Stage) -> Cast:
    """Let one officer recall, somebody bid and the hammer fall."""
    return [
        ("recalled", _act(stage, ActKind.RECALL, stage.officers[0])),
        ("bid", stage.bid_of(0)),
        ("closed", _close(stage)),
    ]


def two_recalls(stage: Stage) -> Cast:
    """Let two officers recall at once, and somebody bid."""
    return [
        ("recalled", _act(stage, ActKind.RECALL, stage.officers[0])),
        ("recalled", _act(stage, ActKind.RECALL, stage.officers[1])),
        ("bid", stage.bid_of(0)),
    ]


def confirmation_against_hammer(stage: Stage) -> Cast:
    """Let a second person confirm a recall while the hammer falls."""
    act_id = _asked(stage, ActKind.RECALL)
    return [
        ("recalled", _decide(acting.confirm, stage, act_id, stage.officers[1])),
        ("closed", _close(stage)),
    ]


def everybody_decides(stage: Stage) -> Cast:
    """Let two confirm, one decline and the asker withdraw: one of them is first."""
    act_id = _asked(stage, ActKind.RECALL)
    stage.only_one_of = ("recalled", "declined", "withdrawn")
    stage.not_in_trail = {"declined", "withdrawn"}
    return [
        ("recalled", _decide(acting.confirm, stage, act_id, stage.officers[1])),
        ("recalled", _decide(acting.confirm, stage, act_id, stage.officers[2])),
        ("declined", _decide(acting.decline, stage, act_id, stage.officers[3])),
        ("withdrawn", _decide(acting.withdraw, stage, act_id, stage.officers[0])),
    ]


def stop_against_bid_and_recall(stage: Stage) -> Cast:
    """Pull the brake while somebody bids and a colleague recalls."""
    return [
        ("suspended", _stop(stage)),
        ("bid", stage.bid_of(0)),
        ("bid", stage.bid_of(1)),
        ("recalled", _act(stage, ActKind.RECALL, stage.officers[1])),
    ]


def stay_against_suspension_and_bid(stage: Stage) -> Cast:
    """Let one officer stay a lot, another suspend it, and somebody bid."""
    return [
        ("stayed", _act(stage, ActKind.STAY, stage.officers[0])),
        ("suspended", _act(stage, ActKind.SUSPENSION, stage.officers[1])),
        ("bid", stage.bid_of(0)),
    ]


def resumption_against_recall_and_bid(stage: Stage) -> Cast:
    """Let a lot go on that rests, or recall it, while somebody bids."""
    _act(stage, ActKind.SUSPENSION, stage.officers[0])(db.session())
    stage.already["suspended"] = 1
    return [
        ("resumed", _act(stage, ActKind.RESUMPTION, stage.officers[0])),
        ("recalled", _act(stage, ActKind.RECALL, stage.officers[1])),
        ("bid", stage.bid_of(0)),
    ]


def annulment_against_default(stage: Stage) -> Cast:
    """Annul a sale while a colleague declares the buyer in default."""
    stage.bid_of(0)(db.session())
    _close(stage)(db.session())
    later = stage.end + timedelta(days=60)
    return [
        ("voided", _act(stage, ActKind.VOIDING, stage.officers[0], now=later)),
        ("defaulted", _act(stage, ActKind.DEFAULT, stage.officers[1], now=later)),
    ]


SCENES: dict[str, Callable[[Stage], Cast]] = {
    scene.__name__.replace("_", " "): scene
    for scene in (
        recall_against_bid_and_hammer,
        two_recalls,
        confirmation_against_hammer,
        everybody_decides,
        stop_against_bid_and_recall,
        stay_against_suspension_and_bid,
        resumption_against_recall_and_bid,
        annulment_against_default,
    )
}


def _act(stage: Stage, kind: ActKind, officer_id: int, **when: object) -> Deed:
    now = when.get("now", stage.end - BEFORE_THE_END)
    return lambda session: acting.ask_for(
        session,
        lot_id=stage.lot_id,
        officer_id=officer_id,
        kind=kind,
        ground=stage.grounds.get(kind),
        public_text=REASON,
        now=now,  # type: ignore[arg-type]
    )


def _asked(stage: Stage, kind: ActKind) -> int:
    stage.by_two()
    act = acting.ask_for(
        db.session(),
        lot_id=stage.lot_id,
        officer_id=stage.officers[0],
        kind=kind,
        ground=stage.grounds.get(kind),
        public_text=REASON,
        paper=PAPER,
        now=stage.begin,
    )
    return act.id


def _decide(
    service: Callable[..., object], stage: Stage, act_id: int, officer_id: int
) -> Deed:
    now = stage.end - BEFORE_THE_END
    return lambda session: service(
        session, act_id=act_id, officer_id=officer_id, now=now
    )


def _close(stage: Stage) -> Deed:
    now = stage.end + SETTLE
    return lambda session: close_lot(session, lot_id=stage.lot_id, now=now)


def _stop(stage: Stage) -> Deed:
    return lambda session: stopping.stop_lot(
        session,
        lot_id=stage.lot_id,
        officer_id=stage.officers[0],
        reason="The site shows wrong prices.",
        clock=lambda: stage.end - BEFORE_THE_END,
    )
