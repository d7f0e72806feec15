"""Figures that stand in prose or code are noticed; names that hold a digit are not taken for figures."""

from collections.abc import Callable

import pytest

from knowledge.audit.figures import _in_prose, figures_in, figures_in_code
from knowledge.library import Library
from knowledge.model import Clause

Change = Callable[[Clause], dict[str, object]]
WithClause = Callable[[Library, str, Change], Library]


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


def test_a_figure_written_out_in_a_clause_is_a_finding(library: Library, with_clause: WithClause) -> None:
    """The finding names file, clause and field."""
    changed = with_clause(
        library, "kuaishou-shizaibao/5", lambda clause: {"text": clause.text.replace("{days}", "30 个自然日")}
    )

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
        ("says = '三次都没接'", ["三次"]),
        ("flag = True", []),
    ],
)
def test_figures_in_code_are_noticed(code: str, found: list[str]) -> None:
    """Documentation and places of clauses hold no figures; 0 and 1 may stand."""
    assert [figure for _, figure in figures_in_code(code)] == found
