"""Beside the source files: what a clause lost, made up or copied is a finding."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.audit import coverage, own_words, provenance
from knowledge.audit.sentences import Sentence
from knowledge.audit.sources import REASONS, Pages, chosen
from knowledge.library import Library
from knowledge.model import Clause

Change = Callable[[Clause], dict[str, object]]
WithClause = Callable[[Library, str, Change], Library]


def saying(old: str, new: str) -> Callable[[Clause], dict[str, object]]:
    """Return a change of a clause's text, which must contain `old`."""

    def change(clause: Clause) -> dict[str, object]:
        assert old in clause.text
        return {"text": clause.text.replace(old, new)}

    return change


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


@pytest.mark.parametrize(
    ("place", "old", "new", "finding"),
    [
        ("kuaishou-shizaibao/5", "{days}", "一段时间", "35.1: the figure 30 is not in kuaishou-shizaibao/5"),
        ("kuaishou-shizaibao/8", "{times}", "几次", "43.1: the figure 1 is not in kuaishou-shizaibao/8"),
        (
            "kuaishou-used-3c/2",
            "《快手小店商家客户服务管理规则》",
            "别的规则",
            "the title 《快手小店商家客户服务管理规则》 is not in",
        ),
        ("kuaishou-shizaibao/3.1", "【其他权益】→", "", "the path 【其他权益】 is not in kuaishou-shizaibao/3.1"),
        ("douyin-feige/2.4", "骚扰、", "", "the listed “骚扰” is not in douyin-feige/2.4"),
        (
            "doudian-provider-removal/2.1.3",
            "线上维权",
            "维权",
            "the listed “线上维权” is not in doudian-provider-removal/2.1.3",
        ),
    ],
)
def test_what_a_clause_loses_of_its_source_is_a_finding(
    library: Library, place: str, old: str, new: str, finding: str, with_clause: WithClause, sources: Path
) -> None:
    """A figure, a title, a step of a path or a listed term."""
    changed = with_clause(library, place, saying(old, new))

    report = coverage.run(changed, Pages.read(changed, sources))

    assert [line for line in report.findings if finding in line], report.findings
    assert "100.0%" not in report.shares[0]


def test_a_sentence_that_no_clause_names_is_a_finding(library: Library, with_clause: WithClause, sources: Path) -> None:
    """It is told with its text, so that it can be placed."""
    changed = with_clause(library, "kuaishou-shizaibao/12", lambda _: {"lines": ()})

    findings = coverage.run(changed, Pages.read(changed, sources)).findings

    assert [line for line in findings if line.startswith("000_58ade5f0ada50439.txt: 60.1: stands in no clause: 十二、")]


def test_wrong_ranges_and_reasons_are_findings(pages: Pages) -> None:
    """A reason outside the list, a range without sentences, and a sentence both restated and left out."""
    name = "000_58ade5f0ada50439.txt"
    wrong = replace(pages, left_out={**pages.left_out, name: {"1.1": "dull", "999.1": REASONS[0], "60.1": REASONS[0]}})

    findings = list(wrong.problems())

    assert [line for line in findings if "“1.1”: “dull” is none of the reasons" in line]
    assert "left_out.yaml: 000_58ade5f0ada50439.txt: “999.1”: no such sentence" in findings
    assert [line for line in findings if "60.1 is restated in kuaishou-shizaibao/12 as well" in line]


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
def test_a_figure_that_its_place_does_not_hold_is_a_finding(
    library: Library, place: str, name: str, value: object, at: str, with_clause: WithClause, sources: Path
) -> None:
    """A wrong figure, or a right one with the wrong place."""

    def change(clause: Clause) -> dict[str, object]:
        parameter = clause.parameters[name]
        moved = parameter.history[-1].model_copy(update={"value": value, "at": at})
        return {"parameters": {**clause.parameters, name: parameter.model_copy(update={"history": (moved,)})}}

    changed = with_clause(library, place, change)
    findings = provenance.run(changed, Pages.read(changed, sources)).findings

    assert [line for line in findings if f"“{place.partition('/')[2]}”.parameters.{name}: " in line]


def test_a_sentence_copied_from_the_source_is_a_finding(
    library: Library, with_clause: WithClause, sources: Path
) -> None:
    """Fifteen characters in common are too many, whatever stands between them."""
    copied = "确认主播虚假宣传不成立的，不支持消费者实在宝服务赔偿申请。"
    changed = with_clause(library, "kuaishou-shizaibao/4.1", lambda _: {"text": copied})

    findings = own_words.run(changed, Pages.read(changed, sources)).findings

    assert [
        line
        for line in findings
        if "“4.1”.text: “确认主播虚假宣传不成立的不支持消费者实在宝服务赔偿申请” stands so in" in line
    ]


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("一二三四五六七八九十甲乙丙丁戊", "一二三四五六七八九十甲乙丙丁戊"),
        ("一二三四五六七八九十甲乙丙", ""),
        ("“一二三四五六七”八九十甲乙丙丁", "一二三四五六七八九十甲乙丙丁"),
        ("一二三四五，六七八九十；甲乙丙丁戊己", "一二三四五六七八九十甲乙丙丁戊己"),
        ("《一二三四五六七八九十甲乙丙丁戊己》", ""),
        ("前面一二三四五六七八九十后面甲乙丙丁戊己", ""),
    ],
)
def test_thirteen_characters_in_common_may_stand(text: str, copied: str) -> None:
    """Punctuation is not counted, quotation marks break nothing; a title may stand."""
    assert own_words.longest_copy(text, "一二三四五六七八九十甲乙丙丁戊己庚辛") == copied
