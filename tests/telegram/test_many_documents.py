"""/docs, /deadline and /settings over an owner's folder with many documents; and after some of them have gone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from rulebot import THURSDAY, Rulebot
from standin import BotMessage, Chat, StandIn

from bot.telegram.handlers.browsing import documents
from knowledge.library import Library
from knowledge.load import load

NUMBERS = count(8_800_000_001)
MANY = 200
NEXT, BEFORE, BACK = "下一页 ›", "‹ 上一页", "‹ 返回"
DOCUMENT = """
id: lamp-{number}
title: {number}号灯寄样规则
short: {number}号灯规则
platform: 灯市
kind: 规则
source: lamps.md
checked: 2023-01-01
clauses:
  - locator: "1"
    title: {number}号灯寄还的期限
    for: 商家
    text: "{number}号灯要在拍完后 {{days}} 内寄还。"
    parameters: {{days: {{unit: natural_day, history: [{{value: 7, at: "1"}}]}}}}
    answers:
      - {{id: until-when, asks: until_when, says: "拍完后 {{days}}内寄还。", asked: [{number}号灯什么时候寄还]}}
    calculations:
      - name: lamp-{number}-return
        kind: deadline
        title: {number}号灯最晚哪天寄还
        use: last_natural_day
        example: 4月1日
        inputs:
          shot_on: {{type: date, event: any, label: 拍完的日期, ask: 哪天拍完的？, fact: start, happened: true}}
          "on": {{type: date, event: looked, label: 要看的日期, ask: 要看哪一天？, required: false}}
        results: {{last_day: day, expired: expired, days_left: days_left}}
        figures: {{days: days}}
        tells:
          open: 最晚 {{last_day}} 寄还
          left: 来得及，最晚 {{last_day}} 寄还
          last: 今天是最后一天，最晚 {{last_day}} 寄还
          over: 已经过了，最后一天是 {{last_day}}
        asked: [{number}号灯最晚哪天寄还]
"""


def written(folder: Path, many: int) -> Path:
    """Write so many documents into a folder of that number."""
    own = folder / f"own-{many}"
    own.mkdir()
    for number in range(1, many + 1):
        (own / f"lamp-{number}.yaml").write_text(DOCUMENT.format(number=number), encoding="utf-8")
    return own


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram of its own for another bot."""
    with StandIn() as running:
        running.clock.set(THURSDAY)
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the bot keeps its database, however often it is started."""
    return tmp_path_factory.mktemp("rulebot")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with many documents."""
    return written(tmp_path_factory.mktemp("lamps"), MANY)


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, folder: Path, own: Path) -> Iterator[Rulebot]:
    """Return the bot with many documents more."""
    process = Rulebot(telegram, folder, RULEBOT_KNOWLEDGE=str(own))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def chat(telegram: StandIn, rulebot: Rulebot) -> Iterator[Chat]:
    """Return the private chat with somebody new; nothing that Telegram refuses may have been asked."""
    refused = len(telegram.refused)
    yield telegram.private(next(NUMBERS))
    assert telegram.refused[refused:] == []
    assert rulebot.errors() == []


def turned(chat: Chat, message: BotMessage, label: str) -> BotMessage:
    """Press a button that changes its message, and return that."""
    chat.press(label, message).wait()
    shown = chat.wait_for_edit()
    assert shown.id == message.id
    return shown


def to_the_end(chat: Chat, first: BotMessage) -> list[BotMessage]:
    """Turn pages until the last, and return all of them."""
    pages = [first]
    while NEXT in pages[-1].buttons:
        pages.append(turned(chat, pages[-1], NEXT))
    return pages


def entries(message: BotMessage) -> list[str]:
    """Return the labels of a page but those that turn it."""
    return [label for label in message.buttons if label not in (NEXT, BEFORE, BACK)]


@pytest.mark.parametrize(("many", "sizes"), [(0, [0]), (1, [1]), (8, [8]), (9, [8, 1]), (16, [8, 8]), (200, [8] * 25)])
def test_each_document_stands_on_one_page_whatever_their_number(
    library: Library, tmp_path: Path, many: int, sizes: list[int]
) -> None:
    """Pages are turned where there are several; no list is too long for Telegram."""
    loaded = load(written(tmp_path, many)).documents[len(library.documents) :]
    small = replace(library, documents=loaded)
    pages = [documents(small, page) for page in range(len(sizes))]

    labels = [[button.text for row in page.keys.rows for button in row] for page in pages]
    assert [sum("号灯" in label for label in page) for page in labels] == sizes
    assert len({label for page in labels for label in page if "号灯" in label}) == many
    last = len(sizes) - 1
    assert [NEXT in page for page in labels] == [number < last for number in range(len(sizes))]
    assert [BEFORE in page for page in labels] == [number > 0 for number in range(len(sizes))]
    assert all(page.pages[0] for page in pages)
    assert documents(small, 999).pages == pages[-1].pages


def test_docs_are_paged_and_every_document_is_found(chat: Chat, library: Library) -> None:
    """Once each, eight on a page, in one message; and back again."""
    pages = to_the_end(chat, chat.ask("/docs"))
    labels = [label for page in pages for label in entries(page)]

    assert len(labels) == len(set(labels)) == len(library.documents) + MANY
    assert {len(entries(page)) for page in pages[:-1]} == {8}
    assert "第 1 页，共 27 页" in pages[0].text
    assert turned(chat, pages[-1], BEFORE).buttons == pages[-2].buttons
    chat.quiet()


def test_back_leads_to_the_page_one_came_from(chat: Chat) -> None:
    """From a document to its page of the list, from the questions to the page of the document."""
    listed = turned(chat, turned(chat, chat.ask("/docs"), NEXT), NEXT)
    opened = turned(chat, listed, entries(listed)[3])
    card = turned(chat, opened, opened.buttons[0])
    assert turned(chat, card, BACK).buttons == opened.buttons
    assert turned(chat, opened, BACK).buttons == listed.buttons

    page = chat.ask("/docs")
    while not any("实在宝规则" in label for label in page.buttons):
        page = turned(chat, page, NEXT)
    second = turned(chat, turned(chat, page, "实在宝规则"), NEXT)
    asked = turned(chat, second, "大家常问")
    assert turned(chat, turned(chat, asked, NEXT), BACK).buttons == second.buttons
    assert turned(chat, turned(chat, second, BEFORE), BACK).buttons == page.buttons


def test_calculators_of_a_kind_are_paged_too_and_keep_the_words(chat: Chat) -> None:
    """Each is listed once, with its command; pressing one on a later page computes with what was typed."""
    pages = to_the_end(chat, chat.ask("/deadline 4月2日"))
    labels = [label for page in pages for label in entries(page)]
    assert len(labels) == len(set(labels)) >= MANY
    assert all("/deadline" in page.text for page in pages)
    assert "/lamp_200_return 4月1日" in "".join(page.text for page in pages)

    last = pages[-1]
    chat.press(next(label for label in last.buttons if "号灯" in label), last).wait()

    assert "2023年4月9日" in chat.answer().text


def test_the_documents_of_a_groups_settings_are_paged(telegram: StandIn, rulebot: Rulebot) -> None:
    """A press keeps the page that it was made on."""
    admin = telegram.person(next(NUMBERS))
    group = telegram.group(admins=[admin])
    group.say("/settings", admin)
    shown = group.answer()
    for label in ("文档范围", NEXT, NEXT):
        group.press(label, shown, admin).wait()
        shown = group.wait_for_edit()
    label = entries(shown)[0]
    assert label.startswith("✅")
    group.press(label, shown, admin).wait()

    after = group.wait_for_edit()

    assert entries(after) == [label.replace("✅", "▫️"), *entries(shown)[1:]]
    group.press(BACK, after, admin).wait()
    assert "自动回答：" in group.wait_for_edit().text


def test_a_button_of_what_has_gone_says_so(
    telegram: StandIn, rulebot: Rulebot, folder: Path, own: Path, chat: Chat
) -> None:
    """After a start with fewer documents; a page that is there no more becomes the last one that is."""
    pages = to_the_end(chat, chat.ask("/docs"))
    last = turned(chat, pages[-1], BEFORE)
    while not any("号灯" in label for label in entries(last)):
        last = turned(chat, last, BEFORE)
    gone = next(label for label in entries(last) if "号灯" in label)
    other = chat.ask("/docs")
    while not any("150号灯" in label for label in other.buttons):
        other = turned(chat, other, NEXT)
    opened = turned(chat, other, "150号灯规则")
    rulebot.stop()
    fewer = Rulebot(telegram, folder, RULEBOT_KNOWLEDGE=str(written(own.parent, 3)))
    fewer.start()
    try:
        notices = [chat.press(gone, last).wait(), chat.press(opened.buttons[0], opened).wait()]
        clamped = turned(chat, last, BEFORE)
    finally:
        fewer.stop()
        rulebot.start()

    assert all(notice.alert for notice in notices)
    assert "文件已经不在收录里了" in notices[0].text
    assert "这一条已经不在了" in notices[1].text
    assert len(entries(clamped)) == 4
    assert NEXT not in clamped.buttons
