from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web.config import Settings, from_environment
from web.setting_words import SettingInvalid

KEY = {"SECRET_KEY": "k" * 32}


def read(instance: Path, **environ: str) -> Settings:
    return from_environment(KEY | environ, instance)


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = from_environment({}, tmp_path / "instance")

    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/openhammer.sqlite"
    assert settings.uploads == tmp_path / "instance" / "uploads"


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    settings = read(tmp_path, PORT="", HOST="", DATABASE_URL="", SECURE_COOKIES="")

    assert settings.port == 8000
    assert settings.host == "127.0.0.1"
    assert not settings.secure_cookies


def test_a_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = from_environment({}, tmp_path).secret_key
    second = from_environment({}, tmp_path).secret_key

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        settings = pool.map(lambda _: from_environment({}, tmp_path), range(40))

    assert len({each.secret_key for each in settings}) == 1


def test_a_key_that_is_set_is_used_and_none_is_written(tmp_path: Path) -> None:
    assert read(tmp_path).secret_key == "k" * 32
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("PORT", "８０００"),  # noqa: RUF001 - full-width on purpose
        ("THREADS", "0"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "nginx"),
        ("RATE_LIMITS", "few"),
        ("WORKERS", "1.5"),
        ("LOG_LEVEL", "loud"),
        ("SECURE_COOKIES", "perhaps"),
        ("DATABASE_URL", "mysql://localhost/auction"),
        ("DATABASE_URL", "not an address"),
        ("SECRET_KEY", "short"),
        ("SECOND_FACTOR", "no"),
        ("SITE_URL", "auctions.court.example"),
        ("SITE_URL", "ftp://auctions.court.example"),
        ("SITE_URL", "https://auctions.court.example/auctions"),
        ("SITE_URL", "https://me@auctions.court.example"),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence_that_names_it(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingInvalid, match=rf"^{name} must .+\.$"):
        read(tmp_path, **{name: value})


def test_the_cookie_is_bound_to_the_host_where_it_can_be(tmp_path: Path) -> None:
    plain = read(tmp_path).as_flask()
    secure = read(tmp_path, SECURE_COOKIES="yes").as_flask()

    assert plain["SESSION_COOKIE_NAME"] == "session"
    assert secure["SESSION_COOKIE_NAME"] == "__Host-session"
    assert secure["SESSION_COOKIE_SECURE"]


def test_limits_are_on_and_no_proxy_is_trusted_unless_it_is_said(
    tmp_path: Path,
) -> None:
    usual = read(tmp_path).as_flask()
    told = read(tmp_path, RATE_LIMITS="no", TRUSTED_PROXIES="2").as_flask()

    assert (usual["RATE_LIMITS"], usual["TRUSTED_PROXIES"]) == (True, 0)
    assert (told["RATE_LIMITS"], told["TRUSTED_PROXIES"]) == (False, 2)


def test_who_works_here_needs_a_second_factor_unless_it_is_said(
    tmp_path: Path,
) -> None:
    assert read(tmp_path).as_flask()["SECOND_FACTOR"] == "required"
    offered = read(tmp_path, SECOND_FACTOR="Offered")
    assert offered.as_flask()["SECOND_FACTOR"] == "offered"


def test_a_password_in_a_bad_address_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid) as refusal:
        read(tmp_path, DATABASE_URL="hunter2")

    assert "hunter2" not in str(refusal.value)


def test_secrets_are_not_shown_when_the_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, DATABASE_URL="postgresql://me:hunter2@db/auction")

    assert "hunter2" not in repr(settings)
    assert "kkk" not in repr(settings)


def test_postgresql_is_reached_through_the_driver_that_is_installed(
    tmp_path: Path,
) -> None:
    settings = read(tmp_path, DATABASE_URL="postgresql://me:pw@db:5433/auction")

    assert settings.database_url == "postgresql+psycopg://me:pw@db:5433/auction"


def test_trusted_hosts_are_parted_by_spaces_or_commas(tmp_path: Path) -> None:
    settings = read(tmp_path, TRUSTED_HOSTS="a.example, .b.example c.example")

    assert settings.trusted_hosts == ("a.example", ".b.example", "c.example")


def test_flask_gets_every_setting_under_its_own_name(tmp_path: Path) -> None:
    config = read(tmp_path, PORT="9000", SECURE_COOKIES="yes").as_flask()

    assert config["PORT"] == 9000
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["TRUSTED_HOSTS"] is None
    assert config["UPLOADS"] == str(tmp_path / "uploads")


@pytest.mark.parametrize(
    "url", ["https://auctions.court.example", "http://10.0.0.1:8000", "http://[::1]:80"]
)
def test_mails_name_the_site_as_it_is_set(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, SITE_URL=f"{url}/").as_flask()["SITE_URL"] == url


def test_mails_name_the_site_by_where_it_answers_unless_told_otherwise(
    tmp_path: Path,
) -> None:
    assert read(tmp_path, PORT="9000").as_flask()["SITE_URL"] == "http://127.0.0.1:9000"


def test_without_a_mail_server_no_mail_is_sent(tmp_path: Path) -> None:
    assert read(tmp_path).as_flask()["MAIL"] is None
    mail = read(tmp_path, SMTP_HOST="mail.example", MAIL_FROM="a@court.example")
    assert mail.as_flask()["MAIL"].host == "mail.example"
