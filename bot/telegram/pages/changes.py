"""Figures that change as pages: for owners, with who is to be told; and what those people get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.owner.changes import Change, lines_of
from bot.telegram.pages.buttons import CHANGES, NO_MORE, WATCH, Keyboard
from bot.telegram.pages.last_days import LastDay, moment_told
from bot.telegram.pages.sheets import Sheet, said
from bot.telegram.pages.words import MOVED, MOVED_AWAY, NO_MORE_OF_IT, YOU_ASKED, say
from knowledge.calendar import SHANGHAI
from knowledge.prose import day_text

ASK, YES, BACK = "?", "!", "‹"
"""What a button of the list does; behind it stands the change."""
_SHOWN, _ALTERED = 10, 2
_NONE = (
    "最近 30 天没有数字改动，往后也没有定好的。改数字：在那一条的 history 里加一个带 since 的值，或写进 overlay.yaml。"
)
_HEAD = "改了和要改的数字 {count} 处："
_MORE = "还有 {count} 处，rulebot changes 能看全部。"
_WHO, _KNOWN = "等着知道的：{who}", "已经通知过 {count} 个聊天"
_WOULD = "他们会收到：\n{told}"
_SURE = "要通知 {who}吗？"
_SENT = "好，这就通知 {who}。"
_NOBODY = "没有人等着知道，或者都通知过了。"


@dataclass(frozen=True)
class Count:
    """How many chats wait to be told of a change, how many reminders move with it, and how many chats know of it."""

    chats: int = 0
    reminders: int = 0
    known: int = 0

    @property
    def all(self) -> int:
        """Return how many messages that makes."""
        return self.chats + self.reminders

    @property
    def told(self) -> str:
        """Return it in words."""
        parts = (f"{self.chats} 个聊天" * bool(self.chats), f"{self.reminders} 个要改期的提醒" * bool(self.reminders))
        return "、".join(filter(None, parts))


def overview(changes: Sequence[Change], counts: Mapping[str, Count]) -> Sheet:
    """Return the changes with what they alter, a button for each that somebody waits to be told of."""
    if not changes:
        return said(_NONE)
    keys, blocks = Keyboard(), [_HEAD.format(count=len(changes))]
    for number, change in enumerate(changes[:_SHOWN], 1):
        count = counts.get(change.key, Count())
        lines = lines_of(change, _ALTERED) + ([_WHO.format(who=count.told)] if count.all else [])
        lines += [_KNOWN.format(count=count.known)] if count.known else []
        blocks.append(f"{number}. " + "\n".join(lines))
        if count.all:
            which = f"{number}. " if len(changes) > 1 else ""
            keys.row(keys.button(f"{which}通知这些人 ({count.all})", CHANGES, f"{ASK}{change.key}"))
    if len(changes) > _SHOWN:
        blocks.append(_MORE.format(count=len(changes) - _SHOWN))
    return said(*blocks, keys=keys)


def asked(change: Change, count: Count) -> Sheet:
    """Return the question whether those who wait are to be told, with what they would get."""
    keys = Keyboard()
    if not count.all:
        keys.row(keys.button("‹ 返回", CHANGES, BACK))
        return said(change.what, _NOBODY, keys=keys)
    keys.row(keys.button("通知", CHANGES, f"{YES}{change.key}"), keys.button("先不通知", CHANGES, BACK))
    told = news(change, "…", traditional=False).pages[0] if count.chats else ""
    would = _WOULD.format(told=told) if told else ""
    return said(_SURE.format(who=count.told), would, keys=keys)


def sent(count: Count) -> Sheet:
    """Return that those who wait are told now."""
    keys = Keyboard()
    keys.row(keys.button("‹ 返回", CHANGES, BACK))
    return said(_SENT.format(who=count.told) if count.all else _NOBODY, keys=keys)


def news(change: Change, question: str, *, traditional: bool, watch: int = 0) -> Sheet:
    """Return what somebody gets who asked something that rests on a changed figure."""
    lines = [YOU_ASKED.format(question=question, what=change.what, day=day_text(change.since))]
    lines += [f"比如{one.told}" for one in change.examples if one.differs][:1]
    lines.append(f"{change.heading}，出处：{change.source}")
    keys = Keyboard()
    if watch:
        keys.row(keys.button(say(NO_MORE_OF_IT, traditional), WATCH, f"{NO_MORE}{watch}"))
    return said(*(say(line, traditional) for line in lines), keys=keys)


def move_data(old: LastDay, new: LastDay, at: datetime | None, title: str) -> dict[str, Any]:
    """Return what has to be kept to tell that a reminder moved."""
    told = {"title": title, "before": old.ends.isoformat(), "after": new.ends.isoformat(), "whole": new.whole}
    return told | {"at": at.isoformat() if at else ""}


def moved(data: Mapping[str, Any], now: datetime) -> Sheet:
    """Return that a last day is another one since a rule has changed, and when its reminder comes."""
    before, after = (_day(data, name).told(now) for name in ("before", "after"))
    at = datetime.fromisoformat(data["at"]).astimezone(SHANGHAI) if data.get("at") else None
    then = MOVED.format(at=moment_told(at, now)) if at else MOVED_AWAY
    return said(f"⏰ 规则改了，{data['title']}：{before} → {after}", then)


def _day(data: Mapping[str, Any], name: str) -> LastDay:
    ends = datetime.fromisoformat(data[name]).astimezone(SHANGHAI)
    return LastDay("", {}, ends, whole=bool(data.get("whole")))
