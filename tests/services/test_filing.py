"""Documents of a draft, and of a lot that everybody has seen."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Document, Duty, Lot, LotChange, Mail, User
from auction.rules.changing import LastHours, NotAnnounced
from auction.rules.filing import (
    MOST,
    DateOdd,
    Label,
    TitleMissing,
    TooManyDocuments,
)
from auction.rules.grounds import PublicTextMissing
from auction.rules.lifecycle import PUBLIC, LotStatus
from auction.rules.papers import KindUnknown
from auction.rules.refusal import NotThere, Refusal
from auction.services import filing, filing_in_public, looking
from auction.services.editing import NotADraft
from auction.services.filing import (
    ActRestsOnIt,
    AlreadyReplaced,
    KeptPaper,
    NewDocument,
    NewVersion,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.trail import first_broken
from tests.factories import (
    make_lot,
    make_office,
    make_officer,
    make_paddle,
    make_paper,
)
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of

LABEL = Label("Valuation report", "valuation_report", is_public=True)
REASON = "The first version had a wrong area."


def draft(session: Session) -> Lot:
    return make_lot(session, status=LotStatus.DRAFT)


def announced(session: Session) -> Lot:
    return make_lot(session, closes_at=NOON + timedelta(days=1))


def paper(name: str = "a") -> KeptPaper:
    return KeptPaper(f"{name}.pdf", 1000)


def add(session: Session, lot: Lot, officer: User, *labels: Label) -> int:
    return filing.add_documents(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        documents=[NewDocument(label, paper()) for label in labels or (LABEL,)],
        now=NOON,
    )


def replace(session: Session, lot: Lot, officer: User, name: str = "b") -> Document:
    current = next(one for one in lot.documents if one.replaced_at is None)
    return filing.replace_document(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        document_id=current.id,
        version=NewVersion(paper(name), date(2026, 3, 2)),
        now=NOON,
    )


def add_in_public(
    session: Session, lot: Lot, officer: User, label: Label = LABEL
) -> Document:
    [added] = filing_in_public.add_documents_to_announced(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        documents=[NewDocument(label, paper())],
        reason=REASON,
        now=NOON,
    )
    return added


def test_a_document_is_filed_with_its_label(session: Session) -> None:
    lot, officer = draft(session), make_officer(session)
    label = Label(" Lease\u202e ", "lease", is_public=False, dated_on=date(2020, 5, 1))

    assert add(session, lot, officer, label) == 1

    session.expire_all()
    [document] = lot.documents
    assert (document.title, document.kind) == ("Lease", "lease")
    assert (document.is_public, document.dated_on) == (False, date(2020, 5, 1))
    assert (document.file, document.size, document.version) == ("a.pdf", 1000, 1)


@pytest.mark.parametrize(
    ("label", "refusal"),
    [
        (Label("", "lease", is_public=True), TitleMissing),
        (Label("\u200b", "lease", is_public=True), TitleMissing),
        (Label("x" * 201, "lease", is_public=True), TitleMissing),
        (Label("Lease", "Mietvertrag", is_public=True), KindUnknown),
        (Label("Lease", "lease", is_public=True, dated_on=date(202, 6, 1)), DateOdd),
    ],
)
def test_a_document_that_does_not_say_what_it_is_is_refused(
    session: Session, label: Label, refusal: type[Refusal]
) -> None:
    lot, officer = draft(session), make_officer(session)

    with pytest.raises(refusal):
        add(session, lot, officer, LABEL, label)

    session.expire_all()
    assert lot.documents == []


def test_a_lot_has_room_for_so_many_documents(session: Session) -> None:
    lot, officer = draft(session), make_officer(session)

    assert add(session, lot, officer, *[LABEL] * (MOST + 1)) == MOST
    assert add(session, lot, officer) == 0
    with pytest.raises(TooManyDocuments):
        replace(session, lot, officer)


def test_a_newer_version_takes_the_place_and_the_older_one_stays(
    session: Session,
) -> None:
    lot, officer = draft(session), make_officer(session)
    add(session, lot, officer)

    second = replace(session, lot, officer, "b")
    third = replace(session, lot, officer, "c")

    session.expire_all()
    assert [one.version for one in lot.documents] == [1, 2, 3]
    assert third.title == "Valuation report"
    assert third.dated_on == date(2026, 3, 2)
    assert second.replaced_by_id == third.id
    assert [one.file for one in filing.earlier_versions(lot, third)] == [
        "b.pdf",
        "a.pdf",
    ]


def test_of_two_who_replace_a_document_at_once_one_is_told(
    app: Flask, session: Session
) -> None:
    lot, officer = draft(session), make_officer(session)
    add(session, lot, officer)
    lot_id, officer_id, document_id = lot.id, officer.id, lot.documents[0].id

    def replaces(session: Session) -> object:
        return filing.replace_document(
            session,
            lot_id=lot_id,
            officer_id=officer_id,
            document_id=document_id,
            version=NewVersion(paper("b")),
            now=NOON,
        )

    outcomes = at_once(app, [replaces, replaces])

    assert sum(isinstance(outcome, AlreadyReplaced) for outcome in outcomes) == 1


def test_a_label_can_be_corrected(session: Session) -> None:
    lot, officer = draft(session), make_officer(session)
    add(session, lot, officer)

    filing.relabel_document(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        document_id=lot.documents[0].id,
        label=Label("Report", "other", is_public=False),
    )

    session.expire_all()
    assert (lot.documents[0].title, lot.documents[0].is_public) == ("Report", False)


def test_a_document_goes_with_its_earlier_versions_and_looks(session: Session) -> None:
    lot, officer = draft(session), make_officer(session)
    add(session, lot, officer, LABEL, Label("Lease", "lease", is_public=False))
    replace(session, lot, officer)
    newest = lot.documents[-1]
    looking.note_look(session, document_id=newest.id, officer_id=officer.id, now=NOON)

    filing.remove_document(
        session, lot_id=lot.id, officer_id=officer.id, document_id=newest.id
    )

    session.expire_all()
    assert [document.title for document in lot.documents] == ["Lease"]


def test_a_document_of_another_lot_is_not_there(session: Session) -> None:
    lot, officer = draft(session), make_officer(session)
    other = draft(session)
    add(session, other, officer)

    with pytest.raises(NotThere):
        filing.remove_document(
            session,
            lot_id=lot.id,
            officer_id=officer.id,
            document_id=other.documents[0].id,
        )


@pytest.mark.parametrize(
    "status", [status for status in LotStatus if status is not LotStatus.DRAFT]
)
def test_only_a_draft_changes_its_documents_freely(
    session: Session, status: LotStatus
) -> None:
    lot, officer = make_lot(session, status=status), make_officer(session)

    with pytest.raises(NotADraft):
        add(session, lot, officer)


@pytest.mark.parametrize("status", [s for s in LotStatus if s not in PUBLIC])
def test_only_what_everybody_has_seen_changes_in_public(
    session: Session, status: LotStatus
) -> None:
    lot, officer = make_lot(session, status=status), make_officer(session)

    with pytest.raises(NotAnnounced):
        add_in_public(session, lot, officer)


def test_a_document_that_is_added_in_public_is_told_to_everybody(
    session: Session,
) -> None:
    lot, officer = announced(session), make_officer(session)
    bidder = make_paddle(session, lot).user.email
    version = lot.version

    add_in_public(session, lot, officer)

    session.expire_all()
    change = session.scalars(select(LotChange)).one()
    assert (change.old, change.new) == ("", "Valuation report, version 1")
    assert change.reason == REASON
    assert lot.version == version + 1
    row = trail_of(session, lot.id)[-1]
    content = json.loads(row.entry)
    assert (row.action, content["version"]) == ("document_added", lot.version)
    assert content["content"]["file"] == "a.pdf"
    assert officer.email not in row.entry
    assert first_broken(trail_of(session, lot.id)) is None
    mail = session.scalars(select(Mail)).one()
    assert (mail.recipient, mail.is_private) == (bidder, True)
    assert "Valuation report, version 1" in mail.text


@pytest.mark.parametrize(
    ("status", "left", "is_open"),
    [
        (LotStatus.OPEN, timedelta(hours=2, seconds=1), True),
        (LotStatus.OPEN, timedelta(hours=2), False),
        (LotStatus.SUSPENDED, timedelta(hours=1), True),
        (LotStatus.SOLD, timedelta(hours=-1), True),
    ],
)
def test_in_the_last_hours_nothing_comes_that_nobody_could_read(
    session: Session, status: LotStatus, left: timedelta, *, is_open: bool
) -> None:
    lot = make_lot(session, status=status, closes_at=NOON + left)
    officer = make_officer(session)

    if is_open:
        assert add_in_public(session, lot, officer).version == 1
    else:
        with pytest.raises(LastHours):
            add_in_public(session, lot, officer)


def test_the_data_room_tells_nobody_the_title_of_a_paper(session: Session) -> None:
    lot, officer = announced(session), make_officer(session)
    make_paddle(session, lot)
    secret = Label("Loan of Zacharias", "loan_agreement", is_public=False)

    add_in_public(session, lot, officer, secret)

    change = session.scalars(select(LotChange)).one()
    assert change.new == "a document in the data room"
    told = [row.entry for row in trail_of(session, lot.id)]
    told += session.scalars(select(Mail.text)).all()
    assert not any("Zacharias" in words or "a.pdf" in words for words in told)


@pytest.mark.parametrize("withhold", [False, True])
def test_a_document_that_is_replaced_in_public_stays_listed(
    session: Session, *, withhold: bool
) -> None:
    lot, officer = announced(session), make_officer(session)
    first = add_in_public(session, lot, officer)

    second = filing_in_public.replace_document_of_announced(
        session,
        lot_id=lot.id,
        officer_id=officer.id,
        document_id=first.id,
        version=NewVersion(paper("b")),
        reason=REASON,
        withhold=withhold,
        now=NOON + timedelta(hours=1),
    )

    session.expire_all()
    assert filing.earlier_versions(lot, second) == [first]
    assert first.is_public is not withhold
    assert second.is_public
    change = session.scalars(select(LotChange).order_by(LotChange.id.desc())).first()
    assert change is not None
    gone = " (no longer shown)" if withhold else ""
    assert change.old == f"Valuation report, version 1{gone}"
    assert change.new == "Valuation report, version 2"
    assert trail_of(session, lot.id)[-1].action == "document_replaced"


@pytest.mark.parametrize("reason", ["", "   short   ", "x" * 2001])
def test_nothing_changes_in_public_without_a_reason(
    session: Session, reason: str
) -> None:
    lot, officer = announced(session), make_officer(session)

    with pytest.raises(PublicTextMissing):
        filing_in_public.add_documents_to_announced(
            session,
            lot_id=lot.id,
            officer_id=officer.id,
            documents=[NewDocument(LABEL, paper())],
            reason=reason,
            now=NOON,
        )

    session.expire_all()
    assert lot.documents == []
    assert trail_of(session, lot.id) == []


def test_a_paper_on_which_an_act_rests_stays_as_it_is(session: Session) -> None:
    lot, officer = announced(session), make_officer(session)
    order = make_paper(session, lot)
    session.add(
        Act(
            lot_id=lot.id,
            kind=ActKind.RECALL,
            public_text="x",
            document_id=order.id,
            asked_by_id=officer.id,
            asked_at=NOON,
        )
    )
    session.commit()

    with pytest.raises(ActRestsOnIt):
        filing_in_public.replace_document_of_announced(
            session,
            lot_id=lot.id,
            officer_id=officer.id,
            document_id=order.id,
            version=NewVersion(paper("b")),
            reason=REASON,
            now=NOON,
        )


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
def test_documents_are_for_those_who_prepare_or_approve(
    session: Session, duty: Duty
) -> None:
    clerk = make_officer(session, duties=[duty])

    with pytest.raises(NotYourDuty):
        add(session, draft(session), clerk)
    with pytest.raises(NotYourDuty):
        add_in_public(session, make_lot(session), clerk)


def test_documents_are_nothing_for_another_office(session: Session) -> None:
    stranger = make_officer(session, make_office(session, "another-court"))
    lot = make_lot(session)
    document = make_paper(session, lot, is_public=False)

    with pytest.raises(NotYourOffice):
        add(session, draft(session), stranger)
    with pytest.raises(NotYourOffice):
        looking.note_look(
            session, document_id=document.id, officer_id=stranger.id, now=NOON
        )


def test_looks_are_listed_the_newest_first_and_counted(session: Session) -> None:
    lot = make_lot(session)
    document = make_paper(session, lot, is_public=False)
    clerk = make_officer(session, duties=[Duty.AUDITOR])
    for minute in (1, 2):
        looking.note_look(
            session,
            document_id=document.id,
            officer_id=clerk.id,
            now=NOON + timedelta(minutes=minute),
        )

    looks = looking.looks_at(session, document)

    assert [look.looked_at.minute for look in looks] == [2, 1]
    assert looks[0].user == clerk
    assert looking.count_looks(session, lot) == {document.id: 2}
