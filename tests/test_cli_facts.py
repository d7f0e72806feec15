"""`rulebot facts` as a whole process: what is read in a line, where it stands, and what cannot be read."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.command import BAD_LINES, ROOT, Ended, jsonl, rulebot

NOW = ("--today", "2026-11-25T10:00:00")
KEYS = ["kind", "low", "high", "exact", "how", "unit", "event", "polarity", "start", "end", "said"]
FIGURES = {"money", "count", "number", "percent", "discount", "score", "size", "level"}
KINDS = {*FIGURES, "date", "time", "moment", "period", "duration", "bool", "role"}
HOW = {"exact", "about", "more", "less", "between"}
LONG = "实付1288元，" + "问" * 4_000
# Lines and the stretches that must be found in them, as they were written.
PLACES = {
    "实付１２８８元": ["１２８８元"],
    "　　实付１２８８元，粉丝８０万": ["１２８８元", "８０万"],
    "我實付一千二百塊錢，還沒收貨": ["一千二百塊錢", "收貨"],
    "粉絲一百多萬，沒有邀請": ["一百多萬", "邀請"],
    "😀😀实付3万元": ["3万元"],
    "👨‍👩‍👧实付2000元🎉，粉丝80万": ["2000元", "80万"],
    "实付   1288元，\t\t粉丝80万": ["1288元", "80万"],
    "①实付1288元 ②粉丝80万": ["1288元", "80万"],
    "1️⃣ 实付1288元 2️⃣ 粉丝80万": ["1288元", "80万"],
    "被扣了1，666，实付500元": ["500元"],
    "用了½天，实付500元": ["500元"],
    "㈠实付1288元\n㈡粉丝８０萬": ["1288元", "８０萬"],
}
# Lines and one fact of each: the keys that matter.
VALUES: dict[str, dict[str, Any]] = {
    "实付1288.50元": {
        "kind": "money",
        "low": "1288.50",
        "high": "1288.50",
        "exact": True,
        "how": "exact",
        "unit": "元",
    },
    "超过100万粉丝": {"kind": "count", "low": "1000000", "high": None, "exact": False, "how": "more"},
    "实付500元以上": {"kind": "money", "low": "500", "high": None, "exact": False, "how": "more"},
    "粉丝一百多万": {"kind": "count", "low": "1000000", "high": "2000000", "exact": False},
    "实付四五百块": {"kind": "money", "low": "400", "high": "500", "exact": False, "how": "between"},
    "实付1,2345元": {"kind": "money", "low": None, "high": None, "exact": False},
    "4月1号发的货": {"kind": "date", "low": "2026-04-01", "high": "2026-04-01", "exact": True, "event": "dispatch"},
    "发货20天了": {"kind": "date", "exact": False, "event": "dispatch"},
    "昨天下午三点接的单": {"kind": "moment", "low": "2026-11-24T15:00:00+08:00", "exact": True},
    "一共用了三个小时": {"kind": "duration", "low": "PT3H", "high": "PT3H", "exact": True},
    "没收到邀请": {"kind": "bool", "polarity": "no", "event": "invitation"},
    "收到邀请了": {"kind": "bool", "polarity": "yes", "event": "invitation"},
    "我是拍视频的达人": {"kind": "role", "low": "creator"},
}


@pytest.fixture(scope="module")
def read() -> dict[str, list[dict[str, Any]]]:
    """Return what one process reads in each line."""
    lines = [*PLACES, *VALUES, LONG, "你好"]
    ended = rulebot("facts", "--jsonl", *NOW, given=jsonl(*({"q": line} for line in lines)))
    assert (ended.code, ended.err) == (0, "")
    assert [list(answer) for answer in ended.lines] == [["facts"]] * len(lines)
    return {line: answer["facts"] for line, answer in zip(lines, ended.lines, strict=True)}


def _shown(*arguments: str, **more: Any) -> Ended:
    return rulebot("facts", *NOW, *arguments, **more)


def test_people_get_a_line_for_each_fact() -> None:
    """The words of the line stand first, then what is made of them."""
    ended = _shown("实付1288元，没收到货")

    assert (ended.code, ended.err) == (0, "")
    assert [line.split("”")[0] for line in ended.out.splitlines()] == ["“1288元", "“收到货"]
    assert "1288 元" in ended.out


def test_a_line_without_facts_is_no_failure() -> None:
    """People are told so in words."""
    ended = _shown("你好")

    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1


def test_a_line_in_json_is_one_object_on_one_line() -> None:
    """Machines find it as it is described, whatever the locale; several words are one line."""
    ended = _shown("--json", "實付", "１２８８元", environment={"LC_ALL": "C"})

    assert (ended.code, ended.err, ended.out.count("\n")) == (0, "", 1)
    assert list(ended.data) == ["facts"]
    [fact] = ended.data["facts"]
    assert list(fact) == KEYS
    assert (fact["low"], fact["said"], fact["start"], fact["end"]) == ("1288", "１２８８元", 3, 8)


def test_every_fact_has_all_keys_in_order_with_values_of_their_type(read: dict[str, list[dict[str, Any]]]) -> None:
    """Kinds and ways are among those described, ends are texts or null, places are numbers."""
    for line, facts in read.items():
        for fact in facts:
            told = (line, fact)
            assert list(fact) == KEYS, told
            assert fact["kind"] in KINDS, told
            assert fact["how"] in HOW, told
            assert isinstance(fact["exact"], bool), told
            assert all(fact[end] is None or isinstance(fact[end], str) for end in ("low", "high")), told
            assert fact["polarity"] in ({"yes", "no", "unsure"} if fact["kind"] == "bool" else {""}), told
            assert isinstance(fact["start"], int), told
            assert isinstance(fact["end"], int), told


def test_facts_stand_in_the_order_of_the_line(read: dict[str, list[dict[str, Any]]]) -> None:
    """The first words come first."""
    starts = {line: [fact["start"] for fact in facts] for line, facts in read.items()}

    assert starts == {line: sorted(places) for line, places in starts.items()}


@pytest.mark.parametrize("line", PLACES)
def test_places_are_those_of_the_line_as_it_came_in(read: dict[str, list[dict[str, Any]]], line: str) -> None:
    """Full-width and Traditional characters, emoji, blanks and list marks shift nothing."""
    facts = read[line]

    assert all(0 <= fact["start"] < fact["end"] <= len(line) for fact in facts)
    assert [fact["said"] for fact in facts] == [line[fact["start"] : fact["end"]] for fact in facts]
    assert {*PLACES[line]} <= {fact["said"] for fact in facts}


@pytest.mark.parametrize("line", VALUES)
def test_a_fact_is_told_as_it_is_described(read: dict[str, list[dict[str, Any]]], line: str) -> None:
    """Numbers are texts, lengths ISO 8601, moments carry Shanghai's offset, an open end is null."""
    wanted = VALUES[line]

    assert wanted in [{key: fact[key] for key in wanted} for fact in read[line]]


def test_a_line_that_says_nothing_to_count_with_has_no_facts(read: dict[str, list[dict[str, Any]]]) -> None:
    """An empty list, no error."""
    assert read["你好"] == []


def test_a_long_line_is_read_from_its_beginning(read: dict[str, list[dict[str, Any]]]) -> None:
    """Four thousand characters behind a figure do not hide it."""
    assert [(fact["low"], fact["said"]) for fact in read[LONG]] == [("1288", "1288元")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "空"),
        (("",), "空"),
        ((" \t ",), "空"),
        (("--json", "　"), "空"),
        (("--json", "实付1288元" + "问" * 5_000), "太长"),
        (("实付\x07元",), "U+0007"),
        ((b"\xe5\xae\xff",), "UTF-8"),
        (("--today", "2023-02-29", "实付1288元"), "2023-02-29"),
        (("--jsonl", "--today", "2023-02-29"), "2023-02-29"),
        (("--json", "--jsonl"), "not allowed"),
        (("--jsonl", "实付1288元"), "标准输入"),
    ],
)
def test_wrong_use_gets_one_clear_line_and_exit_code_2(arguments: tuple[str | bytes, ...], told: str) -> None:
    """No traceback, nothing on standard output, and the line names what is wrong."""
    ended = rulebot("facts", *arguments)

    assert ended.code == 2
    assert told in ended.refusal


def test_a_bad_line_gets_an_error_in_its_place_and_the_rest_are_read() -> None:
    """Each error names its line; the exit code says at the end that there were some."""
    good = {"q": "实付1288元"}
    ended = rulebot("facts", "--jsonl", *NOW, given=jsonl(good, *BAD_LINES, good))

    first, *errors, last = ended.lines
    assert [set(error) for error in errors] == [{"error", "line"}] * len(BAD_LINES)
    assert [error["line"] for error in errors] == list(range(2, len(BAD_LINES) + 2))
    assert first == last
    assert [fact["low"] for fact in last["facts"]] == ["1288"]
    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_a_line_has_its_own_day_or_moment() -> None:
    """A moment without an offset is Shanghai's, one with another is brought there; --today holds for the rest."""
    moments = [None, "2024-01-02", "2024-01-02T23:30:00", "2024-01-01T20:00:00+00:00"]
    items = [{"q": "昨天发的货"} | ({"today": one} if one else {}) for one in moments]
    ended = rulebot("facts", "--jsonl", *NOW, given=jsonl(*items))

    days = [next(fact["low"] for fact in line["facts"] if fact["kind"] == "date") for line in ended.lines]
    assert days == ["2026-11-24", "2024-01-01", "2024-01-01", "2024-01-01"]


def test_no_lines_are_no_failure() -> None:
    """Nothing in, nothing out."""
    ended = rulebot("facts", "--jsonl")

    assert ended == Ended(0, "", "")


def test_each_line_is_told_before_the_next_one_is_read() -> None:
    """Another program can go line by line over the pipe."""
    command = [sys.executable, "-m", "bot", "facts", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout
        for amount in ("1288", "500"):
            process.stdin.write(jsonl({"q": f"实付{amount}元"}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["facts"][0]["low"] == amount
        process.stdin.close()
        assert process.wait(20) == 0
