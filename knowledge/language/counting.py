"""Counts that are none, and none of a thing: 一个问题 counts nothing, 一个都没有 is nought of what it stands beside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from knowledge.language.events import Mention, is_bare, mentions, of
from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, table

_NO = r"(?:没有?|冇|无|未有)"
_VERB = r"(?:有|出|卖|成|订|剩|见|下过)"
_ZERO = Decimal(0)
_ONE_OF_NONE = re.compile(
    rf"一(?:分钱?|毛钱?|块钱?|蚊)(?:都|也|亦)(?:{_NO}|未)(?:有)?|"
    rf"[一半](?:个|单|笔|条|次|件|张单|张|项|通)(?:(?:都|也)?不剩|[\u4e00-\u9fff]{{0,6}}?(?:都|也|亦)(?:{_NO}(?:有|{_VERB})?|冇晒?|不剩)(?!(?!成交)[\u4e00-\u9fff]*?[结发回批付交传收理退签处拒接])"
    rf"|(?:{_NO})人(?:订|下|买|拍|要|接)|(?:{_NO}){_VERB})"
)
_NAUGHT = re.compile(
    r"(?:零蛋|挂蛋|光头(?=[,。!? ]|$))|零(?=成交|出单|订单|订购|销量|结算|流水|在架|纠纷|退款|欠|投诉)"
    r"|(?<=[是为额量数粉纷])零"
    r"(?=[,。!?、 ]|$|但|可(?!能)|而|就|会不会|能不能|还|了|吧|啊|吗|元(?![\d零一二三四五六七八九])|单|张)"
)
_NONE_OF = re.compile(rf"(?:{_NO}|全清|清零)(?:过|了|任何|什么|啥|一个|半个|线上|正常)?(?=[^\x00])")
_OWES_NOTHING = re.compile(r"(?:不|没|冇|唔)欠(?:钱|款|费|账|债|一分)")
_FEW_OF = re.compile(r"(?:没怎么|没几个?|基本没有?|几乎没有?|没多少|没啥|冇乜|冇几)(?=[^\x00])")
_BEHIND = re.compile(
    r"[^,。!?;\d\x00]{0,4}?(?:一个都?没有?|都没有?(?![\u4e00-\u9fff])|全没有?(?![\u4e00-\u9fff])"
    r"|没有(?=[,。;! ]|$|了)|清零|全清了|归零|冇晒)"
)
# Without one of these characters nothing is said to be nought.
_NONE_SIGNS = frozenset("没冇无未零蛋光欠清归剩")
_COUNTED = ("orders", "services_on_sale", "ongoing_orders", "ongoing_disputes", "ongoing_dues", "settlement")
# Said of somebody else, asked, supposed or denied: 算不算零成交, 不是零成交, 谁说一单没出.
_DENIED = re.compile(
    r"(?:不是|谁说|哪有|哪里|算不算|属于|那种|凭什么|说我|多|会不会|如果|要是|怎么会|所谓|什么)[^,。!?]{0,3}$|(?:算|叫)(?:是|成)?$"
)
# 那要是一单订购都没有呢: all of a line is a case that is supposed.
_SUPPOSED_CASE = re.compile(
    rf"^(?:那么?|咁)?(?:{any_of(table('assigning')['supposed'])})[^,。!?;]{{2,14}}(?:呢|咧|捏)\??$"
)
_ASKED = re.compile(r"[^,。!?;]{0,3}(?:吗|么|没(?=[,。!?]|$)|\?|那种|的话)")


def nothings(facts: Sequence[Fact], text: str) -> list[Fact]:
    """
    Return the facts with each “none of it” read as nought.

    So 一单没出, 零成交, 没有在架的, 纠纷一个都没有 are read; 没怎么出单 is open.
    """
    if _NONE_SIGNS.isdisjoint(text):
        return sorted(facts, key=lambda fact: fact.start)
    named = mentions(text)
    found = [one for match in _ONE_OF_NONE.finditer(text) if (one := _none_of_one(match, named, text))]
    found += [_nought(match.start(), match.end(), text, _beside(match, named)) for match in _NAUGHT.finditer(text)]
    found += _nones(text)
    taken: list[Fact] = []
    for one in found:
        case = _SUPPOSED_CASE.match(text)
        denied = not case and (_DENIED.search(text[: one.start]) or _ASKED.match(text[one.end :]))
        if not denied and not any(one.start < other.end and other.start < one.end for other in taken):
            taken.append(one)
    rest = [fact for fact in facts if not any(fact.start < one.end and one.start < fact.end for one in taken)]
    denied_spans = [one for one in found if one not in taken]
    rest = [
        fact
        for fact in rest
        if not (
            fact.kind == "count" and fact.low == 1 and any(one.start <= fact.start < one.end for one in denied_spans)
        )
    ]
    return sorted([*rest, *taken], key=lambda fact: fact.start)


def _none_of_one(match: re.Match[str], named: Sequence[Mention], text: str) -> Fact | None:
    """Return 一单没出, 一个在架的都没有 as nought of what is counted; 一个字都没有 says nothing."""
    inside = [
        one
        for one in named
        if match.start() <= one.start < match.end() + 3
        and _counted(one.events)
        and "," not in text[match.start() : one.start]
    ]
    inside += [
        one
        for one in named
        if 0 <= match.start() - one.end <= 2 and _counted(one.events) and "," not in text[one.end : match.start()]  # noqa: PLR2004
    ]
    events = (
        _counted(inside[0].events) if inside else ("orders",) if re.match(r".(?:张单|单|笔)", match.group()) else ()
    )
    bare = re.fullmatch(r"..(?:都|也|亦)?(?:没有?|冇|无|未有)?(?:有|出|剩|晒)?", match.group())
    return _nought(match.start(), match.end(), text, events) if events or bare else None


def _beside(match: re.Match[str], named: Sequence[Mention]) -> tuple[str, ...]:
    """Return the counted events of the word that stands right behind or before 零."""
    if match.group() in ("零蛋", "挂蛋", "光头"):
        return ("orders",)
    near = [
        one
        for one in named
        if (one.start == match.end() or 0 <= match.start() - one.end <= 2) and _counted(one.events)  # noqa: PLR2004
    ]
    return _counted(near[-1].events) if near else ()


def _nought(start: int, end: int, text: str, events: tuple[str, ...] = ()) -> Fact:
    firm = 1.0 if events else 0.0
    return Fact(
        "number", _ZERO, _ZERO, _ZERO, start=start, end=end, said=text[start:end], part="none", events=events, firm=firm
    )


def _nones(text: str) -> list[Fact]:
    """Return 没有在架的服务, 纠纷没有: nought of a counted thing that is named right beside it."""
    found = []
    things = [one for one in mentions(text) if any(event in _COUNTED for event in one.events) and len(one.word) > 1]
    found += [_nought(match.start(), match.end(), text, ("ongoing_dues",)) for match in _OWES_NOTHING.finditer(text)]
    for pattern, few in ((_FEW_OF, True), (_NONE_OF, False)):
        for match in pattern.finditer(text):
            thing = next((one for one in things if one.start == match.end()), None)
            if thing is not None and not _plainly(thing):
                # 没有退款维权投诉: a deed in a row of things that are counted is one of them.
                thing = next(
                    (
                        one
                        for one in things
                        if 0 <= one.start - thing.end <= 1 and set(one.events) & set(thing.events) and _plainly(one)
                    ),
                    None,
                )
            if thing is None or re.match(r"[^,。!?;]{0,3}\d", text[thing.end :]):
                continue
            one = _nought(match.start(), thing.end, text, _counted(thing.events))
            found.append(replace(one, low=None, high=None, value=None, how="about") if few else one)
    for thing in things:
        after = _BEHIND.match(text, thing.end)
        if after:
            found.append(_nought(thing.start, after.end(), text, _counted(thing.events)))
    return found


def _plainly(thing: Mention) -> bool:
    """Return whether a word is a thing that is counted, and not a deed (退款, 接单) that was not done."""
    return thing.word not in _deeds()


@cache
def _deeds() -> frozenset[str]:
    return frozenset(map(str, table("numbers")["deeds"]))


def _counted(events: Iterable[str]) -> tuple[str, ...]:
    return tuple(event for event in events if event in _COUNTED)


@cache
def _slang() -> frozenset[str]:
    return frozenset(("二百五", *map(str, table("numbers")["slang"])))


@cache
def _only() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(table('numbers')['only'])})(?:了|有|低|得|咗|到|过|接|打|出|卖|犯)?(?:了)? ?$")


_SCANT = re.compile(r"^[一1](?=[\u4e00-\u9fff])")


def filtered(facts: Sequence[Fact], text: str) -> list[Fact]:
    """Return the facts without counts of one that only introduce a noun (一个问题) or measures nobody computes with."""
    kept = []
    for fact in facts:
        if (
            fact.kind == "count"
            and fact.part != "none"
            and (_introduces(fact, text) or _figure_of_speech(fact, text) or _not_one(fact, facts, text))
        ):
            continue
        if (fact.kind == "count" and fact.unit == "度量") or _nobodys(fact, text):
            continue
        if (
            fact.kind in ("number", "count")
            and not fact.unit
            and fact.firm < _SURE
            and fact.said in _slang()
            and len(text) > len(fact.said) + 1
        ):
            continue
        kept.append(fact)
    return kept


@cache
def _none() -> re.Pattern[str]:
    words = table("numbers")["not_even"]
    return re.compile(rf"(?P<even>{any_of(words['even'])})?(?:{any_of(words['denied'])})")


def _not_one(fact: Fact, facts: Sequence[Fact], text: str) -> bool:
    """
    Return whether a count of one is not even one: 一条都没回.

    Without 都 it is so only where so many are told before: 11条消息一条没回.
    """
    behind = _none().match(text[fact.end :]) if fact.value == 1 and fact.said.startswith("一") else None
    before = any(other.kind == "count" and other.end <= fact.start and other.unit == fact.unit for other in facts)
    return behind is not None and (before or behind["even"] is not None)


_SURE, _BESIDE, _SMALL, _HIGH_SCORE = 0.8, 10, 10, 10
# Round or small numerals that talk is full of (放一百个心, 一万个不愿意), before a word that counts nothing we know.
_SPEECH = re.compile(r"一?[百千万][个句声口]|一[句声口]")


def _nobodys(fact: Fact, text: str) -> bool:
    """Return whether a small bare number or impossible score belongs to nothing in a sentence: 指点一二, 50分的钻."""
    if fact.events or fact.high is None or len(text) <= len(fact.said) + _BESIDE:
        return False
    small = fact.kind == "number" and not fact.unit and fact.high < _SMALL and fact.high == int(fact.high)
    return small or (fact.kind == "score" and fact.high > _HIGH_SCORE)


def _figure_of_speech(fact: Fact, text: str) -> bool:
    return (
        not fact.events and bool(_SPEECH.fullmatch(fact.said)) and bool(re.match(r"[\u4e00-\u9fff]", text[fact.end :]))
    )


def _introduces(fact: Fact, text: str) -> bool:
    if not _SCANT.match(fact.said) or fact.low != 1 or len(fact.said) > 4 or not fact.said.startswith("一"):  # noqa: PLR2004
        return False
    before = text[: fact.start]
    if re.search(r"(?:没有?|冇|无)(?:得|见)?$", before):
        return True  # 鬼都没得一个
    if re.match(r" ?\d", text[fact.end :]) and fact.unit in ("单", "笔", "件"):
        return True  # 成交一笔380块的
    if (not before or before[-1] in ",。!?; 我们全都") and re.match(
        r"(?:都|也|就)?(?:没|未|冇)[\u4e00-\u9fff]", text[fact.end :]
    ):
        return True  # 一个没接: none of them
    if (
        fact.events
        and re.search(rf"(?:{any_of(table('numbers')['came'])})[了咗]$", before)
        and re.match(r"(?:[,。!?;呢咧吧]|$)", text[fact.end :])
    ):
        return False  # 要是来了一单呢
    last = before and before[-1] not in ",。!?; " and re.match(r"(?:[,。!?;]|$)", text[fact.end :])
    if last and fact.events and not re.search(r"[有是第这那每某].?$", before):
        return False  # 纠纷一件, 未结一笔
    if (fact.unit == "次" and before[-1:] in "了过" and fact.events) or re.search(r"(?:成交|出|卖|接|带)了?$", before):
        return False
    if _only().search(before) or (fact.events and re.match(r"(?:还|都)?(?:没|未|冇)[\u4e00-\u9fff]", text[fact.end :])):
        return False
    rest = re.sub(r"\W", "", text[: fact.start] + text[fact.end :])
    return len(rest) > 1


def promoted(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with bare numbers called what the event they are tied to makes them: yuan, a count, a score."""
    return [_promoted(fact) if fact.kind == "number" else fact for fact in facts]


def _promoted(fact: Fact) -> Fact:
    if (
        fact.part == "points"
        and fact.either
        and {kind for event in fact.events for kind in of(event)} & {"amount", "score"}
    ):
        value = fact.either[0]
        fact = replace(fact, low=value, high=value, value=value, how="exact", either=())
    if not fact.events or fact.part == "none":
        return fact
    kinds = {kind for event in fact.events for kind in of(event)} & {"amount", "count", "score"}
    if fact.value is not None and fact.value != int(fact.value):
        kinds -= {"count"}
    if kinds == {"amount"}:
        return replace(fact, kind="money", unit="元")
    if kinds == {"score"}:
        return replace(fact, kind="score", unit="分")
    return replace(fact, kind="count") if kinds == {"count"} and any(map(is_bare, fact.events)) else fact
