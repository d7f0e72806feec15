"""How the inbox is told to owners: why a question is there, what became of it, when it was asked."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from bot.owner.grouping import Group
from bot.store import Item
from bot.store.inbox import State, Why
from knowledge.calendar import SHANGHAI

WHY: Mapping[Why, str] = {"refused": "没答上", "none": "都不是", "down": "👎", "given_up": "答到一半出错"}
STATE: Mapping[State, str] = {
    "open": "没处理",
    "answered": "补了答案",
    "belongs": "归到已有条款",
    "outside": "不归我们答",
    "done": "处理完了",
}


def why_of(item: Item) -> str:
    """Return why a question is in the inbox, with the reason of a 👎."""
    return f"{WHY[item.why]} {item.reason}".strip()


def whys_of(group: Group) -> str:
    """Return why the questions of a group are there, how often each: 没答上 ×4、👎 算错了."""
    counted = Counter(map(why_of, group.items))
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return "、".join(why if count == 1 else f"{why} ×{count}" for why, count in ordered)


def told(at: datetime) -> str:
    """Return a moment as it is shown: 2026-11-26 10:03, in Shanghai."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
