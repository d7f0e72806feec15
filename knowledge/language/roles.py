"""Who the asker says they are: by claim (我是达人), by their trade (我卖手机的) or by what they did (我拍的视频)."""

import re
from collections.abc import Mapping
from functools import cache

from knowledge.language.fact import Fact
from knowledge.language.polarity_patterns import words
from knowledge.language.tables import any_of, table


@cache
def _role_words() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], Mapping[str, str], Mapping[str, str]]:
    named = {str(word): str(role) for role, entry in table("polarity")["roles"].items() for word in entry["words"]}
    acts = {str(act): str(role) for role, entry in table("polarity")["roles"].items() for act in entry["acts"]}
    word = rf"(?:{words('role_fillers')}){{0,3}}(?P<word>{any_of(named)})"
    firm = re.compile(rf"(?:{words('claims')}){word}(?!的(?!$|[,。]))")
    # 我客户不同意 speaks of the client, 我达人 of oneself.
    loose = re.compile(rf"(?:{words('weak_claims')}){word}(?!的(?!$|[,。])|{words('others_do')})")
    # 我是接投稿任务的达人, and not 我是拍视频的客户答应了.
    told = re.compile(
        rf"(?:{words('claims')})(?:{words('role_does')})[\u4e00-\u9fff]{{1,6}}?的(?P<word>{any_of(named)})(?=$|[,。!?;])"
    )
    return (firm, told, loose), re.compile(any_of(acts)), named, acts


@cache
def _trades() -> re.Pattern[str]:
    verbs = any_of(verb for verbs in table("polarity")["trades"].values() for verb in verbs)
    return re.compile(
        rf"(?:我|本人|我们|我哋|咱|俺)(?:就|只|也|都)?(?:是|系|做)?(?P<verb>{verbs})[一-鿿]{{0,6}}?(?:的|嘅|嗰个|那个)(?=[,。!?;]|$|也|都|很|真|哪|不|就)(?<!拍的)(?<!卖的)(?<!播的)"
    )


def roles(text: str) -> list[Fact]:
    """Return who the asker says they are: by claiming it (我是达人) or by what they did (我拍的视频)."""
    claimed, acted, named, acts = _role_words()
    for pattern in claimed:
        match = pattern.search(text)
        if match and not re.search(r"(?:不是|唔系)$", text[: match.start("word")]):
            return [_role(match.start("word"), match.end("word"), text, named[match["word"]])]
    trade = _trades().search(text)
    if trade is not None:
        role = next(role for role, verbs in table("polarity")["trades"].items() if trade["verb"] in map(str, verbs))
        return [_role(trade.start("verb"), trade.end(), text, str(role))]
    act = acted.search(text)
    return [_role(act.start(), act.end(), text, acts[act.group()])] if act else []


def _role(start: int, end: int, text: str, role: str) -> Fact:
    return Fact("role", role, role, role, start=start, end=end, said=text[start:end], firm=1.0)
