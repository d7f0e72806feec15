"""Texts over Telegram's limit, and words that look like HTML: from YAML, from users, from names."""

from collections.abc import Iterator
from itertools import count

import pytest
from rulebot import Rulebot
from standin import Chat, StandIn
from standin.wire import utf16

NUMBERS = count(9_500_000_001)
NASTY = "<b>&lt;</blockquote>"
SENTENCES = "".join(f"第{number}种情形下，按<{number}>&号办理。" for number in range(1, 500))
DOCUMENT = f"""
id: toy-rules
title: "玩具租赁{NASTY}规则"
short: "玩具规则{NASTY}"
aliases: [玩具租赁]
platform: 快手
kind: 规则
source: toy.txt
checked: 2026-01-01
clauses:
  - locator: "1"
    title: "玩具租赁{NASTY}押金"
    for: [消费者]
    text: "玩具租赁的押金这样退。{SENTENCES}"
    questions: [玩具租赁押金怎么退, 玩具租赁退押金, 租玩具的押金什么时候退]
    next: ["玩具租赁{NASTY}押金怎么退"]
"""


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram of its own for another bot."""
    with StandIn() as running:
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return the bot with a further document: one clause, much too long, full of what looks like HTML."""
    folder = tmp_path_factory.mktemp("toys")
    (folder / "toy-rules.yaml").write_text(DOCUMENT, encoding="utf-8")
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"), RULEBOT_KNOWLEDGE=str(folder))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def nasty(telegram: StandIn, rulebot: Rulebot) -> Chat:
    """Return the private chat with somebody whose name looks like HTML."""
    return telegram.private(next(NUMBERS), first_name=NASTY, last_name="&", username="")


def test_a_clause_over_the_limit_comes_in_several_messages_with_the_buttons_under_the_last(
    telegram: StandIn, nasty: Chat
) -> None:
    """Split after a sentence, each in a quote of its own, nothing lost."""
    refused = len(telegram.refused)
    nasty.say("/clause toy-rules/1")
    nasty.wait_until(lambda message: bool(message.rows))
    parts = nasty.messages

    assert len(parts) >= 2
    assert all(utf16(part.text) <= 4096 for part in parts)
    assert [bool(part.rows) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert all(
        f"第{number}种情形下，按<{number}>&号办理。" in "".join(part.text for part in parts) for number in (1, 250, 499)
    )
    assert NASTY in parts[0].text
    assert telegram.refused[refused:] == []


def test_a_reaction_on_any_part_is_one_on_the_answer(nasty: Chat) -> None:
    """People react to what they read first; the reasons stand where the buttons are."""
    nasty.say("/clause toy-rules/1")
    shown = nasty.wait_until(lambda message: bool(message.rows))
    nasty.react(nasty.messages[0], "👎")
    asked = nasty.wait_for_edit()

    assert asked.id == shown.id
    assert asked.buttons == [*shown.buttons[:-2], "答非所问", "规则过期", "算错了", "看不懂"]


def test_an_edit_to_a_shorter_question_removes_the_further_messages(nasty: Chat) -> None:
    """And edits the first."""
    question = nasty.say("/clause toy-rules/1")
    nasty.wait_until(lambda message: bool(message.rows))
    parts = nasty.messages
    nasty.edit(question, "/clause 实在宝 第七条")

    nasty.wait_until_deleted(parts[-1])
    assert "第7条" in nasty.now(parts[0]).text
    assert nasty.now(parts[0]).rows


def test_it_is_short_in_groups_and_inline_and_browsable(telegram: StandIn, nasty: Chat) -> None:
    """One message each."""
    refused = len(telegram.refused)
    group = telegram.group(title=NASTY, members=[nasty.person()])
    group.say("/clause toy-rules/1")
    assert len(group.answer().text) < 700
    assert "玩具" in group.inline("玩具租赁 押金").wait().results[0].title
    listed = nasty.ask("/docs")
    nasty.press("玩具", listed).wait()
    nasty.press("第1条", nasty.wait_for_edit()).wait()
    page = nasty.wait_for_edit()
    assert utf16(page.text) <= 4096
    nasty.press("看全文", page).wait()
    assert nasty.answer().text
    assert telegram.refused[refused:] == []


def test_questions_that_look_like_html_are_answered(telegram: StandIn, nasty: Chat) -> None:
    """Whatever a user writes."""
    refused = len(telegram.refused)
    for words in (
        NASTY,
        "<a href='tg://user?id=1'>实在宝</a>最多赔多少",
        "/shizaibao_category <script>&amp;",
        "/clause <b>",
        "&#0;&#x1F600;",
        "﷽" * 900,
    ):
        assert nasty.ask(words).text
    assert telegram.refused[refused:] == []
