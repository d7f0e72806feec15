"""有变化告诉我: remembered under an answer that rests on figures, told once the owner says yes, taken back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn
from standin.views import BotMessage

from bot.store.watches import MOST
from knowledge.calendar import SHANGHAI
from knowledge.prose import day_text

OWNERS, PEOPLE = count(8_700_000_001), count(8_710_000_001)
OWNER = next(OWNERS)
SECONDS = 30
"""How long an answer may take here: what is looked at is what it says."""
CAP, TIMES = "实在宝最多赔多少", "一笔订单实在宝能申请几次"
WATCH, STOP, TELL = "有变化告诉我", "不用告诉我了", "通知这些人"
SINCE = datetime.now(SHANGHAI).date() + timedelta(days=40)


def overlay(cap: date = SINCE) -> str:
    """Return an owner's overlay in which the ceiling changes on a day."""
    return f"figures: {{'kuaishou-shizaibao/7#cap': [{{since: {cap}, value: 2000, source: 平台公告}}]}}\n"


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram of its own for another bot."""
    with StandIn() as running:
        running.clock.set(datetime.now(SHANGHAI))
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return a bot whose owner has announced another ceiling."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "overlay.yaml").write_text(overlay(), encoding="utf-8")
    process = Rulebot(
        telegram, tmp_path_factory.mktemp("rulebot"), RULEBOT_OWNERS=str(OWNER), RULEBOT_KNOWLEDGE=str(folder)
    )
    process.start()
    yield process
    process.stop()


@pytest.fixture
def owner(telegram: StandIn, rulebot: Rulebot) -> Chat:
    """Return the owner's chat."""
    return telegram.private(OWNER)


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Iterator[Chat]:
    """Return the private chat with somebody new; nothing may have failed afterwards."""
    errors = len(rulebot.errors())
    yield telegram.private(next(PEOPLE))
    assert rulebot.errors()[errors:] == []


def ask(chat: Chat, line: str) -> BotMessage:
    """Return the answer to a line."""
    return chat.ask(line, timeout=SECONDS)


def watched(chat: Chat, line: str = CAP) -> str:
    """Ask something, and press the button; return what the notice says, once the button has changed."""
    answer = ask(chat, line)
    notice = chat.press(WATCH, answer).wait(SECONDS)
    assert notice.alert
    if notice.text.startswith("好"):
        assert any(STOP in label for label in chat.wait_for_edit(SECONDS).buttons)
    return notice.text


def listed(chat: Chat) -> list[str]:
    """Return what is watched."""
    return [label for label in ask(chat, "/reminders").buttons if "🔔" in label]


def tell(owner: Chat) -> BotMessage:
    """Let an owner have everybody told; return what the owner is told."""
    ask(owner, "/changes")
    owner.press(TELL).wait(SECONDS)
    assert "吗？" in owner.wait_for_edit(SECONDS).text
    owner.press("通知").wait(SECONDS)
    return owner.wait_for_edit(SECONDS)


# ---- the button ----


@pytest.mark.parametrize("line", [CAP, "我实付1288，主播虚假宣传，实在宝能赔多少", "/clause kuaishou-shizaibao/7"])
def test_it_is_offered_where_an_answer_rests_on_a_figure(chat: Chat, line: str) -> None:
    """Of a clause, of a calculation, of a card."""
    assert any(WATCH in label for label in ask(chat, line).buttons)


@pytest.mark.parametrize("line", ["你好", "今天天气怎么样", "帮我算算实在宝最晚哪天能申请", "/help"])
def test_it_is_not_offered_where_none_is(chat: Chat, line: str) -> None:
    """Nor under a question back."""
    assert not any(WATCH in label for label in ask(chat, line).buttons)


def test_it_is_remembered_listed_and_taken_back(chat: Chat) -> None:
    """The button says what pressing it does next; the other buttons stay."""
    notice = watched(chat)
    after, first = chat.last, listed(chat)
    chat.press(STOP, after).wait(SECONDS)
    back = chat.wait_for_edit(SECONDS)

    assert "90 天" in notice
    assert [label for label in after.buttons if "🔔" in label] == []
    assert any("👎" in label for label in after.buttons)
    assert [CAP in label for label in first] == [True]
    assert any(WATCH in label for label in back.buttons)
    assert listed(chat) == []


def test_pressed_twice_it_is_one(chat: Chat) -> None:
    """Also under another answer on the same figures; one that is listed can be cancelled there."""
    for _ in range(2):
        watched(chat)
    assert len(listed(chat)) == 1
    chat.press("✕").wait(SECONDS)

    assert "没有" in chat.wait_for_edit(SECONDS).text
    assert listed(chat) == []


def test_forgetting_deletes_it(chat: Chat) -> None:
    """With everything else."""
    watched(chat)
    assert "变化" in ask(chat, "/forget").text
    assert listed(chat) == []


def test_twenty_at_most(chat: Chat) -> None:
    """One more is refused, with where to cancel."""
    told = [watched(chat, f"/clause {place}") for place in PLACES[: MOST + 1]]

    assert ["好" in one for one in told] == [True] * MOST + [False]
    assert "/reminders" in told[-1]
    assert len(listed(chat)) == MOST
    ask(chat, "/forget")


PLACES = [
    *("kuaishou-shizaibao/0", "kuaishou-shizaibao/1.1", "kuaishou-shizaibao/1.2", "kuaishou-shizaibao/1.3"),
    *("kuaishou-shizaibao/5", "kuaishou-shizaibao/7", "kuaishou-shizaibao/8", "kuaishou-shizaibao/10.7"),
    *("kuaishou-shizaibao/15", "kuaishou-shizaibao/16", "doudian-provider-removal/0", "doudian-shop-operation/3"),
    *("doudian-shop-operation/4", "doudian-shop-operation/5", "douyin-feige/2.1", "douyin-feige/3"),
    *("douyin-feige/4.2.1", "kuaishou-used-3c/1.1", "kuaishou-used-3c/5.1", "kuaishou-used-3c/5.2"),
    *("xingtu-cancellation/2.2.1", "xingtu-cancellation/2.2.2"),
]


def test_a_button_whose_answer_is_not_known_any_more_says_so(chat: Chat) -> None:
    """A forged one as well, and a number that is somebody else's does nothing."""
    answer = ask(chat, "你好")

    assert chat.press("w:", answer, forged=True).wait(SECONDS).alert
    assert chat.press("w:?", answer, forged=True).wait(SECONDS).alert
    assert chat.press("w:o999999", answer, forged=True).wait(SECONDS).alert


def test_a_result_of_another_day_has_no_link_that_would_compute_it_by_today(chat: Chat) -> None:
    """One of today has; both say by which ceiling."""
    line = "实付1288，主播虚假宣传，实在宝能赔多少"
    ahead, now = ask(chat, f"{day_text(SINCE)}{line}"), ask(chat, f"我{line}")

    assert ahead.text.startswith(f"按{day_text(SINCE)}算：")
    assert ("1288.00 元" in ahead.text.splitlines()[0], "1000.00 元" in now.text.splitlines()[0]) == (True, True)
    assert ("谁打开都会重算" in ahead.text, "谁打开都会重算" in now.text) == (False, True)


# ---- telling ----


def test_the_owner_sees_what_changes_and_who_waits_and_each_is_told_once(
    telegram: StandIn, owner: Chat, chat: Chat
) -> None:
    """In the chat where it was asked, with what was asked, both figures and the day; what is gone is not told again."""
    other = telegram.private(next(PEOPLE))
    watched(chat)
    watched(chat, "我实付1288，主播虚假宣传，实在宝能赔多少")
    watched(other)
    watched(telegram.private(next(PEOPLE)), TIMES)
    overview = ask(owner, "/changes")
    done = tell(owner)
    told, others = chat.answer(SECONDS), other.answer(SECONDS)
    again = ask(owner, "/changes")

    assert "赔付上限为 1000 元 → 2000 元" in overview.text
    assert f"{day_text(SINCE)}起" in overview.text
    assert "平台公告" in overview.text
    assert "实付金额 1288.00 元" in overview.text
    assert [label for label in overview.buttons if TELL in label] == [f"{TELL} (2)"]
    assert "2 个聊天" in done.text
    assert "已经通知过" not in overview.text
    assert "已经通知过 2 个聊天" in again.text
    assert told.text.startswith("你问过“我实付1288")
    assert f"赔付上限为 1000 元 → 2000 元，{day_text(SINCE)}起" in told.text
    assert others.text.startswith(f"你问过“{CAP}”")
    assert again.buttons == []
    chat.quiet(3)


def test_who_wants_no_more_is_not_told_again(telegram: StandIn, owner: Chat, chat: Chat) -> None:
    """All that they watch there on that figure goes."""
    watched(chat)
    watched(chat, "我实付1288，主播虚假宣传，实在宝能赔多少")
    watched(chat, TIMES)
    tell(owner)
    told = chat.answer(SECONDS)
    notice = chat.press("不用再告诉我", told).wait(SECONDS)
    after = chat.wait_for_edit(SECONDS)

    assert notice.alert
    assert after.buttons == []
    assert [TIMES in label for label in listed(chat)] == [True]
    assert chat.press("w:o1", told, forged=True).wait(SECONDS).alert


def test_in_a_group_the_asker_alone_and_told_in_reply_to_the_question(
    telegram: StandIn, rulebot: Rulebot, owner: Chat
) -> None:
    """In its topic; the button under what is told is theirs, too."""
    asker, other = telegram.person(next(PEOPLE)), telegram.person(next(PEOPLE))
    group = telegram.group(members=[asker, other], forum=True)
    topic = group.topic("规则")
    question = group.say(f"@{telegram.bot.username} {CAP}", asker, thread=topic)
    answer = group.answer(SECONDS)
    assert group.press(WATCH, answer, other).wait(SECONDS).alert
    assert "告诉你" in group.press(WATCH, answer, asker).wait(SECONDS).text
    tell(owner)
    told = group.answer(SECONDS)

    assert (told.thread, told.reply_to) == (topic, question.id)
    assert told.text.startswith("你问过")
    assert "给提问的人" in group.press("不用再告诉我", told, other).wait(SECONDS).text
    assert "不告诉" in group.press("不用再告诉我", told, asker).wait(SECONDS).text


def test_a_traditional_asker_is_told_in_traditional(owner: Chat, chat: Chat) -> None:
    """The question, too, as it was written."""
    answer = ask(chat, "實在寶最多賠多少")
    chat.press("有變化", answer).wait(SECONDS)
    tell(owner)
    told = chat.answer(SECONDS)

    assert told.text.startswith("你問過“實在寶最多賠多少”：賠付上限為 1000 元 → 2000 元")
    assert told.buttons == ["不用再告訴我"]


def test_not_yet_leaves_everybody_waiting(owner: Chat, chat: Chat) -> None:
    """Nothing is sent before the owner's yes."""
    watched(chat)
    ask(owner, "/changes")
    owner.press(TELL).wait(SECONDS)
    sure = owner.wait_for_edit(SECONDS)
    owner.press("先不通知").wait(SECONDS)
    back = owner.wait_for_edit(SECONDS)
    chat.quiet(3)

    assert "你问过" in sure.text
    assert any(TELL in label for label in back.buttons)
    tell(owner)
    chat.answer(SECONDS)


def test_a_yes_pressed_twice_tells_nobody_twice(owner: Chat, chat: Chat) -> None:
    """The second one says that nobody waits."""
    watched(chat)
    tell(owner)
    chat.answer(SECONDS)
    key = f"h:!kuaishou-shizaibao/7#cap@{SINCE}"
    owner.press(key, forged=True).wait(SECONDS)

    assert "没有人等着" in owner.wait_for_edit(SECONDS).text
    chat.quiet(3)


def test_it_is_the_owners_alone(telegram: StandIn, chat: Chat) -> None:
    """To others there is no such command, and no such button; in a group not even for the owner."""
    unknown = ask(chat, "/changes")
    forged = chat.press(f"h:!kuaishou-shizaibao/7#cap@{SINCE}", ask(chat, CAP), forged=True).wait(SECONDS)
    group = telegram.group(members=[telegram.person(OWNER)])
    group.say(f"/changes@{telegram.bot.username}", telegram.person(OWNER))

    assert "没有 /changes" in unknown.text
    assert forged.alert
    assert "→" not in group.answer(SECONDS).text


def test_a_change_that_is_not_there_any_more_says_so(owner: Chat) -> None:
    """As after the owner took the value out again."""
    shown = ask(owner, "/changes")

    for key in ("h:!kuaishou-shizaibao/7#cap@2020-01-01", "h:?nowhere/1#cap@2020-01-01", "h:!", "h:x"):
        assert owner.press(key, shown, forged=True).wait(SECONDS).alert
