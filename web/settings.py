"""Settings of one installation: environment keys with the prefix NETVISIT_, read once at start."""

import base64
import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .errors import SettingsError

PREFIX = "NETVISIT_"


class Settings(BaseSettings):
    """Everything an operator may choose; the descriptions are the reference in the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True)

    data_dir: Path = Field(Path("var"), description="folder for the database and the secret key")
    database_url: str = Field(
        "", description="SQLAlchemy URL; empty: an SQLite file netvisit.db in DATA_DIR"
    )
    models_dir: Path | None = Field(
        None, description="folder of the installed speech models; empty: models in DATA_DIR"
    )
    models: Annotated[Mapping[str, str], NoDecode] = Field(
        {}, description="languages bound to a model's name or path, as in zh=vosk-model-cn-0.22"
    )
    host: str = Field("127.0.0.1", description="address on which pages are served")
    port: int = Field(8080, ge=0, le=65535, description="TCP port of the pages; 0: any free one")
    media_host: str = Field("0.0.0.0", description="address on which sound and picture arrive")  # noqa: S104 - phones come from everywhere
    media_port: int = Field(8189, ge=0, le=65535, description="UDP port of sound and picture")
    media_address: str | None = Field(
        None, description="address that browsers are told to send media to; empty: found out"
    )
    public_url: str = Field(
        "", description="how people reach the pages, as in https://visits.example.org"
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="further origins that may send forms and open sockets, by commas"
    )
    tls_cert: Path | None = Field(
        None, description="PEM file of the certificate chain; with it pages are served over https"
    )
    tls_key: Path | None = Field(None, description="PEM file of the certificate's private key")
    tls_self_signed: bool = Field(
        False, description="serve over https with a certificate of its own, kept in DATA_DIR/tls"
    )
    behind_proxy: bool = Field(
        False, description="believe X-Forwarded-For and X-Forwarded-Proto of the nearest proxy"
    )
    secret_key: SecretStr | None = Field(
        None, description="32 characters or more; empty: generated once, kept in DATA_DIR/secret"
    )
    master_key: SecretStr | None = Field(
        None,
        description="32 bytes in base64 that recordings are encrypted under; "
        "empty: generated once, kept in DATA_DIR/master.key",
    )
    retention_days: int = Field(
        365, ge=1, le=36500, description="days until a recording is due to be destroyed"
    )
    time_zone: str = Field("Asia/Shanghai", description="zone in which times are shown and typed")
    log_format: Literal["json", "console"] = Field("json", description="how log lines look")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="what is logged at least"
    )
    session_idle_minutes: int = Field(
        30, ge=1, le=600, description="minutes without a request after which staff sign in again"
    )
    session_max_hours: int = Field(
        10, ge=1, le=24, description="hours after which staff sign in again in any case"
    )
    smtp_host: str = Field("", description="mail server that sends messages; empty: none")
    smtp_port: int = Field(587, ge=1, le=65535, description="TCP port of the mail server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="how the way to the mail server is protected"
    )
    smtp_username: str = Field("", description="name at the mail server; empty: without signing in")
    smtp_password: SecretStr | None = Field(None, description="password at the mail server")
    smtp_from: str = Field("netvisit@localhost", description="address from which mail comes")
    smtp_phone_address: str = Field(
        "", description="mail address that reaches a phone, as in {phone}@sms.example.org"
    )
    console_messages: bool = Field(
        False, description="print messages with their links and codes to stderr; for trying out"
    )
    room_capacity: int = Field(12, ge=2, le=12, description="people in one visit at most")

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def split_origins(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())

    @field_validator("allowed_origins")
    @classmethod
    def check_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not is_origin(origin):
                raise ValueError(f"{origin} is no origin such as https://visits.example.org")
        return value

    @field_validator("models", mode="before")
    @classmethod
    def split_models(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(lang.strip() and name.strip() for lang, _, name in pairs):
            raise ValueError("write zh=name or zh=/path, with commas between languages")
        return {lang.strip(): name.strip() for lang, _, name in pairs}

    @field_validator("public_url")
    @classmethod
    def check_public_url(cls, value: str) -> str:
        stripped = value.rstrip("/")
        if stripped and not is_origin(stripped):
            raise ValueError("give scheme and host only, such as https://visits.example.org")
        return stripped

    @field_validator("secret_key")
    @classmethod
    def check_secret_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 32:
            raise ValueError("give 32 random characters or more, or leave it out")
        return value

    @field_validator("master_key")
    @classmethod
    def check_master_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_master_key(value.get_secret_value())
        return value

    @field_validator("time_zone")
    @classmethod
    def check_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError("give a zone of the tz database, such as Asia/Shanghai") from error
        return value

    @model_validator(mode="after")
    def check_tls(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("give NETVISIT_TLS_CERT and NETVISIT_TLS_KEY together")
        if self.tls_cert is not None and self.tls_self_signed:
            raise ValueError("choose either a certificate of yours or NETVISIT_TLS_SELF_SIGNED")
        if self.is_tls and self.public_url.startswith("http:"):
            raise ValueError("NETVISIT_PUBLIC_URL says http, but the pages are served over https")
        return self

    @property
    def is_tls(self) -> bool:
        return self.tls_cert is not None or self.tls_self_signed

    @property
    def models_folder(self) -> Path:
        return self.models_dir or self.data_dir / "models"

    @property
    def recordings_folder(self) -> Path:
        return self.data_dir / "recordings"

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'netvisit.db'}"

    @property
    def files_folder(self) -> Path:
        return self.data_dir / "files"

    @property
    def minutes_folder(self) -> Path:
        return self.data_dir / "minutes"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def read_master_key(text: str) -> bytes:
    """Return the 32 bytes of a key in base64; raises ValueError, which says what to do."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise ValueError("give 32 random bytes in base64, as `openssl rand -base64 32` prints")
    return key


def is_origin(text: str) -> bool:
    """Tell whether the text is a scheme, a host and perhaps a port (RFC 6454), nothing more."""
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and text == f"{parts.scheme}://{parts.netloc}"


def load_settings(**chosen: Any) -> Settings:  # noqa: ANN401 - pydantic checks them
    """Read NETVISIT_* keys; what the command line has `chosen` wins. Raises SettingsError."""
    refuse_unknown_keys(os.environ)
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise SettingsError(describe_problem(error)) from None


def key_of(name: str) -> str:
    return PREFIX + name.upper()


def refuse_unknown_keys(environ: Mapping[str, str]) -> None:
    known = [key_of(name) for name in Settings.model_fields]
    for key in environ:
        if key.startswith(PREFIX) and key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)[0]
            raise SettingsError(f"{key} is no setting; did you mean {nearest}?")


def describe_problem(error: ValidationError) -> str:
    """Name the first wrong key without its value, which may be a secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    # What is wrong between several settings names them itself.
    return f"{key_of(str(first['loc'][0]))}: {message}" if first["loc"] else message


def list_settings() -> list[tuple[str, str, str]]:
    """Key, default and description of every setting, as documentation shows them."""
    return [
        (key_of(name), _shown_default(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown_default(value: object) -> str:
    return "" if value in (None, (), {}) else str(value)
