"""What a running bot tells over HTTP, polling or behind a webhook: that it lives, is ready, and what it counted."""

import os
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest
from hooked import Hooked
from prometheus_client.parser import text_string_to_metric_families
from rulebot import ROOT, RUN, Rulebot
from standin import StandIn
from starlette.requests import Request

from bot.operating.metrics import METRICS
from bot.telegram.receiving.health import nearby
from tests.command import rulebot
from tests.databases import Server
from tests.free_ports import free_address
from tests.operating.settled import LONG, QUESTION, settings

pytestmark = pytest.mark.slow
Figures = dict[str, float]


def get(address: str, path: str, **headers: str) -> httpx.Response:
    """Return what an address answers."""
    return httpx.get(f"http://{address}{path}", headers=headers, trust_env=False, timeout=LONG)


def figures(address: str) -> Figures:
    """Return every figure by its name and labels, as Prometheus reads them."""
    answer = get(address, "/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def eventually(address: str, holds: Callable[[Figures], bool]) -> Figures:
    """Return the figures as soon as they are so."""
    deadline = monotonic() + LONG
    while not holds(found := figures(address)):
        assert monotonic() < deadline, found
        sleep(0.1)
    return found


@pytest.fixture
def address() -> str:
    """Return where the bot tells how it does."""
    return free_address()


@pytest.fixture
def polling(telegram: StandIn, tmp_path: Path, address: str) -> Iterator[Rulebot]:
    """Return a bot that polls, and tells there."""
    process = Rulebot(telegram, tmp_path, RULEBOT_HEALTH=address)
    try:
        process.start()
        yield process
    finally:
        process.stop()


def test_a_bot_that_polls_says_how_it_does_and_what_it_counted(
    telegram: StandIn, polling: Rulebot, address: str
) -> None:
    """Updates, answers by what they are, seconds, requests, which knowledge base; nothing waits."""
    chat = telegram.private()
    for line in (QUESTION, "帮我算算实在宝最晚哪天能申请", "/help"):
        chat.ask(line, timeout=LONG)

    found = eventually(address, lambda now: now["rulebot_update_seconds_count"] == 3)

    assert [get(address, path).status_code for path in ("/healthz", "/readyz", "/elsewhere")] == [200, 200, 404]
    assert found["rulebot_updates_total"] == 3
    told = {kind: found[f"rulebot_answers_total[{kind}]"] for kind in ("answered", "needs_input", "no_answer", "other")}
    assert told == {"answered": 1, "needs_input": 1, "no_answer": 0, "other": 1}
    assert found["rulebot_requests_total[sendMessage]"] >= 3
    assert found["rulebot_requests_total[getUpdates]"] >= 1
    assert (found["rulebot_updates_waiting"], found["rulebot_oldest_waiting_seconds"]) == (0, 0)
    assert found["rulebot_database_up"] == 1
    assert found["rulebot_knowledge_documents"] == 9
    assert any(re.fullmatch(r"rulebot_knowledge_info\[[0-9a-f]{8}\]", name) for name in found)
    assert sum(value for name, value in found.items() if "failures_total" in name) == 0
    assert found["process_resident_memory_bytes"] > 0


def test_what_goes_wrong_on_the_way_to_telegram_is_counted_by_what_it_was(
    telegram: StandIn, polling: Rulebot, address: str
) -> None:
    """A flood, a bad gateway, a connection that broke with the request on its way: that one may have doubled."""
    chat = telegram.private()
    telegram.fail("sendMessage", status=429, retry_after=1)
    telegram.fail("sendMessage", status=502)
    chat.ask("你好", timeout=LONG)
    telegram.drop("sendMessage")
    chat.ask("你好", timeout=LONG)
    telegram.fail("sendMessage", status=403)
    chat.say("你好")
    eventually(address, lambda now: now["rulebot_request_failures_total[refused]"] == 1)
    with telegram.offline():
        sleep(1)

    found = eventually(address, lambda now: now["rulebot_request_failures_total[not_sent]"] >= 1)

    kinds = ("retry_after", "server_error", "no_answer", "refused")
    assert {kind: found[f"rulebot_request_failures_total[{kind}]"] for kind in kinds} == {
        "retry_after": 1,
        "server_error": 1,
        "no_answer": found["rulebot_request_failures_total[no_answer]"],
        "refused": 1,
    }
    assert found["rulebot_request_failures_total[no_answer]"] >= 1
    assert found["rulebot_doubled_possible_total"] == 1


def test_what_fails_or_is_given_up_is_counted(telegram: StandIn, polling: Rulebot, address: str) -> None:
    """An update that cannot be read, and an answer that Telegram does not take."""
    telegram.world.tell("message", {"message_id": 1, "date": 1_772_000_000}, ("broken", 1))
    telegram.fail("sendMessage", status=400)
    telegram.private().say("你好")

    found = eventually(address, lambda now: now["rulebot_updates_failed_total"] >= 1)

    assert found["rulebot_updates_failed_total"] == 1
    assert eventually(address, lambda now: now["rulebot_updates_given_up_total[unreadable]"] == 1)


def test_an_update_that_ends_its_process_again_and_again_is_counted_once(
    telegram: StandIn, polling: Rulebot, address: str
) -> None:
    """The database knows how often it did."""
    telegram.hang(60, "sendMessage", times=None)
    chat = telegram.private()
    chat.say("你好")
    telegram.wait_for_calls("sendMessage", 1, LONG)
    polling.kill()
    with closing(sqlite3.connect(polling.log.parent / "rulebot.db")) as connection:
        connection.execute("UPDATE updates SET tries = 4 WHERE state = 0")
        connection.commit()
    telegram.calm()
    polling.start()
    chat.answer(LONG)

    assert eventually(address, lambda now: now["rulebot_updates_given_up_total[ended_process]"] == 1)


def test_an_outage_of_the_database_is_counted_and_figures_are_told_meanwhile(
    telegram: StandIn, tmp_path: Path, address: str, postgres: Server
) -> None:
    """What waits is not known then; afterwards the outage has its length."""
    database = postgres.fresh()
    process = Rulebot(telegram, tmp_path, RULEBOT_HEALTH=address, RULEBOT_DATABASE_URL=database.url)
    process.start()
    chat = telegram.private()
    chat.ask("你好", timeout=LONG)
    with database.away():
        chat.say("你好")
        away = eventually(address, lambda now: now["rulebot_database_outages_total"] == 1)
        ready, healthy = (get(address, path).status_code for path in ("/readyz", "/healthz"))
    chat.answer(LONG)
    found = eventually(address, lambda now: now["rulebot_database_up"] == 1)
    process.stop()

    assert away["rulebot_database_up"] == 0
    assert away["rulebot_updates_waiting"] != away["rulebot_updates_waiting"]  # not a number: not known
    assert (ready, healthy) == (503, 200)
    assert found["rulebot_database_away_seconds_total"] > 0
    assert found["rulebot_updates_waiting"] == found["rulebot_updates_waiting"]


def test_what_waits_is_counted_with_since_when(telegram: StandIn, polling: Rulebot, address: str) -> None:
    """While Telegram takes no messages."""
    telegram.hang(30, "sendMessage", times=None)
    chats = [telegram.private() for _ in range(3)]
    for chat in chats:
        chat.say("你好")

    found = eventually(address, lambda now: now["rulebot_oldest_waiting_seconds"] >= 0.2)
    telegram.calm()

    assert found["rulebot_updates_waiting"] == 3


def test_figures_hold_nothing_of_people(telegram: StandIn, polling: Rulebot, address: str) -> None:
    """No id, no name, no text, no token, whatever went wrong."""
    chat = telegram.private(8_123_456_789, first_name="欧阳修改过的名字")
    chat.ask("快手实付1288元我叫欧阳电话13800138000")
    telegram.fail("sendMessage", status=400)
    chat.say("快手实付1288元我叫欧阳电话13800138000")
    eventually(address, lambda now: now["rulebot_updates_failed_total"] == 1)
    page = get(address, "/metrics").text

    hidden = ("8123456789", "欧阳", "1288", "13800138000", telegram.token.split(":")[1], str(chat.id))
    assert [words for words in hidden if words in page] == []


# ---- where it is told ----


def test_a_bot_that_polls_opens_no_port_by_itself(telegram: StandIn, tmp_path: Path, address: str) -> None:
    """Not even where a webhook would listen."""
    process = Rulebot(telegram, tmp_path, RULEBOT_LISTEN=address)
    process.start()
    with pytest.raises(httpx.ConnectError):
        get(address, "/healthz")
    process.stop()


def test_while_telegram_is_away_at_the_start_it_lives_and_is_not_ready(
    telegram: StandIn, tmp_path: Path, address: str
) -> None:
    """So that nobody starts it again and again."""
    with telegram.offline():
        wanted = settings(telegram, tmp_path, RULEBOT_HEALTH=address)
        with subprocess.Popen(RUN, cwd=ROOT, env=_plain(wanted), stderr=subprocess.DEVNULL) as process:
            healthy = _answer_of(address, "/healthz")
            ready = get(address, "/readyz").status_code
            process.terminate()
            code = process.wait(LONG)

    assert (healthy, ready, code) == (200, 503, 0)


def test_behind_a_webhook_figures_are_for_those_nearby_alone(telegram: StandIn, tmp_path: Path) -> None:
    """A request that a proxy brings from somewhere else finds no such page, whatever it says of itself."""
    hooked = Hooked(telegram, tmp_path)
    hooked.start()
    telegram.private().ask(QUESTION, timeout=LONG)
    found = eventually(hooked.address, lambda now: now["rulebot_answers_total[answered]"] == 1)
    heads: list[dict[str, str]] = [
        {"X-Forwarded-For": "203.0.113.7"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": "10.0.0.1"},
        {"Via": "1.1 proxy"},
    ]
    codes = [get(hooked.address, "/metrics", **head).status_code for head in heads]
    pages = [hooked.get(path) for path in ("/healthz", "/readyz")]
    hooked.stop()

    assert found["rulebot_updates_total"] == 1
    assert codes == [404] * len(heads)
    assert pages == [200, 200]


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("::ffff:192.168.1.2", True),
        ("203.0.114.7", False),
        ("::ffff:8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("bot", False),
        (None, False),
    ],
)
def test_nearby_is_this_machine_and_private_networks(host: str | None, near: bool) -> None:
    """An address of the old kind within one of the new counts as what it is."""
    scope: dict[str, Any] = {"type": "http", "headers": [], "client": (host, 1) if host else None}

    assert nearby(Request(scope)) is near


def test_with_an_address_of_their_own_figures_are_told_only_there(
    telegram: StandIn, tmp_path: Path, address: str
) -> None:
    """A load balancer goes on asking where the webhook listens."""
    hooked = Hooked(telegram, tmp_path, RULEBOT_HEALTH=address)
    hooked.start()
    public = [hooked.get(path) for path in ("/healthz", "/readyz", "/metrics")]
    own = [get(address, path).status_code for path in ("/healthz", "/readyz", "/metrics")]
    hooked.stop()

    assert public == [200, 200, 404]
    assert own == [200, 200, 200]


def test_an_address_that_is_taken_is_one_line(
    telegram: StandIn, polling: Rulebot, tmp_path: Path, address: str
) -> None:
    """With the variable and the address, and exit code 2."""
    (tmp_path / "second").mkdir()
    taken = rulebot("run", environment=settings(telegram, tmp_path / "second", RULEBOT_HEALTH=address))
    wrong = rulebot("run", environment=settings(telegram, tmp_path / "second", RULEBOT_HEALTH="9100"))

    assert (taken.code, wrong.code) == (2, 2)
    assert f"RULEBOT_HEALTH={address}" in taken.refusal
    assert "RULEBOT_HEALTH='9100'" in wrong.refusal


def test_a_stop_does_not_wait_for_who_reads_the_figures(telegram: StandIn, polling: Rulebot, address: str) -> None:
    """A connection that is held open ends with the bot."""
    with httpx.Client(base_url=f"http://{address}", trust_env=False) as reader:
        first = reader.get("/metrics").status_code
        polling.stop()
        with pytest.raises(httpx.TransportError):
            reader.get("/metrics")

    assert first == 200


def test_every_figure_is_explained_and_every_explained_one_is_there() -> None:
    """Operators find all of them in docs/operating.md, and none that is not."""
    there = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in text_string_to_metric_families(METRICS.page().decode())
    }
    table = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    told = {
        re.sub(r"\{.*", "", name) for name in re.findall(r"^\| `((?:rulebot|process)_[a-z_]+)", table, re.MULTILINE)
    }

    # those of the process itself are there on Linux alone
    elsewhere = (
        {name for name in told if name.startswith("process_")} if not Path("/proc/self").exists() else set[str]()
    )
    assert there == told - elsewhere


def _plain(wanted: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RULEBOT_")} | wanted


def _answer_of(address: str, path: str) -> int:
    """Return the status of a page as soon as somebody listens."""
    deadline = monotonic() + LONG
    while True:
        try:
            return get(address, path).status_code
        except httpx.ConnectError:
            assert monotonic() < deadline, "nobody listens"
            sleep(0.1)
