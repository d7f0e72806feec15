"""`rulebot inbox` and `rulebot stats` over a database that a real bot has filled, while it runs."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from rulebot import THURSDAY, Rulebot
from standin import Chat, StandIn, User

from bot.evaluation.cases import read_cases
from tests.command import Ended
from tests.command import rulebot as command

LAMPS = Path(__file__).parent / "lamps"
UNCLEAR, DEPOSIT, BETTER = "样灯押金几时退", "快手小店保证金要交多少", "快手开店押金得交多少钱"
WEATHER, PAYOUT = "今天天气怎么样，我的手机13800138000", "实在宝最多能赔多少钱呀"
DAY = ("--today", THURSDAY.date().isoformat())
NUMBERS = count(8_800_000_001)
Ask = Callable[..., Ended]
SECONDS = 30
"""How long an answer may take here: what is looked at is what it leaves, and commands run beside."""


@pytest.fixture(scope="module")
def telegram() -> Iterator[StandIn]:
    """Return a Telegram of its own for another bot."""
    with StandIn() as running:
        running.clock.set(THURSDAY)
        yield running


@pytest.fixture(scope="module")
def rulebot(telegram: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rulebot]:
    """Return the bot with two documents more."""
    process = Rulebot(telegram, tmp_path_factory.mktemp("rulebot"), RULEBOT_KNOWLEDGE=str(LAMPS))
    try:
        process.start()
        yield process
    finally:
        process.stop()


@pytest.fixture
def ask(rulebot: Rulebot) -> Ask:
    """Return what runs `rulebot` on the bot's own database."""

    def run(*arguments: str) -> Ended:
        database = f"sqlite+aiosqlite:///{rulebot.log.parent / 'rulebot.db'}"
        return command(*arguments, environment={"RULEBOT_DATABASE_URL": database, "RULEBOT_KNOWLEDGE": str(LAMPS)})

    return run


@pytest.fixture(scope="module")
def filled(telegram: StandIn, rulebot: Rulebot) -> None:
    """Let people ask: refused, offered nothing that fits, answered badly, asked alike, in a group."""
    chat = telegram.private(next(NUMBERS))
    chat.ask(DEPOSIT, timeout=SECONDS)
    telegram.private(next(NUMBERS)).ask(BETTER, timeout=SECONDS)
    # its messages are from now on an hour later
    telegram.clock.set(THURSDAY.replace(hour=11))
    chat.ask(WEATHER, timeout=SECONDS)
    chat.ask(UNCLEAR, timeout=SECONDS)
    chat.press("都不是").wait(SECONDS)
    chat.answer(SECONDS)
    chat.ask(PAYOUT, timeout=SECONDS)
    chat.press("👎").wait(SECONDS)
    chat.wait_for_edit(timeout=SECONDS)
    chat.press("算错了").wait(SECONDS)
    chat.wait_for_edit(timeout=SECONDS)
    _in_a_group(telegram)
    chat.ask("谢谢", timeout=SECONDS)


def _in_a_group(telegram: StandIn) -> None:
    asker, admin = (telegram.person(next(NUMBERS), first_name=name) for name in ("阿芳", "群主"))
    group: Chat = telegram.group(members=[asker], admins=[admin])
    _automatic(group, admin)
    group.say("今晚吃什么呀", asker)
    group.ask("实在宝最多能赔多少钱", asker, SECONDS)


def _automatic(group: Chat, admin: User) -> None:
    group.ask("/settings", admin, SECONDS)
    group.press("打开自动回答", user=admin).wait(SECONDS)
    group.wait_for_edit(timeout=SECONDS)


@pytest.mark.usefixtures("filled")
class TestInbox:
    """What is in the inbox, read while the bot runs."""

    def test_the_table_tells_how_often_why_and_what_was_answered(self, ask: Ask) -> None:
        """What is asked alike is one line, the one asked most often first; a line of a group is not kept."""
        ended = ask("inbox")

        assert (ended.code, ended.err) == (0, "")
        head, _, first, *others = ended.out.splitlines()
        assert head.split() == ["编号", "次数", "最近", "为什么", "问题", "当时怎么答的"]
        assert first.split()[1:3] == ["2", "2023-04-20"]
        assert "没答上 ×2" in first
        assert "还有 1 种问法" in "".join(ended.out.split("\n")).replace("  ", " ")
        assert "手上的规则没写到" in ended.out
        assert sum("都不是" in line for line in others) == 1
        assert sum("👎 算错了" in line for line in others) == 1
        assert "吃什么" not in ended.out

    def test_json_holds_each_group_with_its_questions(self, ask: Ask) -> None:
        """The question that was asked, not the button; what was offered; long numbers masked."""
        groups = {one["question"]: one for one in ask("inbox", "--json").data}
        known = {item["question"]: item for one in groups.values() for item in one["questions"]}

        assert sorted(known) == sorted([DEPOSIT, BETTER, UNCLEAR, PAYOUT, "今天天气怎么样，我的手机[数字]"])
        assert len(groups) == 4
        assert {question: item["why"] for question, item in known.items()} | {DEPOSIT: "refused"} == {
            DEPOSIT: "refused",
            BETTER: "refused",
            "今天天气怎么样，我的手机[数字]": "refused",
            UNCLEAR: "none",
            PAYOUT: "down",
        }
        assert "台灯规则" in known[UNCLEAR]["answered"]
        assert "吊灯规则" in known[UNCLEAR]["answered"]
        assert (known[PAYOUT]["reason"], known[PAYOUT]["place"]) == ("算错了", "kuaishou-shizaibao/7")
        assert "1000 元" in known[PAYOUT]["answered"]
        assert known[DEPOSIT]["at"].startswith("2023-04-20T10:")
        assert known[PAYOUT]["at"].endswith("+08:00")

    def test_filters_leave_out_what_is_not_asked_for(self, ask: Ask) -> None:
        """By why, by day, by hour, by state; each line of JSON lines is a question."""
        lines = ask("inbox", "--jsonl", "--why", "refused").lines
        late = ask("inbox", "--jsonl", "--since", "2023-04-20T10:30:00").lines

        assert [line["group"] for line in lines] == [1, 1, 2]
        assert {line["why"] for line in lines} == {"refused"}
        assert len(late) == 3
        assert ask("inbox", "--since", "2023-04-20", "--json").data == ask("inbox", "--json").data
        assert ask("inbox", "--since", "2023-04-21", "--json").data == []
        assert "没有这样的问题" in ask("inbox", "--state", "outside").out
        assert len(ask("inbox", "--json", "--limit", "1").data) == 1
        assert "还有 3 组" in ask("inbox", "--limit", "1").out

    def test_a_spreadsheet_has_a_row_for_each_question(self, ask: Ask, tmp_path: Path) -> None:
        """As a file with a mark by which Excel knows its letters, or on standard output without."""
        file = tmp_path / "inbox.csv"
        told = ask("inbox", "--csv", str(file)).out
        shown = ask("inbox", "--csv", "-")
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))

        assert "4 组，5 个问题" in told
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        assert [row["组"] for row in rows] == ["1", "1", "2", "3", "4"]
        assert {row["问题"] for row in rows} >= {DEPOSIT, BETTER, UNCLEAR}
        assert {row["时间"][:13] for row in rows} == {"2023-04-20 10", "2023-04-20 11"}
        assert list(csv.DictReader(io.StringIO(shown.out))) == rows

    def test_cases_can_be_run_as_they_are_and_are_not_written_over(self, ask: Ask, tmp_path: Path) -> None:
        """They fail until somebody tells what is right; a file that is there may hold that already."""
        file = tmp_path / "inbox.yaml"
        ask("inbox", "--cases", str(file))
        before = file.read_text(encoding="utf-8")
        again = ask("inbox", "--cases", str(file))
        cases = read_cases([file])

        assert [case.q for case in cases][:2] == [DEPOSIT, BETTER] or [case.q for case in cases][:2] == [
            BETTER,
            DEPOSIT,
        ]
        assert {case.today for case in cases} == {"2023-04-20"}
        assert len({case.id for case in cases}) == 5
        assert "# doc: []" in before
        assert "# 2 次，最近 2023-04-20 10:" in before
        assert "已经有了" in again.refusal
        assert file.read_text(encoding="utf-8") == before
        assert ask("eval", str(file)).code == 1

    def test_numbers_that_people_may_count_are_in_the_statistics(self, ask: Ask) -> None:
        """By day, document and clause; small talk is no question, a line that is passed over is counted as silence."""
        counted = ask("stats", *DAY, "--json").data
        shown = ask("stats", *DAY)

        assert (counted["asked"], counted["no_answer"], counted["choose"], counted["silent"]) == (6, 3, 1, 1)
        assert counted["share"] == round(2 / 6, 4)
        assert [one["day"] for one in counted["by_day"]] == ["2023-04-20"]
        assert [(one["clause"], one["answered"]) for one in counted["by_clause"]] == [("kuaishou-shizaibao/7", 2)]
        assert {one["mode"]: one["asked"] for one in counted["by_mode"]} == {"private": 5, "group": 1}
        assert "6 个问题，答上 2 个（33%" in shown.out
        assert "第7条" in shown.out
        assert ask("stats", "--today", "2023-05-20", "--days", "30", "--json").data["asked"] == 0
        assert "没有人问过" in ask("stats", "--today", "2024-05-20").out

    def test_no_count_knows_a_person_or_a_word(self, rulebot: Rulebot) -> None:
        """Only places, outcomes and numbers stand there."""
        with closing(sqlite3.connect(rulebot.log.parent / "rulebot.db")) as database:
            rows = database.execute("SELECT * FROM hits WHERE day < '2024'").fetchall()

        assert {len(row) for row in rows} == {5}
        assert {(row[0], row[3]) for row in rows} == {("2023-04-20", "private"), ("2023-04-20", "group")}
        assert {row[1] for row in rows} == {"", "kuaishou-shizaibao/7"}


def test_settling_takes_what_is_asked_alike_and_can_be_taken_back(ask: Ask, filled: None) -> None:
    """Unless only one is meant; what is not there changes nothing."""
    first = ask("inbox", "--json").data[0]
    number, other = first["questions"][0]["id"], first["questions"][1]["id"]
    unknown = ask("inbox", "done", str(number), "999")
    alone = ask("inbox", "outside", "--only", str(number))
    back = ask("inbox", "open", str(number))
    together = ask("inbox", "outside", str(other))
    twice = ask("inbox", "outside", str(other))
    left = ask("inbox", "--json").data
    ask("inbox", "open", str(number), str(other))

    assert "999" in unknown.refusal
    assert "1 个问题：不归我们答" in alone.out
    assert back.code == 0
    assert "2 个问题，问法相近的一起：不归我们答" in together.out
    assert f"rulebot inbox open {' '.join(map(str, sorted((number, other))))}" in together.out
    assert (twice.code, "1 个问题：不归我们答" in twice.out) == (0, True)
    assert first["question"] not in [one["question"] for one in left]
    assert len(left) == 3
    assert len(ask("inbox", "--json").data) == 4


def test_whoever_forgets_leaves_nothing_in_the_inbox(telegram: StandIn, ask: Ask, filled: None) -> None:
    """Of the others everything stays."""
    chat = telegram.private(next(NUMBERS))
    chat.ask("怎么注销我的快手账号", timeout=SECONDS)
    before = ask("inbox", "--jsonl").lines
    chat.ask("/forget", timeout=SECONDS)
    after = ask("inbox", "--jsonl").lines

    left = {line["id"] for line in after}
    assert [line["question"] for line in before if line["id"] not in left] == ["怎么注销我的快手账号"]
    assert len(after) == len(before) - 1


def test_an_edited_question_is_in_the_inbox_once(telegram: StandIn, ask: Ask, filled: None) -> None:
    """As it was edited."""
    chat = telegram.private(next(NUMBERS))
    question = chat.say("杭州明天天汽")
    chat.answer(SECONDS)
    chat.edit(question, "杭州后天天气咋样")
    chat.ask("谢谢", timeout=SECONDS)
    asked = [line["question"] for line in ask("inbox", "--jsonl").lines]

    assert [one for one in asked if "杭州" in one] == ["杭州后天天气咋样"]


def test_inline_a_whole_question_counts_and_what_is_being_typed_does_not(telegram: StandIn, ask: Ask) -> None:
    """On the day of the clock, for Telegram does not tell when it was asked."""
    chat = telegram.private(next(NUMBERS))
    for query in ("实在宝", "我在快手实付1288元，主播虚假宣传，实在宝能赔多少"):
        chat.inline(query).wait(SECONDS)
    chat.ask("谢谢", timeout=SECONDS)
    counted = ask("stats", "--days", "2", "--json").data

    assert {one["mode"]: one["asked"] for one in counted["by_mode"]} == {"inline": 1}
    assert {one["clause"] for one in counted["by_clause"]} == {"kuaishou-shizaibao/7"}


def test_json_lines_are_whole_objects(ask: Ask, filled: None) -> None:
    """Each with the keys that it always has."""
    keys = ["group", "id", "at", "why", "reason", "question", "answered", "place", "state", "target"]

    assert all(list(json.loads(line)) == keys for line in ask("inbox", "--jsonl").out.splitlines())
