"""Figures that change: what `rulebot changes` tells of them, and what they alter."""

from datetime import date
from pathlib import Path

import pytest

from bot.assistant.citing import quote
from bot.owner.changes import Change, change_of, changes, lines_of
from knowledge.library import Library
from knowledge.load import load
from knowledge.resting import figure_at, figures_of, resting
from tests.command import Ended, rulebot
from tests.lamps import HEAD
from tests.shipped import kept

CAP, DAYS, OPENS, EXCLUDED = (
    *("kuaishou-shizaibao/7#cap", "kuaishou-shizaibao/5#days"),
    *("douyin-feige/2.1#opens", "kuaishou-shizaibao/1.3#excluded"),
)
LEFT = "二手, 本地, 到店, 虚拟, 服务, 房产, 汽车, 保险, 奢侈品, 营养品"
LAID = {
    CAP: "{since: 2027-01-01, value: 2000, source: 平台公告}, {since: 2028-01-01, value: 2000, source: 又说一遍}",
    DAYS: "{since: 2026-12-01, value: 45, source: 平台公告}",
    OPENS: '{since: 2026-11-20, value: "09:00", source: 后台通知}',
    EXCLUDED: f"{{since: 2026-12-20, value: [{LEFT}, 盲盒], source: 平台公告}}",
}
TODAY = ("--today", "2026-11-27")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An owner's folder with dated values of four shipped figures."""
    made = tmp_path_factory.mktemp("own")
    figures = "\n".join(f"  '{address}': [{values}]" for address, values in LAID.items())
    (made / "overlay.yaml").write_text(f"figures:\n{figures}\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def laid(folder: Path) -> Library:
    """The knowledge under it."""
    return load(folder, kept=kept())


@pytest.fixture(scope="module")
def all_of_them(laid: Library) -> dict[str, Change]:
    """Every change from the autumn of 2026 on, by its figure."""
    return {change.address: change for change in changes(laid, date(2026, 10, 1))}


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 12, 31), "2023年3月20日起施行"),
        (date(2027, 1, 1), "2023年3月20日起施行；其中 2000 元是店主加的：2027年1月1日起，出自“平台公告”"),
    ],
)
def test_an_answer_says_which_figure_is_the_owners_and_where_it_stands(laid: Library, day: date, standing: str) -> None:
    """Where it is in force on the day; before, the document alone is cited."""
    assert quote(laid, laid.places["kuaishou-shizaibao/7"], day).standing == standing


def test_figures_of_a_clause_are_listed_by_the_addresses_that_an_overlay_names_them_by(folder: Path) -> None:
    """With each dated value; those of the owner with their source."""
    environment = {"RULEBOT_KNOWLEDGE": str(folder)}
    shown = rulebot("clause", "--figures", "实在宝第七条", environment=environment)
    data = rulebot("clause", "--figures", "--json", "kuaishou-shizaibao/7", environment=environment).data

    assert f"{CAP}  2023-03-20 起 1000 元；2027-01-01 起 2000 元" in shown.out
    values = next(one["values"] for one in data if one["address"] == CAP)
    assert [one["source"] for one in values] == [None, "平台公告", "又说一遍"]


def test_each_value_that_begins_in_the_span_is_a_change(laid: Library) -> None:
    """Both ends belong to it; the same figure said again is none; in the order of the days."""
    since, until = date(2026, 11, 20), date(2027, 1, 1)

    assert [change.address for change in changes(laid, since, until)] == [OPENS, DAYS, EXCLUDED, CAP]
    assert [change.address for change in changes(laid, date(2026, 11, 21), date(2026, 12, 31))] == [DAYS, EXCLUDED]
    assert changes(laid, date(2027, 1, 2)) == []


@pytest.mark.parametrize(
    ("address", "old", "new", "what"),
    [
        (CAP, 1000, 2000, "赔付上限为 1000 元 → 2000 元"),
        (DAYS, 30, 45, "实在宝发货后多少天内可以申请：30 个自然日 → 45 个自然日"),
        (OPENS, "08:00:00", "09:00:00", "在工作时间（每日 08:00–23:00）里 → 在工作时间（每日 09:00–23:00）里"),
        (EXCLUDED, None, None, "实在宝不支持哪些商品类目：加上盲盒；去掉医用保健"),
    ],
)
def test_both_values_are_told_in_the_words_of_the_clause(
    all_of_them: dict[str, Change], address: str, old: object, new: object, what: str
) -> None:
    """What the figure is, from what to what; of a list what comes and goes."""
    change, told = all_of_them[address], all_of_them[address].as_json()

    assert change.what == what
    if old is not None:
        assert [str(told["old"]), str(told["new"])] == [str(old), str(new)]
    else:
        assert set(told["new"]) - set(told["old"]) == {"盲盒"}


def test_what_it_alters_is_named_and_an_example_computed_before_and_after(all_of_them: dict[str, Change]) -> None:
    """The question to its own clause first; a case is that of the day before and of the day itself."""
    cap, days = all_of_them[CAP], all_of_them[DAYS]
    payout, deadline = (
        cap.examples[0],
        next(one for one in days.examples if one.calculator == "shizaibao-claim-deadline"),
    )

    assert cap.questions[0] == "实在宝最多能赔多少钱"
    assert {"kuaishou-shizaibao/7:how-much", "kuaishou-shizaibao/0:what-is"} <= {one.id for one in cap.aspects}
    assert [place.id for place in cap.places] == ["kuaishou-shizaibao/7"]
    assert payout.told == "实付金额 1288.00 元：查实的话，可以赔 1000.00 元，已经到上限了 → 查实的话，可以赔 1288.00 元"
    assert deadline.case.startswith("发货日期 2026年11月30日")
    assert "最晚 2026年12月30日申请" in deadline.before
    assert "最晚 2027年1月15日申请" in deadline.after


def test_an_example_that_comes_to_the_same_says_so(all_of_them: dict[str, Change]) -> None:
    """It is still computed with both."""
    told = "\n".join(lines_of(all_of_them[OPENS]))

    assert "会不会启用飞鸽机器人" in told
    assert "（前后一样）" in told


def test_a_first_value_has_none_before_it(tmp_path: Path) -> None:
    """As of a rule that begins on a day; its text tells it alone."""
    (tmp_path / "lamps.yaml").write_text(
        HEAD
        + """  - locator: "1"
    title: 样灯坏了怎么赔
    for: 商家
    text: 样灯坏了，商家最多可以要求赔 {cap}。
    parameters: {cap: {unit: yuan, history: [{value: 500, at: "1", since: 2026-12-01}]}}
    questions: [样灯坏了最多赔多少, 样灯摔坏了赔多少钱]
""",
        encoding="utf-8",
    )
    library = load(tmp_path, kept=kept())
    (change,) = changes(library, date(2026, 11, 1))

    assert (change.old, change.what, change.examples) == (None, "商家最多可以要求赔 500 元", ())
    assert change.source == "灯具寄样规则第1条"


def test_a_change_is_known_by_its_key(laid: Library, all_of_them: dict[str, Change]) -> None:
    """What is no change, or no figure, is none."""
    found = change_of(laid, f"{CAP}@2027-01-01")

    assert found is not None
    assert (found.key, found.what) == (all_of_them[CAP].key, all_of_them[CAP].what)
    for key in ("", "@", f"{CAP}@2027-01-02", f"{CAP}@None", "kuaishou-shizaibao/7#no@2027-01-01", "no/1#a@2027-01-01"):
        assert change_of(laid, key) is None


# ---- what rests on what ----


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ("kuaishou-shizaibao/7:how-much", {CAP}),
        ("kuaishou-shizaibao/0:what-is", {DAYS, CAP}),
        ("=shizaibao-payout", {CAP, "kuaishou-shizaibao/7#share"}),
        ("=shizaibao-claim", {DAYS, "kuaishou-shizaibao/8#times"}),
        ("kuaishou-shizaibao/5", {DAYS}),
    ],
)
def test_an_answer_rests_on_the_figures_of_its_words_or_its_calculation(
    library: Library, told: str, figures: set[str]
) -> None:
    """Those of another clause by their own address."""
    assert figures <= set(figures_of(library, told))
    assert all(figure_at(library, address) for address in figures_of(library, told))


@pytest.mark.parametrize("told", ["", "outside", "chat", "=nothing", "nowhere/1", "nowhere/1:a", ":", "="])
def test_what_is_no_answer_rests_on_none(library: Library, told: str) -> None:
    """Nor does what is not there any more."""
    assert figures_of(library, told) == ()


def test_what_rests_on_a_figure_is_the_other_way_round(library: Library) -> None:
    """Of every aspect and every calculation."""
    rests = resting(library)
    targets = [one.id for several in library.aspects.values() for one in several]
    targets += [f"={name}" for name in library.calculations]
    found = {(target, address) for target in targets for address in figures_of(library, target)}
    back = {(one.id, address) for address, entry in rests.items() for one in entry.aspects}
    back |= {(f"={one.calculation.name}", address) for address, entry in rests.items() for one in entry.calculations}

    assert found == back


# ---- the command ----


def ran(folder: Path, *arguments: str) -> Ended:
    """Run `rulebot changes` over the folder."""
    return rulebot("changes", *arguments, environment={"RULEBOT_KNOWLEDGE": str(folder)})


def test_without_days_the_last_thirty_and_all_to_come(folder: Path) -> None:
    """A paragraph each, with what to know at a glance first."""
    ended = ran(folder, *TODAY)
    first, *others = ended.out.strip().split("\n\n")

    assert (ended.code, ended.err) == (0, "")
    assert first.startswith("2026年11月20日起　抖音《飞鸽服务使用管理规范》第2.1条")
    assert len(others) == 3
    assert "出处：平台公告" in others[-1]
    assert "答案会变：实在宝最多能赔多少钱" in others[-1]


def test_a_span_as_json(folder: Path) -> None:
    """Every field, numbers as numbers."""
    ended = ran(folder, "--since", "2026-12-31", "--until", "2027-01-01", "--json")
    (change,) = ended.data

    assert list(change) == [
        *("figure", "document", "clause", "title", "what", "unit", "old", "new"),
        *("since", "source", "aspects", "clauses", "calculators"),
    ]
    assert (change["figure"], change["old"], change["new"], change["unit"]) == (CAP, "1000", "2000", "yuan")
    assert change["calculators"][0]["name"] == "shizaibao-payout"
    assert list(change["calculators"][0]["example"]) == ["case", "before", "after"]


def test_where_nothing_changes_it_says_so(folder: Path) -> None:
    """Of a span in the past as well."""
    assert "没有数字改动" in ran(folder, "--since", "2030-01-01").out
    assert "没有数字改动" in ran(folder, "--until", "2020-01-01").out
    assert ran(folder, "--since", "2030-01-01", "--json").data == []
    assert "没有数字改动" in rulebot("changes", *TODAY).out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "soon"), "--since"),
        (("--until", "2026-02-30"), "--until"),
        (("--since", "2027-02-01", "--until", "2027-01-01"), "前面"),
        (("--today", "x"), "日期"),
        (("2027-01-01",), "2027-01-01"),
    ],
)
def test_a_wrong_use_is_one_line(arguments: tuple[str, ...], told: str) -> None:
    """With what is wrong."""
    ended = rulebot("changes", *arguments)

    assert ended.code == 2
    assert told in ended.refusal
