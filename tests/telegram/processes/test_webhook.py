"""`rulebot run` behind a webhook: who may post, what a load balancer sees, several replicas on one database."""

import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest
from hooked import Hooked
from standin import Chat, Limits, StandIn

from tests.databases import Server

HELLO = "你好"
RUN = (sys.executable, "-m", "bot", "run")
SECRET = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def hooked(telegram: StandIn, tmp_path: Path) -> Iterator[Hooked]:
    """Return a bot that is running behind a webhook."""
    process = Hooked(telegram, tmp_path)
    process.start()
    yield process
    process.stop()


def test_behind_a_webhook_people_are_answered_and_it_says_how_it_does(telegram: StandIn, hooked: Hooked) -> None:
    """With a secret of its own, though none was set; one chat in order."""
    chat = telegram.private()

    answers = [chat.ask(text).text for text in ("实在宝最多赔多少钱", HELLO)]

    assert "1000" in answers[0]
    assert "1000" not in answers[1]
    assert [hooked.get(path) for path in ("/healthz", "/readyz", "/elsewhere")] == [200, 200, 404]
    assert re.fullmatch(r"[0-9a-f]{64}", telegram.calls("setWebhook")[0]["secret_token"])


def test_what_does_not_come_from_telegram_is_refused(telegram: StandIn, hooked: Hooked) -> None:
    """A wrong secret, none, and with the right one what is no update; nothing of it is in the log as an error."""
    url, right = f"http://{hooked.address}/telegram", telegram.calls("setWebhook")[0]["secret_token"]
    secrets = [b"", b"wrong", "错".encode(), right.encode(), right.encode()]
    posts = list(zip(secrets, ["{}", "{}", "{}", "[", "[]"], strict=True))

    codes = [
        httpx.post(url, headers=[(SECRET.encode(), secret)], content=body, trust_env=False).status_code
        for secret, body in posts
    ]

    assert codes == [401, 401, 401, 400, 400]
    assert hooked.errors() == []


def test_a_webhook_is_left_in_place_when_the_bot_stops(telegram: StandIn, hooked: Hooked) -> None:
    """Other replicas need it; what was posted before is answered."""
    telegram.hang(0.5, "sendMessage", times=None)
    chat = telegram.private()
    chat.say(HELLO)
    telegram.settled()

    hooked.stop()

    assert len(chat.messages) == 1
    assert telegram.calls("deleteWebhook") == []


def test_two_replicas_share_one_database_and_answer_everything_once_and_in_order(
    telegram: StandIn, tmp_path: Path, postgres: Server
) -> None:
    """Every update is posted to both at the same time, as the worst of load balancers would."""
    database = postgres.fresh().url
    replicas = [Hooked(telegram, tmp_path / name, database=database) for name in ("a", "b")]
    for replica in replicas:
        replica.log.parent.mkdir()
        replica.start()
    right = telegram.calls("setWebhook")[0]["secret_token"]
    chats = [telegram.private() for _ in range(10)]

    def post(number: int, replica: Hooked) -> int:
        person = {"id": chats[number % 10].id, "first_name": "Anna", "is_bot": False}
        chat = {"id": person["id"], "type": "private", "first_name": "Anna"}
        text = HELLO if number // 10 % 2 else "实在宝最多赔多少钱"
        message = {"message_id": 1000 + number, "date": 1_772_000_000, "chat": chat, "from": person, "text": text}
        update = {"update_id": 5000 + number, "message": message}
        return httpx.post(
            f"http://{replica.address}/telegram", json=update, headers={SECRET: right}, trust_env=False
        ).status_code

    with ThreadPoolExecutor(20) as posters:
        for start in range(0, 40, 10):
            both = [
                posters.submit(post, number, replica) for number in range(start, start + 10) for replica in replicas
            ]
            assert {one.result() for one in both} == {200}
    telegram.wait_for_calls("sendMessage", 40, 20)
    for replica in replicas:
        replica.stop()

    for chat in chats:
        told = ["1000" in message.text for message in chat.messages]
        assert told == [True, False, True, False]
    assert [replica.errors() for replica in replicas] == [[], []]


def seconds(chat: Chat) -> float:
    """Return how long an answer takes."""
    begin = monotonic()
    chat.ask(HELLO)
    return monotonic() - begin


def test_three_replicas_keep_telegrams_limits_together(telegram: StandIn, tmp_path: Path, postgres: Server) -> None:
    """Telegram enforces them, and never has to refuse; one person's quick second turn does not wait."""
    database = postgres.fresh().url
    limits = {"RULEBOT_LIMIT_OVERALL": "30", "RULEBOT_LIMIT_GROUP": "20", "RULEBOT_LIMIT_CHAT": "1"}
    replicas = [Hooked(telegram, tmp_path / name, database=database, **limits) for name in "abc"]
    for replica in replicas:
        replica.log.parent.mkdir()
        replica.start()
    sleep(3)  # each knows of the others
    gate, chats = telegram.enforce(Limits()), [telegram.private() for _ in range(100)]

    def post(number: int) -> int:
        person = {"id": chats[number % 100].id, "first_name": "Anna", "is_bot": False}
        chat = {"id": person["id"], "type": "private", "first_name": "Anna"}
        message = {"message_id": 2000 + number, "date": 1_772_000_000, "chat": chat, "from": person, "text": HELLO}
        return replicas[number % 3].post(json.dumps({"update_id": 9000 + number, "message": message}))

    with ThreadPoolExecutor(20) as posters:
        codes = list(posters.map(post, range(100)))
    for chat in chats:
        chat.answer(20)
    second = [seconds(chat) for chat in chats[:5]]
    for replica in replicas:
        replica.stop()

    assert set(codes) == {200}
    assert gate is not None
    assert gate.refused == 0
    assert [len(chat.messages) for chat in chats] == [2] * 5 + [1] * 95
    assert min(second) < 0.7, second
