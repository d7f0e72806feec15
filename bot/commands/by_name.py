"""`rulebot calc`: the calculators by name."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.command_line import DONE, WRONG_USE, CommandError, said
from bot.commands.common import open_library, show, show_json, today_of

if TYPE_CHECKING:
    from calculators.outcome import Outcome
    from knowledge.calculations import Calculation, Input
    from knowledge.library import Bound, Library

_KINDS = {"payout": "赔付", "deadline": "期限", "eligibility": "资格"}
_TYPES = {
    "money": "decimal",
    "count": "int",
    "moment": "time",
    "level": "str",
    "text": "str",
    "moments": "list of time",
    "span": "int",
}
_WRITTEN = {
    "money": "金额，如 1288",
    "decimal": "数",
    "count": "整数",
    "date": "日期，如 2023-04-01",
    "moment": "时间，如 2023-04-01T10:00",
    "time": "时刻，如 22:30",
    "bool": "是/否",
    "level": "等级，如 L2+",
    "text": "文字",
    "moments": "几个时间，用逗号隔开",
    "span": "天数，如 30",
}


def calc(arguments: Namespace) -> int:
    """List the calculators, say what one needs, or compute."""
    if arguments.list:
        return _list(open_library(), as_json=arguments.json)
    if not arguments.name:
        raise CommandError("要用哪个计算器？rulebot calc --list 列出全部")
    now, raw = today_of(arguments), _inputs(arguments.inputs)
    library = open_library()
    bound = _found(said(arguments.name, "计算器的名字"), library)
    if not raw and not arguments.json:
        show(_needs(bound))
        return DONE
    return _compute(bound, raw, library, now, as_json=arguments.json)


def _inputs(words: Sequence[str]) -> dict[str, str]:
    inputs: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name:
            raise CommandError(f"“{word[:80]}”要写成 项=值，例如 paid=1288")
        name = said(name, "项的名字")
        if name in inputs:
            raise CommandError(f"{name} 写了两次")
        inputs[name] = said(value, name) if value.strip() else ""
    return inputs


def _found(name: str, library: "Library") -> "Bound":
    from calculators.outcome import UnknownCalculatorError
    from calculators.run import find

    try:
        return find(name, library)
    except UnknownCalculatorError as error:
        raise CommandError(str(error)) from error


def _compute(bound: "Bound", raw: dict[str, str], library: "Library", now: datetime, *, as_json: bool) -> int:
    from calculators import run_checked

    outcome = run_checked(bound.calculation.name, raw, {}, library, now)
    if as_json:
        show_json(outcome.as_json())
    elif outcome.outcome != "invalid":
        show(_told(outcome, library, now))
    if outcome.outcome == "invalid":
        print(f"rulebot: {outcome.says}", file=sys.stderr)
        return WRONG_USE
    return DONE


def _told(outcome: "Outcome", library: "Library", now: datetime) -> str:
    from bot.assistant.compose import outcome_answer
    from bot.assistant.written import finished

    name = outcome.calculator
    return finished(outcome_answer(library, outcome, name, now.date(), 1.0), name).text


def _list(library: "Library", *, as_json: bool) -> int:
    if as_json:
        show_json([_described(bound) for bound in library.calculations.values()])
        return DONE
    for bound in library.calculations.values():
        calculation = bound.calculation
        show(f"{calculation.name}  {calculation.title}（{_KINDS[calculation.kind]}，{bound.place.id}）")
        for name, field in calculation.inputs.items():
            show(f"    {_input_line(name, field)}")
    return DONE


def _described(bound: "Bound") -> dict[str, Any]:
    calculation = bound.calculation
    inputs = [
        {
            "name": name,
            "type": _TYPES.get(field.type, field.type),
            "unit": _unit(field) or None,
            "required": field.required,
            "default": _default(field),
            "choices": list(field.choices) if field.type == "enum" else [],
        }
        for name, field in calculation.inputs.items()
    ]
    return {"name": calculation.name, "kind": calculation.kind, "clause": bound.place.id, "inputs": inputs}


def _default(field: "Input") -> str | bool | None:
    taken = field.default or field.assumed
    return taken == "是" if taken is not None and field.type == "bool" else taken


def _unit(field: "Input") -> str:
    return field.unit or ("元" if field.type == "money" else "")


def _input_line(name: str, field: "Input") -> str:
    unit = f"（{_unit(field)}）" if _unit(field) else ""
    wanted = "必填" if field.required else "可不填"
    return f"{name}  {field.label}{unit}：{_written(field)}；{wanted}{_otherwise(field)}"


def _written(field: "Input") -> str:
    if field.type == "enum":
        return " / ".join(words[0] if words else token for token, words in field.choices.items())
    return _WRITTEN[field.type]


def _otherwise(field: "Input") -> str:
    taken = field.default or field.assumed
    if taken is None:
        return ""
    words = field.choices.get(taken) if field.type == "enum" else None
    return f"，不填按“{words[0] if words else taken}”"


def _needs(bound: "Bound") -> str:
    """Return what a calculator needs, and a line that can be copied."""
    calculation = bound.calculation
    lines = [f"{calculation.title}（依据 {bound.place.document.title}{bound.place.cite}）需要："]
    lines += [f"  {_input_line(name, field)}" for name, field in calculation.inputs.items()]
    lines.append(f"例如：rulebot calc {calculation.name} {_sample(calculation)}")
    return "\n".join(lines)


def _sample(calculation: "Calculation") -> str:
    return " ".join(f"{name}={_sample_value(field)}" for name, field in calculation.inputs.items() if field.required)


def _sample_value(field: "Input") -> str:
    values = {
        "money": "1288",
        "date": "2023-04-01",
        "moment": "2023-04-01T10:00",
        "time": "22:30",
        "bool": "是",
        "level": "L2+",
    }
    values["moments"] = "2023-04-01T10:00,2023-04-01T12:00"
    if field.type in ("enum", "text") and field.choices:
        token, words = next(iter(field.choices.items()))
        return words[0] if words else token
    return values.get(field.type, "20")
