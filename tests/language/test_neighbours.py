"""A word beside a figure never changes its value in silence: the figure stays, is left open, or is not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.tables import table
from tests.language.cells import FIGURES, over, silent, told, words
from tests.language.notation import NOW
from tests.shipped import library

LATIN = [*"abcdefghijlnopqrstuvxyzABCDL", "ok", "app", "vip", "iPhone", "lv", "No"]
MARKS = [*"，。！？；：、,!?;:()（）「」“”'\"<>《》【】[]@&|_^`~…·—", "😀", " ", "\u3000", "\n", "～"]


@dataclass(frozen=True)
class Figure:
    """A figure in its sentence: what stands before, the figure, what stands behind, and its value."""

    before: str
    said: str
    behind: str
    value: Any


def yuan(value: str) -> Decimal:
    """Return a number."""
    return Decimal(value)


NUMBERS = (
    Figure("实付", "300", "，能赔多少", yuan("300")),
    Figure("实付", "300元", "，能赔多少", yuan("300")),
    Figure("我付了", "三百块", "，能赔多少", yuan("300")),
    Figure("实付", "1.2万", "，能赔多少", yuan("12000")),
    Figure("实付", "一千二百八十元", "，能赔多少", yuan("1280")),
    Figure("我有", "120万", "，够不够", yuan("1200000")),
    Figure("我有", "十二万个粉丝", "，够不够", yuan("120000")),
    Figure("攒了", "12条", "，会怎样", yuan("12")),
)
DAYS = (
    Figure("货是", "4月1日", "，还能申请吗", date(2026, 4, 1)),
    Figure("货是", "2026-04-01", "，还能申请吗", date(2026, 4, 1)),
    Figure("货是", "昨天", "，还能申请吗", date(2026, 11, 24)),
    Figure("货是", "4月1日下午3点半", "，还能申请吗", datetime(2026, 4, 1, 15, 30, tzinfo=SHANGHAI)),
    Figure("客服", "晚上11点半", "，打来电话", time(23, 30)),
)
# Numerals and units that make another figure of the one they stand beside, by right.
NUMERALS = set(
    "零〇一二两三四五六七八九十百千万亿壹贰叁参肆伍陆柒捌玖拾佰仟幺俩仨廿卅半几数多余来把个对打wkm%+-/*×x倍折成点分角毛负兆"
)
UNITS = set("年月日号天周时秒刻旬季刀")
# Words that say another day or amount with the figure, by right.
CHANGING = {
    *words("大 前 后 明 去 昨 今 上 下 初 农历 阴历 旧历 每 逢 第 距 差 满 减 便宜 优惠 各 单价 共 大约 大概 差不多"),
    *words("不到 不足 超过 不止 以上 以下 以内 以外 左右 上下 将近 近 约 快 小 破 过 超 至少 最多 起码"),
}
PARTICLES = set(
    words("了 的 吗 呢 吧 啊 嘅 咗 喎 啦 的话 的时候 就 才 都 只 而已 现金 人民币 钱 整 卡 现在 目前 我 你 他")
)


def vague_words() -> set[str]:
    """Return the words of the reader's lists that make a figure vague, another day or another length."""
    numbers, days, events = table("numbers"), table("days"), table("events")
    rows = [*numbers["before"].values(), *numbers["after"].values(), *numbers["durations"].values()]
    rows += [*numbers["currency"].values(), numbers["slang_money"], numbers["pairs"], numbers["dozens"]]
    rows += [days[name] for name in ("beside", "words", "shifts", "years", "month_parts", "halves")]
    rows += [days[name] for name in ("unsure_before", "unsure_after", "coming")]
    return {str(word) for row in (*rows, events["promise"]["words"]) for word in row}


@cache
def neighbours() -> tuple[str, ...]:
    """Return the characters of the documents, words of events, letters and marks that change no figure by right."""
    text = "".join(clause.text for document in library().documents for clause in document.clauses)
    characters = {character for character in text if "\u4e00" <= character <= "\u9fff"}
    named = {str(word) for entry in table("events").values() for word in entry["words"]}
    polar = {
        str(word)
        for name in ("negators", "after_negators", "done", "breaks", "unsure")
        for word in table("polarity")[name]
    }
    kept = (characters | named | polar | PARTICLES) - NUMERALS - UNITS - CHANGING - vague_words()
    return (*sorted(word for word in kept if not set(word) & (NUMERALS | UNITS | set("()|?"))), *LATIN, *MARKS)


def placed(figure: Figure, word: str) -> Iterator[tuple[str, int]]:
    """Yield the sentence with a word right before and right behind the figure, and where the figure stands in it."""
    yield f"{figure.before}{word}{figure.said}{figure.behind}", len(figure.before + word)
    yield f"{figure.before}{figure.said}{word}{figure.behind}", len(figure.before)


def changed(figure: Figure, wrong: Any) -> list[str]:
    """Return the sentences in which a neighbour changes the figure in silence."""
    found = []
    for word in neighbours():
        for line, start in placed(figure, word):
            facts = over(line, start, start + len(figure.said))
            if wrong(facts, figure.value):
                found.append(f"{line} | {figure.value}, or open | {told(facts)}")
    return found


def another_day(facts: Sequence[Fact], value: Any) -> bool:
    """Return whether a day or time is told that is not the right one."""
    told_ones = [fact for fact in facts if fact.kind in ("date", "time", "moment", "period") and not fact.either]
    return any(_another(fact, value) for fact in told_ones) or any(fact.exact for fact in facts if fact.kind in FIGURES)


def _another(fact: Fact, value: Any) -> bool:
    parts = {value, *((value.date(), value.timetz().replace(tzinfo=None)) if isinstance(value, datetime) else ())}
    if isinstance(value, time) and isinstance(fact.value, datetime):
        return not (
            fact.exact and fact.value.date() == NOW.date() and fact.value.timetz().replace(tzinfo=None) == value
        )
    if fact.exact:
        return fact.value not in parts
    if fact.low is None or fact.high is None or type(fact.low) is not type(value):
        return False
    return not fact.low <= value <= fact.high


@pytest.mark.parametrize("figure", NUMBERS, ids=lambda figure: figure.said)
def test_no_neighbour_changes_a_number_in_silence(figure: Figure) -> None:
    """A particle, a verb, a noun, a letter or a mark beside 300元 leaves it 300, or leaves it open."""
    assert not changed(figure, silent)


@pytest.mark.parametrize("figure", DAYS, ids=lambda figure: figure.said)
def test_no_neighbour_changes_a_day_in_silence(figure: Figure) -> None:
    """A word beside 4月1日 leaves it that day, or leaves it open."""
    assert not changed(figure, another_day)


@pytest.mark.parametrize("figure", NUMBERS[:5], ids=lambda figure: figure.said)
def test_common_words_leave_a_number_exact(figure: Figure) -> None:
    """Particles beside a figure are no reason to ask."""
    lost = []
    for word in ("了", "的", "吗", "呢", "啊", "，", "。", "？", " ", "！", "吧"):
        line = f"{figure.before}{figure.said}{word}{figure.behind}"
        facts = over(line, len(figure.before), len(figure.before + figure.said))
        if not (len(facts) == 1 and facts[0].exact and facts[0].value == figure.value):
            lost.append(f"{line} | {figure.value} | {told(facts)}")

    assert not lost
