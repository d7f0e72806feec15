"""Yes and no: whether a line says that something is so, is not so, or leaves it open; and who the asker is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.language.fact import Fact
from knowledge.language.tables import any_of, spelled_out, table

_STOP = re.compile(r"[,。!?;:、\n]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


@dataclass(frozen=True)
class _Clause:
    """A clause of a sentence: where it begins, its text, and the mark it ends with."""

    start: int
    text: str
    mark: str


def _words(name: str) -> str:
    return any_of(table("polarity")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words(name) or "(?!)")


@cache
def _subjects() -> Mapping[str, Mapping[str, Any]]:
    return {str(name): entry for name, entry in table("polarity")["subjects"].items()}


_PARTS = ("nouns", "deeds", "bare", "affirms", "denies")


@cache
def _mentions_of() -> tuple[re.Pattern[str], Mapping[str, tuple[tuple[str, str, int, int], ...]]]:
    """Return a pattern for all words that name a subject, and for each what it is there: noun, deed, or a word that affirms or denies it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, entry in _subjects().items():
        for part in _PARTS:
            for word in spelled_out(entry.get(part, ())):
                found.setdefault(word, []).append((subject, part))
    entries = {}
    for word, own in found.items():
        # A word of one subject may hold one of another: 没退款 denies the refund and the consent to it.
        taken = {subject for subject, _ in own}
        inner = [
            (subject, part, at, len(other))
            for other, others in found.items()
            if other != word and any(part in ("affirms", "denies") for _, part in own) and (at := word.find(other)) >= 0
            for subject, part in others
            if subject not in taken
        ]
        entries[word] = (*((subject, part, 0, len(word)) for subject, part in own), *inner)
    return re.compile(any_of(found)), entries


def _clauses(text: str) -> list[_Clause]:
    clauses, start = [], 0
    for match in _STOP.finditer(text):
        clauses.append(_Clause(start, text[start : match.start()], match.group()))
        start = match.end()
    clauses.append(_Clause(start, text[start:], ""))
    return [clause for clause in clauses if clause.text]


def polarities(text: str) -> list[Fact]:
    """Return what `text` (normalised) says yes or no to, the last word on each subject; what is only asked or wished is left out."""
    said: dict[str, Fact] = {}
    clauses = _clauses(text)
    for index, clause in enumerate(clauses):
        for subject, fact in _of_clause(clause, clauses, index, text):
            said[subject] = fact
        for subject, fact in _undecided(clause, text):
            if subject not in said or said[subject].polarity != "no":
                said[subject] = fact
    return sorted(said.values(), key=lambda fact: fact.start)


def _undecided(clause: _Clause, text: str) -> Iterator[tuple[str, Fact]]:
    """Yield the subjects that somebody has not decided yet: 客户还在考虑."""
    match = _pattern("pending").search(clause.text)
    if match is None:
        return
    for subject, entry in _subjects().items():
        if any(str(who) in clause.text[: match.start()] for who in entry.get("who", ())[:6]):
            start, end = clause.start + match.start(), clause.start + match.end()
            yield subject, Fact("bool", events=(subject,), polarity="unsure", start=start, end=end, said=text[start:end], firm=1.0)


@dataclass(frozen=True)
class _Mention:
    """A word in a clause: the clause, its place there, and what it is of its subject."""

    clause: _Clause
    start: int
    end: int
    part: str

    @property
    def word(self) -> str:
        return self.clause.text[self.start : self.end]


def _of_clause(clause: _Clause, clauses: Sequence[_Clause], index: int, text: str) -> Iterator[tuple[str, Fact]]:
    pattern, entries = _mentions_of()
    for match in pattern.finditer(clause.text):
        for subject, part, at, length in entries[match.group()]:
            one = _Mention(clause, match.start() + at, match.start() + at + length, part)
            entry = _subjects()[subject]
            if _elsewhere(one, entry, clauses, index):
                continue
            polarity = _polarity(clauses, index, one, entry)
            if polarity:
                start, end = clause.start + one.start, clause.start + one.end
                yield subject, Fact("bool", events=(subject,), polarity=polarity, start=start, end=end, said=text[start:end], firm=1.0)


def _elsewhere(one: _Mention, entry: Mapping[str, Any], clauses: Sequence[_Clause], index: int) -> bool:
    """Return whether a word belongs to something else here: 收到邀请 is no receipt of goods, 平台不同意 no consent of the client's."""
    before, after = one.clause.text[max(0, one.start - 5) : one.start], one.clause.text[one.end : one.end + 5]
    near = _last_part(before) + one.word + _pattern("clause_breaks").split(after)[0]
    if any(str(word) in near for word in entry.get("not_with", ())):
        return True
    if any(str(word) in before for word in entry.get("not_who", ())):
        return True
    if any(one.clause.text.startswith(str(word), one.end) for word in entry.get("not_next", ())):
        return True
    around = "".join(clause.text for clause in clauses[max(0, index - 1) : index + 1])
    return one.part == "bare" and not any(str(word) in around for word in entry["things"])


def _polarity(clauses: Sequence[_Clause], index: int, one: _Mention, entry: Mapping[str, Any]) -> str:
    """Return yes, no or unsure for one word in its clause, or nothing where it states nothing."""
    text = one.clause.text
    before, after = _unmasked(text[: one.start]), _unmasked(text[one.end :])
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    if one.part in ("affirms", "denies"):
        state = _by_itself(before, after, one)
    else:
        state = _stated(before, after, one, entry)
    if following is not None:
        state = _continued(state, before, after, following, one, entry)
    if state == "yes" and _pattern("back_out").search(text[one.end :] + (following.text if following else "")):
        return "no"
    return state


def _continued(state: str, before: str, after: str, following: _Clause, one: _Mention, entry: Mapping[str, Any]) -> str:
    """Return the state with what the next part of the sentence adds to the same word: 钱包呢,没开 / 别人都收到了,就我没收到."""
    verbs = any_of((*entry.get("verbs", ()), *entry.get("deeds", ())))
    if not verbs:
        return state
    if re.match(rf"(?:就|唯独|只有|可|但|但是|偏偏)?我(?:们|家|这边|哋)?(?:就|却|还|都)?(?:没有?|未|冇)(?:{verbs})(?:过|到|成|下来)?$", following.text):
        return "no"
    if _mentions_of()[0].search(following.text):
        return state
    if re.match(rf"(?:就是|但|可|结果|又)?(?:没有?|未|冇)(?:{verbs})(?:成|到|上|出来)?", following.text) and state != "no":
        return "no"
    if state == "" and one.part == "nouns" and len(following.text) <= 8 and re.match(rf"[\u4e00-\u9fff]{{0,3}}?(?:{verbs})", following.text):  # noqa: PLR2004
        joined = _Mention(_Clause(one.clause.start, one.clause.text + following.text, following.mark), one.start, one.end, one.part)
        return _stated(before, _unmasked(after + following.text), joined, entry)
    return state


def _unmasked(text: str) -> str:
    """Return `text` with words blanked that hold a negator and deny nothing (没问题, 不过)."""
    return _pattern("no_negators").sub(lambda match: "\x00" * len(match.group()), text)


def _by_itself(before: str, after: str, one: _Mention) -> str:
    if _questions(before, after, one.clause, one.word):
        return ""
    if _open(one.clause.text):
        return "unsure"
    flipped = _denials(before[-4:]) % 2 == 1 or bool(_pattern("far_negators").search(_last_part(before, len(before))))
    if _pattern("twice").search(before[-6:]):
        return "yes" if one.part == "affirms" else "no"
    if _pattern("reversers").search(before[-5:]) or _pattern("nearly").search(before[-4:]):
        flipped = not flipped
    return "yes" if (one.part == "affirms") is not flipped else "no"


def _denials(text: str) -> int:
    """Return how often a stretch denies; 不是没 denies nothing."""
    if _pattern("twice").search(text):
        return 0
    return min(1, len(_pattern("negators").findall(text)))


def _open(text: str) -> bool:
    """Return whether a clause says that it is not known or not decided."""
    return bool(_pattern("unsure").search(text) or _pattern("pending").search(text) or re.search(r"(.)没\1|(.)不\2(?!停)", text))


_ASKS_AT_END = re.compile(r"(?:吗|么|嘛|咩|未|否|没|没有|冇|不)(?:啊|呀|呢|哦)?$")


def _questions(before: str, after: str, clause: _Clause, word: str) -> bool:
    """Return whether a word is only asked about, wished for or supposed."""
    if re.search(r"(?:有没有|有冇|有无|是不是|是否|系咪|会不会|能不能|可不可以|算不算|要不要|该不该|用不用|需不需要|使唔使)", before):
        return True
    if re.search(r"(?:吗|么|咩|嘛)(?:啊|呀|呢|哦|$)", after) or (clause.mark == "?" and not re.search(r"[没未冇不]", before)):
        return not re.search(r"(?:还|也|就|都)?(?:能|可以|会|要|赔|退|行|算|有用|来得及|受理)[^,。]*(?:吗|么|咩|嘛|$)", after)
    asks = _ASKS_AT_END.search(after)
    if word[:1] in "没冇未" and before.endswith("有"):
        return True  # 有|冇退款
    return bool(asks and re.search(r"[了咗过好成到]", after[: asks.start()] + before[-1:] + word) and asks.group()[0] in "没未冇不")


def _stated(before: str, after: str, one: _Mention, entry: Mapping[str, Any]) -> str:
    clause, part, word = one.clause, one.part, one.word
    if _questions(before, after, clause, word):
        return ""
    near_before, near_after = _last_part(before), after[:9]
    if _open(clause.text):
        return "unsure"
    verbs = any_of(entry["verbs"]) if part == "nouns" else ""
    verb_before = re.search(rf"(?:{verbs})(?:了|过|咗|得|到|着|的)?(?:平台|我的|他的|那个|这个|个|定向|快手|一个|过|上去|嗰|啲|张|封|全部|笔|筆)*$", near_before) if verbs else None
    verb_after = re.search(rf"^[\u4e00-\u9fff\x00]{{0,5}}?(?:{verbs})", near_after) if verbs else None
    done = _done(near_before, near_after, word)
    if re.search(r"还不是没", near_before[-8:] + near_after[:5]):
        return "no"
    if _pattern("twice").search(near_before[-9:]) or _pattern("twice").search(near_after[:6]):
        return "yes"
    denied = _denied(near_before, near_after, verb_before)
    if not denied and _pattern("far_negators").search(_last_part(before, len(before))):
        denied = "no"
    if not denied and verbs and re.search(rf"(?:没有?|不|未|冇)(?:{verbs})", after[:16]):
        denied = "no"
    if denied == "nearly":
        return "no"
    if denied == "nearly not":
        return "yes"
    if _pattern("reversers").search(before[-6:] + near_after[:5]):
        return "yes" if denied else "no"
    if denied:
        return "no"
    if part == "nouns" and not (verb_before or verb_after):
        return ""
    if re.search(r"(?:想|打算|准备|希望|想要)(?:先|去|再|赶紧)?[\u4e00-\u9fff]{0,2}$", near_before):
        return ""
    if not done and re.search(rf"(?:{_words('asked_before')})(?:先|给|去|把|我|他|再|得|能)?[\u4e00-\u9fff]{{0,3}}$", near_before):
        return ""
    if re.match(rf" ?(?:{_words('asked_after')})", after) and not done:
        return ""
    if done or re.search(r"(?:有|收到|已)", near_before[-3:]) or re.match(r"[都也]?有", near_after):
        return "yes"
    return "yes" if part == "deeds" and entry.get("who") and any(str(who) in before for who in entry["who"]) else ""


def _last_part(before: str, reach: int = 12) -> str:
    """Return what stands before a word within its part of the sentence: after the last 但, 然后, 结果 …"""
    at = max((match.end() for match in _pattern("breaks").finditer(before) if match.group() not in ("还", "又", "可")), default=0)
    return before[at:][-reach:] if reach else ""


def _done(before: str, after: str, word: str) -> bool:
    done = _words("done")
    if re.search(r"[了过咗到]", word):
        return True
    if re.match(rf"[\u4e00-\u9fff]{{0,3}}?(?:{done})(?![\u4e00-\u9fff]?(?:要|能|会|再))", after):
        return True
    return bool(re.search(r"(?:已经|已|早就|早|都|刚|刚刚|才|也|了|过|咗|到|好|完)[\u4e00-\u9fff]{0,3}$", before))


def _denied(before: str, after: str, verb_before: re.Match[str] | None) -> str:
    """Return whether a word is denied by what stands right before it, or behind it for a thing (钱包没开)."""
    window = before[-8:]
    if _pattern("nearly_not").search(window):
        return "nearly not"
    if _pattern("nearly").search(window):
        return "nearly"
    close = before[: verb_before.start()][-5:] + before[verb_before.start() :] if verb_before else before[-5:]
    if _pattern("negators").search(close):
        return "no"
    behind = re.match(rf"(?:\x00+|[我他她它你佢]们?|平台|客户|对方|达人|商家|财务|那边|这边|一直|到现在|现在|都|也|还|仲|根本|压根|从来|死活|总是|总|就是|就|是|确实|真的|始终|迟迟|今天|至今|啥都|又|却){{0,4}}(?:{_words('after_negators')})", after)
    return "no" if behind else ""


# ---- roles ----


@cache
def _role_words() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], Mapping[str, str], Mapping[str, str]]:
    words = {str(word): str(role) for role, entry in table("polarity")["roles"].items() for word in entry["words"]}
    acts = {str(act): str(role) for role, entry in table("polarity")["roles"].items() for act in entry["acts"]}
    word = rf"(?:{_words('role_fillers')}){{0,3}}(?P<word>{any_of(words)})"
    firm = re.compile(rf"(?:{_words('claims')}){word}(?!的(?!$|[,。]))")
    # 我客户不同意 speaks of the client, 我达人 of oneself.
    loose = re.compile(rf"(?:{_words('weak_claims')}){word}(?!的(?!$|[,。])|{_words('others_do')})")
    return (firm, loose), re.compile(any_of(acts)), words, acts


@cache
def _trades() -> re.Pattern[str]:
    verbs = any_of(verb for verbs in table("polarity")["trades"].values() for verb in verbs)
    return re.compile(
        rf"(?:我|本人|我们|我哋|咱|俺)(?:就|只|也|都)?(?:是|系|做)?(?P<verb>{verbs})[一-鿿]{{0,6}}?(?:的|嘅|嗰个|那个)(?=[,。!?;]|$|也|都|很|真|哪|不|就)(?<!拍的)(?<!卖的)(?<!播的)"
    )


def roles(text: str) -> list[Fact]:
    """Return who the asker says they are: by claiming it (我是达人) or by what they did (我拍的视频)."""
    claimed, acted, words, acts = _role_words()
    for pattern in claimed:
        match = pattern.search(text)
        if match and not re.search(r"(?:不是|唔系)$", text[: match.start("word")]):
            return [_role(match.start("word"), match.end("word"), text, words[match["word"]])]
    trade = _trades().search(text)
    if trade is not None:
        role = next(role for role, verbs in table("polarity")["trades"].items() if trade["verb"] in map(str, verbs))
        return [_role(trade.start("verb"), trade.end(), text, str(role))]
    act = acted.search(text)
    return [_role(act.start(), act.end(), text, acts[act.group()])] if act else []


def _role(start: int, end: int, text: str, role: str) -> Fact:
    return Fact("role", role, role, role, start=start, end=end, said=text[start:end], firm=1.0)
