"""The terms of a sale are a file: it is read exactly, or refused by file and key."""

from dataclasses import FrozenInstanceError
from datetime import timedelta
from decimal import Decimal

import pytest

from auction.money import Money, currency_of
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.procedure import (
    FirstBid,
    ProcedureInvalid,
    ReserveKind,
    StepKind,
    read_procedure,
)
from auction.services.procedures import ProcedureUnknown, load_shipped, shipped
from tests.rules.shipped import EUR, changed, shipped_procedure

FIVE_MINUTES = timedelta(minutes=5)


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD"])
def test_every_shipped_procedure_reads_in_every_kind_of_currency(
    name: str, code: str
) -> None:
    procedure = shipped_procedure(name, currency=currency_of(code))

    assert procedure.recall.grounds
    assert procedure.suspension.grounds
    assert procedure.voiding.grounds


def test_five_procedures_are_shipped() -> None:
    assert shipped() == (
        "bank-claims",
        "court-first-round",
        "court-second-round",
        "movables",
        "sell-off",
    )


@pytest.mark.parametrize("name", ["sealed", "", "../README", "court-first-round.toml"])
def test_an_unknown_name_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(ProcedureUnknown, match="there are: bank-claims, court-first"):
        load_shipped(name)


def test_a_first_round_in_court_is_as_the_law_says() -> None:
    procedure = shipped_procedure("court-first-round")

    assert procedure.first_bid is FirstBid.EXACTLY
    assert procedure.reserve is ReserveKind.START
    assert procedure.reserve_floor_percent == Decimal(70)
    assert procedure.step is StepKind.FIXED
    assert procedure.multiples
    assert procedure.min_bidders == 1
    assert not procedure.may_outbid_self
    assert procedure.closing == ClosingRule(
        ClosingKind.FROM_BID, window=FIVE_MINUTES, extension=FIVE_MINUTES
    )
    assert (procedure.notice_days_movable, procedure.notice_days_other) == (15, 30)
    assert procedure.deposit_percent_min == Decimal(5)
    assert procedure.deposit_percent_max == Decimal(20)


def test_a_second_round_has_a_lower_floor_and_a_shorter_notice() -> None:
    procedure = shipped_procedure("court-second-round")

    assert procedure.round == "second"
    assert procedure.reserve_floor_percent == Decimal(56)
    assert (procedure.notice_days_movable, procedure.notice_days_other) == (7, 15)


def test_a_sell_off_waits_sixty_days_for_a_bid_that_starts_a_day() -> None:
    procedure = shipped_procedure("sell-off")

    assert procedure.round == "sell-off"
    assert procedure.closing == ClosingRule(
        ClosingKind.FIRST_BID,
        window=FIVE_MINUTES,
        extension=FIVE_MINUTES,
        period=timedelta(hours=24),
    )
    assert procedure.min_duration == timedelta(days=60)
    assert (procedure.notice_days_movable, procedure.notice_days_other) == (15, 15)
    assert procedure.is_prepaid
    assert not shipped_procedure("court-second-round").is_prepaid


def test_a_bank_may_hide_its_reserve_and_need_not_start_at_the_start() -> None:
    procedure = shipped_procedure("bank-claims")

    assert procedure.reserve is ReserveKind.HIDDEN
    assert procedure.first_bid is FirstBid.AT_LEAST
    assert not procedure.winner_public


def test_movables_rise_by_a_table_and_ask_for_no_deposit() -> None:
    procedure = shipped_procedure("movables")

    assert procedure.step is StepKind.TABLE
    assert procedure.bands[:3] == (
        Band(Money(0), Money(1_00)),
        Band(Money(25_00), Money(2_00)),
        Band(Money(50_00), Money(5_00)),
    )
    assert procedure.bands[-1] == Band(Money(5_000_00), Money(100_00))
    assert procedure.deposit_percent_max is None
    assert procedure.balance_days == 7


@pytest.mark.parametrize(
    ("code", "minor"), [("JPY", 25), ("EUR", 2500), ("KWD", 25000)]
)
def test_the_table_counts_in_the_minor_units_of_the_currency(
    code: str, minor: int
) -> None:
    procedure = shipped_procedure("movables", currency=currency_of(code))

    assert procedure.bands[1].floor == Money(minor)


def test_half_a_yen_is_a_whole_one() -> None:
    procedure = shipped_procedure(
        "movables", {'step = "1"': 'step = "0.50"'}, currency=currency_of("JPY")
    )

    assert procedure.bands[0].step == Money(1)


def test_a_procedure_cannot_be_changed() -> None:
    procedure = shipped_procedure()

    with pytest.raises(FrozenInstanceError):
        procedure.min_bidders = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("30 s", timedelta(seconds=30)),
        ("2 min", timedelta(minutes=2)),
        ("24 h", timedelta(days=1)),
        ("60 d", timedelta(days=60)),
    ],
)
def test_a_span_is_written_with_its_unit(written: str, meant: timedelta) -> None:
    procedure = shipped_procedure(changes={'window = "5 min"': f'window = "{written}"'})

    assert procedure.closing.window == meant


def test_a_soft_close_may_have_a_cap_and_a_last_extension() -> None:
    procedure = shipped_procedure(
        changes={
            'window = "5 min"': 'window = "5 min"\ncap = "2 h"\nmax_extensions = 3'
        }
    )

    assert procedure.closing.cap == timedelta(hours=2)
    assert procedure.closing.max_extensions == 3


def test_a_hard_close_has_no_window() -> None:
    soft = 'rule = "from_bid"               # five minutes from the bid\n'
    window = 'window = "5 min"\nextension = "5 min"\n'

    procedure = shipped_procedure("movables", {soft: 'rule = "hard"\n', window: ""})

    assert procedure.closing == ClosingRule(ClosingKind.HARD)


def test_a_close_when_all_are_idle_asks_for_one_span_only() -> None:
    procedure = shipped_procedure(
        "movables", {'rule = "from_bid"': 'rule = "idle"', 'window = "5 min"\n': ""}
    )

    assert procedure.closing.extension == FIVE_MINUTES


def test_a_period_of_nothing_would_close_a_lot_with_its_first_bid() -> None:
    nothing = {
        'period = "24 h"': 'period = "0 h"',
        'extension = "5 min"': 'extension = "0 s"',
    }

    with pytest.raises(ProcedureInvalid, match=r"closing.period must not be shorter"):
        shipped_procedure("sell-off", nothing)


def test_jumps_balance_and_reserve_floor_may_be_left_out() -> None:
    procedure = shipped_procedure(
        changes={"jump_steps": "# ", "days = 10": "", "reserve_floor_percent": "# "}
    )

    assert procedure.jump_steps is None
    assert procedure.balance_days is None
    assert procedure.reserve_floor_percent is None


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        # not TOML at all
        ("movables", "[price]", "[price", "movables.toml: this is not TOML: "),
        # unknown
        ("movables", "title =", "colour = 1\ntitle =", "colour is not a key"),
        ("movables", "[price]", "[price]\nvat = 7", "price.vat is not a key"),
        ("movables", "[price]", "[tax]\n[price]", "tax is not a key"),
        (
            "movables",
            'floor = "25"',
            'floor = "25"\nto = 1',
            r"increment.bands\[2\].to is not",
        ),
        (
            "court-first-round",
            'step = "fixed"',
            'step = "fixed"\nbands = []',
            "increment.bands is not a key",
        ),
        (
            "movables",
            'rule = "from_bid"',
            'rule = "hard"',
            "closing.window is not a key",
        ),
        # missing
        ("movables", "title =", "# ", "title is missing: it must be a text"),
        ("movables", "min_bidders", "# ", "bidding.min_bidders is missing"),
        ("movables", "multiples", "# ", "increment.multiples is missing"),
        ("movables", 'window = "5 min"', "", "closing.window is missing"),
        ("movables", 'code = "lost"', "", r"recall.grounds\[4\].code is missing"),
        # of the wrong kind
        ("movables", 'round = "single"', "round = 1", "round must be a text"),
        ("movables", 'round = "single"', 'round = " "', "round must not be empty"),
        ("movables", "min_bidders = 1", 'min_bidders = "1"', "must be a whole number"),
        ("movables", "min_bidders = 1", "min_bidders = true", "must be a whole number"),
        ("movables", "min_bidders = 1", "min_bidders = 1.5", "must be a whole number"),
        ("movables", "min_bidders = 1", "min_bidders = 0", "of at least 1"),
        ("movables", "jump_steps = 50", "jump_steps = 0", "bidding.jump_steps must be"),
        ("movables", "days_other = 0", "days_other = -1", "notice.days_other must be"),
        ("movables", "bids = true", 'bids = "yes"', "publicity.bids must be true or"),
        ("movables", '"at_least"', '"any"', "price.first_bid must be one of exactly, "),
        ("movables", '"from_bid"', '"soft"', "closing.rule must be one of hard, from_"),
        # spans
        ("movables", '"5 min"', '"5 minutes"', "closing.window must be a span such as"),
        ("movables", '"5 min"', '"5min"', "closing.window must be a span such as"),
        ("movables", '"5 min"', '"-5 min"', "closing.window must be a span such as"),
        (
            "movables",
            '"5 min"',
            '"\N{ARABIC-INDIC DIGIT FIVE} min"',
            "closing.window must be a span such as",
        ),
        ("movables", '"5 min"', "5", "closing.window must be a text"),
        # amounts and per cent
        ("movables", '"5000"', "5000", r"increment.bands\[7\].floor must be a text"),
        ("movables", '"5000"', '"5,000"', r"bands\[7\].floor must be a number such as"),
        ("movables", '"5000"', '"1e999999"', "must be a number such as"),
        ("movables", '"5000"', '"NaN"', "must be a number such as"),
        ("movables", '"5000"', '"999999999999"', "must be a number such as"),
        (
            "bank-claims",
            '"20"',
            '"200"',
            "deposit.percent_max must be at most 100 per cent",
        ),
        (
            "bank-claims",
            '"20"',
            '"4.9"',
            "deposit.percent_max must not be below percent_",
        ),
        # the period that a first bid starts
        ("sell-off", 'period = "24 h"', "", "closing.period is missing"),
        (
            "sell-off",
            '"24 h"',
            '"4 min"',
            "period must not be shorter than closing.ext",
        ),
        (
            "movables",
            'window = "5 min"',
            'window = "5 min"\nperiod = "24 h"',
            "closing.period is not a key",
        ),
        # checks
        (
            "bank-claims",
            '"fields"]',
            '"tittle"]',
            "deviation.allowed must be of: deposit, documents, duration, fields, ",
        ),
        ("bank-claims", '"fields"]', '"title"]', "deviation.allowed must be of: "),
        (
            "court-first-round",
            'deposit = "Fa',
            'deposits = "Fa',
            "laws.deposits is not a check",
        ),
        # bands
        ("movables", 'floor = "0"', 'floor = "1"', "bands must begin at 0 and rise"),
        ("movables", 'floor = "25"', 'floor = "60"', "bands must begin at 0 and rise"),
        ("movables", 'floor = "25"', 'floor = "50"', "bands must begin at 0 and rise"),
        ("movables", 'step = "2"', 'step = "0"', "bands must have steps above 0"),
        # grounds
        (
            "movables",
            '"lost"',
            '"debt-paid"',
            "recall.grounds must not hold the same code",
        ),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_file_and_key(
    name: str, old: str, new: str, sentence: str
) -> None:
    with pytest.raises(ProcedureInvalid, match=sentence) as refused:
        shipped_procedure(name, {old: new})

    assert str(refused.value).startswith(f"{name}.toml: ")


def test_a_list_that_does_not_hold_tables_is_refused() -> None:
    text = changed("movables", {}).partition("[recall]")[0]

    with pytest.raises(ProcedureInvalid, match=r"recall.grounds must be a list of tab"):
        read_procedure(
            f'{text}\n[recall]\ngrounds = ["lost"]', currency=EUR, source="mine.toml"
        )


def test_an_empty_file_is_told_what_comes_first() -> None:
    with pytest.raises(
        ProcedureInvalid, match=r"^mine.toml: increment.step is missing"
    ):
        read_procedure("", currency=EUR, source="mine.toml")


def test_a_value_where_a_table_belongs_is_refused() -> None:
    with pytest.raises(ProcedureInvalid, match=r"^mine.toml: price must be a table"):
        read_procedure("price = 1", currency=EUR, source="mine.toml")


PRIORITY = """
[priority]
claim_until = "3 d"
[[priority.grounds]]
code = "lessee"
text = "A lessee."
rank = 1
"""


def test_a_procedure_of_earlier_days_knows_neither_maxima_nor_matches() -> None:
    sale = shipped_procedure("movables", {"[maximum]\nallowed = true": ""})

    assert (sale.maxima, sale.priority_matches) == (False, False)
    assert sale.ceiling_times_deposit is None


def test_a_procedure_may_take_maxima_and_matches_and_tie_bids_to_the_deposit() -> None:
    sale = shipped_procedure(
        "court-first-round",
        {
            "[maximum]\nallowed = false": "[maximum]\nallowed = true",
            "jump_steps = 10": "ceiling_times_deposit = 20",
        },
    )

    assert (sale.maxima, sale.priority_matches) == (True, True)
    assert sale.ceiling_times_deposit == 20


def test_a_right_of_priority_may_come_without_a_match() -> None:
    later = PRIORITY.replace("[priority]", "[priority]\nmatches = false")
    sale = shipped_procedure("movables", {"[closing]": f"{later}\n[closing]"})

    assert not sale.priority_matches


def test_no_maximum_fits_whole_steps_of_a_table() -> None:
    with pytest.raises(ProcedureInvalid, match=r"maximum\.allowed must be false"):
        shipped_procedure(
            "movables",
            {
                "multiples = false": "multiples = true",
            },
        )


def test_an_act_says_its_persons_its_document_and_what_a_default_costs() -> None:
    court = shipped_procedure()
    movables = shipped_procedure("movables")

    assert (court.recall.persons, court.recall.document) == (2, True)
    assert (movables.recall.persons, movables.recall.document) == (1, False)
    assert court.forfeit == "The buyer's deposit is forfeited."
    assert (movables.forfeit, movables.buyer_barred) == ("", True)


def test_a_ground_may_wait_for_a_bid_or_for_the_end_of_the_buyers_term() -> None:
    court = shipped_procedure()
    frenzy = next(g for g in court.suspension.grounds if g.code == "price-frenzy")
    unpaid = next(g for g in court.default.grounds if g.code == "balance-unpaid")
    refused = next(g for g in court.default.grounds if g.code == "buyer-refused")

    assert (frenzy.before_first_bid, frenzy.after_first_bid) == (False, True)
    assert (unpaid.after_balance_term, refused.after_balance_term) == (True, False)


def test_a_procedure_of_earlier_days_knows_neither_stay_nor_default() -> None:
    text = changed("movables", {})
    begin, end = text.index("[default]"), text.index("[outage]")
    text = text[:begin] + text[end:]
    begin, end = text.index("[stay]"), text.index("[suspension]")

    old = read_procedure(text[:begin] + text[end:], currency=EUR, source="old.toml")

    assert (old.stay.grounds, old.default.grounds) == ((), ())
    assert old.recall.persons == 1


@pytest.mark.parametrize("persons", ["0", "3", "true", '"two"'])
def test_an_act_is_done_by_one_or_by_two(persons: str) -> None:
    text = changed(
        "bank-claims", {"[recall]\npersons = 2": f"[recall]\npersons = {persons}"}
    )

    with pytest.raises(ProcedureInvalid, match=r"recall\.persons must be"):
        read_procedure(text, currency=EUR, source="x.toml")
