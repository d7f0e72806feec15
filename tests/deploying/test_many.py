"""The profile “many” of the compose file, its parts as processes on loopback; and who starts with whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from hooked import Hooked
from standin import StandIn

from tests.command import rulebot as command
from tests.databases import Server
from tests.deploying.composed import environment, service, services, started
from tests.deploying.env_example import examples
from tests.deploying.nginx import LISTEN, PROGRAM, TEXT, UPSTREAM, Nginx
from tests.free_ports import free_address, free_port
from tests.started import start

QUESTION = "实在宝最多赔多少钱"
PEOPLE = 24
SECONDS = 120.0
"""How long anything may take; the machine may have much else to do."""


class Replica(Hooked):
    """One replica with the environment that compose gives it, but for ports."""

    def __init__(self, telegram: StandIn, folder: Path, port: int, given: dict[str, str]) -> None:
        """Listen at a port, and tell how it does at another one, for everybody."""
        folder.mkdir()
        self.inside = free_address()
        ports = {"RULEBOT_LISTEN": f"0.0.0.0:{port}", "RULEBOT_HEALTH": self.inside.replace("127.0.0.1", "0.0.0.0")}
        assert set(ports) <= set(given)
        super().__init__(telegram, folder, **given | ports)
        self.address = f"127.0.0.1:{port}"

    def start(self) -> None:
        """Start; whoever waits for it is `Many`, for several start at once."""
        self._process = start(["run"], self._environment, self.log)


@dataclass(frozen=True)
class Many:
    """What the profile starts, but for PostgreSQL, which the tests share."""

    nginx: Nginx
    replicas: list[Replica]

    def start(self) -> None:
        """Start all, the replicas at once, as compose does; return when Telegram knows the address from each."""
        self.nginx.start()
        self.start_replicas(*self.replicas)

    def start_replicas(self, *replicas: Replica) -> None:
        """Start some; return when Telegram knows the address from each."""
        telegram = self.replicas[0].telegram
        known = len(telegram.calls("setWebhook"))
        for replica in replicas:
            replica.start()
        telegram.wait_for_calls("setWebhook", known + len(replicas), SECONDS)

    def stop(self) -> None:
        """Stop all."""
        for replica in self.replicas:
            replica.stop()
        self.nginx.stop()


@pytest.fixture(scope="module")
def many(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Many]:
    """Return all parts, running, with .env filled in."""
    if not PROGRAM:
        pytest.skip("there is no nginx")
    ports = [free_port() for _ in range(service("replica")["deploy"]["replicas"])]
    folder = tmp_path_factory.mktemp("many")
    nginx = Nginx(folder, [f"127.0.0.1:{port}" for port in ports])
    settings = {
        "RULEBOT_TELEGRAM_TOKEN": telegram.token,
        "RULEBOT_TELEGRAM_BASE_URL": telegram.base_url,
        "RULEBOT_WEBHOOK_URL": f"{nginx.address('8080')}/telegram",
        "POSTGRES_PASSWORD": "secret",
    }
    given = environment("replica", examples() | settings) | {"RULEBOT_DATABASE_URL": postgres.fresh().url}
    parts = Many(nginx, [Replica(telegram, folder / str(port), port, given) for port in ports])
    try:
        parts.start()
        yield parts
    finally:
        parts.stop()


def test_three_replicas_behind_nginx_answer_everybody_once_though_one_is_killed(telegram: StandIn, many: Many) -> None:
    """What comes while it is away nginx gives to the next; compose starts it again, and nothing of it is lost."""
    chats = [telegram.private() for _ in range(PEOPLE)]
    telegram.fail("sendMessage", status=502, times=None)
    for chat in chats:
        chat.say(QUESTION)
    telegram.settled(SECONDS)  # all are taken, none is answered: a try is under way, or the next one is waited for
    telegram.wait_for_calls("sendMessage", PEOPLE, SECONDS)
    many.replicas[1].kill()
    telegram.calm()
    for chat in chats:
        chat.say("谢谢")
    telegram.settled(SECONDS)
    many.start_replicas(many.replicas[1])
    told = [[chat.answer(SECONDS).text for _ in range(2)] for chat in chats]

    assert service("replica")["restart"] == "unless-stopped"
    assert [["1000" in text for text in texts] for texts in told] == [[True, False]] * PEOPLE
    assert [len(chat.messages) for chat in chats] == [2] * PEOPLE
    assert {post.status for post in telegram.posts} == {200}
    assert [replica.errors() for replica in many.replicas] == [[], [], []]


def test_from_outside_only_updates_come_through(telegram: StandIn, many: Many) -> None:
    """Neither how it does nor what it counts; who has not the secret is refused by the bot."""
    outside, inside = many.nginx.address("8080"), many.nginx.address("8081")
    pages = ("/metrics", "/readyz", "/healthz", "/metrics/", "/%6detrics", "//metrics", "/telegram", "/")

    read = {page: httpx.get(f"{outside}{page}", trust_env=False).status_code for page in pages}
    posted = {page: httpx.post(f"{outside}{page}", trust_env=False).status_code for page in pages[:6]}

    assert set(read.values()) == {403}
    assert set(posted.values()) == {403}
    assert httpx.post(f"{outside}/telegram", json={}, trust_env=False).status_code == 401
    assert httpx.post(f"{outside}/telegram", content=b"x" * 2_000_000, trust_env=False).status_code == 413
    assert httpx.get(f"{inside}/readyz", trust_env=False).status_code == 200
    assert httpx.get(f"{inside}/metrics", trust_env=False).status_code == 404
    assert many.replicas[0].get("/metrics") == 404
    assert httpx.get(f"http://{many.replicas[0].inside}/metrics", trust_env=False).status_code == 200


def test_nginx_knows_the_replicas_by_their_name_and_what_is_published() -> None:
    """Without nginx, too: the one upstream is compose's service at the port where it listens; inside stays inside."""
    name, port, _ = UPSTREAM.findall(TEXT)[0]
    outside, inside = LISTEN.findall(TEXT)
    published = {entry.rpartition(":")[2] for entry in service("nginx")["ports"]}

    assert TEXT.count("{") == TEXT.count("}")
    assert len(UPSTREAM.findall(TEXT)) == TEXT.count("resolve ") == 1
    assert environment(name, {})["RULEBOT_LISTEN"] == f"0.0.0.0:{port}"
    assert published == {outside}
    assert f":{inside}/readyz" in service("nginx")["healthcheck"]["test"][-1]
    assert "proxy_next_upstream error timeout http_503 non_idempotent;" in TEXT


def test_one_is_the_default_and_never_starts_with_the_many() -> None:
    """As long as nginx is named, which the head of the file and the manual say."""
    assert started() == {"rulebot"}
    assert started("nginx", profile="many") == {"nginx", "replica", "postgres"}
    assert {name for name, one in services().items() if "ports" in one} == {"nginx"}


def test_the_one_polls_whatever_address_stands_for_the_many() -> None:
    """Both read the same .env."""
    given = environment("rulebot", {"RULEBOT_WEBHOOK_URL": "https://bot.example.invalid/telegram"})

    assert given["RULEBOT_WEBHOOK_URL"] == ""


def test_the_password_stands_in_the_settings_alone() -> None:
    """And never in an address, where it would have to be written otherwise."""
    settings = {"POSTGRES_PASSWORD": "p@ss:w/rd"}
    replica, postgres = environment("replica", settings), environment("postgres", settings)

    assert replica["PGPASSWORD"] == postgres["POSTGRES_PASSWORD"] == "p@ss:w/rd"
    assert replica["RULEBOT_DATABASE_URL"] == f"postgresql+asyncpg://{postgres['POSTGRES_USER']}@postgres/rulebot"
    assert "RULEBOT_TELEGRAM_TOKEN" not in postgres


def test_replicas_without_a_public_address_say_so_and_do_not_poll() -> None:
    """Three that poll with one token would take each other's updates."""
    ended = command("run", environment=environment("replica", examples() | {"RULEBOT_TELEGRAM_TOKEN": "1:a"}))

    assert ended.code == 2
    assert "RULEBOT_WEBHOOK_URL" in ended.refusal
    assert ".env" in ended.refusal
