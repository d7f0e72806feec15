"""Updates that cannot be read, floods, and what of people the log tells: nothing."""

import json
import random
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hooked import Hooked
from rulebot import Rulebot
from standin import StandIn

HELLO = "你好"
NAME, TOLD = "欧阳修改过的名字", "快手实付1288元我叫欧阳电话13800138000"
BROKEN: dict[str, Any] = {
    "no chat": {"message_id": 1, "date": 1_772_000_000},
    "a chat that is a list": {"message_id": 1, "date": 1_772_000_000, "chat": [1, 2]},
    "a day beyond all days": {"message_id": 1, "date": 10**18, "chat": {"id": 5, "type": "private"}},
    "a number for a text": {"message_id": 1, "date": 1_772_000_000, "chat": {"id": 5, "type": "private"}, "text": 5},
    "entities that are none": {
        "message_id": 1,
        "date": 1_772_000_000,
        "chat": {"id": 5, "type": "private"},
        "text": "x",
        "entities": [{"type": "mention"}],
    },
    "an id beyond all ids": {
        "message_id": 2**70,
        "date": 1_772_000_000,
        "chat": {"id": 2**70, "type": "private"},
        "from": {"id": 2**70, "is_bot": False, "first_name": "x"},
        "text": HELLO,
    },
    "nothing": None,
    "a word": "message",
    "no message": {},
}


def test_updates_that_cannot_be_read_hold_up_nobody(telegram: StandIn, rulebot: Rulebot) -> None:
    """One line in the log at most for each; the next question is answered, also after the next start."""
    chat = telegram.private()
    for kind, broken in BROKEN.items():
        before = len(rulebot.errors())
        telegram.world.tell("message", broken, ("broken", 1))
        chat.ask(HELLO)
        assert len(rulebot.errors()) - before <= 1, kind
    rulebot.stop()
    rulebot.start()
    chat.ask(HELLO)

    assert [message.text for message in chat.messages if "出了点问题" in message.text] == []


def test_a_webhook_takes_what_cannot_be_read(telegram: StandIn, tmp_path: Path) -> None:
    """Otherwise Telegram would send it again and again, and nothing behind it."""
    hooked = Hooked(telegram, tmp_path)
    hooked.start()
    updates = enumerate(BROKEN.values(), start=7_001)
    codes = [hooked.post(json.dumps({"update_id": number, "message": broken})) for number, broken in updates]
    telegram.private().ask(HELLO)
    hooked.stop()

    assert codes == [200] * len(BROKEN)


def test_half_a_character_is_taken_through_a_webhook(telegram: StandIn, tmp_path: Path) -> None:
    """JSON can say it, no file can hold it."""
    hooked = Hooked(telegram, tmp_path)
    hooked.start()
    chat = telegram.private()
    person = {"id": chat.id, "is_bot": False, "first_name": "x\ud800"}
    message = _message("实在宝\ud800最多赔多少钱") | {"chat": {"id": chat.id, "type": "private"}, "from": person}
    code = hooked.post(json.dumps({"update_id": 7_002, "message": message}))
    chat.ask(HELLO)
    hooked.stop()

    assert code == 200


def test_a_body_larger_than_any_update_is_refused_however_it_is_sent(telegram: StandIn, tmp_path: Path) -> None:
    """In chunks nobody says how much is to come."""
    hooked = Hooked(telegram, tmp_path)
    hooked.start()
    part = b"x" * 100_000
    codes = [hooked.post(b"x" * 2_000_000), hooked.post(part for _ in range(20))]
    hooked.stop()

    assert codes == [413, 413]


def test_updates_of_every_kind_at_random_end_nothing(telegram: StandIn, rulebot: Rulebot) -> None:
    """Values of wrong types, missing and strange fields in every place of real updates."""
    dice, chat = random.Random(12), telegram.private()
    chat.ask("实在宝最多赔多少钱")
    samples = [sample() for sample in SAMPLES]
    for number in range(400):
        kind, content = dice.choice(samples)
        telegram.world.tell(kind, _spoilt(content, dice), ("broken", number))
    chat.say(HELLO)
    chat.answer(30)
    sleep(0.5)

    assert "你好" in chat.messages[-1].text or len(chat.messages) == 2


def _person() -> dict[str, Any]:
    return {"id": 77, "is_bot": False, "first_name": NAME}


def _message(text: str = HELLO) -> dict[str, Any]:
    chat = {"id": 77, "type": "private", "first_name": NAME}
    return {"message_id": 9, "date": 1_772_000_000, "chat": chat, "from": _person(), "text": text}


SAMPLES: list[Any] = [
    lambda: ("message", _message()),
    lambda: ("message", _message("/ask 实在宝最多赔多少钱")),
    lambda: ("edited_message", _message()),
    lambda: (
        "callback_query",
        {"id": "1", "from": _person(), "message": _message(), "chat_instance": "1", "data": "x"},
    ),
    lambda: ("inline_query", {"id": "1", "from": _person(), "query": HELLO, "offset": ""}),
    lambda: (
        "my_chat_member",
        {
            "chat": {"id": -5, "type": "group", "title": "x"},
            "from": _person(),
            "date": 1_772_000_000,
            "old_chat_member": {"status": "member", "user": _person()},
            "new_chat_member": {"status": "left", "user": _person()},
        },
    ),
]
STRANGE: list[Any] = [None, "", "x" * 5000, -1, 2**70, 1.5, True, [], {}, [[[]]], {"id": {}}, "\0", [None]]


def _spoilt(value: Any, dice: random.Random) -> Any:
    """Return a copy in which something is strange or missing."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(list(value))
        if dice.random() < 0.3:
            return {name: one for name, one in value.items() if name != key}
        return {**value, key: _spoilt(value[key], dice)}
    return dice.choice(STRANGE)


# ---- floods ----


def test_one_person_does_not_silence_a_group(telegram: StandIn, tmp_path: Path) -> None:
    """He is told once that it is too fast; others, their buttons included, are answered within three seconds."""
    limits = {"RULEBOT_LIMIT_OVERALL": "30", "RULEBOT_LIMIT_GROUP": "20", "RULEBOT_LIMIT_CHAT": "1"}
    process = Rulebot(telegram, tmp_path, **limits)
    process.start()
    flooder, other = telegram.person(), telegram.person()
    group = telegram.group(members=[flooder, other])
    begin = monotonic()
    group.say("/ask 实在宝最多能赔多少钱", other)
    answer = group.answer(20)
    patience = 3 + 10 * (monotonic() - begin)  # of a machine that does much else
    for number in range(300):
        group.say(f"/ask 实在宝能赔多少钱 {number}", flooder)
    begin = monotonic()
    group.press("👍", answer, other).wait(patience)
    begin = monotonic()
    asked = group.say("/ask 飞鸽客服几点到几点要在线", other)
    while not any(message.reply_to == asked.id for message in group.messages):
        assert monotonic() - begin < patience
        sleep(0.05)
    telegram.settled(30)
    sleep(1)
    process.stop()

    too_fast = [message for message in group.messages if "太快" in message.text]
    assert len(too_fast) <= 1
    assert len(group.messages) < 20


def test_a_flood_in_private_is_answered_in_part_and_told_once(telegram: StandIn, rulebot: Rulebot) -> None:
    """And /cancel does not stand behind it."""
    chat, quick = telegram.private(), telegram.private()
    telegram.hang(0.2, "sendMessage", times=None, chat_id=chat.id)
    for number in range(200):
        chat.say(f"/shizaibao_payout {number + 301}")
    begin = monotonic()
    quick.ask(HELLO)
    took = monotonic() - begin
    chat.say("/cancel")
    telegram.settled(20)
    telegram.calm()
    while len(chat.messages) < 22:
        sleep(0.05)
        assert monotonic() - begin < 20
    sleep(1)
    texts = [message.text for message in chat.messages]

    assert took < 3
    assert len([text for text in texts if "太快" in text]) == 1
    assert len(texts) < 30
    assert any(".00 元" not in text and "太快" not in text for text in texts[:8])


def test_who_is_held_back_by_limits_right_after_a_start_holds_up_nobody(telegram: StandIn, tmp_path: Path) -> None:
    """Few answers are on their way at a time then; what waits for its turn is not."""
    chats, quick = [telegram.private() for _ in range(8)], telegram.private()
    for number in range(6):
        for chat in chats:
            chat.say(f"/shizaibao_payout {number + 301}")
    process = Rulebot(telegram, tmp_path, RULEBOT_LIMIT_CHAT="1")
    process.start()
    try:
        for chat in chats:
            chat.answer(30)
        begin = monotonic()
        quick.ask(HELLO)
        took = monotonic() - begin
    finally:
        process.stop()

    assert took < 3


def test_whom_telegram_hangs_for_right_after_a_start_holds_up_nobody(telegram: StandIn, tmp_path: Path) -> None:
    """A place on the way is given back long before Telegram is given up."""
    chats, quick = [telegram.private() for _ in range(5)], telegram.private()
    process = Rulebot(telegram, tmp_path)
    process.start()
    try:
        for chat in chats:
            telegram.hang(8, "sendMessage", times=1, chat_id=chat.id)
            chat.say(HELLO)
        begin = monotonic()
        quick.ask(HELLO)
        took = monotonic() - begin
    finally:
        telegram.calm()
        process.stop()

    assert took < 3


# ---- logs ----


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_the_log_tells_nothing_of_people(telegram: StandIn, tmp_path: Path, level: str) -> None:
    """No token, no id, no name, no text; whatever goes wrong."""
    process = Rulebot(telegram, tmp_path, RULEBOT_LOG_LEVEL=level)
    process.start()
    chat = telegram.private(8_123_456_789, first_name=NAME)
    group = telegram.group(members=[telegram.person(8_123_456_790, first_name=NAME)])
    chat.ask(TOLD)
    group.say(f"/ask {TOLD}")
    group.answer()
    telegram.fail("sendMessage", status=403, chat_id=chat.id)
    chat.say(TOLD)
    telegram.fail("sendMessage", status=400, chat_id=group.id)
    group.say(f"/ask {TOLD}")
    telegram.settled()
    sleep(0.5)
    process.stop()
    log = process.log.read_text()

    hidden = [
        telegram.token,
        telegram.token.split(":")[1],
        "8123456789",
        "8123456790",
        str(group.id),
        NAME,
        "13800138000",
        TOLD,
    ]
    assert log
    assert [words for words in hidden if words in log] == []
