"""Starting the bot: what keeps it from starting is one line; while Telegram is away it can be stopped."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest
from rulebot import ROOT
from standin import StandIn

from tests.free_ports import free_address
from tests.started import run

RUN = (sys.executable, "-m", "bot", "run")


def environment(tmp_path: Path, settings: dict[str, str]) -> dict[str, str]:
    """Return a plain environment with `settings` and a database in `tmp_path`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RULEBOT_")}
    return plain | {"RULEBOT_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/rulebot.db"} | settings


def started_wrongly(tmp_path: Path, **settings: str) -> tuple[int, str]:
    """Run with `settings`, and return exit code and standard error."""
    done = run(["run"], environment(tmp_path, settings), b"", timeout=60)
    return done.returncode, done.stderr.decode()


@contextmanager
def started(tmp_path: Path, **settings: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Run with `settings`; whatever it says comes on one stream."""
    with subprocess.Popen(
        RUN, cwd=ROOT, env=environment(tmp_path, settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        yield process


def test_without_a_token_one_paragraph_says_how_to_get_one(tmp_path: Path) -> None:
    """Whoever reads it knows what to do; nothing was opened."""
    code, said = started_wrongly(tmp_path)

    assert code == 2
    assert "@BotFather" in said
    assert "RULEBOT_TELEGRAM_TOKEN" in said
    assert "Traceback" not in said
    assert not (tmp_path / "rulebot.db").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RULEBOT_LISTEN", "8080"),
        ("RULEBOT_WEBHOOK_URL", "bot.example.invalid"),
        ("RULEBOT_OWNERS", "anna"),
        ("RULEBOT_LOG_LEVEL", "LOUD"),
        ("RULEBOT_LIMIT_CHAT", "-1"),
        ("RULEBOT_KEEP_DAYS", "ninety"),
        ("RULEBOT_KNOWLEDGE", "/nowhere/at/all"),
    ],
)
def test_a_bad_setting_is_one_line_with_variable_and_value(tmp_path: Path, name: str, value: str) -> None:
    """And exit code 2."""
    code, said = started_wrongly(tmp_path, RULEBOT_TELEGRAM_TOKEN="1:a", **{name: value})

    assert code == 2
    assert len(said.strip().splitlines()) == 1
    assert name in said
    assert value in said


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("RULEBOT_DATABASE_URL", "mysql://anna:hidden@db/x", "sqlite+aiosqlite"),
        ("RULEBOT_DATABASE_URL", "sqlite+aiosqlite:////nowhere/at/all.db", "unable to open"),
        ("RULEBOT_WEBHOOK_SECRET", "hidden key", "letters"),
    ],
)
def test_what_may_hold_a_password_is_not_printed(tmp_path: Path, name: str, value: str, word: str) -> None:
    """The line still says which variable and what is expected."""
    code, said = started_wrongly(tmp_path, RULEBOT_TELEGRAM_TOKEN="1:a", **{name: value})

    assert code == 2
    assert name in said
    assert word in said
    assert "hidden" not in said
    assert len(said.strip().splitlines()) == 1


def test_a_token_that_telegram_does_not_know_is_one_line(telegram: StandIn, tmp_path: Path) -> None:
    """The token itself is not in it."""
    settings = {"RULEBOT_TELEGRAM_TOKEN": "123:unknown", "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url}

    code, said = started_wrongly(tmp_path, **settings, RULEBOT_LOG_LEVEL="ERROR")

    assert code == 2
    assert "@BotFather" in said
    assert "unknown" not in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("webhook", [False, True])
def test_while_telegram_is_away_at_the_start_a_stop_ends_it_at_once(
    tmp_path: Path, how: signal.Signals, webhook: bool
) -> None:
    """Nothing listens at the address; the log says what is wrong, once a minute, and nothing of a library is in it."""
    settings = {"RULEBOT_TELEGRAM_BASE_URL": "http://127.0.0.1:9/bot", "RULEBOT_TELEGRAM_TOKEN": "123:abc"}
    if webhook:
        settings |= {
            "RULEBOT_WEBHOOK_URL": "https://bot.example.invalid/hook",
            "RULEBOT_LISTEN": free_address(),
        }
    with started(tmp_path, **settings) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(how)
        begin = monotonic()
        said = (first + process.communicate(timeout=20)[0]).decode()
        took = monotonic() - begin

    assert process.returncode == 0
    assert took < 2
    assert [line for line in said.splitlines() if "WARNING" in line] == said.splitlines()
    assert len(said.splitlines()) == 1
    assert "ConnectError" in said


@pytest.mark.parametrize("token", ["777", "abc:def ghi", "１２３:abc", "123:ab/c", " ", "123456:AAE…"])
def test_a_token_that_can_be_none_is_told_without_the_network(tmp_path: Path, token: str) -> None:
    """In one line, which does not show it."""
    code, said = started_wrongly(
        tmp_path, RULEBOT_TELEGRAM_TOKEN=token, RULEBOT_TELEGRAM_BASE_URL="http://127.0.0.1:9/bot"
    )

    assert code == 2
    assert "RULEBOT_TELEGRAM_TOKEN" in said
    assert len(said.strip().splitlines()) == 1
    assert not token.strip() or token not in said


def test_a_broken_document_is_one_line(telegram: StandIn, tmp_path: Path) -> None:
    """File, clause and field, and exit code 2."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lamps.yaml").write_text("id: lamps\n", encoding="utf-8")
    settings = {"RULEBOT_TELEGRAM_TOKEN": telegram.token, "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url}

    code, said = started_wrongly(tmp_path, **settings, RULEBOT_KNOWLEDGE=str(tmp_path / "own"))

    assert code == 2
    assert "lamps.yaml" in said
    assert len(said.strip().splitlines()) == 1


def test_somebody_elses_file_is_left_as_it_is(telegram: StandIn, tmp_path: Path) -> None:
    """A database of another program, and a file that is none."""
    other, none = tmp_path / "other.db", tmp_path / "none.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    none.write_text("这不是数据库，" * 200, encoding="utf-8")
    for file in (other, none):
        before = file.read_bytes()
        url = f"sqlite+aiosqlite:///{file}"
        code, said = started_wrongly(
            tmp_path,
            RULEBOT_TELEGRAM_TOKEN=telegram.token,
            RULEBOT_TELEGRAM_BASE_URL=telegram.base_url,
            RULEBOT_DATABASE_URL=url,
        )

        assert code == 2
        assert "RULEBOT_DATABASE_URL" in said
        assert len(said.strip().splitlines()) == 1
        assert file.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_as_it_is(telegram: StandIn, tmp_path: Path) -> None:
    """One line says what to do."""
    settings = {"RULEBOT_TELEGRAM_TOKEN": telegram.token, "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url}
    with started(tmp_path, **settings) as process:
        telegram.wait_for_calls("getUpdates", 1, 20)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    with closing(sqlite3.connect(tmp_path / "rulebot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    code, said = started_wrongly(tmp_path, **settings)

    assert code == 2
    assert "newer" in said
    assert len(said.strip().splitlines()) == 1


def test_a_webhook_that_telegram_refuses_is_one_line(telegram: StandIn, tmp_path: Path) -> None:
    """With the address and Telegram's reason."""
    telegram.fail("setWebhook", status=400, times=None)
    code, said = started_wrongly(
        tmp_path,
        RULEBOT_TELEGRAM_TOKEN=telegram.token,
        RULEBOT_TELEGRAM_BASE_URL=telegram.base_url,
        RULEBOT_WEBHOOK_URL="https://bot.example.invalid/hook",
        RULEBOT_LISTEN=free_address(),
        RULEBOT_LOG_LEVEL="ERROR",
    )

    assert code == 2
    assert "RULEBOT_WEBHOOK_URL" in said
    assert len(said.strip().splitlines()) == 1


def test_a_token_that_is_revoked_while_polling_is_one_line(telegram: StandIn, tmp_path: Path) -> None:
    """The bot ends: nothing it does can help."""
    settings = {"RULEBOT_TELEGRAM_TOKEN": telegram.token, "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url}
    with started(tmp_path, **settings) as process:
        telegram.wait_for_calls("getUpdates", 1, 20)
        telegram.fail("getUpdates", status=401, times=None)
        telegram.private().say("你好")
        said = process.communicate(timeout=30)[0].decode()

    assert process.returncode == 2
    assert [line for line in said.splitlines() if "RULEBOT_TELEGRAM_TOKEN" in line] == said.strip().splitlines()[-1:]
    assert "Traceback" not in said


def test_an_unknown_option_is_told(tmp_path: Path) -> None:
    """Nothing is opened."""
    run = subprocess.run(
        (*RUN, "--no-such-option"), cwd=ROOT, env=environment(tmp_path, {}), capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert "--no-such-option" in run.stderr
    assert not (tmp_path / "rulebot.db").exists()
