"""What an operator may set: environment variables, read once."""

import logging
import re
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.logs import AUTO, FORMATS

TELEGRAM = "https://api.telegram.org/bot"
DATABASE = "sqlite+aiosqlite:///rulebot.db"
PREFIX = "RULEBOT_"
HIGHEST_PORT = 65_535
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+|")
# where a server is: after its login, before its database; a password may hold anything but an @
_PLACE = re.compile(r"(?://|@)(?:\[[^]]*\]|[^@/?:\[\]]*)(?::\d*)?(?:[/?][^@]*)?$")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class SettingsError(Exception):
    """A variable has a value that cannot be used; the message is one line with the variable and the value."""


class Settings(BaseSettings):
    """
    The settings of one process, from `RULEBOT_…` variables.

    Limits are Telegram's: messages a second to everybody, messages a minute in one group, messages a second in one
    chat, three at once; 0 lifts one. Several replicas keep them together. Times are seconds, `keep_days` days, as are
    `stale_days`, after which an answer says when its document was last compared with its page (0: never).
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    telegram_token: SecretStr = SecretStr("")
    telegram_base_url: str = TELEGRAM
    webhook_url: str = ""
    listen: str = "127.0.0.1:8080"
    webhook_secret: SecretStr = SecretStr("")
    database_url: str = DATABASE
    knowledge: Annotated[tuple[Path, ...], NoDecode] = ()
    owners: Annotated[frozenset[int], NoDecode] = frozenset()
    log_level: str = "INFO"
    log_format: str = AUTO
    health: str = ""
    limit_overall: float = Field(30, ge=0)
    limit_group: int = Field(20, ge=0)
    limit_chat: float = Field(1, ge=0)
    stop_seconds: float = Field(2, ge=0)
    keep_days: int = Field(90, ge=1)
    stale_days: int = Field(365, ge=0, le=999_999)

    @classmethod
    def read(cls) -> Self:
        """
        Return the settings of this process.

        Raises:
            SettingsError: the first variable that cannot be used.
        """
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError(next(iter(_why(error).values()))) from error

    @classmethod
    def what_can_be_read(cls) -> tuple[Self, dict[str, str]]:
        """Return the settings, defaults in place of what cannot be used, and by field why it cannot."""
        try:
            return cls(), {}
        except ValidationError as error:
            wrong = _why(error)
            return cls(**{field: cls.model_fields[field].default for field in wrong}), wrong

    @field_validator("telegram_token")
    @classmethod
    def _possible(cls, value: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("no token looks like this; @BotFather gives one like 123456789:AAE…, without blanks")
        return value

    @field_validator("telegram_base_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("expected an address that starts with https:// or http://")
        return value.rstrip("/")

    @field_validator("listen", "health")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not value:
            return value
        if not host or not port.isdecimal() or int(port) > HIGHEST_PORT:
            raise ValueError("expected host:port, for example 0.0.0.0:8080")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _allowed_secret(cls, value: SecretStr) -> SecretStr:
        if not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("expected at most 256 letters, digits, _ and -")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("expected sqlite+aiosqlite:///file.db or postgresql+asyncpg://user:password@host/name")
        if value.startswith("postgresql") and not _PLACE.search(value):
            raise ValueError("expected postgresql+asyncpg://user:password@host:port/name, the port a number")
        return value

    @field_validator("knowledge", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        folders = [Path(part) for part in value.split(":") if part] if isinstance(value, str) else value
        for folder in folders if isinstance(folders, list) else ():
            if not folder.is_dir():
                raise ValueError(f"{folder} is no folder")
        return folders

    @field_validator("owners", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return re.split(r"[,\s]+", value.strip()) if isinstance(value, str) else value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in logging.getLevelNamesMapping():
            raise ValueError("expected DEBUG, INFO, WARNING, ERROR or CRITICAL")
        return value.upper()

    @field_validator("log_format")
    @classmethod
    def _known_format(cls, value: str) -> str:
        if value.lower() not in FORMATS:
            raise ValueError("expected auto, text or json")
        return value.lower()


def _why(error: ValidationError) -> dict[str, str]:
    """Return for each field that cannot be used one line with its variable, the value and what is expected."""
    lines: dict[str, str] = {}
    for one in error.errors(include_url=False):
        variable = f"{PREFIX}{one['loc'][0]}".upper()
        shown = "***" if variable in SECRETS else repr(one["input"])
        lines.setdefault(str(one["loc"][0]), f"{variable}={shown}: {one['msg'].removeprefix('Value error, ')}")
    return lines


SECRETS = {"RULEBOT_TELEGRAM_TOKEN", "RULEBOT_WEBHOOK_SECRET", "RULEBOT_DATABASE_URL"}
"""Variables whose values are never printed."""
