"""Reading the mail server's settings."""

import pytest

from web.mail.settings import MailSettings, Security, read_mail
from web.setting_words import SettingInvalid

FROM = "Example Court <auctions@court.example>"


def read(**environ: str) -> MailSettings:
    settings = read_mail({"SMTP_HOST": "mail.example", "MAIL_FROM": FROM} | environ)
    assert settings is not None
    return settings


def test_without_a_host_nothing_is_sent() -> None:
    assert read_mail({}) is None
    assert read_mail({"SMTP_HOST": " ", "MAIL_FROM": FROM}) is None


@pytest.mark.parametrize(
    ("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465)]
)
def test_the_port_is_the_usual_one_for_the_security(security: str, port: int) -> None:
    assert read(SMTP_SECURITY=security).port == port
    assert read(SMTP_SECURITY=security.upper(), SMTP_PORT="2525").port == 2525


def test_the_line_is_encrypted_unless_told_otherwise() -> None:
    assert read().security is Security.STARTTLS


def test_the_sender_has_a_name_and_an_address() -> None:
    sender = read().sender

    assert (sender.display_name, sender.addr_spec) == (
        "Example Court",
        "auctions@court.example",
    )
    assert read(MAIL_FROM="a@b.example").sender.addr_spec == "a@b.example"


@pytest.mark.parametrize(
    ("name", "environ"),
    [
        ("MAIL_FROM", {"MAIL_FROM": ""}),
        ("MAIL_FROM", {"MAIL_FROM": "Example Court"}),
        ("MAIL_FROM", {"MAIL_FROM": "auctions@court"}),
        ("MAIL_FROM", {"MAIL_FROM": "a@b.example, c@d.example"}),
        ("MAIL_FROM", {"MAIL_FROM": "a@b.example\r\nBcc: c@d.example"}),
        ("SMTP_PORT", {"SMTP_PORT": "0"}),
        ("SMTP_SECURITY", {"SMTP_SECURITY": "ssl"}),
        ("SMTP_USER", {"SMTP_USER": "me"}),
        ("SMTP_USER", {"SMTP_PASSWORD": "hunter2"}),
        (
            "SMTP_SECURITY",
            {"SMTP_USER": "me", "SMTP_PASSWORD": "hunter2", "SMTP_SECURITY": "none"},
        ),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(
    name: str, environ: dict[str, str]
) -> None:
    with pytest.raises(SettingInvalid, match=rf"^{name} must .+") as refusal:
        read(**environ)

    assert "hunter2" not in str(refusal.value)


def test_a_password_may_go_in_the_clear_on_this_machine() -> None:
    settings = read_mail(
        {
            "SMTP_HOST": "localhost",
            "SMTP_SECURITY": "none",
            "SMTP_USER": "me",
            "SMTP_PASSWORD": "hunter2",
            "MAIL_FROM": FROM,
        }
    )

    assert settings is not None
    assert "hunter2" not in repr(settings)
