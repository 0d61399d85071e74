"""Handing one mail to a real server, which may be slow, rude or dead."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from auction.services.posting import Letter
from tests.mail_servers import Postbox, hang_up, reach, serving, silent
from tests.moving_clock import NOON
from tests.web.mail.certificates import server_context
from web.mail.failure import NotSent
from web.mail.message import message_of
from web.mail.server import hand_over, talking
from web.mail.settings import MailSettings, Security
from web.mail.site import Site

LETTER = Letter(
    id=17,
    recipient="anna@example.com",
    subject="Your bid on lot 4: 1.250,00 \N{EURO SIGN}",
    text="From now on\nGröße\n.\nFrom here with a dot alone, and a line of "
    + "x" * 2000
    + "\n",
    is_private=False,
    written_at=NOON,
    tries=1,
)


def send(
    settings: MailSettings, letter: Letter = LETTER, site: Site | None = None
) -> None:
    with talking(settings) as smtp:
        hand_over(smtp, letter, sender=settings.sender, site=site)


def refusal_of(settings: MailSettings, letter: Letter = LETTER) -> NotSent:
    with pytest.raises(NotSent) as refusal:
        send(settings, letter)
    return refusal.value


def test_a_mail_arrives_as_it_was_written() -> None:
    postbox = Postbox()

    with serving(postbox) as settings:
        send(settings)

    (mail,) = postbox.mails
    assert mail["Subject"] == LETTER.subject
    assert mail["To"] == "anna@example.com"
    assert mail["From"] == "Example Court <auctions@court.example>"
    assert mail["Date"].datetime == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert mail.get_content().replace("\r\n", "\n") == LETTER.text


def test_each_try_of_a_mail_has_the_same_message_id_and_no_other_has_it() -> None:
    def name(letter: Letter) -> str:
        return str(
            message_of(letter, sender=Address("", "a", "b.example"))["Message-ID"]
        )

    again = replace(LETTER, tries=9)
    other = replace(LETTER, id=18)
    after_a_restore = replace(LETTER, written_at=NOON + timedelta(microseconds=1))

    assert name(again) == name(LETTER)
    assert len({name(LETTER), name(other), name(after_a_restore)}) == 3
    assert re.fullmatch(r"<[a-zA-Z0-9.]+@b\.example>", name(LETTER))


def test_a_message_is_plain_ascii_that_the_oldest_server_takes() -> None:
    lines = bytes(message_of(LETTER, sender=Address("", "a", "b.example"))).splitlines()

    assert all(line.isascii() and len(line) <= 998 for line in lines)


def test_the_message_is_the_same_bytes_each_time() -> None:
    sender = Address("", "a", "b.example")

    assert bytes(message_of(LETTER, sender=sender)) == bytes(
        message_of(replace(LETTER, tries=5), sender=sender)
    )


@pytest.mark.parametrize(
    ("answer", "is_refused", "is_away"),
    [
        ("550 5.1.1 <anna@example.com> is unknown here", True, False),
        ("450 4.2.1 anna@example.com is busy", False, False),
        ("421 4.3.2 going down", False, True),
    ],
)
@pytest.mark.parametrize("is_private", [True, False])
def test_what_the_server_says_is_kept_but_of_a_private_mail_only_its_codes(
    answer: str, *, is_refused: bool, is_away: bool, is_private: bool
) -> None:
    postbox = Postbox()
    postbox.refuse["anna@example.com"] = answer

    with serving(postbox) as settings:
        refusal = refusal_of(settings, replace(LETTER, is_private=is_private))

    said = answer[:9] if is_private else answer
    assert refusal.reason == f"The mail server said {said}"
    assert refusal.code == answer[:3]
    assert (refusal.is_refused, refusal.is_away) == (is_refused, is_away)


def test_a_server_that_refuses_the_content_is_believed() -> None:
    postbox = Postbox()
    postbox.after_data = lambda *_: "554 5.7.1 this looks like spam"

    with serving(postbox) as settings:
        refusal = refusal_of(settings)

    assert refusal.reason == "The mail server said 554 5.7.1 this looks like spam"
    assert refusal.is_refused


def test_a_server_that_dies_after_the_data_may_have_it_so_it_is_tried_again() -> None:
    postbox = Postbox()
    postbox.after_data = hang_up

    with serving(postbox) as settings:
        refusal = refusal_of(settings)

    assert len(postbox.mails) == 1
    assert refusal.reason == "The mail server hung up in the middle."
    assert refusal.is_away
    assert not refusal.is_refused


def test_a_server_that_never_answers_is_given_up_after_the_timeout() -> None:
    with silent() as (settings, _):
        refusal = refusal_of(settings)

    assert refusal.reason == "The mail server did not answer in time."
    assert refusal.is_away


def test_a_server_that_is_not_there_is_away() -> None:
    with serving(Postbox()) as settings:
        pass

    refusal = refusal_of(settings)

    assert refusal.reason == "The mail server could not be reached: Connection refused."
    assert refusal.is_away


def test_a_host_that_does_not_exist_is_away() -> None:
    refusal = refusal_of(replace(reach(25), host="mail.invalid"))

    assert refusal.is_away
    assert not refusal.is_refused


def test_a_mail_that_can_be_stopped_says_how_and_brings_its_calendar() -> None:
    postbox = Postbox()
    site = Site("https://auctions.court.example", "a secret of this test")
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n"
    letter = replace(
        LETTER, kind="outbid", stops_for_id=5, path="/lots/4", calendar=calendar
    )

    with serving(postbox) as settings:
        send(settings, letter, site)
        send(settings, letter, site)

    mail, again = postbox.mails
    body, attached = mail.iter_parts()
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert link.startswith("https://auctions.court.example/mail-stops/")
    assert site.read_token(link.rpartition("/")[2]) == (5, "outbid")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Content-Language"] == "en"
    assert link in body.get_content()
    assert "https://auctions.court.example/lots/4" in body.get_content()
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_content().replace("\r\n", "\n") == calendar.replace(
        "\r\n", "\n"
    )
    assert bytes(again) == bytes(mail)


def test_a_legal_notice_offers_no_way_to_stop_it() -> None:
    site = Site("https://auctions.court.example", "a secret of this test")
    letter = replace(LETTER, kind="recalled", path="/lots/4")

    message = message_of(letter, sender=Address("", "a", "b.example"), site=site)

    assert message["List-Unsubscribe"] is None
    assert "mail-stops" not in message.get_content()


def test_a_token_of_another_site_or_a_changed_one_stops_nothing() -> None:
    site = Site("https://auctions.court.example", "a secret of this test")
    token = site.token(5, "outbid")

    assert replace(site, secret="another secret").read_token(token) is None
    assert site.read_token("x" + token) is None


@pytest.mark.parametrize("recipient", ["a<b@example.com", "a,b@example.com", "nobody"])
def test_an_address_that_could_mean_somebody_else_is_refused(recipient: str) -> None:
    postbox = Postbox()

    with serving(postbox) as settings:
        refusal = refusal_of(settings, replace(LETTER, recipient=recipient))

    assert refusal.is_refused
    assert not refusal.is_away
    assert recipient not in refusal.reason
    assert postbox.mails == []


def test_an_address_in_another_script_needs_a_server_that_knows_how() -> None:
    letter = replace(LETTER, recipient="anna@bücher.example")
    postbox = Postbox()

    with serving(postbox, enable_SMTPUTF8=False) as settings:
        refusal = refusal_of(settings, letter)
    with serving(postbox, enable_SMTPUTF8=True) as settings:
        send(settings, letter)

    assert refusal.is_refused
    assert [mail["To"] for mail in postbox.mails] == ["anna@bücher.example"]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_the_line_is_encrypted_and_the_server_knows_who_we_are(
    security: Security, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postbox, seen = Postbox(), []

    def check(
        server: SMTP, _session: object, _envelope: object, _how: str, who: object
    ) -> AuthResult:
        assert isinstance(who, LoginPassword)
        assert server.transport
        seen.append(
            (who.login, who.password, server.transport.get_extra_info("cipher"))
        )
        return AuthResult(success=who.password == b"hunter2", handled=False)

    context = server_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    ways = (
        {"tls_context": context, "require_starttls": True}
        if security is Security.STARTTLS
        else {"ssl_context": context, "auth_require_tls": False}
    )
    with serving(postbox, authenticator=check, **ways) as settings:
        known = replace(
            settings, host="localhost", security=security, user="me", password="hunter2"
        )
        send(known)
        refusal = refusal_of(replace(known, password="wrong"))

    assert len(postbox.mails) == 1
    assert seen[0][:2] == (b"me", b"hunter2")
    assert seen[0][2] is not None
    assert refusal.code == "535"
    assert refusal.is_away


def test_nothing_is_said_to_a_server_whose_certificate_is_not_trusted(
    tmp_path: Path,
) -> None:
    postbox = Postbox()
    context = server_context(tmp_path)

    with serving(postbox, tls_context=context) as settings:
        refusal = refusal_of(
            replace(settings, host="localhost", security=Security.STARTTLS)
        )

    assert refusal.is_away
    assert postbox.mails == []


def test_nothing_is_sent_in_the_clear_to_a_server_that_cannot_encrypt() -> None:
    postbox = Postbox()

    with serving(postbox) as settings:
        refusal = refusal_of(replace(settings, security=Security.STARTTLS))

    assert refusal.is_away
    assert postbox.mails == []


def test_a_date_is_written_with_its_zone() -> None:
    summer = replace(LETTER, written_at=datetime(2026, 7, 1, 9, tzinfo=UTC))

    message = message_of(summer, sender=Address("", "a", "b.example"))

    assert str(message["Date"]) == "Wed, 01 Jul 2026 09:00:00 +0000"
