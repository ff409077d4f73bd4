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


def test_cookies_are_secure_when_the_public_address_is_https(environment):
    assert not read_settings().secure_cookies
    environment.setenv("GRADMARK_PUBLIC_URL", "https://gradmark.example.org")
    assert read_settings().secure_cookies
