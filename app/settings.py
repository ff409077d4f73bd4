"""The one reader of the environment: every setting of Gradmark, typed and checked at start."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.logs import LogFormat


class UnusableSettings(Exception):
    """A setting is missing or cannot be used; the message is one line that names each."""


_KNOWN_DATABASES = ("sqlite", "postgresql+psycopg")
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# What stands in examples in place of a secret, and is forgotten there.
_PLACEHOLDERS = ("change", "example", "secret", "password", "default", "insecure", "your")


class Settings(BaseSettings):
    """All settings, each read from the environment variable `GRADMARK_` + its name in capitals.

    Attributes:
        secret_key: Signs session cookies and forms; at least 32 characters, never a default.
        database_url: SQLAlchemy URL, `sqlite:////folder/gradmark.db` or `postgresql+psycopg://…`.
        broker_url: `redis://:password@host:port/0` of the Redis or Valkey that carries the doorbell.
        web_bind: Address and port the web server listens on.
        web_workers: Web server processes.
        web_threads: Threads in each web server process.
        worker_concurrency: Processes of one Celery worker.
        public_url: Where users reach Gradmark; `https://…` switches to Secure `__Host-` cookies and HSTS.
        trusted_proxies: How many reverse proxies stand in front; 0 ignores X-Forwarded-* headers.
        log_format: How each line that a process writes is written: `json` for machines, `plain` for people.
        metrics_bind: Address and port on which web or a worker tells Prometheus its figures, to whoever asks; `off`
            for none.
    """

    model_config = SettingsConfigDict(
        env_prefix="GRADMARK_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    secret_key: SecretStr
    database_url: SecretStr
    broker_url: SecretStr
    web_bind: str = "127.0.0.1:8000"
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=1, le=64)] = 8
    worker_concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    public_url: str = "http://127.0.0.1:8000"
    trusted_proxies: Annotated[int, Field(ge=0, le=8)] = 0
    log_format: LogFormat = LogFormat.PLAIN
    metrics_bind: str = "off"

    @field_validator("secret_key")
    @classmethod
    def _secret_is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("needs at least 32 random characters (try: openssl rand -hex 32)")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in _KNOWN_DATABASES:
            raise ValueError("must start with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("broker_url")
    @classmethod
    def _broker_is_redis(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in ("redis", "rediss"):
            raise ValueError("must start with redis:// or rediss://")
        return value

    @model_validator(mode="after")
    def _binds_have_ports(self) -> Self:
        if not _has_a_port(self.web_bind):
            raise ValueError("GRADMARK_WEB_BIND must look like 127.0.0.1:8000")
        if not self.tells_metrics:
            return self
        if not _has_a_port(self.metrics_bind):
            raise ValueError("GRADMARK_METRICS_BIND must look like 127.0.0.1:9464, or be off")
        if self.metrics_bind.rpartition(":")[2] == self.web_bind.rpartition(":")[2]:
            raise ValueError(
                "GRADMARK_METRICS_BIND needs a port of its own: whoever reaches GRADMARK_WEB_BIND's is a user"
            )
        return self

    @property
    def tells_metrics(self) -> bool:
        """Whether Prometheus is told figures."""
        return self.metrics_bind != "off"

    @model_validator(mode="after")
    def _nothing_is_left_open_to_the_public(self) -> Self:
        if self.is_local:
            return self
        if not self.secure_cookies:
            raise ValueError(
                "GRADMARK_PUBLIC_URL must begin with https:// wherever others than this machine reach it"
            )
        broker = _password_of(self.broker_url)
        database = _password_of(self.database_url)
        guessable = {
            "GRADMARK_SECRET_KEY": _is_guessable(self.secret_key.get_secret_value(), 32),
            "GRADMARK_BROKER_URL": _is_guessable(broker, 16),
            # None at all where the server knows its clients otherwise, by their certificate or user.
            "GRADMARK_DATABASE_URL": database != "" and _is_guessable(database, 16),
        }
        if any(guessable.values()):
            names = " and ".join(name for name, found in guessable.items() if found)
            raise ValueError(
                f"{names} can be guessed: the service can be reached by others, "
                "so give each a random secret of its own (openssl rand -hex 32)"
            )
        return self

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches Gradmark, as on a laptop."""
        host = urlsplit(self.public_url).hostname
        return host is not None and (host in _LOCAL_HOSTS or f"[{host}]" in _LOCAL_HOSTS)

    @property
    def trusted_hosts(self) -> list[str]:
        """The names under which requests may ask for this server."""
        public = urlsplit(self.public_url).hostname
        return [*([public] if public else []), *_LOCAL_HOSTS]

    @property
    def secure_cookies(self) -> bool:
        """Whether users come over TLS, so that cookies may demand it."""
        return urlsplit(self.public_url).scheme == "https"


def _password_of(url: SecretStr) -> str:
    return urlsplit(url.get_secret_value()).password or ""


def _is_guessable(secret: str, fewest: int) -> bool:
    """Tell whether a secret is shorter than `fewest` characters, says one thing again and again, or is an example's."""
    is_placeholder = any(word in secret.lower() for word in _PLACEHOLDERS)
    return len(secret) < fewest or len(set(secret)) < 8 or is_placeholder


def _has_a_port(bind: str) -> bool:
    host, _, port = bind.rpartition(":")
    return bool(host) and port.isascii() and port.isdecimal() and 0 < int(port) < 65536


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        UnusableSettings: A setting is missing or cannot be used; the message names each one.
    """
    try:
        return Settings()  # type: ignore[call-arg]  # the environment fills the fields
    except ValidationError as error:
        problems = "; ".join(
            f"GRADMARK_{'_'.join(map(str, item['loc'])).upper()}: {item['msg'].removeprefix('Value error, ')}"
            if item["loc"]
            else item["msg"].removeprefix("Value error, ")
            for item in error.errors(include_input=False)
        )
        raise UnusableSettings(
            f"Settings cannot be used. {problems}. See the table of settings in README.md."
        ) from None
