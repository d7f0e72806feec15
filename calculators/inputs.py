"""Raw words into typed facts, with one plain sentence for whatever cannot be."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from calculators.classes import classed
from calculators.facts import given
from calculators.measured import Spread
from calculators.outcome import ImpossibleFactError, VagueFactError
from calculators.pairs import NEGATED, paired
from knowledge.calculations import Input
from knowledge.calendar import SHANGHAI
from knowledge.language.fact import Fact
from knowledge.language.reader import lone_number, whole
from knowledge.language.script import normalise

UNREAD = "unread"
"""The `part` of a fact that holds a line in which nothing was read for the input asked."""
_LONGEST, _QUOTED = 200, 40
_TRUE = {"是", "有", "true", "yes", "1", "y", "对", "是的", "有的", "嗯", "开通了", "可以", "同意", "已经", "会", "能"}
_FALSE = {
    "否",
    "没有",
    "没",
    "无",
    "不是",
    "false",
    "no",
    "0",
    "n",
    "不",
    "没开通",
    "不可以",
    "不同意",
    "还没",
    "未",
    "不会",
    "不能",
}
_MEASURE = re.compile(r"\s*(?:个人|个|人|粉丝|粉|单|次|条|分|天|日|笔|毫米|mm)$")


def whole_of(text: str, now: datetime) -> Fact | None:
    """Return the one fact that is all that `text` says, or None."""
    return whole(printable(text), now)


def _read(field: Input, text: str, now: datetime, read_whole: Callable[[str, datetime], Fact | None] = whole) -> Any:
    """Return what the language reads in a text of its own, for an input that is a figure, a day or a time."""
    exact = _iso(text) if field.type in ("date", "moment", "time") else None
    if exact is not None:
        return exact.date() if field.type == "date" else exact
    fact = read_whole(text, now)
    if fact is None and field.unit and (bare := _MEASURE.sub("", text)) != text:
        fact = read_whole(bare, now)
    if fact is None:
        raise ImpossibleFactError(_unreadable(field, text))
    return given(field, fact, now)


def _unreadable(field: Input, text: str) -> str:
    if field.type in ("date", "moment", "time"):
        if re.search(r"\d|[一二三四五六七八九十]", text):
            return f"{field.label}“{text}”不是一个存在的日期或时间，请核对一下。"
        return f"{field.label}看不懂“{text}”，请写成 2023-04-01 这样的日期。"
    return f"{field.label}看不懂“{text}”，请写成数字，例如 {(field.unit and '1288') or '12'}。"


def _iso(text: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return value.astimezone(SHANGHAI) if value.tzinfo else None


def _bool(field: Input, text: str, now: datetime) -> bool:
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ImpossibleFactError(f"{field.label}请回答“是”或“否”，“{text}”看不懂。")


def _enum(field: Input, text: str, now: datetime) -> str:
    for token, words in field.choices.items():
        if text in (normalise(token), *(normalise(word) for word in words)):
            return token
    valid = "、".join(words[0] if words else token for token, words in field.choices.items())
    raise ImpossibleFactError(f"{field.label}没有“{text}”这一项，可以是：{valid}。")


def _level(field: Input, text: str, now: datetime) -> str:
    if match := re.fullmatch(r"l?(\d)(\+?)级?", text):
        return f"L{match[1]}{match[2]}"
    raise ImpossibleFactError(f"{field.label}写成 L2、L2+、L3 这样的等级，“{text}”看不懂。")


def _text(field: Input, text: str, now: datetime) -> str:
    return known_word(field, text) or text


_PARTICLES = re.compile(r"[了都也才就刚被给把]|已经|已")
_NEGATIONS = re.compile(r"还没有?|并没有?|从没有?|没有|没能|未")
_WONDERED = re.compile(r"(?:有没有?|是否|是不是|会不会|要不要|没没|有没)[^，。；,;!！?？]{0,2}$")


def plain_words(text: str) -> str:
    """
    Return `text` (normalised) without particles and with one word for not yet.

    脚本还没有上传 and 脚本未上传 are the same.
    """
    return _PARTICLES.sub("", _NEGATIONS.sub("没", text))


_SHORT = 3
_NO = "否"
_prepared: dict[int, tuple[Input, list[tuple[str, str, bool]]]] = {}


def _ways(field: Input) -> list[tuple[str, str, bool]]:
    """
    Return the ways of saying each token, longest first, and whether particles are left aside.

    They are worked out once for each input. A way that is short without its particles (赔了) is looked for as it
    stands.
    """
    if id(field) not in _prepared:
        # 是 and 否 as such stand in every sentence; only their phrases count.
        itself = field.type not in ("bool", "count")
        said = [
            (normalise(word), token)
            for token, words in field.choices.items()
            for word in ((token, *words) if itself else words)
        ]
        plain = [(plain_words(word), word, token) for word, token in said]
        ways = [
            (bare, token, True) if len(bare) >= _SHORT or bare == word else (word, token, False)
            for bare, word, token in plain
        ]
        _prepared[id(field)] = field, sorted(ways, key=lambda way: -len(way[0]))
    return _prepared[id(field)][1]


def known_word(field: Input, text: str) -> str | None:
    """
    Return the known word that `text` (normalised) contains, the longest way of saying it first, or None.

    A way of saying yes with a negation before it is a no; any other one with a negation before it does not count.
    """
    if field.words:
        return classed(text, field.words)
    bare = plain_words(text)
    for word, token, without_particles in _ways(field):
        said = bare if without_particles else text
        at = said.find(word)
        if at < 0:
            continue
        before = said[:at]
        if field.type == "bool" and _WONDERED.search(before):
            continue
        if token != _NO and field.type in ("bool", "enum") and NEGATED.search(before):
            if field.type == "bool":
                return _NO
            continue
        return token
    return paired(field, bare)


def _moments(field: Input, text: str, now: datetime) -> tuple[datetime, ...]:
    one = field.model_copy(update={"type": "moment"})
    moments = tuple(_read(one, part.strip(), now) for part in re.split(r"[,，、;；]", text) if part.strip())
    if any(isinstance(moment, Spread) for moment in moments):
        raise VagueFactError(field.ask)
    return moments


_READERS: dict[str, Callable[[Input, str, datetime], Any]] = {
    "money": _read,
    "decimal": _read,
    "count": _read,
    "date": _read,
    "moment": _read,
    "time": _read,
    "bool": _bool,
    "enum": _enum,
    "level": _level,
    "text": _text,
    "moments": _moments,
    "span": _read,
}


def printable(text: str) -> str:
    """Return `text` with a question mark for what no encoding holds (half of a surrogate pair, from broken UTF-8)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def quoted(text: str) -> str:
    """Return the beginning of `text` as it can stand in one line of a message."""
    line = " ".join(printable(text).split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def read(field: Input, raw: str | Fact, now: datetime) -> Any:
    """
    Return the value (or `Spread`) that `raw` says for an input, or None where nothing stands.

    `now` is what 昨天 counts from.

    Raises:
        ImpossibleFactError: it cannot be; one plain sentence.
        VagueFactError: it is too vague (a date where a time is needed, 前几天), so it is asked for.
    """
    if isinstance(raw, Fact) and raw.part != UNREAD:
        return given(field, raw, now)
    text = normalise(printable(raw.said if isinstance(raw, Fact) else raw))
    if not text:
        return None
    if len(text) > _LONGEST:
        raise ImpossibleFactError(f"{field.label}写得太长了，请只写这一项。")
    reader = _READERS[field.type]
    if isinstance(raw, Fact) and reader is _read:
        return _read(
            field, text, now, lambda said, _: lone_number(said)
        )  # the line has been read: at most it is a number alone
    return reader(field, text, now)
