"""How an auction works, with no web in it.

Read ``rules`` first: it is the rulebook, in plain functions. ``models`` is what is
written down, ``services`` what people and the clock may do. Nothing here imports
Flask.

Glossary
    office      a court, a bank or an asset manager that sells
    officer     a person who works there
    catalogue   the lots of one sale, under one procedure
    procedure   the terms of a sale, as data: closing rule, increment, recall grounds
    lot         what is sold under one number
    paddle      a bidder's number for one lot, drawn at random
    reserve     the price below which the seller keeps the lot
    increment   the least step from one bid to the next
    soft close  a late bid moves the close, so that nobody wins by being last
    hammer      the moment, and the price, at which a lot is sold
    recall      the seller takes a lot back before the hammer, for a stated ground
    trail       the record of a lot: append-only, each row chained to the one before
"""
