"""The two bases that searches are measured on, and the questions put to them."""

import random
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from knowledge.library import Library
from knowledge.load import load
from knowledge.search.hits import Entry

_QUESTIONS = Path(__file__).parent.parent / "questions_kb" / "questions.yaml"
_DAY = date(2026, 3, 1)
_LARGE = 1_000
# What the invented entries are about: nothing of ours, in words that a platform's rules are made of.
_PLACES = [
    "拼团频道",
    "积分商城",
    "生鲜专区",
    "跨境仓",
    "直营馆",
    "闪购会场",
    "社区团长",
    "会员俱乐部",
    "海淘保税区",
    "图书专柜",
    "家装馆",
    "宠物频道",
]
_THINGS = [
    "优惠券",
    "运费险",
    "开票",
    "物流轨迹",
    "店铺装修",
    "商品标题",
    "主图",
    "活动报名",
    "保价",
    "换货",
    "预售",
    "评价管理",
    "子账号",
    "类目变更",
    "品牌授权",
    "资质上传",
    "结算账期",
    "广告余额",
]
_ASKS = [
    "怎么设置",
    "在哪里看",
    "多久生效",
    "能不能改",
    "需要什么材料",
    "为什么失败",
    "可以关闭吗",
    "由谁承担",
    "有什么限制",
    "怎么申请",
]


@dataclass(frozen=True)
class Question:
    """A question and the places that answer it rightly; `held_back` ones tune nothing."""

    id: str
    q: str
    at: frozenset[str]
    held_back: bool


def questions() -> list[Question]:
    """Return the questions written from the documents alone; every second one is held back."""
    entries = yaml.safe_load(_QUESTIONS.read_text(encoding="utf-8"))
    return [Question(one["id"], one["q"], frozenset(one["at"]), bool(at % 2)) for at, one in enumerate(entries)]


def shipped(library: Library | None = None) -> list[Entry]:
    """Return the shipped clauses as plain entries: title, ways of asking, text."""
    library = library or load()
    return [
        Entry(
            place.id, place.clause.title, tuple(example.q for example in place.clause.asked), library.text(place, _DAY)
        )
        for place in library.places.values()
    ]


def invented(count: int, seed: int = 20230320) -> list[Entry]:
    """Return `count` made-up entries about other things, always the same, in the lengths of the shipped clauses."""
    choose = random.Random(seed)
    made = []
    for number in range(count):
        place, thing, ask = choose.choice(_PLACES), choose.choice(_THINGS), choose.choice(_ASKS)
        ways = tuple(
            f"{choose.choice((place, ''))}{choose.choice(_THINGS)}{choose.choice(_ASKS)}"
            for _ in range(choose.randint(3, 15))
        )
        text = "。".join(
            f"{place}的{choose.choice(_THINGS)}与{choose.choice(_THINGS)}按{number}号说明办理"
            for _ in range(choose.randint(1, 5))
        )
        made.append(Entry(f"invented/{number}", f"{place}{thing}{ask}", ways, text))
    return made


def large() -> list[Entry]:
    """Return the shipped clauses among invented ones, a thousand in all."""
    ours = shipped()
    return ours + invented(_LARGE - len(ours))


def halved(entries: list[Entry], seed: int) -> tuple[list[Entry], list[Entry]]:
    """Return a random half of `entries`, and the other half."""
    mixed = list(entries)
    random.Random(seed).shuffle(mixed)
    return mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]


def without_questions(entries: list[Entry]) -> list[Entry]:
    """Return `entries` without their example questions: title and text only."""
    return [replace(entry, phrasings=()) for entry in entries]
