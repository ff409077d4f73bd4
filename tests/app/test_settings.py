import pytest

from app.settings import Settings, UnusableSettings, read_settings

GOOD = {
    "GRADMARK_SECRET_KEY": "k" * 32,
    "GRADMARK_DATABASE_URL": "sqlite:////data/gradmark.db",
    "GRADMARK_BROKER_URL": "redis://:secret@127.0.0.1:6379/0",
}


@pytest.fixture
def environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GRADMARK_{name.upper()}", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


RANDOM = "6f1b92c07d3ae854" * 2
PUBLIC = {
    "GRADMARK_PUBLIC_URL": "https://gradmark.example.org",
    "GRADMARK_SECRET_KEY": RANDOM,
    "GRADMARK_DATABASE_URL": f"postgresql+psycopg://app:{RANDOM}@postgres/gradmark",
    "GRADMARK_BROKER_URL": f"redis://:{RANDOM}@redis:6379/0",
}


@pytest.fixture
def production(environment):
    for name, value in PUBLIC.items():
        environment.setenv(name, value)
    return environment


def test_three_settings_are_enough(environment):
    settings = read_settings()

    assert settings.web_bind == "127.0.0.1:8000"
    assert settings.database_url.get_secret_value() == GOOD["GRADMARK_DATABASE_URL"]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_setting_is_named(environment, name):
    environment.delenv(name)

    with pytest.raises(UnusableSettings, match=name):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRADMARK_SECRET_KEY", "short"),
        ("GRADMARK_DATABASE_URL", "mysql://host/db"),
        ("GRADMARK_BROKER_URL", "amqp://host"),
        ("GRADMARK_WEB_BIND", "8000"),
        ("GRADMARK_WEB_THREADS", "0"),
        ("GRADMARK_TRUSTED_PROXIES", "-1"),
        ("GRADMARK_LOG_FORMAT", "xml"),
        ("GRADMARK_METRICS_BIND", "9464"),
        ("GRADMARK_METRICS_BIND", "0.0.0.0:8000"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_its_value_kept_out(environment, name, value):
    environment.setenv(name, value)

    with pytest.raises(UnusableSettings, match=name) as refusal:
        read_settings()
    if name == "GRADMARK_SECRET_KEY":
        assert value not in str(refusal.value)


def test_secrets_do_not_show_when_settings_are_printed(environment):
    assert "secret" not in repr(read_settings()).replace("secret_key", "")
    assert GOOD["GRADMARK_SECRET_KEY"] not in repr(read_settings())


def test_cookies_are_secure_when_the_public_address_is_https(production):
    assert read_settings().secure_cookies
    production.setenv("GRADMARK_PUBLIC_URL", "http://127.0.0.1:8000")
    assert not read_settings().secure_cookies


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRADMARK_SECRET_KEY", "k" * 64),
        ("GRADMARK_SECRET_KEY", "change-me-change-me-change-me-1234567890"),
        ("GRADMARK_SECRET_KEY", "django-insecure-1234567890abcdefghij"),
        ("GRADMARK_BROKER_URL", "redis://redis:6379/0"),
        ("GRADMARK_BROKER_URL", "redis://:redis@redis:6379/0"),
        ("GRADMARK_BROKER_URL", "redis://:my-redis-password-1@redis:6379/0"),
        ("GRADMARK_DATABASE_URL", "postgresql+psycopg://app:postgres@postgres/gradmark"),
        ("GRADMARK_PUBLIC_URL", "http://gradmark.example.org"),
        ("GRADMARK_PUBLIC_URL", "http://10.0.0.7:8000"),
    ],
)
def test_what_others_reach_starts_with_no_secret_that_can_be_guessed_and_not_without_tls(
    production, name, value
):
    read_settings()
    production.setenv(name, value)

    with pytest.raises(UnusableSettings, match=name) as refusal:
        read_settings()
    assert name == "GRADMARK_PUBLIC_URL" or value not in str(refusal.value)


def test_a_database_that_knows_its_clients_without_a_password_is_usable(production):
    production.setenv("GRADMARK_DATABASE_URL", "postgresql+psycopg://app@/gradmark?host=/run/pg")

    assert not read_settings().is_local


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_on_a_machine_of_ones_own_plain_http_will_do(environment, host):
    environment.setenv("GRADMARK_PUBLIC_URL", f"http://{host}")

    assert read_settings().is_local
