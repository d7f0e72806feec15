"""The audit holds for the shipped knowledge base, and each of its checks notices what it is there for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import audit, audit_coverage, audit_own_words, audit_provenance, audit_reach
from knowledge.audit_figures import _in_prose, figures_in, figures_in_code
from knowledge.audit_report import Report
from knowledge.audit_sources import REASONS, Pages, chosen
from knowledge.library import Library
from knowledge.model import Clause
from knowledge.sources import Sentence

SOURCES = Path(__file__).parents[2] / "../shared/sources"
needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="the five source files are not part of this repository")


def with_clause(library: Library, place: str, change: Callable[[Clause], dict[str, object]]) -> Library:
    """Return `library` with one clause changed."""
    name, locator = place.split("/")

    def changed(clause: Clause) -> Clause:
        return clause.model_copy(update=change(clause)) if clause.locator == locator else clause

    documents = tuple(
        document.model_copy(update={"clauses": tuple(changed(clause) for clause in document.clauses)}) if document.id == name else document
        for document in library.documents
    )
    return replace(library, documents=documents)


def only(library: Library, *names: str) -> Library:
    """Return `library` with a few documents."""
    return replace(library, documents=tuple(document for document in library.documents if document.id in names))


def saying(old: str, new: str) -> Callable[[Clause], dict[str, object]]:
    """Return a change of a clause's text, which must contain `old`."""

    def change(clause: Clause) -> dict[str, object]:
        assert old in clause.text
        return {"text": clause.text.replace(old, new)}

    return change


@pytest.fixture(scope="session")
def report(library: Library) -> Report:
    """Return the audit of the shipped knowledge base, with the sources where they are at hand."""
    return audit.run(library, SOURCES if SOURCES.is_dir() else None)


@pytest.fixture(scope="session")
def pages(library: Library) -> Pages:
    """Return the source files' sentences."""
    return Pages.read(library, SOURCES)


def test_nothing_falls_short_in_the_shipped_knowledge_base(report: Report) -> None:
    """References, questions, figures and reachability; with the source files also coverage, provenance and own words."""
    assert report.findings == ()
    assert report.holds


def test_the_share_of_questions_that_lead_home_is_printed(report: Report) -> None:
    """The share is measured with the question itself left out of the index."""
    assert [line for line in report.shares if "when the question itself is left out" in line]


@needs_sources
def test_all_source_sentences_are_covered(report: Report) -> None:
    """Each sentence stands in a clause or is left out with a reason."""
    assert [line for line in report.shares if line.startswith("coverage: 100.0% of ")]


def test_a_missing_source_file_is_told_by_its_name(library: Library, tmp_path: Path) -> None:
    """A wrong folder is one finding, not a traceback."""
    small = only(library, "doudian-agency")

    report = audit.run(small, tmp_path)

    assert any(line.startswith("004_80da109f2fbcce8f.txt: ") for line in report.findings)


def test_a_rule_clause_with_seven_questions_is_too_little_asked(library: Library) -> None:
    """A clause of a rule needs eight, one of an article three."""
    small = with_clause(only(library, "kuaishou-used-3c"), "kuaishou-used-3c/2", lambda clause: {"questions": clause.questions[:7]})

    report = audit.run(small)

    assert "kuaishou-used-3c.yaml: “2”.questions: 7 of at least 8" in report.findings


def test_a_question_that_leads_to_another_clause_is_a_finding(library: Library) -> None:
    """A question about counterfeits does not belong to the clause on fees."""
    small = only(library, "doudian-shop-operation")
    stray = small.places["doudian-shop-operation/2"].clause.questions[0]
    small = with_clause(small, "doudian-shop-operation/4", lambda clause: {"questions": (*clause.questions, stray)})

    findings = audit_reach.run(small).findings

    assert [line for line in findings if f"“4”.questions: “{stray.q}” leads to doudian-shop-operation/2" in line]


def test_what_is_offered_next_must_lead_to_something_else(library: Library) -> None:
    """A button that brings the same clause again is a finding."""
    small = only(library, "doudian-agency")
    own = small.places["doudian-agency/2"].clause.questions[0].q
    small = with_clause(small, "doudian-agency/2", lambda _: {"next": (own,)})

    findings = audit_reach.run(small).findings

    assert f"doudian-agency.yaml: “2”.next: “{own}” leads nowhere else" in findings


def test_a_way_of_asking_for_a_gap_that_leads_to_another_clause_is_a_finding(library: Library) -> None:
    """Who asks for what is missing must be told so, not answered with something else."""
    small = only(library, "doudian-shop-operation")
    stray = small.places["doudian-shop-operation/2"].clause.questions[0].q
    document = small.documents[0]
    gap = document.gaps[0].model_copy(update={"asked_as": (stray,)})
    small = replace(small, documents=(document.model_copy(update={"gaps": (gap, *document.gaps[1:])}),))

    findings = audit_reach.run(small).findings

    assert [line for line in findings if line.startswith(f"doudian-shop-operation.yaml: gaps.{gap.id}.asked_as: “{stray}” leads to ")]


def with_odd_questions(library: Library, place: str, first: int) -> Library:
    """Return `library` with questions at `place` that share no character with anything, from the character `first` on."""

    def change(clause: Clause) -> dict[str, object]:
        odd = (example.model_copy(update={"q": chr(first + at) * 5}) for at, example in enumerate(clause.questions))
        return {"questions": tuple(odd)}

    return with_clause(library, place, change)


def test_questions_that_share_nothing_with_their_clause_bring_the_share_down(library: Library) -> None:
    """Fewer than 85 in a hundred found within the first three is a finding."""
    small = only(library, "doudian-shop-operation")
    for number, place in enumerate(list(small.places)):
        small = with_odd_questions(small, place, 0x4E00 + 50 * number)

    assert [line for line in audit_reach.run(small).findings if "at least 85% must" in line]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发货后 30 天内可以申请", ["30"]),
        ("赔付上限是 1000 元", ["1000"]),
        ("按 0.5% 收取", ["0.5%"]),
        ("三次电话都没接", ["三次"]),
        ("同一笔订单只能申请一次", ["只能申请一次"]),
        ("两个工作日内", ["两个"]),
        ("发货后 {days}内可以申请", []),
        ("二手3C类商品、L2+ 等级，见第3.6.4条", []),
        ("支持七天无理由退货，这是第一步，最后一天到 24:00 为止", []),
        ("一种新兴的模式，由一部分主播采用", []),
    ],
)
def test_figures_in_prose_are_noticed_and_names_are_not(text: str, found: list[str]) -> None:
    """A digit inside a name may stand; a figure of a rule is a parameter."""
    assert figures_in(text) == found


def test_a_figure_written_out_in_a_clause_is_a_finding(library: Library) -> None:
    """The finding names file, clause and field."""
    changed = with_clause(library, "kuaishou-shizaibao/5", saying("{days}", "30 个自然日"))

    assert "kuaishou-shizaibao.yaml: “5”.text: the figure “30” is written out" in list(_in_prose(changed))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("CAP = 1000", ["1000"]),
        ("share = Decimal('0.3')", ["0.3"]),
        ("opens = '08:00'", ["08:00"]),
        ("text = f'{days} of 30'", ["30"]),
        ("def f():\n    '''At most 3 times.'''\n    return 0 + 1", []),
        ("Finding(clauses=('5.2',))", []),
        ("Finding(share='5.2')", ["5.2"]),
        ("flag = True", []),
    ],
)
def test_figures_in_code_are_noticed(code: str, found: list[str]) -> None:
    """Documentation and places of clauses hold no figures; 0 and 1 may stand."""
    assert [figure for _, figure in figures_in_code(code)] == found


def test_a_range_of_sentences_is_read_with_both_ends() -> None:
    """Whole lines, single sentences, and sentences from one line to another."""
    known = [Sentence("a.txt", line, number, "") for line in (1, 2, 3) for number in (1, 2)]

    def places(lines: str) -> list[str]:
        return [sentence.place for sentence in chosen(lines, known)]

    assert places("2") == ["2.1", "2.2"]
    assert places("1.2-3.1") == ["1.2", "2.1", "2.2", "3.1"]
    assert places("2.1-2") == ["2.1", "2.2"]
    assert places("2.2") == ["2.2"]
    assert (places("7"), places("x"), places("")) == ([], [], [])


@needs_sources
@pytest.mark.parametrize(
    ("place", "old", "new", "finding"),
    [
        ("kuaishou-shizaibao/5", "{days}", "一段时间", "35.1: the figure 30 is not in kuaishou-shizaibao/5"),
        ("kuaishou-shizaibao/8", "{times}", "几次", "43.1: the figure 1 is not in kuaishou-shizaibao/8"),
        ("kuaishou-used-3c/2", "《快手小店商家客户服务管理规则》", "别的规则", "the title 《快手小店商家客户服务管理规则》 is not in"),
        ("kuaishou-shizaibao/3.1", "【其他权益】→", "", "the path 【其他权益】 is not in kuaishou-shizaibao/3.1"),
        ("douyin-feige/2.4", "骚扰、", "", "the listed “骚扰” is not in douyin-feige/2.4"),
        ("doudian-provider-removal/2.1.3", "线上维权", "维权", "the listed “线上维权” is not in doudian-provider-removal/2.1.3"),
    ],
)
def test_what_a_clause_loses_of_its_source_is_a_finding(library: Library, place: str, old: str, new: str, finding: str) -> None:
    """A figure, a title, a step of a path or a listed term."""
    changed = with_clause(library, place, saying(old, new))

    report = audit_coverage.run(changed, Pages.read(changed, SOURCES))

    assert [line for line in report.findings if finding in line], report.findings
    assert "100.0%" not in report.shares[0]


@needs_sources
def test_a_sentence_that_no_clause_names_is_a_finding(library: Library) -> None:
    """It is told with its text, so that it can be placed."""
    changed = with_clause(library, "kuaishou-shizaibao/12", lambda _: {"lines": ()})

    findings = audit_coverage.run(changed, Pages.read(changed, SOURCES)).findings

    assert [line for line in findings if line.startswith("000_58ade5f0ada50439.txt: 60.1: stands in no clause: 十二、")]


@needs_sources
def test_wrong_ranges_and_reasons_are_findings(pages: Pages) -> None:
    """A reason outside the list, a range without sentences, and a sentence both restated and left out."""
    name = "000_58ade5f0ada50439.txt"
    wrong = replace(pages, left_out={**pages.left_out, name: {"1.1": "dull", "999.1": REASONS[0], "60.1": REASONS[0]}})

    findings = list(wrong.problems())

    assert [line for line in findings if "“1.1”: “dull” is none of the reasons" in line]
    assert "left_out.yaml: 000_58ade5f0ada50439.txt: “999.1”: no such sentence" in findings
    assert [line for line in findings if "60.1 is restated in kuaishou-shizaibao/12 as well" in line]


@needs_sources
@pytest.mark.parametrize(
    ("place", "name", "value", "at"),
    [
        ("kuaishou-shizaibao/7", "cap", 2000, "7"),
        ("kuaishou-shizaibao/7", "cap", 1000, "8"),
        ("xingtu-cancellation/4.2", "days", 7, "4.2"),
        ("douyin-feige/4.2.1", "mute_days", 3, "4.2.1"),
        ("kuaishou-shizaibao/10.7", "accepted", ("材质", "功效"), "10.7"),
        ("kuaishou-shizaibao/1.1", "level", "L3", "1.1"),
    ],
)
def test_a_figure_that_its_place_does_not_hold_is_a_finding(library: Library, place: str, name: str, value: object, at: str) -> None:
    """A wrong figure, or a right one with the wrong place."""

    def change(clause: Clause) -> dict[str, object]:
        parameter = clause.parameters[name]
        moved = parameter.history[-1].model_copy(update={"value": value, "at": at})
        return {"parameters": {**clause.parameters, name: parameter.model_copy(update={"history": (moved,)})}}

    changed = with_clause(library, place, change)
    findings = audit_provenance.run(changed, Pages.read(changed, SOURCES)).findings

    assert [line for line in findings if f"“{place.partition('/')[2]}”.parameters.{name}: " in line]


@needs_sources
def test_a_sentence_copied_from_the_source_is_a_finding(library: Library) -> None:
    """Fifteen characters in common are too many, whatever stands between them."""
    copied = "确认主播虚假宣传不成立的，不支持消费者实在宝服务赔偿申请。"
    changed = with_clause(library, "kuaishou-shizaibao/4.1", lambda _: {"text": copied})

    findings = audit_own_words.run(changed, Pages.read(changed, SOURCES)).findings

    assert [line for line in findings if "“4.1”.text: “确认主播虚假宣传不成立的不支持消费者实在宝服务赔偿申请” stands so in" in line]


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("一二三四五六七八九十甲乙丙丁戊", "一二三四五六七八九十甲乙丙丁戊"),
        ("一二三四五六七八九十甲乙丙丁", ""),
        ("一二三四五，六七八九十；甲乙丙丁戊己", "一二三四五六七八九十甲乙丙丁戊己"),
        ("《一二三四五六七八九十甲乙丙丁戊己》", ""),
        ("前面一二三四五六七八九十后面甲乙丙丁戊己", ""),
    ],
)
def test_fourteen_characters_in_common_may_stand(text: str, copied: str) -> None:
    """Punctuation is not counted; a quoted title may stand."""
    assert audit_own_words.longest_copy(text, "一二三四五六七八九十甲乙丙丁戊己庚辛") == copied
