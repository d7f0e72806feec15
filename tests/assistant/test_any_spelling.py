"""What a calculator needs, said in one line in any of our spellings and any order, comes out as by name and value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.assistant.assigning import assign
from bot.assistant.giving import ANY, LOOKED, ROLE
from calculators import run
from calculators.outcome import Outcome
from knowledge.calculations import Calculation, Input
from knowledge.calendar import SHANGHAI
from knowledge.language.events import event_words, mentions, of
from knowledge.language.reader import read
from knowledge.language.tables import spelled_out, table
from knowledge.library import Library
from tests.assistant import spellings
from tests.shipped import library

NOW = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
NAMES = sorted(library().calculations)
STEADY = settings(
    derandomize=True, deadline=None, database=None, max_examples=40, suppress_health_check=list(HealthCheck)
)
MOST_WORDS, MOST_FURTHER = 4, 3
# A day without its year is the last one only where it is nearer than the next one.
RECENT = 120
FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2027, 2, 1)
LEVELS = ["L1", "L2", "L2+", "L3", "L4+"]
FAMILIES = {"money": "amount", "count": "count", "decimal": "score", "level": "level"}
# Phrases where a bare word is not what people say, and the two sides of a size, which are said together.
AROUND = {"category": ["卖{}", "{}"], "product": ["贴在{}上", "{}"]}
PRESENT = ["现在是{}", "截至{}", "目前是{}"]
SIDES = ("width_mm", "height_mm")
SIZES = [
    "{0}*{1}mm",
    "{0}×{1}毫米",
    "{0}毫米乘{1}毫米",
    "宽{0}毫米高{1}毫米",
    "宽{0}mm，高{1}mm",
    "高{1}毫米，宽{0}毫米",
]
Draw = st.DrawFn


@dataclass(frozen=True)
class Part:
    """A part of a line: inputs by name and value, and the words that say them."""

    raw: Mapping[str, str]
    words: str


def names_of(calculation: Calculation, one: Input) -> list[str]:
    """Return the first Chinese words that name the event of an input and nothing else of the calculation."""
    kind = "length" if one.unit == "天" else FAMILIES.get(one.type, "day")
    taken = [
        word
        for other in calculation.inputs.values()
        if other.required
        for words in other.choices.values()
        for word in words
    ]
    clear = []
    for word in event_words(one.event):
        named = mentions(word)[0]
        alone = named.word == word and set(named.events) <= set(one.event) and kind in of(named.events[0])
        if alone and len(word) > 1 and not word.isascii() and not any(choice in word for choice in taken):
            clear.append(word)
    return clear[:MOST_WORDS]


def placed(draw: Draw, calculation: Calculation, one: Input, figure: str) -> str:
    """Return a figure with a word for what it is before it, or behind it for a day."""
    if LOOKED in one.event:
        return draw(st.sampled_from(PRESENT)).format(figure)
    words = [] if ANY in one.event else names_of(calculation, one)
    if not words:
        return figure
    word = draw(st.sampled_from(words))
    behind = word.startswith("前") or (
        one.type in ("date", "moment") and "promise" not in one.event and draw(st.booleans())
    )
    return f"{figure}{word}" if behind else f"{word}{figure}"


# Whether all days of a line lie shortly before now: beside a day of another year nobody leaves the year of a second
# one out.
LATELY = st.shared(st.booleans(), key="lately")


def yearless(draw: Draw, one: Input, day: date) -> bool:
    """Return whether a day may be said without its year: it has happened, and lately, like all others of the line."""
    return draw(LATELY) and one.happened and "promise" not in one.event and 0 <= (NOW.date() - day).days <= RECENT


def a_moment(draw: Draw) -> datetime:
    """Return a moment before now, often a late one, often on the hour or half hour."""
    yesterday = NOW.date() - timedelta(1)
    day = draw(st.dates(yesterday - timedelta(RECENT - 1) if draw(LATELY) else FIRST_DAY, yesterday))
    return datetime.combine(day, a_time(draw))


def a_time(draw: Draw) -> time:
    """Return a time of day, often on the hour or half hour."""
    return time(draw(st.integers(0, 23)), draw(st.integers(0, 59) | st.sampled_from([0, 30])))


# For each type of input: a value as it is given by name, and the ways of writing it.


def _money(draw: Draw, one: Input) -> tuple[str, list[str]]:
    yuan = draw(
        st.integers(1, 3000)
        | st.integers(1, 300).map(lambda tens: tens * 1000)
        | st.integers(1, 99_999).map(lambda fen: Decimal(fen) / 100)
    )
    return f"{yuan:.2f}", spellings.amounts(Decimal(yuan))


def _count(draw: Draw, one: Input) -> tuple[str, list[str]]:
    value = draw(st.integers(one.at_least, {"人": 2_000_000, "次": 9, "天": 99}.get(one.unit, 40)))
    if one.unit == "人" and draw(st.booleans()):
        return str(value), spellings.bare_counts(value)
    unit = "个" if one.unit == "人" else one.unit
    # 零件 are spare parts.
    return str(value), [f"{way}{unit}" for way in spellings.counts(value) if f"{way}{unit}" != "零件"]


def _decimal(draw: Draw, one: Input) -> tuple[str, list[str]]:
    value = Decimal(draw(st.integers(300, 500))) / 100
    return str(value), spellings.scores(value)


def _date(draw: Draw, one: Input) -> tuple[str, list[str]]:
    latest = NOW.date() if one.happened else LAST_DAY
    day = draw(st.dates(NOW.date() - timedelta(RECENT), NOW.date()) if draw(LATELY) else st.dates(FIRST_DAY, latest))
    return day.isoformat(), spellings.days(day, yearless=yearless(draw, one, day))


def _moment(draw: Draw, one: Input) -> tuple[str, list[str]]:
    at = a_moment(draw)
    return at.isoformat(timespec="minutes"), spellings.moments(at, yearless=yearless(draw, one, at.date()))


def _moments(draw: Draw, one: Input) -> tuple[str, list[str]]:
    ats = sorted({a_moment(draw) for _ in range(draw(st.integers(1, 4)))})
    said = [draw(st.sampled_from(spellings.moments(at, yearless=yearless(draw, one, at.date())))) for at in ats]
    return ",".join(at.isoformat(timespec="minutes") for at in ats), ["、".join(said)]


def _time(draw: Draw, one: Input) -> tuple[str, list[str]]:
    at = a_time(draw)
    return f"{at:%H:%M}", spellings.clocks(at)


def _span(draw: Draw, one: Input) -> tuple[str, list[str]]:
    days = draw(st.integers(1, 120))
    return str(days), [f"近{days}天", f"最近{days}天", f"最近{spellings.counted(days)}天", f"过去{days}天"]


def _level(draw: Draw, one: Input) -> tuple[str, list[str]]:
    level = draw(st.sampled_from(LEVELS))
    return level, spellings.levels(level)


def _choice(draw: Draw, one: Input) -> tuple[str, list[str]]:
    classes = (
        {str(token): tuple(map(str, words)) for token, words in table(one.words).items()} if one.words else one.choices
    )
    token, words = draw(st.sampled_from(sorted(classes.items())))
    around = "我是{}" if ROLE in one.event else "{}"
    return token, [around.format(word) for word in (words or (token,))[:MOST_WORDS] if not word.isascii()]


def _bool(draw: Draw, one: Input) -> tuple[str, list[str]]:
    entry = {
        key: list(spelled_out(words)) if isinstance(words, list | tuple) else words
        for key, words in table("polarity")["subjects"][one.event[0]].items()
    }
    pairs = [
        (f"{verb}了{noun}", f"没{verb}{noun}") for noun in entry.get("nouns", [])[:2] for verb in entry["verbs"][:2]
    ]
    pairs += [
        (f"{who}{deed}了", f"{who}没{deed}") for who in entry.get("who", [])[:1] for deed in entry.get("deeds", [])[1:3]
    ]
    pairs += [
        (f"{thing}{deed}了", f"{thing}还没{deed}")
        for thing in entry.get("things", [])[:2]
        for deed in entry.get("bare", [])[:2]
    ]
    so = draw(st.booleans())
    itself = entry.get("affirms" if so else "denies", [])[:MOST_WORDS]
    return ("是" if so else "否"), [*itself, *(pair[0 if so else 1] for pair in pairs)]


KINDS: dict[str, Callable[[Draw, Input], tuple[str, list[str]]]] = {
    "money": _money,
    "count": _count,
    "decimal": _decimal,
    "date": _date,
    "moment": _moment,
    "time": _time,
    "level": _level,
    "moments": _moments,
    "span": _span,
    "enum": _choice,
    "text": _choice,
    "bool": _bool,
}


def a_part(draw: Draw, calculation: Calculation, name: str) -> Part:
    """Return an input said in any way."""
    one = calculation.inputs[name]
    raw, ways = KINDS[one.type](draw, one)
    figure = draw(st.sampled_from(ways))
    words = figure if one.type in ("enum", "text", "bool", "span") else placed(draw, calculation, one, figure)
    return Part({name: raw}, draw(st.sampled_from(AROUND.get(name, ["{}"]))).format(words))


def a_size(draw: Draw) -> Part:
    """Return the two sides of a size."""
    sides = [spellings.plain(Decimal(draw(st.integers(1, 200))) / 10) for _ in SIDES]
    return Part(dict(zip(SIDES, sides, strict=True)), draw(st.sampled_from(SIZES)).format(*sides))


def sensible(parts: Sequence[Part]) -> bool:
    """Return whether no input speaks against another: who tells a deposit or a balance pays by deposit, and so on."""
    raw = {name: value for part in parts for name, value in part.raw.items()}
    if raw.get("stage") == "balance_unpaid":
        return not {"mode", "balance_paid", "deposit"} & set(raw)
    if raw.get("refund_agreed") == "否" and "refund_agreed_at" in raw:
        return False
    if raw.get("kind") == "unofficial_parts" and "official" in raw:
        return False
    return raw.get("mode") == "deposit" or not {"deposit", "balance_paid"} & set(raw)


@st.composite
def lines(draw: Draw, calculation: Calculation) -> list[Part]:
    """Return the needed inputs and some of the others, in any order."""
    needed = [name for name, one in calculation.inputs.items() if one.required and name not in SIDES]
    further = [name for name, one in calculation.inputs.items() if not one.required]
    some = draw(st.lists(st.sampled_from(further), unique=True, max_size=MOST_FURTHER)) if further else []
    parts = [a_part(draw, calculation, name) for name in (*needed, *some)]
    return draw(st.permutations([*parts, a_size(draw)] if set(SIDES) <= set(calculation.inputs) else parts))


def outcomes(name: str, parts: Sequence[Part], library: Library) -> tuple[str, Outcome, Outcome]:
    """Return the line, what comes of it, and what comes of the same inputs by name."""
    line = "，".join(part.words for part in parts)
    assigned = assign(library.calculations[name].calculation, read(line, NOW))
    raw = {key: value for part in parts for key, value in part.raw.items()}
    return line, run(name, assigned.given, library, NOW), run(name, raw, library, NOW)


def alike(heard: Outcome, wanted: Outcome) -> bool:
    """
    Return whether kind, result and the inputs given are the same.

    A phrase may say a yes or no beside them (尾款未付: not paid).
    """
    beside = {key: value for key, value in heard.inputs.items() if key not in wanted.inputs}
    given = {key: value for key, value in heard.inputs.items() if key in wanted.inputs}
    same = (heard.outcome, given, heard.result) == (wanted.outcome, wanted.inputs, wanted.result)
    return same and all(isinstance(value, bool) for value in beside.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_line_in_any_spelling_and_order_comes_out_as_by_name(name: str, library: Library) -> None:
    """The same kind of outcome, the same inputs, the same result."""

    @STEADY
    @given(lines(library.calculations[name].calculation).filter(sensible))
    def holds(parts: list[Part]) -> None:
        line, heard, wanted = outcomes(name, parts, library)
        assert alike(heard, wanted), (line, wanted.inputs, heard.inputs, wanted.says, heard.says)

    holds()
