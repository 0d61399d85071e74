"""The lists that real banks publish, taken over as they are."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Lot, OfficeKind
from auction.money import Money
from auction.rules.categories import FIELDS
from tests.factories import make_catalogue, make_office
from tests.moving_clock import NOON
from tests.real_data import REAL_DATA

CAIXA = REAL_DATA / "caixa/Lista_imoveis_RJ_raw_2024-10-21.csv"
UKRAINIAN = REAL_DATA / "ua_npl/npl_lots_uk.json"
CHINESE = REAL_DATA / "zh_lots/lots_normalized.json"

TAPE = REAL_DATA / "npl/synthetic_data_2.json"
# Its loans are in all currencies of the world: the amounts are taken as they stand.
TAPE_TERMS = (
    *("--set", "rates=* 1", "--set", "starting_price=30 %"),
    *("--set", "increment=1", "--set", "deposit=10 %"),
)

DAY = timedelta(days=1)


def present(*files: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not all(file.exists() for file in files), reason="the real files are not here"
    )


def imported(
    app: Flask, session: Session, file: Path, *more: str, **columns: Any
) -> list[Lot]:
    bank = make_office(session, "example-bank", kind=OfficeKind.BANK)
    catalogue = make_catalogue(
        session,
        office=bank,
        published_at=None,
        opens_at=NOON + DAY,
        closes_at=NOON + 3 * DAY,
        stagger_seconds=30,
        **columns,
    )
    words = ["import-lots", str(file), "--catalogue", catalogue.slug, *more]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    session.rollback()
    return list(session.scalars(select(Lot).order_by(Lot.number)))


@present(CAIXA)
def test_the_list_of_a_state_bank_is_imported_as_it_is(
    app: Flask, session: Session
) -> None:
    lots = imported(
        app,
        session,
        CAIXA,
        *("--set", "category=real_estate", "--unknown", "append"),
        *("--set", "increment=1 %", "--set", "deposit=5 %", "--set", "round_to=10"),
        currency_code="BRL",
        locale="pt_BR",
        time_zone="America/Sao_Paulo",
    )

    assert len(lots) == 3309
    assert len({lot.external_id for lot in lots}) == 3309
    first = lots[0]
    assert first.external_id == "1444413830678"
    assert first.title == (
        "RUA TRES DE MAIO, N. SN, QD 60 LT 21, PARQUE MAMBUCABA MAM, ANGRA DOS REIS"
    )
    assert (first.starting_price, first.valuation) == (
        *(Money(602_282_59), Money(816_322_30)),
    )
    assert (first.increment, first.deposit) == (Money(6_030_00), Money(30_120_00))
    assert "**Modalidade de venda:** Licitação Aberta" in first.description
    assert "**Desconto:** 26.23" in first.description
    above = sum(
        lot.valuation is not None and lot.starting_price > lot.valuation for lot in lots
    )
    assert above == 776
    assert Counter(lot.region for lot in lots)["RIO DE JANEIRO"] == 1584
    assert len({lot.closes_at for lot in lots}) == 3309


@present(CHINESE)
def test_chinese_lots_are_read_by_their_own_words(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    published = json.loads(CHINESE.read_text(encoding="utf-8"))
    priced = [lot for lot in published if lot["start_price"] and lot["increment"]]
    file = tmp_path / "lots.json"
    file.write_text(json.dumps(priced, ensure_ascii=False), encoding="utf-8")

    lots = imported(
        app,
        session,
        file,
        *("--unknown", "leave-out"),
        currency_code="CNY",
        locale="zh",
        time_zone="Asia/Shanghai",
    )

    assert len(lots) == len(priced)
    assert [lot.title for lot in lots] == [lot["title"].strip() for lot in priced]


@present(UKRAINIAN)
def test_ukrainian_bad_loans_are_read_by_their_own_words(
    app: Flask, session: Session
) -> None:
    lots = imported(
        app,
        session,
        UKRAINIAN,
        *("--unknown", "append", "--set", "increment=1 %", "--skip-bad"),
        currency_code="UAH",
        locale="uk",
    )

    assert len(lots) == 7  # one has neither a price nor a category
    assert lots[0].fields["total_claim"] == 501_395_467_60
    assert lots[0].deposit == Money(526_465_24)
    assert session.scalar(select(func.count(Lot.id))) == 7


def records_of(model: str) -> list[dict[str, Any]]:
    records = json.loads(TAPE.read_text(encoding="utf-8"))
    return [one["fields"] for one in records if one["model"].endswith(f".{model}")]


def names_of_persons() -> list[str]:
    people = [one for one in records_of("counterparty") if one["borrower_type"] == 0]
    assert len(people) == 140
    return [person["name_of_counterparty"] for person in people]


def public_words(lot: Lot) -> str:
    public = [field.name for field in FIELDS[lot.category] if field.is_public]
    said = [lot.title, lot.region, lot.location, lot.description]
    return " ".join(said + [str(lot.fields.get(name, "")) for name in public])


@present(TAPE)
def test_a_loan_tape_is_imported_as_lots(app: Flask, session: Session) -> None:
    lots = imported(app, session, TAPE, "--tape", "loans", *TAPE_TERMS)

    assert len(lots) == 200
    first = lots[0]
    assert (first.external_id, first.fields["principal"]) == ("LO0", 741_00)
    assert first.fields["total_claim"] == 713_00
    assert first.starting_price == Money(213_90)
    assert first.fields["cut_off_date"] == "2019-12-25"
    assert first.fields["debtor"] == "LF5SlO8kRK"  # a company
    everything = " ".join(public_words(lot) for lot in lots)
    assert [name for name in names_of_persons() if name in everything] == []


@present(TAPE)
def test_a_loan_tape_is_imported_as_a_pack(app: Flask, session: Session) -> None:
    (pack,) = imported(app, session, TAPE, "--tape", "pack", *TAPE_TERMS)

    loans = records_of("loan")
    assert pack.title == "PIBANK, 200 loans"
    assert pack.fields["loans_count"] == 200
    for name, sums in (
        ("principal", "principal_balance"),
        ("total_claim", "legal_balance"),
    ):
        assert pack.fields[name] == 100 * sum(loan[sums] for loan in loans)
    assert pack.fields["cut_off_date"] == "2019-12-25"
    assert [document.kind for document in pack.documents] == ["loan_tape"]
    assert not any(name in public_words(pack) for name in names_of_persons())
