"""No figure in calculator code or prose: figures are parameters, with their unit and their history."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.audit.report import Report
from knowledge.calculations import Calculation
from knowledge.library import Library
from knowledge.model import Clause, Document
from knowledge.plain_yaml import read_yaml
from knowledge.prose import PLACEHOLDER

CALCULATORS = Path(__file__).parent.parent.parent / "calculators"

# Names and fixed phrases that hold a digit or a numeral and state no figure of a rule.
_NAMES = (
    r"3C|L2\+|L2|L3|utf-8|第[\d.]+条|该部分[\d.]+",  # names, levels, and places in a document
    r"七天无理由",  # the name of a right
    r"半个月|半月|半个$",  # the name of a period whose days are parameters
    r"(?<!\d)24:00(?!\d)",  # the end of a day
    r"24 小时一天",  # what a day is
    r"(?<![\d.])0(?:\.00)?(?= 元)",  # nothing
    r"第[一二两三四]+(?:步|次|通|处)",  # an order, not an amount
    r"(?:这|那|以上|两种模式|有)?两(?:条不一致|处|种模式|条边|者)",  # what the same sentence has just named
    r"这两个(?=日期|数)",  # what the same sentence has just named
    r"两项里|四项都",  # the conditions that stand above
)
_NAME = re.compile("|".join(_NAMES))
_MEASURES = "个|天|日|次|小时|分钟|条|元|块|万|分|毫米|年|月|周|单|通|笔|倍|项|级|种|步|折|成"
_FIGURE = re.compile(
    rf"\d+(?:[.:,]\d+)*%?|[二两三四五六七八九十百千万半][零一二三四五六七八九十百千万]*(?:{_MEASURES})|(?:只能|仅能|最多|至多)[^，。；]{{0,6}}一次"
)
_MAY_STAND = Path(__file__).parent / "may_stand.yaml"
_LOCATOR = re.compile(r"\d+(?:\.\d+)*")
_NUMBER = re.compile(r"\.?\d+(?:[.:-]\d+)*f?")


@cache
def may_stand() -> dict[str, dict[str, Any]]:
    """Return what may stand although it looks like a figure in the wrong place, with the reasons, by kind."""
    found: dict[str, dict[str, Any]] = read_yaml(_MAY_STAND)
    return found


def run(library: Library) -> Report:
    """Return each figure that stands in code or prose."""
    return Report((*_in_prose(library), *_in_code(CALCULATORS)))


def figures_in(text: str) -> list[str]:
    """Return the figures written out in `text`, its placeholders and the names that hold digits apart."""
    return _FIGURE.findall(_NAME.sub("。", PLACEHOLDER.sub("。", text)))


def _in_prose(library: Library) -> Iterator[str]:
    for document in library.documents:
        for field, text in _prose(document):
            yield from (
                f"{document.id}.yaml: {field}: the figure “{figure}” is written out" for figure in figures_in(text)
            )
    for name, sayings in library.wording.items():
        for key, text in sayings.items():
            yield from (
                f"wording.yaml: {name}.{key}: the figure “{figure}” is written out" for figure in figures_in(text)
            )


def _prose(document: Document) -> Iterator[tuple[str, str]]:
    if document.verbatim:
        return
    for clause in document.clauses:
        yield from ((f"“{clause.locator}”.{field}", text) for field, text in _clause_prose(clause))
        for calculation in clause.calculations:
            yield from (
                (f"“{clause.locator}”.calculations.{field}", text) for field, text in _calculation_prose(calculation)
            )
    for gap in document.gaps:
        yield from ((f"gaps.{gap.id}", text) for text in (gap.missing, gap.certain))
    yield from ((f"conflicts.{conflict.id}.says", conflict.says) for conflict in document.conflicts)


def _clause_prose(clause: Clause) -> Iterator[tuple[str, str]]:
    yield from (("title", clause.title), ("cite", clause.cite or ""), ("text", clause.text))
    yield from (("reading", text) for text in clause.reading.values())


def _calculation_prose(calculation: Calculation) -> Iterator[tuple[str, str]]:
    parts = {"title": calculation.title}
    for field, texts in (
        ("tells", calculation.tells),
        ("then", calculation.then),
        ("says", calculation.says),
        ("words", calculation.words),
    ):
        parts |= {f"{field}.{key}": text for key, text in texts.items()}
    parts |= {f"reasons.{name}.then": reason.then for name, reason in calculation.reasons.items() if reason.then}
    for name, asked in calculation.inputs.items():
        parts |= {f"inputs.{name}.label": asked.label, f"inputs.{name}.ask": asked.ask}
    named = ((f"{calculation.name}.{field}", text) for field, text in parts.items())
    return ((field, text) for field, text in named if field not in may_stand()["prose"])


def _in_code(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.py")):
        for line, figure in figures_in_code(path.read_text(encoding="utf-8")):
            if figure not in may_stand()["code"].get(path.name, {}):
                yield f"{folder.name}/{path.name}:{line}: the figure “{figure}” stands in code"


def figures_in_code(code: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each figure in Python `code` but 0 and 1, docstrings and places of clauses apart."""
    tree = ast.parse(code)
    apart = {id(node) for parent in ast.walk(tree) for node in _no_figures(parent)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in apart:
            yield from ((node.lineno, figure) for figure in _figures_of(node.value) if figure not in {"0", "1"})


def _figures_of(value: object) -> list[str]:
    if isinstance(value, str):
        bare = _NAME.sub("。", value)
        return [*_NUMBER.findall(bare), *(figure for figure in figures_in(bare) if not figure[0].isdigit())]
    return [str(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def _no_figures(parent: ast.AST) -> Iterator[ast.AST]:
    """Yield the constants under `parent` that are documentation or name clauses."""
    if isinstance(parent, ast.Module | ast.FunctionDef | ast.ClassDef):
        yield from (statement.value for statement in parent.body if isinstance(statement, ast.Expr))
    if isinstance(parent, ast.keyword) and parent.arg == "clauses":
        yield from (
            node for node in ast.walk(parent) if isinstance(node, ast.Constant) and _LOCATOR.fullmatch(str(node.value))
        )
