"""The page that asks whether a maximum is meant, and says what it will do now."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.money import Money
from auction.rules.bidding import check_open
from auction.rules.proxy import Limit, check_maximum
from auction.services import bidders
from auction.services.own_maxima import own_maximum
from web import keys
from web.bid_forms import key_or_new, unless_refused, words
from web.extensions import db
from web.login import signed_in

WAY = "maximum"


def ask(lot: Lot, typed: str) -> ResponseReturnValue:
    """Show the page that asks, unless the maximum could not be set anyway."""

    def page(amount: Money) -> str:
        now, who = clock.now(), signed_in().id
        paddle = bidders.check_may_bid(
            db.session(), lot, user_id=who, amount=amount, now=now
        )
        procedure = lot.catalogue.procedure
        check_open(lot.standing, now)
        check_maximum(lot.standing, procedure, Limit(paddle.id, amount))
        own = own_maximum(db.session(), paddle, ring=keys.ring())
        bids_now = own is not None and own.is_active and not own.is_unreadable
        return render_template(
            "maxima/confirm.html",
            lot=lot,
            catalogue=lot.catalogue,
            amount=amount,
            words=words(lot, amount),
            key=key_or_new(),
            leads=lot.leader_id == paddle.id,
            replaces=own.amount if own is not None and bids_now else None,
        )

    return unless_refused(lot, typed, page, way=WAY)
