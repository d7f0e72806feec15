"""A calculation that does not fit its rule is refused at load; the message names file, clause and field."""

from pathlib import Path

import pytest

from calculators.bindings import problems
from calculators.rules import RULES
from knowledge.library import Library
from knowledge.load import load
from knowledge.plain_yaml import KnowledgeError
from tests.lamps import HEAD
from tests.shipped import kept

SOUND = (
    HEAD
    + """  - locator: "1"
    title: 样灯寄回的时间
    for: 主播
    text: 样灯要在拍摄结束后 {days} 内寄回。
    parameters:
      days: {unit: natural_day, history: [{value: 7, at: "1"}]}
    answers:
      - id: until-when
        asks: until_when
        says: 拍完后 {days}内寄回。
        asked: [样灯什么时候寄回]
    calculations:
      - name: lamp-return
        kind: deadline
        title: 样灯最晚哪天寄回
        use: last_natural_day
        example: 4月1日
        inputs:
          shot_on: {type: date, event: any, label: 拍完的日期, ask: 哪天拍完的？, fact: start, happened: true}
          "on": {type: date, event: looked, label: 要看的日期, ask: 要看哪一天？, required: false}
        results: {last_day: day, expired: expired, days_left: days_left}
        figures: {days: days}
        tells:
          open: 最晚 {last_day} 寄回
          left: 来得及，最晚 {last_day} 寄回
          last: 今天是最后一天
          over: 已经过了，最后一天是 {last_day}
        asked: [样灯最晚哪天寄回]
"""
)
# The mistake, and words that the message must hold.
MISTAKES = {
    "a rule that is none": ("use: last_natural_day", "use: last_natural_days", ["use", "last_natural_day?"]),
    "a fact that the rule does not take": ("fact: start", "fact: begin", ["inputs.shot_on", "begin", "start"]),
    "a fact that is missing": (
        '          "on": {type: date, event: looked, label: 要看的日期, ask: 要看哪一天？, required: false}\n',
        "",
        ["inputs", "needs the fact “on”"],
    ),
    "a fact of another name": ('"on": {type: date', '"at_day": {type: date', ["inputs.at_day", "there are: on, start"]),
    "a result to be reminded of that is none": (
        "figures: {days: days}",
        "figures: {days: days}\n        remind: lastday",
        ["remind", "lastday", "last_day"],
    ),
    "a figure that is missing": ("figures: {days: days}", "figures: {day: days}", ["figures", "days"]),
    "a setting that the rule does not take": (
        "figures: {days: days}",
        "figures: {days: days}\n        settings: {mode: x}",
        ["settings.mode"],
    ),
    "a setting and a figure of one name": (
        "figures: {days: days}",
        "figures: {days: days}\n        settings: {days: '7'}",
        ["figures.days", "settings"],
    ),
    "a result that the rule does not find": ("last_day: day", "last_day: daay", ["results.last_day", "daay", "day"]),
    "no result": ("results: {last_day: day, expired: expired, days_left: days_left}", "results: {}", ["results"]),
    "a case that is not told": ("          over: 已经过了，最后一天是 {last_day}\n", "", ["tells", "over"]),
    "a case that the rule does not have": ("          over:", "          gone: x\n          over:", ["tells.gone"]),
    "what to do in a case that is none": (
        "        asked: [样灯最晚哪天寄回]",
        "        then: {gone: 联系客服}\n        asked: [样灯最晚哪天寄回]",
        ["then.gone"],
    ),
    "a sentence that the rule does not say": (
        "        asked: [样灯最晚哪天寄回]",
        "        says: {county: x}\n        asked: [样灯最晚哪天寄回]",
        ["says.county", "counted"],
    ),
    "a placeholder that nothing fills": ("open: 最晚 {last_day} 寄回", "open: 最晚 {lastday} 寄回", ["{lastday}"]),
    "a type that the rule cannot take": (
        "shot_on: {type: date",
        "shot_on: {type: money",
        ["inputs.shot_on.type", "money"],
    ),
    "a type that is none": ("shot_on: {type: date", "shot_on: {type: day", ["inputs.shot_on.type"]),
    "an event that is none": ("event: any", "event: dispach", ["inputs.shot_on.event", "dispatch?"]),
    "an event that is missing": ("event: any, ", "", ["inputs.shot_on.event", "is missing"]),
    "a default that cannot be read": (
        "required: false}",
        "required: false, default: 某天}",
        ["inputs.on.default", "某天"],
    ),
    "an audience that is none": ("for: 主播", "for: 猫", ["“1”.for", "猫"]),
    "a name that can be no command": ("name: lamp-return", "name: Lamp.Return", ["name", "Lamp.Return"]),
    "a gap that the rule does not leave": (
        "        asked: [样灯最晚哪天寄回]",
        "        gaps: {rate: ''}\n        asked: [样灯最晚哪天寄回]",
        ["gaps.rate"],
    ),
    "a check that finds nothing": (
        "        asked: [样灯最晚哪天寄回]",
        "        checks: [lamp-return]\n        asked: [样灯最晚哪天寄回]",
        ["checks", "lamp-return"],
    ),
    "a figure that is none": ("figures: {days: days}", "figures: {days: dayz}", ["figures.days", "dayz"]),
    "a figure in another unit": ("unit: natural_day", "unit: hour", ["figures.days", "hour", "natural_day or day"]),
    "a figure of another kind": ("unit: natural_day", "unit: yuan", ["figures.days", "yuan", "natural_day or day"]),
    "an event told by a word": ("event: any", "event: 发货", ["inputs.shot_on.event", "dispatch?"]),
    "a kind that is none": ("kind: deadline", "kind: dedline", ["kind"]),
    "a word list that is none": ("event: any,", "event: any, words: gods,", ["inputs.shot_on.words", "gods"]),
}


def loaded(folder: Path, text: str) -> Library:
    """Return the knowledge base with a document of this text."""
    (folder / "lamps.yaml").write_text(text, encoding="utf-8")
    return load(folder, kept=kept(), checks=(problems,))


def test_the_sound_document_is_accepted(tmp_path: Path) -> None:
    """What the mistakes below are made in holds itself."""
    assert "lamp-return" in loaded(tmp_path, SOUND).calculations


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_calculation_is_told_with_its_place(mistake: str, tmp_path: Path) -> None:
    """One line: the file, the clause, the field, and what is wrong there."""
    right, wrong, words = MISTAKES[mistake]
    assert right in SOUND

    with pytest.raises(KnowledgeError) as caught:
        loaded(tmp_path, SOUND.replace(right, wrong))
    message = str(caught.value)

    assert message.startswith("lamps.yaml: ")
    assert "\n" not in message
    assert "“1”" in message
    assert [word for word in words if word not in message] == [], message


def test_the_shipped_calculations_fit_their_rules(library: Library) -> None:
    """All of them, by the check that an owner's are put to."""
    files = {document.id: f"{document.id}.yaml" for document in library.documents}

    assert list(problems(library, files)) == []


def test_every_rule_is_used(library: Library) -> None:
    """A rule function that no calculation uses would be kept for nothing."""
    assert {bound.calculation.use for bound in library.calculations.values()} == set(RULES)
